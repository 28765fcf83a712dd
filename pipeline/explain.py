"""Shows one article: its values beside the characters they were read from, where it was met, and its post line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.text import Text

from pipeline.tables import TABLES
from pipeline.tables.vocabulary import TEXT_ROLES

Row = dict[str, Any]
Entry = tuple[Text, Text]
"""What stands in the margin, and what stands beside it."""

_GAP: Entry = (Text(), Text())
_PICTURES = {code: 0x2400 + code for code in range(32)} | {127: 0x2421} | dict.fromkeys(range(128, 160), 0xFFFD)
"""Control characters to what stands for them, one for one: a page must not steer the terminal."""
_NAMED = 5
"""So many articles are named where an id may mean several."""
_QUOTED = 24
"""So many characters of what was taken out are quoted again below the paragraph."""
_NARROWEST = 30


class CannotExplainError(Exception):
    """There is no such package or article."""


@dataclass(frozen=True)
class _Package:
    root: Path

    def rows(self, name: str, *where: pl.Expr) -> list[Row]:
        """The rows of a table for which all of `where` holds, as they may be shown."""
        table = pl.scan_parquet(self.root / "data" / f"{name}.parquet").filter(*where)
        shown = table.with_columns(pl.selectors.enum().cast(pl.String)).collect()
        return [{column: _harmless(value) for column, value in row.items()} for row in shown.iter_rows(named=True)]


def _harmless(value: object) -> object:
    return value.translate(_PICTURES) if isinstance(value, str) else value


def show(article_id: str, out: Path, *, width: int | None = None) -> None:
    """Print the article of the package in `out`.

    Raises:
        CannotExplainError: There is no package or a damaged one, or no article or more than one that the id may mean.
    """
    if not (out / "datapackage.json").is_file():
        raise CannotExplainError(
            f"{out} holds no package. Build one with `clippings build`, or name another with --out."
        )
    package = _Package(out)
    try:
        found = _resolve(package, article_id.strip().lower())
        article = package.rows("articles", pl.col("article_id") == found)[0]
        entries = list(_entries(package, article))
    except (pl.exceptions.PolarsError, FileNotFoundError) as error:
        raise CannotExplainError(f"{out} is damaged. See what `clippings validate {out}` says of it.") from error
    console = Console(width=width, highlight=False, markup=False)
    for line in _heading(article):
        console.print(line)
    _print(console, entries)


def _resolve(package: _Package, asked: str) -> str:
    """The article id that `asked` means."""
    ids = pl.scan_parquet(package.root / "data" / "appearances.parquet")
    starts = (pl.col(column).str.starts_with(asked) for column in ("article_id", "own_article_id"))
    known, former = (ids.filter(hit).collect()["article_id"].unique().sort().to_list() for hit in starts)
    hits = [str(hit) for hit in (known or former) if asked]
    if not hits:
        raise CannotExplainError(
            f"No article has the id {asked or '(empty)'}. The ids stand in {package.root}/data/articles.csv."
        )
    if len(hits) > 1:
        raise CannotExplainError(_ambiguous(package, asked, hits))
    return hits[0]


def _ambiguous(package: _Package, asked: str, hits: Sequence[str]) -> str:
    named = package.rows("articles", pl.col("article_id").is_in(hits[:_NAMED]))
    lines = [f"  {row['article_id']}  {row['title'] or '(untitled)'}" for row in named]
    more = [f"  and {len(hits) - _NAMED} more"] if len(hits) > _NAMED else []
    return "\n".join([f"{asked} may be any of {len(hits)} articles. Give more of the id.", *lines, *more])


def _heading(article: Row) -> Iterator[Text]:
    yield Text()
    yield Text(article["title"] or "(untitled)", style="bold")
    said = [article["article_id"], article["site"], article["completeness"], article["language"]]
    said += [f"{article['word_count']:,} words", *([article["url"]] if article["url"] else [])]
    yield Text(" · ".join(said), style="dim")
    yield Text()


def _print(console: Console, entries: Sequence[Entry]) -> None:
    """Margin and body side by side; no line wider than the terminal, none with blanks at its end."""
    margin = max(label.cell_len for label, _ in entries) + 2
    for label, body in entries:
        lines = body.wrap(console, max(console.width - margin, _NARROWEST))
        for number, line in enumerate(lines):
            beside = label if number == 0 else Text()
            whole = Text.assemble(beside, " " * (margin - beside.cell_len), line)
            whole.rstrip()
            console.print(whole, soft_wrap=True)


def _entries(package: _Package, article: Row) -> Iterator[Entry]:
    appearances = package.rows("appearances", pl.col("article_id") == article["article_id"])
    pages = package.rows("pages", pl.col("page_id").is_in([row["page_id"] for row in appearances]))
    paths = {row["page_id"]: row["path"] for row in pages}
    ids = [row["appearance_id"] for row in appearances]
    pairs = package.rows("duplicates", pl.any_horizontal(pl.col("left_id", "right_id").is_in(ids)))
    yield from _values(package, article, paths)
    yield _GAP
    yield from _labelled("met on", (_met(row, article, pairs, paths) for row in appearances))
    yield from _labelled("kept apart", (_apart(package, pair, ids) for pair in pairs if not pair["merged"]))
    yield _GAP
    yield from _post(package, article, appearances)


def _labelled(label: str, bodies: Iterable[Text]) -> Iterator[Entry]:
    """The bodies below one another, the label beside the first."""
    for number, body in enumerate(bodies):
        yield Text("" if number else label, style="cyan"), body


def _values(package: _Package, article: Row, paths: dict[str, str]) -> Iterator[Entry]:
    """Each value with where it was read, in the order of the columns of articles."""
    order = {name: place for place, name in enumerate(TABLES["articles"].columns())}
    rows = package.rows("evidence", pl.col("article_id") == article["article_id"])
    rows.sort(key=lambda row: (order.get(row["field"], len(order)), row["page_id"] != article["first_page_id"]))
    for field, of_field in groupby(rows, key=lambda row: row["field"]):
        read = list(of_field)
        values = dict.fromkeys(row["value"] for row in read)
        bodies = (body for value in values for body in _value(value, read, paths))
        yield from _labelled(field, bodies)


def _value(value: str, read: Iterable[Row], paths: dict[str, str]) -> Iterator[Text]:
    """A value, as found where that is otherwise; below it each place it was read, with the rule."""
    places = [row for row in read if row["value"] == value]
    found = places[0]["raw"]
    yield Text(value) if found == value else Text.assemble(value, (f"  from “{found}”", "green"))
    for row in places:
        otherwise = f" · “{row['raw']}”" if row["raw"] != found else ""
        place = f"{paths[row['page_id']]}:{row['line_no']} · chars {row['start']}–{row['end']}"
        yield Text(f"{place} · {row['rule']}{otherwise}", style="dim")


def _met(row: Row, article: Row, pairs: Iterable[Row], paths: dict[str, str]) -> Text:
    """An appearance, and why it is one of this article."""
    place = f"{paths[row['page_id']]}:{row['line_start']}–{row['line_end']} · {row['completeness']}"
    merged = [pair for pair in pairs if pair["left_id"] == row["appearance_id"] and pair["merged"]]
    said = " · ".join(f"{pair['relation']} {pair['right_id']}, {_alike(pair)}" for pair in merged)
    former = f" · id before the merge {row['own_article_id']}" if row["own_article_id"] != article["article_id"] else ""
    return Text.assemble(place, (f" · {said or 'the text published'}{former}", "dim"))


def _apart(package: _Package, pair: Row, ids: Sequence[str]) -> Text:
    """Another article that shares wording with this one, and why it is another."""
    other = pair["right_id"] if pair["left_id"] in ids else pair["left_id"]
    article_id = package.rows("appearances", pl.col("appearance_id") == other)[0]["article_id"]
    title = package.rows("articles", pl.col("article_id") == article_id)[0]["title"]
    return Text.assemble(f"{article_id} {title or '(untitled)'}", (f" · {pair['relation']}, {_alike(pair)}", "dim"))


def _alike(pair: Row) -> str:
    return f"{pair['similarity']:.2f} alike, {pair['containment']:.2f} contained · {pair['rule']}"


def _post(package: _Package, article: Row, appearances: Iterable[Row]) -> Iterator[Entry]:
    """The lines of the appearance whose text is published: role beside what is not text, what was taken out in place."""
    post = next(row for row in appearances if row["page_id"] == article["first_page_id"])
    of_post = pl.col("appearance_id") == post["appearance_id"]
    spans = _by_line(package.rows("text_spans", pl.col("article_id") == article["article_id"]))
    removals = _by_line(package.rows("removals", of_post))
    digits = len(str(post["line_end"]))
    for line in package.rows("lines", of_post, pl.col("role") != "blank"):
        number, is_text = line["line_no"], line["role"] in TEXT_ROLES
        if is_text:
            yield _GAP
        label = f"{number:{digits}}" if is_text else f"{number:{digits}} {line['role']}"
        yield Text(label, style="dim"), _marked(line["text"], spans.get(number, []), removals.get(number, []))
        yield from _labelled("", map(_taken_out, removals.get(number, [])))


def _by_line(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["line_no"], []).append(row)
    return found


def _marked(line: str, spans: Iterable[Row], removals: Iterable[Row]) -> Text:
    """The line as it came: bright what is text, in brackets what was taken out."""
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
