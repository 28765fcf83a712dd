"""The article as one reads it: title, credits, text with names and dates marked; then what was read, without coordinates."""

from collections import Counter
from collections.abc import Iterable, Iterator

import polars as pl
from rich.text import Text

from clippings.publish.explain.package_rows import Entry, PackageRows, Row, labelled
from clippings.schema import TABLES

NAME, DATE = "underline blue", "italic yellow"
"""How names and dates are marked: not by colour alone."""
_NAMES = 20
_NOT_CREDITS = ("title", "deck", "source_candidate")


def text(package: PackageRows, article: Row) -> Iterator[Text]:
    """Standfirst and paragraphs, with an empty line after each."""
    for field in ("deck", "text"):
        content = article.get(field)
        if content:
            yield from _paragraphs(content, _spans(package, article, field), style="italic" if field == "deck" else "")
    if "text" not in article:
        yield Text("This edition has no texts.", style="dim")
        yield Text()


def credit_entries(package: PackageRows, article: Row) -> Iterator[Entry]:
    """Each value that was read for the article, in the order of the columns; then names, dates, passages, pages."""
    is_of_article = pl.col("article_id") == article["article_id"]
    read = {row["field"] for row in package.rows("evidence", is_of_article)}
    for field in TABLES["articles"].columns():
        if field in read and field not in _NOT_CREDITS and article.get(field) is not None:
            yield from labelled(field, [Text(str(article[field]))])
    yield from labelled("names", _names(package, is_of_article))
    yield from labelled("dates", _dates(package, is_of_article))
    shared = package.rows("passage_uses", is_of_article)
    others = pl.col("passage_id").is_in([row["passage_id"] for row in shared])
    held = {row["article_id"] for row in package.rows("passage_uses", others)} - {article["article_id"]}
    if held:
        yield from labelled("shares passages with", _titles(package, sorted(held)))
    yield from labelled("met on", _pages(package, is_of_article))


def _spans(package: PackageRows, article: Row, field: str) -> list[tuple[int, int, str]]:
    where = (pl.col("article_id") == article["article_id"], pl.col("field") == field)
    marks = [("mentions", NAME), ("dates", DATE)]
    return [(row["start"], row["end"], style) for name, style in marks for row in package.rows(name, *where)]


def _paragraphs(content: str, spans: Iterable[tuple[int, int, str]], style: str) -> Iterator[Text]:
    whole = Text(content.replace("␊", "\n"), style=style)  # harmless text has a picture in place of each line break
    for start, end, mark in spans:
        whole.stylize(mark, start, end)
    for paragraph in whole.split("\n\n"):
        yield paragraph
        yield Text()


def _names(package: PackageRows, is_of_article: pl.Expr) -> Iterator[Text]:
    counted = Counter(row["entity_id"] for row in package.rows("mentions", is_of_article))
    rows = package.rows("entities", pl.col("entity_id").is_in(list(counted)))
    named = {row["entity_id"]: row["name"] or row["entity_id"] for row in rows}
    ordered = sorted(counted, key=lambda entity_id: (-counted[entity_id], entity_id))
    shown = [f"{named[entity]}{f' ×{counted[entity]}' if counted[entity] > 1 else ''}" for entity in ordered[:_NAMES]]
    if shown:
        more = f"; and {len(ordered) - _NAMES} more" if len(ordered) > _NAMES else ""
        yield Text("; ".join(shown) + more)


def _dates(package: PackageRows, is_of_article: pl.Expr) -> Iterator[Text]:
    rows = package.rows("dates", is_of_article)
    shown = dict.fromkeys(f"{row['text']} = {row['value']}" if row["text"] else row["value"] for row in rows)
    if shown:
        yield Text("; ".join(shown))


def _titles(package: PackageRows, ids: list[str]) -> Iterator[Text]:
    for row in package.rows("articles", pl.col("article_id").is_in(ids)):
        yield Text.assemble(row["title"] or "(untitled)", (f"  {row['article_id']}", "dim"))


def _pages(package: PackageRows, is_of_article: pl.Expr) -> Iterator[Text]:
    appearances = package.rows("appearances", is_of_article)
    pages = package.rows("pages", pl.col("page_id").is_in([row["page_id"] for row in appearances]))
    paths = {row["page_id"]: row["path"] or row["page_id"] for row in pages}
    for row in appearances:
        yield Text(f"{paths[row['page_id']]}, lines {row['line_start']} to {row['line_end']}, {row['completeness']}")
