"""The tables `reprints` and `reprint_passages`: which article is the earlier one of two that share wording, and the wording."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from clippings.schema.frames import as_rows
from clippings.schema.shared_texts import ReprintPassages, Reprints

SHARED = {
    "left_id": pl.String, "right_id": pl.String, "left_share": pl.Float64, "right_share": pl.Float64,
    "left_start": pl.Int64, "left_end": pl.Int64, "right_start": pl.Int64, "right_end": pl.Int64, "word_count": pl.Int64,
}  # fmt: skip
"""Columns of shared wording: the two articles, their shares, and one run of words with its places in both."""
_SIDES = ("left", "right")


def directed(shared: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Return `shared` (SHARED) with each column of left and right as one of the later and the earlier article.

    Args:
        shared: Runs of words that two articles share.
        days: article_id and `on`, its date. Without two different dates the order is that of the ids.
    """
    for side in _SIDES:
        shared = shared.join(
            days.select(pl.col("article_id").alias(f"{side}_id"), pl.col("on").alias(f"{side}_on")),
            on=f"{side}_id", how="left", maintain_order="left",
        )  # fmt: skip
    apart = (pl.col("left_on") - pl.col("right_on")).dt.total_days()
    is_left_later = pl.when(apart.fill_null(0) != 0).then(apart > 0).otherwise(pl.col("left_id") > pl.col("right_id"))
    columns = [
        pl.when(is_left_later if name == "later" else ~is_left_later)
        .then(f"left_{column}").otherwise(f"right_{column}").alias(f"{name}_{column}")
        for name in ("later", "earlier")
        for column in ("id", "share", "start", "end")
    ]  # fmt: skip
    return shared.select(*columns, "word_count", days_apart=apart.abs())


def tables(runs: pl.DataFrame) -> tuple[dy.DataFrame[Reprints], dy.DataFrame[ReprintPassages]]:
    """Return the tables `reprints` and `reprint_passages` of `runs` from `directed`."""
    pair = ["later_id", "earlier_id"]
    reprints = runs.group_by(pair, maintain_order=True).agg(
        pl.col("days_apart", "later_share", "earlier_share").first(),
        word_count=pl.col("word_count").sum(),
        longest_run=pl.col("word_count").max(),
        passage_count=pl.len().cast(pl.Int64),
    )
    return as_rows(Reprints, reprints), as_rows(
        ReprintPassages, runs.select(*pair, "later_start", "later_end", "earlier_start", "earlier_end", "word_count")
    )
