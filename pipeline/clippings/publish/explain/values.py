"""Values of an article with the characters they were read from, and the appearances of the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import polars as pl
from rich.text import Text

from clippings.publish.explain.package_rows import Entry, Package, Row, labelled
from clippings.schema import TABLES


def values(package: Package, article: Row, paths: dict[str, str]) -> Iterator[Entry]:
    """Yield each value with its locations, in the order of the columns of `articles`."""
    order = {name: place for place, name in enumerate(TABLES["articles"].columns())}
    rows = package.rows("evidence", pl.col("article_id") == article["article_id"])
    rows.sort(key=lambda row: (order.get(row["field"], len(order)), row["page_id"] != article["first_page_id"]))
    for field, of_field in groupby(rows, key=lambda row: row["field"]):
        read = list(of_field)
        values = dict.fromkeys(row["value"] for row in read)
        bodies = (body for value in values for body in _value(value, read, paths))
        yield from labelled(field, bodies)


def _value(value: str, read: Iterable[Row], paths: dict[str, str]) -> Iterator[Text]:
    """Yield a value, with its raw text if different; then each of its locations with the rule."""
    places = [row for row in read if row["value"] == value]
    raw = places[0]["raw"]
    yield Text(value) if raw == value else Text.assemble(value, (f"  from “{raw}”", "green"))
    for row in places:
        otherwise = f" · “{row['raw']}”" if row["raw"] != raw else ""
        place = f"{paths[row['page_id']]}:{row['line_no']} · chars {row['start']}–{row['end']}"
        yield Text(f"{place} · {row['rule']}{otherwise}", style="dim")


def met(row: Row, article: Row, pairs: Iterable[Row], paths: dict[str, str]) -> Text:
    """Return the line for an appearance and the reason for its merge."""
    place = f"{paths[row['page_id']]}:{row['line_start']}–{row['line_end']} · {row['completeness']}"
    merged = [pair for pair in pairs if pair["left_id"] == row["appearance_id"] and pair["merged"]]
    relations = " · ".join(f"{pair['relation']} {pair['right_id']}, {_alike(pair)}" for pair in merged)
    former = f" · id before the merge {row['own_article_id']}" if row["own_article_id"] != article["article_id"] else ""
    return Text.assemble(place, (f" · {relations or 'the text published'}{former}", "dim"))


def apart(package: Package, pair: Row, ids: Sequence[str]) -> Text:
    """Return the line for an article that shares wording with this one, and the reason for keeping it apart."""
    other = pair["right_id"] if pair["left_id"] in ids else pair["left_id"]
    article_id = package.rows("appearances", pl.col("appearance_id") == other)[0]["article_id"]
    title = package.rows("articles", pl.col("article_id") == article_id)[0]["title"]
    return Text.assemble(f"{article_id} {title or '(untitled)'}", (f" · {pair['relation']}, {_alike(pair)}", "dim"))


def _alike(pair: Row) -> str:
    return f"{pair['similarity']:.2f} alike, {pair['containment']:.2f} contained · {pair['rule']}"
