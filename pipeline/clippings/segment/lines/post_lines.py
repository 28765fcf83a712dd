"""Roles and clean text of the lines of posts, and the removals of glued text."""

from collections.abc import Collection

import polars as pl

from clippings.segment.cleaning import removals as cutting
from clippings.segment.lines import line_roles, prose_roles


def is_template_line(rows: pl.DataFrame, template: pl.DataFrame) -> pl.Series:
    """Return whether each row is a line of a post's text that most posts of its site have."""
    in_posts = template.filter("is_in_posts").select("site", "stripped", is_template_line=pl.lit(True))
    marked = rows.join(in_posts, on=["site", "stripped"], how="left", maintain_order="left")
    return marked.select(pl.col("is_template_line").fill_null(False) & (pl.col("role") == "body"))["is_template_line"]


def with_roles(rows: pl.DataFrame, blocks: pl.DataFrame, wrapped: Collection[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the rows of posts their roles and clean text.

    Args:
        rows: All rows, with `is_template_line`; `block` is null outside posts.
        blocks: block, completeness, date_line.
        wrapped: Numbers of pages with wrapped lines, from which no glued text is removed.

    Returns:
        The rows, with `clean` and `is_metadata`; and the removals (`removals.CUT_COLUMNS`).
    """
    rows = rows.join(blocks.select("block", "completeness"), on="block", how="left", maintain_order="left")
    own_rows = rows.filter(pl.col("block").is_not_null()).sort("block", "line_no")
    outside = rows.filter(pl.col("block").is_null())
    own_rows = line_roles.credited(own_rows)
    cuts = cutting.cuts(own_rows.filter(~pl.col("page").is_in(list(wrapped))) if wrapped else own_rows, blocks)
    own_rows = cutting.cleaned(own_rows, cuts)
    own_rows = _alone(own_rows)
    own_rows = prose_roles.prose(own_rows.with_columns(is_alt=cutting.is_alt(own_rows, cuts)))
    own_rows = own_rows.with_columns(role=pl.when("is_template_line").then(pl.lit("navigation")).otherwise("role"))
    keep = (
        "page", "line_no", "row", "block", "role", "text", "stripped", "site", "timestamp", "is_template_line", "clean",
        "is_metadata", "hint",
    )  # fmt: skip
    outside = outside.with_columns(clean=pl.lit(None, pl.String))
    is_metadata = ((pl.col("tag") == "meta") & ~pl.col("hint").is_in(["meta.body", "meta.description"])).fill_null(
        False
    )
    both = pl.concat([part.with_columns(is_metadata=is_metadata).select(keep) for part in (own_rows, outside)])
    return both.sort("row"), cuts


def _alone(own_lines: pl.DataFrame) -> pl.DataFrame:
    """Add `is_alone`: no line of the post is directly above or below. On HTML pages each block is alone."""
    above = (pl.col("block") != pl.col("block").shift(1)) | (pl.col("line_no") - pl.col("line_no").shift(1) > 1)
    below = (pl.col("block") != pl.col("block").shift(-1)) | (pl.col("line_no").shift(-1) - pl.col("line_no") > 1)
    is_alone = above.fill_null(True) & below.fill_null(True)
    return own_lines.with_columns(is_alone=is_alone | pl.col("tag").is_not_null())
