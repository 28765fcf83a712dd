"""Pairs of posts that may be one, or may share wording: by title, by text, by sketch. `compare` decides on each."""

from __future__ import annotations

import polars as pl

_MAX_GROUP = 30
"""Posts with one title (or one text) are compared each with each up to this many; more, only those of one date."""


def candidates(posts: pl.DataFrame, sketch_pairs: pl.DataFrame) -> pl.DataFrame:
    """`left` and `right` of the pairs to compare, as `rank`s; the fuller post is `right`, whose rank is lower.

    Args:
        posts: rank, page_id, title (normalised), published_on, text_sha256, word_count.
        sketch_pairs: left and right, as ranks in any order.
    """
    by_title = _pairs(posts.filter(pl.col("title") != ""), ["title"], is_across_pages=True)
    by_text = _pairs(posts.filter(pl.col("word_count") > 0), ["text_sha256"], is_across_pages=False)
    sketched = sketch_pairs.select(
        left=pl.max_horizontal("left", "right").cast(pl.Int64), right=pl.min_horizontal("left", "right").cast(pl.Int64)
    )
    return pl.concat([by_title, by_text, sketched]).unique().sort("right", "left")


def _pairs(posts: pl.DataFrame, key: list[str], *, is_across_pages: bool) -> pl.DataFrame:
    """All pairs in small groups of `key`; in large ones, those of one date, each with the first of its date."""
    grouped = posts.with_columns(n=pl.len().over(key)).filter(pl.col("n") > 1)
    small = grouped.filter(pl.col("n") <= _MAX_GROUP).select("rank", "page_id", *key)
    every = small.join(small, on=key, suffix="_right").filter(pl.col("rank") > pl.col("rank_right"))
    if is_across_pages:
        every = every.filter(pl.col("page_id") != pl.col("page_id_right"))
    large = grouped.filter(pl.col("n") > _MAX_GROUP).sort("rank")
    stars = large.with_columns(rank_right=pl.col("rank").first().over([*key, "published_on"])).filter(
        pl.col("rank") > pl.col("rank_right")
    )
    columns = {"left": pl.col("rank").cast(pl.Int64), "right": pl.col("rank_right").cast(pl.Int64)}
    return pl.concat([every.select(**columns), stars.select(**columns)])
