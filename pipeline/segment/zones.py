"""Which part of a page a line stands in: the head (masthead, menus), the posts, or the foot (pager, recent posts, menus).

Reads shapes and their neighbours; gives the lines of head and foot their roles. What stands between is for `cut`.
"""

from __future__ import annotations

import polars as pl

_HEAD = ("masthead", "menu", "social")
_FOOT = ("recent_heading", "pagination", "footer", "copyright", "related")
_LANDMARKS = ("recent_heading", "related", "social", "copyright", "footer", "masthead", "menu", "pagination")
_OWN_ROLE = {
    "menu": "navigation",
    "bullet": "navigation",
    "masthead": "masthead",
    "copyright": "copyright",
    "social": "social",
    "pagination": "pagination",
    "footer": "footer",
    "share_bar": "share_bar",
    "recent_heading": "recent_heading",
    "related": "related",
    "page_heading": "page_heading",
    "breadcrumb": "navigation",
}


def zones(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (page, line_no, head, shape) with `zone` (head, posts, foot) and, outside the posts, `role`.

    The head is what the first run of lines holds down to its last menu entry, or down to a copyright line above the
    first post; the foot begins with the first pager, list of recent posts or copyright line below the last post.
    """
    bounds = _bounds(lines)
    lines = lines.join(bounds, on="page", how="left", maintain_order="left")
    zone = (
        pl.when(pl.col("line_no") <= pl.col("head_end"))
        .then(pl.lit("head"))
        .when(pl.col("line_no") >= pl.col("foot_start"))
        .then(pl.lit("foot"))
        .otherwise(pl.lit("posts"))
    )
    landmark = pl.when(pl.col("shape").is_in(_LANDMARKS)).then("shape").forward_fill().over("page")
    outside = lines.with_columns(zone=zone).filter(pl.col("zone") != "posts").with_columns(landmark=landmark)
    roles = outside.select("page", "line_no", role=_role())
    return (
        lines.with_columns(zone=zone)
        .drop("head_end")
        .join(roles, on=["page", "line_no"], how="left", maintain_order="left")
    )


def _bounds(lines: pl.DataFrame) -> pl.DataFrame:
    """page, head_end (0 where there is no head) and foot_start (null where there is no foot)."""
    no, shape = pl.col("line_no"), pl.col("shape")
    marked = lines.filter(shape.is_not_null()).select("page", "line_no", "shape")
    pages = lines.select("page").unique(maintain_order=True)
    edges = marked.group_by("page").agg(
        first_blank=no.filter(shape == "blank").min(),
        first_date=no.filter(shape == "post_date").min(),
        last_date=no.filter(shape == "post_date").max(),
    )
    marked = marked.join(edges, on="page", how="left")
    first_run_ends = pl.col("first_blank").fill_null(1 << 40)
    first_post_ends = pl.max_horizontal(first_run_ends, pl.col("first_date"))
    heads = marked.group_by("page").agg(
        head_end=no.filter(
            shape.is_in(_HEAD) & (no < first_run_ends) | (shape == "copyright") & (no < first_post_ends)
        ).max(),
    )
    feet = (
        marked.join(heads, on="page", how="left")
        .group_by("page")
        .agg(
            foot_start=no.filter(
                shape.is_in(_FOOT)
                & (no > pl.max_horizontal(pl.col("head_end").fill_null(0), pl.col("last_date").fill_null(0)))
            ).min(),
        )
    )
    return (
        pages.join(heads, on="page", how="left", maintain_order="left")
        .join(feet, on="page", how="left", maintain_order="left")
        .with_columns(pl.col("head_end").fill_null(0))
    )


def _role() -> pl.Expr:
    is_recent = pl.col("landmark") == "recent_heading"
    chain = (
        pl.when(pl.col("shape") == "blank")
        .then(pl.lit("blank"))
        .when(pl.col("shape") == "recent_heading")
        .then(pl.lit("recent_heading"))
        .when(is_recent & (pl.col("shape") == "dated_by"))
        .then(pl.lit("recent_date"))
        .when(is_recent)
        .then(pl.lit("recent_title"))
        .when(pl.col("landmark") == "related")
        .then(pl.lit("related"))
    )
    return chain.otherwise(pl.col("shape").replace_strict(_OWN_ROLE, default="unknown", return_dtype=pl.String))
