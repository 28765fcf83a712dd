"""Candidate pairs of posts, by title, by text and by sketch: possibly one article or shared wording. `compare` decides."""

from __future__ import annotations

import polars as pl

_MAX_GROUP = 30
"""Maximum size of a group with one title or text in which all pairs are compared; in larger groups, pairs of one date."""


def candidates(posts: pl.DataFrame, sketch_pairs: pl.DataFrame) -> pl.DataFrame:
    """Return `left` and `right` of the pairs to compare, as ranks. `right` is the fuller post, with the lower rank.

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
    """Return all pairs in small groups of `key`; in large groups, each post with the first post of its date."""
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
