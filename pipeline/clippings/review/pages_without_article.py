"""Pages without an article that no other problem explains."""

from __future__ import annotations

import polars as pl

from clippings.review.batch_tables import PROSE_WORDS, BatchTables
from clippings.schema.problem_report import Problem

_EXPLAINED = ("unread_form", "reader_failed", "too_large", "empty_file", "not_text")
"""Problems that say already why a page has no article."""


def without_article(batch: BatchTables, withheld: pl.DataFrame) -> list[Problem]:
    """A row for each readable page without an article.

    Args:
        batch: The batch.
        withheld: page_id of the pages with lines of withdrawn articles: they are empty on purpose.
    """
    explained = batch.problems.filter(pl.col("code").is_in(_EXPLAINED)).select("page_id").drop_nulls()
    bare = (
        batch.pages.join(batch.posts, on="page_id", how="anti", maintain_order="left")
        .join(explained, on="page_id", how="anti", maintain_order="left")
        .join(withheld, on="page_id", how="anti", maintain_order="left")
    )
    prose = (
        batch.lines.filter((pl.col("words") >= PROSE_WORDS) & (pl.col("role") != "meta"))
        .group_by("page_id")
        .agg(n=pl.len(), longest=pl.col("line_no").sort_by("words", descending=True).first())
    )
    rows = bare.join(prose, on="page_id", how="left", maintain_order="left").with_columns(pl.col("n").fill_null(0))
    return [
        Problem("page_without_article", path, _message(count, longest), page_id, longest)
        for page_id, path, count, longest in rows.select("page_id", "path", "n", "longest").iter_rows()
    ]


def _message(count: int, longest: int | None) -> str:
    if not count:
        return f"No article was found: no line has {PROSE_WORDS} words or more."
    lines = "1 line has" if count == 1 else f"{count:,} lines have"
    return f"No article was found, but {lines} {PROSE_WORDS} words or more; the longest is line {longest}."
