"""Candidate pairs of posts by title and by text: possibly one article. `compare` decides."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from clippings.schema.frames import as_rows
from clippings.schema.working.merging import Pairs

_MAX_GROUP = 30
"""Maximum size of a group with one title or text in which all pairs are compared; in larger groups, pairs of one date."""


def by_title(posts: pl.DataFrame) -> dy.DataFrame[Pairs]:
    """Return `left` and `right` of the pairs of one title on two pages; `right` is the fuller post.

    Args:
        posts: post, rank (fullest first), page_id, title_words, published_on.
    """
    return _pairs(posts.filter(pl.col("title_words") != ""), "title_words", is_across_pages=True)


def by_text(posts: pl.DataFrame) -> dy.DataFrame[Pairs]:
    """Return the pairs of one text.

    Args:
        posts: post, rank, page_id, text_sha256, word_count, published_on.
    """
    return _pairs(posts.filter(pl.col("word_count") > 0), "text_sha256", is_across_pages=False)


def _pairs(posts: pl.DataFrame, key: str, *, is_across_pages: bool) -> dy.DataFrame[Pairs]:
    """Return all pairs in small groups of `key`; in large groups, each post with the first post of its date."""
    grouped = posts.with_columns(n=pl.len().over(key)).filter(pl.col("n") > 1)
    small = grouped.filter(pl.col("n") <= _MAX_GROUP).select("post", "rank", "page_id", key)
    every = small.join(small, on=key, suffix="_right").filter(pl.col("rank") > pl.col("rank_right"))
    if is_across_pages:
        every = every.filter(pl.col("page_id") != pl.col("page_id_right"))
    large = grouped.filter(pl.col("n") > _MAX_GROUP).sort("rank")
    stars = large.with_columns(post_right=pl.col("post").first().over([key, "published_on"])).filter(
        pl.col("post") != pl.col("post_right")
    )
    return as_rows(Pairs, pl.concat(frame.select(left="post", right="post_right") for frame in (every, stars)))
