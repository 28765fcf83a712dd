"""Text dumps to lines: one row a line, verbatim."""

from __future__ import annotations

import polars as pl


def lines(page_ids: list[str], texts: list[str]) -> pl.DataFrame:
    """Return the lines of each text: split on LF, a CR before it taken as part of the break. The last line may be empty."""
    frame = pl.DataFrame({"page_id": page_ids, "text": texts}, schema={"page_id": pl.String, "text": pl.String})
    return (
        frame.with_columns(
            pl.col("text").str.split("\n"),
            line_no=pl.int_ranges(1, pl.col("text").str.count_matches("\n", literal=True) + 2),
        )
        .explode("line_no", "text")
        .select(
            "page_id",
            pl.col("line_no").cast(pl.Int64),
            pl.when(pl.col("text").str.ends_with("\r"))
            .then(pl.col("text").str.slice(0, pl.col("text").str.len_chars() - 1))
            .otherwise("text")
            .alias("text"),
        )
    )
