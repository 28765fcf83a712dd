"""The pages of a batch to their rows and blocks: reads the further classes of their lines, cuts each, puts tables together."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from clippings.schema.problem_report import Problem
from clippings.segment.layouts.page_model import DATED_END, DATED_START, LINKED_END, CutPage, Line, Page, page_of
from clippings.segment.layouts.text_listing import BLOCK_COLUMNS, ROW_COLUMNS
from clippings.segment.layouts.text_strategies import cut_page
from clippings.segment.line_classes import FURTHER, SHORT
from clippings.segment.patterns import general

_OF_PAGE = ("page", "has_head", "has_foot", "categories")
_END = 60
"""Maximum length, in characters, of a date or link at the end of a paragraph."""


MODEL_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(("confidence", "title_confidence", "date_confidence", "author_confidence"), pl.Float64),
    "day": pl.Date, "day_start": pl.Int64, "day_length": pl.Int64, "doubt": pl.String, "marked_lines": pl.List(pl.Int64),
}  # fmt: skip
"""Columns of blocks that only the learned cutter fills, as `Post.sure` has them.

How sure it is, from 0 to 1; `day` is what the date line names, at `day_start` of that line; `doubt` says why the cut is
unsure; `marked_lines` are the lines that name the author.
"""


def cut_pages(
    middle: pl.DataFrame, pages: pl.DataFrame, first_block: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Return rows and blocks as `text_listing.cut` does, kind and reason of each page, and pages with unknown boundaries.

    Args:
        middle: The lines of the posts' zone: page, line_no, stripped, line_class.
        pages: page, page_id, path, has_head, has_foot and categories, a list or null, of the pages to cut.
        first_block: Number of the first block.
    """
    results = {number: cut_page(page) for number, page in read_pages(middle, pages).items()}
    message = "No title, date or link shows where one post ends; the page is one record."
    problems = [
        Problem("unknown_boundaries", path, message, page_id)
        for page, page_id, path in pages.select("page", "page_id", "path").iter_rows()
        if results[page].kind == "unknown" and results[page].posts
    ]
    return *tables(results, first_block), problems


def read_pages(lines: pl.DataFrame, pages: pl.DataFrame) -> dict[int, Page]:
    """The `pages` by number, of those of `lines` that are on them."""
    of_page = _shaped(lines, pages).partition_by("page", as_dict=True)
    empty = lines.clear()
    return {
        number: page_of(
            [
                Line(*row)
                for row in of_page.get((number,), empty).select("line_no", "stripped", "line_class").iter_rows()
            ],
            has_foot=has_foot,
            has_head=has_head,
            categories=categories or (),
        )
        for number, has_head, has_foot, categories in pages.select(_OF_PAGE).iter_rows()
    }


def tables(results: Mapping[int, CutPage], first_block: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The rows, blocks and kinds of pages as cut, by number; blocks are counted from `first_block`."""
    rows: list[tuple[int, int, int | None, str]] = []
    blocks: list[tuple[object, ...]] = []
    block = first_block
    for page, result in results.items():
        rows += [(page, line_no, None, role) for line_no, role in result.roles.items()]
        for post in result.posts:
            sure = map(post.sure.get, MODEL_COLUMNS)
            blocks.append((block, page, post.completeness, post.category_line, post.date_line, *sure))
            rows += [(page, line_no, block, role) for line_no, role in post.roles.items()]
            block += 1
    kinds = [(page, result.kind, result.reason) for page, result in results.items()]
    kind_schema = {"page": pl.UInt32, "kind_cut": pl.String, "reason_cut": pl.String}
    return (
        pl.DataFrame(rows, schema=ROW_COLUMNS, orient="row"),
        pl.DataFrame(blocks, schema=BLOCK_COLUMNS | MODEL_COLUMNS, orient="row"),
        pl.DataFrame(kinds, schema=kind_schema, orient="row"),
    )


def _shaped(middle: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """The lines of the pages that are not blank, with their further classes."""
    asked = pl.col("page").is_in(pages["page"].implode()) & (pl.col("line_class").fill_null("") != "blank")
    lines = middle.filter(asked)
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
