"""Articles whose text is a list of links: a menu, an archive or a shelf that was taken for a text."""

from __future__ import annotations

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
    """A row for each post of which every line of text is a link, or reads as the title of one."""
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
    return [
        Problem("link_list_text", path, _message(count, is_marked=is_marked), page_id, line_no)
        for path, page_id, line_no, count, is_marked in hits.select(
            "path", "page_id", "line_no", "count", "is_marked"
        ).iter_rows()
    ]


def _message(count: int, *, is_marked: bool) -> str:
    what = "is a link" if is_marked else "is short and without a full stop, like the title of a link"
    return f"Each of the {count} lines of this text {what}."
