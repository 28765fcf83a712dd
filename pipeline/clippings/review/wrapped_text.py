"""Texts whose paragraphs end in the middle of a sentence: the lines of the page have a fixed length."""

from __future__ import annotations

import polars as pl

from clippings.review.batch_tables import BatchTables
from clippings.schema.problem_report import Problem

_BREAK = r"[\p{L}\p{N},’'-]\n\n\p{Ll}"
"""Pattern of a paragraph end without a full stop, followed by a small letter."""
_LEAST = 3
_SHARE = 0.3
"""Minimum share of such breaks, with _LEAST, in a wrapped text; lists of words have a smaller share."""


def wrapped_texts(batch: BatchTables) -> list[Problem]:
    """Return a problem for each page with wrapped posts."""
    posts = batch.posts.with_columns(
        breaks=pl.col("text").str.count_matches("\n\n", literal=True), inside=pl.col("text").str.count_matches(_BREAK)
    )
    hits = posts.filter((pl.col("inside") >= _LEAST) & (pl.col("inside") >= _SHARE * pl.col("breaks")))
    pages = (
        hits.sort("page_id", "line_start")
        .group_by("page_id", maintain_order=True)
        .agg(count=pl.len(), inside=pl.col("inside").sum(), line_no=pl.col("line_start").first())
        .join(batch.pages.select("page_id", "path"), on="page_id", maintain_order="left")
    )
    return [
        Problem(
            "wrapped_text",
            path,
            f"{inside} paragraphs {'of this text' if count == 1 else f'of {count} texts'} end in the middle of a sentence.",
            page_id,
            line_no,
        )
        for path, page_id, count, inside, line_no in pages.select(
            "path", "page_id", "count", "inside", "line_no"
        ).iter_rows()
    ]
