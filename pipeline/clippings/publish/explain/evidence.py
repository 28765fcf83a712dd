"""Where an article was read: each value with its characters, the appearances, dates and names, and the post line by line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import polars as pl
from rich.text import Text

from clippings.publish.explain.package_rows import GAP, Entry, PackageRows, Row, labelled
from clippings.schema import TABLES
from clippings.schema.enums import TEXT_ROLES

_LEDGER_LINES = (
    "In HTML, feeds and mails a line is a row of the table `lines`, one for each block, not a line of the file."
)
_OTHERS = 3
"""Maximum number of articles to name that share a passage."""
_OPENING, _QUOTED = 60, 24
"""Maximum number of characters to show of a passage, and of a removed string."""


def entries(package: PackageRows, article: Row) -> Iterator[Entry]:
    """Yield the labels and texts of everything that was read for the article."""
    is_of_article = pl.col("article_id") == article["article_id"]
    appearances = package.rows("appearances", is_of_article)
    pages = package.rows("pages", pl.col("page_id").is_in([row["page_id"] for row in appearances]))
    paths = {row["page_id"]: row["path"] for row in pages}
    ids = [row["appearance_id"] for row in appearances]
    pairs = package.rows("duplicates", pl.any_horizontal(pl.col("left_id", "right_id").is_in(ids)))
    read = package.rows("evidence", is_of_article)
    yield from _values(article, read, paths)
    if any(row["media_type"] != "text/plain" for row in pages):
        yield from labelled("lines", [Text(_LEDGER_LINES, style="dim")])
    yield GAP
    yield from labelled("met on", (_met(row, article, pairs, paths) for row in appearances))
    yield from labelled("kept apart", (_apart(package, pair, ids) for pair in pairs if not pair["merged"]))
    spans = package.rows("text_spans", is_of_article)
    places = _Places(paths, spans, {row["field"]: row for row in read if row["raw"] == row["value"]})
    yield GAP
    yield from labelled("dates", (_date(row, places) for row in package.rows("dates", is_of_article)))
    yield from labelled("names", _names(package, package.rows("mentions", is_of_article), places))
    yield from labelled("shared", _shared(package, article))
    yield GAP
    yield from _post(package, article, appearances, spans)


def _place(paths: dict[str, str], row: Row, start: int, end: int) -> str:
    return f"{paths[row['page_id']]}:{row['line_no']} · chars {start}–{end}"


class _Places:
    """Where on its pages the characters of an article's columns are."""

    def __init__(self, paths: dict[str, str], spans: Sequence[Row], verbatim: dict[str, Row]) -> None:
        """Keep the path of each page, the spans of the text, and the evidence of each value that is on one line as it is."""
        self._paths, self._spans, self._verbatim = paths, spans, verbatim

    def of(self, row: Row) -> str:
        """Return `page:line · chars a–b`, or the column and its characters if the value is not verbatim on one line."""
        field, start, end = row["field"], row["start"], row["end"]
        if field == "text":
            span = next((span for span in self._spans if span["start"] <= start < span["end"]), None)
            if span is not None:
                first = span["line_start"] + start - span["start"]
                return _place(self._paths, span, first, first + end - start)
        if evidence := self._verbatim.get(field):
            return _place(self._paths, evidence, evidence["start"] + start, evidence["start"] + end)
        return f"{field} · chars {start}–{end}"


def _values(article: Row, read: list[Row], paths: dict[str, str]) -> Iterator[Entry]:
    """Yield each value with its locations, in the order of the columns of `articles`."""
    order = {name: place for place, name in enumerate(TABLES["articles"].columns())}
    read = sorted(
        read, key=lambda row: (order.get(row["field"], len(order)), row["page_id"] != article["first_page_id"])
    )
    for field, of_field in groupby(read, key=lambda row: row["field"]):
        rows = list(of_field)
        values = dict.fromkeys(row["value"] for row in rows)
        bodies = (body for value in values for body in _value([row for row in rows if row["value"] == value], paths))
        yield from labelled(field, bodies)


def _value(rows: list[Row], paths: dict[str, str]) -> Iterator[Text]:
    """Yield a value, with its raw text if different; then each of its locations with the rule."""
    value, raw = rows[0]["value"], rows[0]["raw"]
    yield Text(value) if raw == value else Text.assemble(value, (f"  from “{raw}”", "green"))
    for row in rows:
        otherwise = f" · “{row['raw']}”" if row["raw"] != raw else ""
        yield Text(f"{_place(paths, row, row['start'], row['end'])} · {row['rule']}{otherwise}", style="dim")


def _met(row: Row, article: Row, pairs: Iterable[Row], paths: dict[str, str]) -> Text:
    """Return the line for an appearance and the reason for its merge."""
    place = f"{paths[row['page_id']]}:{row['line_start']}–{row['line_end']} · {row['completeness']}"
    merged = [pair for pair in pairs if pair["left_id"] == row["appearance_id"] and pair["merged"]]
    relations = " · ".join(f"{pair['relation']} {pair['right_id']}, {_alike(pair)}" for pair in merged)
    former = f" · id before the merge {row['own_article_id']}" if row["own_article_id"] != article["article_id"] else ""
    return Text.assemble(place, (f" · {relations or 'the text published'}{former}", "dim"))


