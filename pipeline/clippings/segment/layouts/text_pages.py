"""The pages of a batch to their rows and blocks: reads the further classes of their lines, cuts each, puts tables together."""

from __future__ import annotations

import polars as pl

from clippings.schema.problem_report import Problem
from clippings.segment.layouts.page_model import DATED_END, DATED_START, LINKED_END, Line, page_of
from clippings.segment.layouts.text_listing import BLOCK_COLUMNS, ROW_COLUMNS
from clippings.segment.layouts.text_strategies import cut_page
from clippings.segment.line_classes import FURTHER, SHORT
from clippings.segment.patterns import general

_OF_PAGE = ("page", "page_id", "path", "has_head", "has_foot", "categories")
_END = 60
"""Maximum length, in characters, of a date or link at the end of a paragraph."""


def cut_pages(
    middle: pl.DataFrame, pages: pl.DataFrame, first_block: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Return rows and blocks as `text_listing.cut` does, kind and reason of each page, and pages with unknown boundaries.

    Args:
        middle: The lines of the posts' zone: page, line_no, stripped, line_class.
        pages: page, page_id, path, has_head, has_foot and categories, a list or null, of the pages to cut.
        first_block: Number of the first block.
    """
    rows: list[tuple[int, int, int | None, str]] = []
    blocks, kinds, problems = [], [], []
    of_page = _shaped(middle, pages).partition_by("page", as_dict=True)
    block = first_block
    for page, page_id, path, has_head, has_foot, categories in pages.select(_OF_PAGE).iter_rows():
        page_lines = of_page.get((page,))
        lines = (
            []
            if page_lines is None
            else [Line(*row) for row in page_lines.select("line_no", "stripped", "line_class").iter_rows()]
        )
        result = cut_page(page_of(lines, has_foot=has_foot, has_head=has_head, categories=categories or ()))
        kinds.append((page, result.kind, result.reason))
        rows += [(page, line_no, None, role) for line_no, role in result.roles.items()]
        for post in result.posts:
            blocks.append((block, page, post.completeness, post.category_line, post.date_line))
            rows += [(page, line_no, block, role) for line_no, role in post.roles.items()]
            block += 1
        if result.kind == "unknown" and result.posts:
            message = "No title, date or link shows where one post ends; the page is one record."
            problems.append(Problem("unknown_boundaries", path, message, page_id))
    kind_schema = {"page": pl.UInt32, "kind_cut": pl.String, "reason_cut": pl.String}
    schema = {name: BLOCK_COLUMNS[name] for name in ("block", "page", "completeness", "category_line", "date_line")}
    return (
        pl.DataFrame(rows, schema=ROW_COLUMNS, orient="row"),
        pl.DataFrame(blocks, schema=schema, orient="row").select(
            pl.col(name) if name in schema else pl.lit(None, dtype).alias(name) for name, dtype in BLOCK_COLUMNS.items()
        ),
        pl.DataFrame(kinds, schema=kind_schema, orient="row"),
        problems,
    )


def _shaped(middle: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """The lines of the pages that are not blank, with their further classes."""
    asked = pl.col("page").is_in(pages["page"].implode()) & (pl.col("line_class").fill_null("") != "blank")
    return further_shapes(middle.filter(asked))


def further_shapes(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines (stripped, line_class) that are not blank, with their further classes."""
    short = pl.when(pl.col("line_class").is_null() & (pl.col("stripped").str.len_chars() <= SHORT)).then("stripped")
    further = pl.coalesce(pl.when(short.str.contains(general(name))).then(pl.lit(name)) for name in FURTHER)
    is_month = (pl.col("line_class") == "bullet") & pl.col("stripped").str.contains(general("month_heading"))
    whole = pl.when(pl.col("line_class").is_null()).then(
        pl.coalesce(
            pl.when(pl.col("stripped").str.tail(_END).str.contains(general("date_at_end"))).then(pl.lit(DATED_END)),
            pl.when(pl.col("stripped").str.tail(_END).str.contains(general("link_at_end"))).then(pl.lit(LINKED_END)),
            pl.when(pl.col("stripped").str.head(_END).str.contains(general("date_at_start"))).then(pl.lit(DATED_START)),
        )
    )
    return lines.with_columns(
        line_class=pl.when(is_month).then(pl.lit("month_heading")).otherwise(pl.coalesce("line_class", further, whole))
    )
