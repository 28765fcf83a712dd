"""Estimates the save date of a page: not before the newest post that it lists."""

from __future__ import annotations

import polars as pl


def captured(recent: pl.DataFrame) -> pl.DataFrame:
    """Return page_id and captured_on ("not before") of the pages that list recent posts with their dates.

    Args:
        recent: page_id, published_on.
    """
    return (
        recent.filter(pl.col("published_on").is_not_null())
        .group_by("page_id")
        .agg(captured_on=pl.col("published_on").max())
        .sort("page_id")
    )
