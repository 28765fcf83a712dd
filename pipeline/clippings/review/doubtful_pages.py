"""Pages to look at for their articles: without one, with a list of links as text, with wrapped lines."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from clippings.common.wording import counted
from clippings.review.batch_tables import PROSE_WORDS, BatchTables, is_link, is_text
from clippings.schema.problem_report import Problem
from clippings.segment import no_article

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
        pl.col("count").sum(), pl.col("is_marked").any(), pl.col("line_no").first(), texts=pl.len()
    )
    return [
        Problem("link_list_text", row["path"], _link_message(row), row["page_id"], row["line_no"])
        for row in pages.iter_rows(named=True)
    ]


def _link_message(row: Mapping[str, Any]) -> str:
    what = "is a link" if row["is_marked"] else "is short and without a full stop, like the title of a link"
    texts = "this text" if row["texts"] == 1 else f"{row['texts']} texts of this page"
    return f"Each of the {row['count']} lines of {texts} {what}."


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
    problems = []
    for row in pages.iter_rows(named=True):
        texts = "this text" if row["count"] == 1 else f"{row['count']} texts"
        message = f"{row['inside']} paragraphs of {texts} end in the middle of a sentence."
        problems.append(Problem("wrapped_text", row["path"], message, row["page_id"], row["line_no"]))
    return problems


_EXPLAINED = ("unread_form", "reader_failed", "too_large", "empty_file", "not_text")
"""Problems that say already why a page has no article."""


def without_article(batch: BatchTables, withheld: pl.DataFrame) -> list[Problem]:
    """A row for each readable page without an article. Pages of `withheld` are empty on purpose."""
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
        Problem("page_without_article", path, _message(reason, count, longest), page_id, longest)
        for page_id, path, reason, count, longest in rows.select(
            "page_id", "path", "kind_reason", "n", "longest"
        ).iter_rows()
    ]


def _message(reason: str, count: int, longest: int | None) -> str:
    if reason == no_article.REASON:
        return f"No article was found: the page is {reason}."
    if not count:
        return f"No article was found: no line has {PROSE_WORDS} words or more."
    lines = counted(count, "line has", "lines have")
    return f"No article was found, but {lines} {PROSE_WORDS} words or more; the longest is line {longest}."
