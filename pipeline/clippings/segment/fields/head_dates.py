"""Decides between the day in a page's head and the day that the page shows."""

import polars as pl

from clippings.schema.problem_report import Problem

COLUMNS = ("published_on", "post_date_raw", "date_start", "date_rule", "is_day_of_site")
_ZONE_DAYS = 1
"""Maximum difference, in days, between a UTC timestamp and the day that the page shows."""


def reconciled(shown: pl.DataFrame, declared: pl.DataFrame, dated: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """Return `shown` with the declared day where no day is shown or the declared one is earlier, and a row for each difference.

    What a page shows is often the day of its last change; what its head declares is often the day when the text came into
    another system. So the earlier one is published. But if a UTC timestamp differs by one day, the local day on the page is
    published, and the head decides the order of day and month.

    Args:
        shown: block and COLUMNS of the days that the pages show, with `date_at`, the line.
        declared: The same of the days that the heads declare, with `timestamp`.
        dated: block, path, page_id, line_no of the lines shown.
    """
    both = shown.join(declared, on="block", how="full", coalesce=True, suffix="_head", maintain_order="left_right")
    off = (pl.col("published_on") - pl.col("published_on_head")).dt.total_days().abs()
    is_utc = pl.col("timestamp").str.contains(r"(?:Z|[+-]00:?00)$").fill_null(False)
    is_same = (off == 0) | (is_utc & (off <= _ZONE_DAYS))
    is_swapped = (pl.col("published_on").dt.day() == pl.col("published_on_head").dt.month()) & (
        pl.col("published_on").dt.month() == pl.col("published_on_head").dt.day()
    )
    is_earlier = pl.col("published_on_head") < pl.col("published_on")
    takes_head = (is_earlier | is_swapped | pl.col("published_on").is_null()) & ~is_same.fill_null(False)
    both = both.with_columns(takes_head=takes_head & pl.col("published_on_head").is_not_null())
    differing = both.filter(~is_same, pl.col("published_on").is_not_null())
    problems = [
        Problem(
            "head_disagrees",
            path,
            f"The page shows the day {day}, “{raw}”, and its head declares {declared_day}:"
            f" {declared_day if takes_head else day} is published. Compare the two.",
            page_id,
            line_no,
        )
        for path, page_id, line_no, day, raw, declared_day, takes_head in differing.join(
            dated, on="block", how="left", maintain_order="left"
        )
        .select("path", "page_id", "line_no", "published_on", "post_date_raw", "published_on_head", "takes_head")
        .iter_rows()
    ]
    values = [pl.when("takes_head").then(f"{name}_head").otherwise(name).alias(name) for name in (*COLUMNS, "date_at")]
    return both.with_columns(values).select("block", *COLUMNS, "date_at"), problems
