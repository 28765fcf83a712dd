"""Checks that `lines` holds every line of every page once, and that no two posts share a line."""

import polars as pl


def missing_or_double_lines(lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """Return pages whose lines are not numbered 1 to line_count, each once."""
    counted = lines.group_by("page_id").agg(
        n=pl.len(), distinct=pl.col("line_no").n_unique(), first=pl.col("line_no").min(), last=pl.col("line_no").max()
    )
    count = pl.col("line_count")
    is_whole = (
        (pl.col("n") == count) & (pl.col("distinct") == count) & (pl.col("first") == 1) & (pl.col("last") == count)
    )
    return (
        pages.select("page_id", "line_count")
        .join(counted, on="page_id", how="full", coalesce=True)
        .filter(~is_whole.fill_null(False))
    )


def overlapping_appearances(appearances: pl.DataFrame) -> pl.DataFrame:
    """Return posts that overlap the post above them, or whose end is before their start."""
    placed = appearances.sort("page_id", "position").with_columns(above=pl.col("line_end").shift(1).over("page_id"))
    return placed.filter((pl.col("line_end") < pl.col("line_start")) | (pl.col("line_start") <= pl.col("above")))


def misassigned_lines(lines: pl.DataFrame, appearances: pl.DataFrame) -> pl.DataFrame:
    """Return posts with a foreign line between their first and last line, and posts with a line outside that range."""
    owned = (
        lines.filter(pl.col("appearance_id").is_not_null())
        .group_by("appearance_id")
        .agg(
            n=pl.len(), first=pl.col("line_no").min(), last=pl.col("line_no").max(), pages=pl.col("page_id").n_unique()
        )
    )
    spans = appearances.select("appearance_id", "line_start", "line_end").join(
        owned, on="appearance_id", how="full", coalesce=True
    )
    size = pl.col("line_end") - pl.col("line_start") + 1
    is_whole = (
        (pl.col("n") == size)
        & (pl.col("first") == pl.col("line_start"))
        & (pl.col("last") == pl.col("line_end"))
        & (pl.col("pages") == 1)
    )
    return spans.filter(~is_whole.fill_null(False))
