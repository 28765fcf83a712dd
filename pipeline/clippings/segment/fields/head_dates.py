"""Decides between the day in a page's head and the day that the page shows."""

from __future__ import annotations

import polars as pl

from clippings.schema.problem_report import Problem

COLUMNS = ("published_on", "post_date_raw", "date_start", "date_rule")
_ZONE_DAYS = 1
"""Maximum difference, in days, between a UTC timestamp and the day that the page shows."""


def reconciled(shown: pl.DataFrame, declared: pl.DataFrame, dated: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """Return `shown` with the declared day where it differs or where no day is shown, and a row for each difference.

    What a page shows is often the day of its last change, in the order of day and month of its country, or without a
    year. So the declared day is published. But if a UTC timestamp differs by one day, the local day on the page is published.

    Args:
        shown: block and COLUMNS of the days that the pages show, with `date_at`, the line.
        declared: The same of the days that the heads declare, with `timestamp`.
        dated: block, path, page_id, line_no of the lines shown.
    """
    both = shown.join(declared, on="block", how="full", coalesce=True, suffix="_head", maintain_order="left_right")
    off = (pl.col("published_on") - pl.col("published_on_head")).dt.total_days().abs()
    is_utc = pl.col("timestamp").str.contains(r"(?:Z|[+-]00:?00)$").fill_null(False)
    is_same = (off == 0) | (is_utc & (off <= _ZONE_DAYS))
    takes_head = pl.col("published_on_head").is_not_null() & ~is_same.fill_null(False)
    both = both.with_columns(takes_head=takes_head)
    replaced = both.filter("takes_head", pl.col("published_on").is_not_null()).join(
        dated, on="block", how="left", maintain_order="left"
    )
    problems = [
        Problem(
            "head_disagrees",
            path,
            f"The page shows the day {day}, “{raw}”, and its head declares {declared_day}: {declared_day} is published. Compare the two.",
            page_id,
            line_no,
        )
        for path, page_id, line_no, day, raw, declared_day in replaced.select(
            "path", "page_id", "line_no", "published_on", "post_date_raw", "published_on_head"
        ).iter_rows()
    ]
    values = [pl.when("takes_head").then(f"{name}_head").otherwise(name).alias(name) for name in (*COLUMNS, "date_at")]
    return both.with_columns(values).select("block", *COLUMNS, "date_at"), problems
