"""Shows one article: its values beside the characters they were read from, its appearances, its text line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


class CannotExplainError(Exception):
    """There is no such package or article."""


@dataclass(frozen=True)
class _Package:
    root: Path

    def rows(self, name: str, **equals: str) -> list[dict[str, Any]]:
        table = pl.scan_parquet(self.root / "data" / f"{name}.parquet")
        return table.filter(*(pl.col(column) == value for column, value in equals.items())).collect().to_dicts()


def show(article_id: str, out: Path, *, width: int | None = None) -> None:
    """Print the article of the package in `out`.

    Raises:
        CannotExplainError: There is no package, or no article or more than one that the id may mean.
    """
    if not (out / "datapackage.json").is_file():
        raise CannotExplainError(
            f"{out} holds no package. Build one with `clippings build`, or name another with --out."
        )
    package = _Package(out)
    found = _resolve(package, article_id)
    article = package.rows("articles", article_id=found)[0]
    console = Console(width=width, highlight=False)
    for part in _parts(package, article):
        console.print(part)


def _resolve(package: _Package, asked: str) -> str:
    """The article id that `asked` means."""
    ids = (
        pl.scan_parquet(package.root / "data" / "appearances.parquet").select("article_id", "own_article_id").collect()
    )
    starts = ids.filter(pl.col("article_id").str.starts_with(asked))["article_id"].unique().sort().to_list()
    former = ids.filter(pl.col("own_article_id") == asked)["article_id"].unique().sort().to_list()
    hits = starts or former
    if len(hits) == 1 and asked:
        return str(hits[0])
    if not hits or not asked:
        raise CannotExplainError(
            f"No article has the id {asked or '(empty)'}. The ids stand in {package.root}/data/articles.csv."
        )
    raise CannotExplainError(
        f"{len(hits)} ids begin with {asked}: {', '.join(hits[:5])}{' ...' if len(hits) > 5 else ''}. Give more of it."
    )


def _parts(package: _Package, article: dict[str, Any]) -> Iterator[Any]:
    paths = {row["page_id"]: row["path"] for row in package.rows("pages")}
    yield ""
    yield Text(article["title"] or "(untitled)", style="bold")
    yield Text(
        f"article {article['article_id']} · {article['site']} · {article['completeness']} · {article['language']} · "
        f"{article['word_count']} words",
        style="dim",
    )
    yield ""
    yield _values(package, article, paths)
    yield from _appearances(package, article, paths)
    yield from _text(package, article, paths)


def _grid(*headers: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def _values(package: _Package, article: dict[str, Any], paths: dict[str, str]) -> Table:
    table = _grid("value", "", "as the page has it", "where", "rule")
    for row in sorted(package.rows("evidence", article_id=article["article_id"]), key=_reading_order):
        is_first = row["page_id"] == article["first_page_id"]
        raw = "the same" if row["raw"] == row["value"] else f"“{row['raw']}”"
        table.add_row(
            f"[cyan]{row['field']}[/]" if is_first else "",
            escape(row["value"]) if is_first else "",
            escape(raw),
            f"{escape(paths[row['page_id']])}:{row['line_no']}, characters {row['start']}–{row['end']}",
            f"[dim]{row['rule']}[/]",
        )
    return table


_ORDER = ("title", "deck", "category", "published_on", "comment_count")


def _reading_order(row: dict[str, Any]) -> tuple[int, str, str]:
    place = _ORDER.index(row["field"]) if row["field"] in _ORDER else len(_ORDER)
    return place, row["field"], row["page_id"]


def _appearances(package: _Package, article: dict[str, Any], paths: dict[str, str]) -> Iterator[Any]:
    appearances = package.rows("appearances", article_id=article["article_id"])
    ids = {row["appearance_id"] for row in appearances}
    table = _grid("appears on", "lines", "", "")
    pairs = [row for row in package.rows("duplicates") if row["left_id"] in ids or row["right_id"] in ids]
    for row in appearances:
        merged = next((pair for pair in pairs if pair["left_id"] == row["appearance_id"] and pair["merged"]), None)
        said = (
            f"{merged['relation']} of {merged['right_id']}: {merged['similarity']:.2f} alike, {merged['rule']}"
            if merged
            else "the text published"
        )
        table.add_row(
            escape(paths[row["page_id"]]),
            f"{row['line_start']}–{row['line_end']}",
            row["completeness"],
            f"[dim]{said}[/]",
        )
    yield ""
    yield table
    apart = [pair for pair in pairs if not pair["merged"]]
    for pair in apart:
        other = pair["right_id"] if pair["left_id"] in ids else pair["left_id"]
        yield Text(
            f"kept apart from {other}: {pair['relation']}, {pair['similarity']:.2f} alike, {pair['containment']:.2f} contained, {pair['rule']}",
            style="dim",
        )


def _text(package: _Package, article: dict[str, Any], paths: dict[str, str]) -> Iterator[Any]:
    """The text with the line of the page beside each paragraph, and what was taken out below it."""
    spans = sorted(package.rows("text_spans", article_id=article["article_id"]), key=lambda row: int(row["start"]))
    removed = package.rows("removals", page_id=article["first_page_id"])
    yield ""
    yield Text(f"text, from {paths[article['first_page_id']]}", style="dim")
    for line_no in dict.fromkeys(row["line_no"] for row in spans):
        own = [row for row in spans if row["line_no"] == line_no]
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=6, justify="right", style="dim")
        table.add_column(overflow="fold")
        table.add_row(str(line_no), Text(article["text"][own[0]["start"] : own[-1]["end"]]))
        yield Padding(table, (1, 0, 0, 0))
        for row in removed:
            if row["line_no"] == line_no:
                yield Padding(
                    Text(f"taken out: “{row['raw']}” ({row['kind']}, {row['rule']})", style="yellow"), (0, 0, 0, 8)
                )
    yield ""
