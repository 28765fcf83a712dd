"""Lines of the appearance whose text is published, with roles and removed strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
from rich.text import Text

from clippings.publish.explain.package_rows import GAP, Entry, Package, Row, labelled
from clippings.schema.enums import TEXT_ROLES

_QUOTED = 24
"""Maximum number of characters to quote of a removed string."""


def post(package: Package, article: Row, appearances: Iterable[Row]) -> Iterator[Entry]:
    """Lines of the appearance whose text is published, with roles and removed strings."""
    post = next(row for row in appearances if row["page_id"] == article["first_page_id"])
    of_post = pl.col("appearance_id") == post["appearance_id"]
    spans = _by_line(package.rows("text_spans", pl.col("article_id") == article["article_id"]))
    removals = _by_line(package.rows("removals", of_post))
    digits = len(str(post["line_end"]))
    for line in package.rows("lines", of_post, pl.col("role") != "blank"):
        number, is_text = line["line_no"], line["role"] in TEXT_ROLES
        if is_text:
            yield GAP
        label = f"{number:{digits}}" if is_text else f"{number:{digits}} {line['role']}"
        yield Text(label, style="dim"), _marked(line["text"], spans.get(number, []), removals.get(number, []))
        yield from labelled("", map(_taken_out, removals.get(number, [])))


def _by_line(rows: Iterable[Row]) -> dict[int, list[Row]]:
    by_line: dict[int, list[Row]] = {}
    for row in rows:
        by_line.setdefault(row["line_no"], []).append(row)
    return by_line


def _marked(line: str, spans: Iterable[Row], removals: Iterable[Row]) -> Text:
    """Return the line as saved: text is bright, removed strings are in brackets."""
    body = Text(line, style="dim")
    for row in spans:
        body.stylize("not dim", row["line_start"], row["line_end"])
    for row in sorted(removals, key=lambda row: -int(row["start"])):
        taken = Text.assemble("⟦", body[row["start"] : row["end"]], "⟧", style="yellow")
        body = Text.assemble(body[: row["start"]], taken, body[row["end"] :])
    return body


def _taken_out(row: Row) -> Text:
    quoted = row["raw"] if len(row["raw"]) <= _QUOTED else f"{row['raw'][:_QUOTED]}…"
    return Text(f"taken out ⟦{quoted}⟧ · {row['kind']} · {row['rule']}", style="yellow dim")