def _apart(package: PackageRows, pair: Row, ids: Sequence[str]) -> Text:
    """Return the line for an article that shares wording with this one, and the reason for keeping it apart."""
    other = pair["right_id"] if pair["left_id"] in ids else pair["left_id"]
    article_id = package.rows("appearances", pl.col("appearance_id") == other)[0]["article_id"]
    title = package.rows("articles", pl.col("article_id") == article_id)[0]["title"]
    return Text.assemble(f"{article_id} {title or '(untitled)'}", (f" · {pair['relation']}, {_alike(pair)}", "dim"))


def _alike(pair: Row) -> str:
    return f"{pair['similarity']:.2f} alike, {pair['containment']:.2f} contained · {pair['rule']}"


def _date(row: Row, places: _Places) -> Text:
    """Return a temporal expression: its value, its text, the days it covers, and the rule."""
    is_long = row["begin_on"] and row["begin_on"] != row["end_on"]
    covers = f" · {row['begin_on']} to {row['end_on']}" if is_long else ""
    anchor = f" · seen from {row['anchor_on']}" if row["anchor_on"] else ""
    mod = f" {row['mod']}" if row["mod"] else ""
    facts = f"  {places.of(row)}{covers}{anchor} · {row['rule']}"
    return Text.assemble(f"{row['type']} {row['value']}{mod}", (f"  from “{row['text']}”", "green"), (facts, "dim"))


def _names(package: PackageRows, mentions: list[Row], places: _Places) -> Iterator[Text]:
    """Yield each entity with its spellings, the most frequent entity first."""
    named = package.rows("entities", pl.col("entity_id").is_in([row["entity_id"] for row in mentions]))
    entities = {row["entity_id"]: row for row in named}
    by_entity: dict[str, list[Row]] = defaultdict(list)
    for row in mentions:
        by_entity[row["entity_id"]].append(row)
    for entity_id, of_entity in sorted(by_entity.items(), key=lambda item: (-len(item[1]), item[0])):
        entity = entities[entity_id]
        curation = "curated" if entity["is_curated"] else "not curated"
        item = f" · {entity['wikidata_id']}" if entity["wikidata_id"] else ""
        yield Text.assemble(entity["name"], (f"  {entity['type']} · {curation} · {entity_id}{item}", "dim"))
        spellings: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in of_entity:
            spellings[row["text"], row["rule"]].append(row)
        for (text, rule), rows in spellings.items():
            times = f" ×{len(rows)}, first at " if len(rows) > 1 else " "
            facts = f"{times}{places.of(rows[0])} · {rule} · {rows[0]['score']:.2f}"
            yield Text.assemble((f"  “{text}”", "green"), (facts, "dim"))


def _shared(package: PackageRows, article: Row) -> Iterator[Text]:
    """Yield each passage that other articles share, the longest first."""
    uses = package.rows("passage_uses", pl.col("article_id") == article["article_id"])
    ids = pl.col("passage_id").is_in([row["passage_id"] for row in uses])
    others: dict[str, list[str]] = defaultdict(list)
    for row in package.rows("passage_uses", ids, pl.col("article_id") != article["article_id"]):
        others[row["passage_id"]].append(row["article_id"])
    is_first = {row["passage_id"] for row in uses if row["is_first"]}
    for row in sorted(package.rows("passages", ids), key=lambda row: (-row["word_count"], row["passage_id"])):
        held = others[row["passage_id"]]
        more = f" and {len(held) - _OTHERS} more" if len(held) > _OTHERS else ""
        here = " · here first" if row["passage_id"] in is_first else ""
        facts = f"  also in {', '.join(held[:_OTHERS])}{more}{here}"
        yield Text.assemble(f"{row['word_count']} words", (f"  “{row['text'][:_OPENING]}…”", "green"), (facts, "dim"))


def _post(package: PackageRows, article: Row, appearances: Iterable[Row], text_spans: Iterable[Row]) -> Iterator[Entry]:
    """Yield the lines of the appearance whose text is published, with roles and removed strings."""
    post = next(row for row in appearances if row["page_id"] == article["first_page_id"])
    of_post = pl.col("appearance_id") == post["appearance_id"]
    spans: dict[int, list[Row]] = defaultdict(list)
    removals: dict[int, list[Row]] = defaultdict(list)
    for by_line, rows in ((spans, text_spans), (removals, package.rows("removals", of_post))):
        for row in rows:
            by_line[row["line_no"]].append(row)
    digits = len(str(post["line_end"]))
    for line in package.rows("lines", of_post, pl.col("role") != "blank"):
        number, is_text = line["line_no"], line["role"] in TEXT_ROLES
        if is_text:
            yield GAP
        label = f"{number:{digits}}" if is_text else f"{number:{digits}} {line['role']}"
        yield Text(label, style="dim"), _marked(line["text"], spans[number], removals[number])
        yield from labelled("", map(_taken_out, removals[number]))


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
