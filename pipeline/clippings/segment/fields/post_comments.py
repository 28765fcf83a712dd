"""Reads the number of comments on a post: from the line of the date, or a line of its own."""

from collections.abc import Mapping

import polars as pl

from clippings.common.text import DIGITS
from clippings.segment.lines.line_classes import lead
from clippings.segment.sites.patterns import group_on_sites
from clippings.segment.sites.profiles import Profile

_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
} | {"zero": "0", "بدون": "0"}
"""Numbers of comments in words."""
_COUNTS = {"comment_count": "comments", "category": "category_label", "byline": "posted_by"}
"""Pattern that finds the number of comments in a line, by the role of the line."""


def comment_counts(rows: pl.DataFrame, beside: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    """Return one row for each post with a number of comments: on the line of the date, or else on a line of its own.

    Args:
        rows: The lines of posts, with their roles.
        beside: block, comments_raw, comments_start, at: what the lines of dates say.
        sites: Profiles by name.

    Returns:
        block, comment_count, comments_raw, comments_start, comments_at (the line).
    """
    on_date = beside.filter(pl.col("comments_raw").is_not_null()).select(
        "block", "comments_raw", "comments_start", comments_at="at"
    )
    rows = rows.filter(pl.col("block").is_not_null())
    comments = pl.concat(
        _with_count(rows.filter(pl.col("role") == role), sites, pattern) for role, pattern in _COUNTS.items()
    )
    before = pl.col("stripped").str.split(pl.col("comments_raw")).list.first().str.len_chars().cast(pl.Int64)
    comments = comments.select("block", "comments_raw", comments_start=lead() + before, comments_at="line_no")
    comments = comments.filter(pl.col("comments_raw").is_not_null()).unique("block", keep="first", maintain_order=True)
    number = (
        pl.col("comments_raw").str.to_lowercase().replace(_WORDS).str.replace_many(DIGITS).cast(pl.Int64, strict=False)
    )
    both = pl.concat([on_date, comments.join(on_date, on="block", how="anti", maintain_order="left")])
    return both.with_columns(comment_count=number).filter(pl.col("comment_count").is_not_null())


def _with_count(lines: pl.DataFrame, sites: Mapping[str, Profile], pattern: str) -> pl.DataFrame:
    """`lines` with `comments_raw`: what the pattern finds, or the number that begins a line of comments."""
    counts = [group_on_sites(lines, sites, pattern, part) for part in ("comments", "replies")]
    if pattern == "comments":
        counts.append(lines["stripped"].str.extract(r"^(\d+)"))
    return lines.with_columns(comments_raw=pl.coalesce(counts))
