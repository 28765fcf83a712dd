"""Zones of a page: the head (masthead, menus), the posts, and the foot (pager, recent posts, menus).

Reads line classes and their neighbours, and sets the roles of lines in head and foot. The cutters read the lines between.
"""

import polars as pl

from clippings.segment.layouts.page_model import BOILERPLATE
from clippings.segment.lines.line_classes import ends_sentence

_HEAD = ("masthead", "menu", "social")
_FOOT = ("recent_heading", "pagination", "footer", "copyright", "related")
_ASIDE = ("footer",)
"""Landmarks that may follow each post: they open the foot only below the last line of text."""
_TEXT_BYTES = 160
"""Minimum number of bytes of a line of text."""
_SENTENCE_BYTES = 60
"""Minimum number of bytes of a sentence that is a line of text."""
_LANDMARKS = ("recent_heading", "related", "social", "copyright", "footer", "masthead", "menu", "pagination")
_OWN_ROLE = BOILERPLATE | {"bullet": "navigation", "dated_by": "page_heading"}
"""Role of a line in head and foot by its class."""


def zones(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (page, line_no, stripped, line_class) with `zone` (head, posts, foot) and, outside the posts, `role`.

    The head is what the first run of lines holds down to its last menu entry, or down to a copyright line above the
    first post; the foot begins with the first pager, list of recent posts or copyright line below the last post.
    """
    lines = _with_dates_below_titles(lines)
    bounds = _bounds(lines)
    lines = lines.join(bounds, on="page", how="left", maintain_order="left")
    zone = (
        pl.when(pl.col("line_no") <= pl.col("head_end"))
        .then(pl.lit("head"))
        .when(pl.col("line_no") >= pl.col("foot_start"))
        .then(pl.lit("foot"))
        .otherwise(pl.lit("posts"))
    )
    landmark = pl.when(pl.col("line_class").is_in(_LANDMARKS)).then("line_class").forward_fill().over("page")
    outside = lines.with_columns(zone=zone).filter(pl.col("zone") != "posts").with_columns(landmark=landmark)
    roles = outside.select("page", "line_no", role=_role())
    return (
        lines.with_columns(zone=zone)
        .drop("head_end")
        .join(roles, on=["page", "line_no"], how="left", maintain_order="left")
    )


def _with_dates_below_titles(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with the class dated_by for post_date on pages whose dates close no post: text below the last, none above the first."""
    is_date, no = pl.col("line_class") == "post_date", pl.col("line_no")
    dates = lines.filter(is_date).group_by("page").agg(first_date=no.min(), last_date=no.max())
    is_outside = (no < pl.col("first_date")) | (no > pl.col("last_date"))
    outside = lines.filter(pl.col("line_class").is_null()).select("page", "line_no", "stripped").join(dates, on="page")
    texts = outside.filter(is_outside).filter(_is_text())
    edges = texts.group_by("page").agg(
        is_above=(no < pl.col("first_date")).any(), is_below=(no > pl.col("last_date")).any()
    )
    opened = edges.filter(~pl.col("is_above") & pl.col("is_below"))
    if opened.is_empty():
        return lines
    is_opened = is_date & pl.col("page").is_in(opened["page"].implode())
    return lines.with_columns(line_class=pl.when(is_opened).then(pl.lit("dated_by")).otherwise("line_class"))


def _bounds(lines: pl.DataFrame) -> pl.DataFrame:
    """Return page, head_end (0 without a head) and foot_start (null without a foot)."""
    no, line_class = pl.col("line_no"), pl.col("line_class")
    marked = lines.filter(line_class.is_not_null()).select("page", "line_no", "line_class")
    pages = lines.select("page").unique(maintain_order=True)
    edges = marked.group_by("page").agg(
        first_blank=no.filter(line_class == "blank").min(),
        first_dated=no.filter((line_class == "dated_by") & (no > 1)).min(),
        first_date=no.filter(line_class == "post_date").min(),
        last_date=no.filter(line_class == "post_date").max(),
    )
    marked = marked.join(edges, on="page", how="left")
    first_run_ends = pl.min_horizontal("first_blank", "first_date", "first_dated").fill_null(1 << 40)
    first_post_ends = pl.max_horizontal(first_run_ends, pl.col("first_date"))
    # the save date is a line of its own at the top
    is_saved = (line_class == "dated_by") & (no == 1) & (pl.col("first_blank") == 2) & pl.col("last_date").is_not_null()
    is_menu = line_class.is_in(_HEAD) & (no < first_run_ends) | (line_class == "copyright") & (no < first_post_ends)
    heads = marked.group_by("page").agg(head_end=no.filter(is_menu | is_saved).max())
    texts = _texts(lines, edges)
    floor = pl.max_horizontal(
        pl.col("head_end").fill_null(0), pl.col("last_date").fill_null(0), pl.col("first_text").fill_null(0)
    )
    is_aside = line_class.is_in(_ASIDE) & (no < pl.col("last_text").fill_null(0))
    feet = (
        marked.join(heads, on="page", how="left")
        .join(texts, on="page", how="left")
        .group_by("page")
        .agg(foot_start=no.filter(line_class.is_in(_FOOT) & (no > floor) & ~is_aside).min())
    )
    return (
        pages.join(heads, on="page", how="left", maintain_order="left")
        .join(feet, on="page", how="left", maintain_order="left")
        .with_columns(pl.col("head_end").fill_null(0))
    )


def _is_text() -> pl.Expr:
    """Return an expression: whether a line is of a text, by its length and its end."""
    length = pl.col("stripped").str.len_bytes()
    return (ends_sentence("stripped") & (length >= _SENTENCE_BYTES)) | (length >= _TEXT_BYTES)


def _texts(lines: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """page, first_text and last_text: lines of text on pages without closing dates, whose foot may look like their posts."""
    open_pages = edges.filter(pl.col("last_date").is_null())["page"]
    open_lines = lines.filter(pl.col("page").is_in(open_pages.implode()))
    open_lines = open_lines.filter((pl.col("line_class").is_null() & _is_text()) | (pl.col("line_class") == "dated_by"))
    no, is_text = pl.col("line_no"), pl.col("line_class").is_null()
    return open_lines.group_by("page").agg(first_text=no.min(), last_text=no.filter(is_text).max())


def _role() -> pl.Expr:
    is_recent = pl.col("landmark") == "recent_heading"
    chain = (
        pl.when(pl.col("line_class") == "blank")
        .then(pl.lit("blank"))
        .when(pl.col("line_class") == "recent_heading")
        .then(pl.lit("recent_heading"))
        .when(is_recent & (pl.col("line_class") == "dated_by"))
        .then(pl.lit("recent_date"))
        .when(is_recent)
        .then(pl.lit("recent_title"))
        .when(pl.col("landmark") == "related")
        .then(pl.lit("related"))
    )
    return chain.otherwise(pl.col("line_class").replace_strict(_OWN_ROLE, default="unknown", return_dtype=pl.String))
