"""Finds articles whose text is a list of links, such as a menu or an archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from clippings.review.batch_tables import PROSE_WORDS, BatchTables, is_link, is_text
from clippings.schema.problem_report import Problem

_LEAST_LINKS = 3
_LONGEST_ENTRY = 20
"""Words of the longest line that is a link with a date or a number beside it."""
_LEAST_LINES = 6
"""Lines of the shortest list in a text dump, which does not say what is a link."""
_SENTENCE = r"[.!?;,…:。！？،؟]$"
"""How a line of a text ends, a poem's too. Titles of links end otherwise."""


def link_lists(batch: BatchTables) -> list[Problem]:
    """A row for each page with posts of which every line of text is a link, or reads as the title of one."""
    lines = batch.lines.filter(is_text()).with_columns(
        is_link=is_link() | pl.col("href").is_not_null() & (pl.col("words") <= _LONGEST_ENTRY),
        is_marked=pl.col("tag").is_not_null(),
        is_sentence=pl.col("text").str.strip_chars_end().str.contains(_SENTENCE),
    )
    posts = lines.group_by("appearance_id", "page_id", "path", maintain_order=True).agg(
        count=pl.len(),
        only_links=pl.col("is_link").all(),
        is_marked=pl.col("is_marked").any(),
        has_sentence=pl.col("is_sentence").any(),
        has_prose=(pl.col("words") >= PROSE_WORDS).any(),
        line_no=pl.col("line_no").first(),
    )
    hits = posts.filter(
        pl.col("only_links") & ~pl.col("has_sentence") & (pl.col("count") >= _LEAST_LINKS)
        | ~pl.col("is_marked") & ~pl.col("has_sentence") & ~pl.col("has_prose") & (pl.col("count") >= _LEAST_LINES)
    )
    pages = hits.group_by("path", "page_id", maintain_order=True).agg(
        texts=pl.len(),
        count=pl.col("count").sum(),
        is_marked=pl.col("is_marked").any(),
        line_no=pl.col("line_no").first(),
    )
    return [
        Problem("link_list_text", row["path"], _message(row), row["page_id"], row["line_no"])
        for row in pages.iter_rows(named=True)
    ]


def _message(row: Mapping[str, Any]) -> str:
    what = "is a link" if row["is_marked"] else "is short and without a full stop, like the title of a link"
    texts = "this text" if row["texts"] == 1 else f"{row['texts']} texts of this page"
    return f"Each of the {row['count']} lines of {texts} {what}."
