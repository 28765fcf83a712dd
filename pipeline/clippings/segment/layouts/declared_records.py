"""Posts of formats that declare their records: items of a feed, posts in JSON.

The reader of the format provides the role and the record of each line.
"""

import polars as pl

from clippings.schema.enums import TEXT_ROLES
from clippings.schema.problem_report import Problem
from clippings.segment.layouts.cut_tables import BLOCK_COLUMNS, ROW_COLUMNS

_ROLES = {
    "title": "title",
    "post_date": "post_date",
    "byline": "byline",
    "source": "source",
    "category": "category",
    "deck": "deck",
    "comment_count": "comment_count",
    "body": "body",
    "truncated_end": "body",
    "list_item": "list_item",
    "subheading": "subheading",
    "caption": "caption",
    "link": "navigation",
    "navigation": "navigation",
    "page_heading": "page_heading",
}
"""Role of each hint. The last line of an excerpt is text, unless it is a link to the full text."""
_FURTHER = {"url": pl.String(), "author_lines": pl.List(pl.Int64)}
_SEVERAL = "[,;]"
"""Between names of a field that may name several authors."""
_REASON = "the form itself says where each post begins and ends"


def cut_pages(
    lines: pl.DataFrame, pages: pl.DataFrame, first_block: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Rows and blocks as `layouts.cut_pages` gives them, kind and reason of each page, and no problems: the reader reports them."""
    own_lines = lines.filter(pl.col("page").is_in(pages["page"].implode()) & (pl.col("stripped") != ""))
    own_lines = own_lines.with_columns(role=_role())
    block = pl.struct("page", "record").rle_id() + first_block
    posts = own_lines.filter(pl.col("record").is_not_null()).with_columns(block=block.cast(pl.UInt32))
    rows = pl.concat([posts, own_lines.filter(pl.col("record").is_null())], how="diagonal").sort("page", "line_no")
    kinds = pages.select("page", kind_cut=pl.lit("feed"), reason_cut=pl.lit(_REASON))
    return rows.select(pl.col(name).cast(kind) for name, kind in ROW_COLUMNS.items()), _blocks(posts), kinds, []


def _role() -> pl.Expr:
    as_text = pl.when(pl.col("tag") == "li").then(pl.lit("list_item")).otherwise(pl.lit("body"))
    return (
        pl.when(pl.col("hint") == "excerpt_end")
        .then(pl.when(pl.col("tag") == "a").then(pl.lit("read_more")).otherwise(as_text))
        .when(pl.col("hint").str.starts_with("meta."))
        .then(pl.lit("meta"))
        .otherwise(pl.col("hint").replace_strict(_ROLES, default="unknown", return_dtype=pl.String))
    )


def _blocks(posts: pl.DataFrame) -> pl.DataFrame:
    """One row a record (BLOCK_COLUMNS, and url: the address of the post; author_lines: those that may name several)."""

    def first(column: str, *roles: str) -> pl.Expr:
        return pl.col(column).filter(pl.col("role").is_in(roles)).first()

    has_text = pl.col("role").is_in(TEXT_ROLES).any()
    completeness = (
        pl.when((pl.col("hint") == "truncated_end").any())
        .then(pl.lit("truncated"))
        .when((pl.col("hint") == "excerpt_end").any() | ~has_text)
        .then(pl.lit("excerpt"))
        .otherwise(pl.lit("full"))
    )
    blocks = posts.group_by("block", maintain_order=True).agg(
        page=pl.col("page").first(),
        completeness=completeness,
        category_line=first("line_no", "category"),
        date_line=first("line_no", "post_date"),
        author_lines=pl.col("line_no").filter((pl.col("role") == "byline") & pl.col("stripped").str.contains(_SEVERAL)),
        url=pl.coalesce(first("href", "title"), first("href", "post_date")),
    )
    return blocks.select(pl.col(name).cast(kind) for name, kind in (BLOCK_COLUMNS | _FURTHER).items())
