"""The pages of a batch to their rows and blocks: reads the further classes of their lines, cuts each, puts tables together."""

from collections.abc import Iterator, Mapping

import polars as pl

from clippings.common.large_patterns import all_contained, contains
from clippings.schema.problem_report import Problem
from clippings.segment.layouts.cut_tables import tables
from clippings.segment.layouts.page_model import DATED_END, DATED_START, LINKED_END, Line, Page, page_of
from clippings.segment.layouts.text_strategies import cut_page
from clippings.segment.lines.line_classes import FURTHER, SHORT
from clippings.segment.sites.patterns import general

_OF_PAGE = ("page", "has_head", "has_foot", "categories")
_POINTS = ("category_label", "posted_by", "byline", "skip")
"""Further classes of lines with a bullet: `• Category: Boats`."""
_END = 60
"""Maximum length, in characters, of a date or link at the end of a paragraph."""


def cut_pages(
    middle: pl.DataFrame, pages: pl.DataFrame, first_block: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Rows and blocks as `text_listing.cut` gives them, kind and reason of each of `pages`, and those with unknown boundaries."""
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


def _names_of(holds: Mapping[str, pl.Series]) -> Iterator[pl.Expr]:
    return (pl.when(hits).then(pl.lit(name)) for name, hits in holds.items())


def _shaped(middle: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """The lines of the pages that are not blank, with their further classes."""
    asked = pl.col("page").is_in(pages["page"].implode()) & (pl.col("line_class").fill_null("") != "blank")
    lines = middle.filter(asked)
    is_open, line = pl.col("line_class").is_null(), pl.col("stripped")
    texts = lines.select(
        short=pl.when(is_open & (line.str.len_chars() <= SHORT)).then(line),
        start=pl.when(is_open).then(line.str.head(_END)),
        end=pl.when(is_open).then(line.str.tail(_END)),
        heading=pl.when(pl.col("line_class") == "page_heading").then(line),
        bullet=pl.when(pl.col("line_class") == "bullet").then(line),
        point=pl.when(pl.col("line_class") == "bullet").then(line.str.replace(general("bullet"), "")),
    )
    holds = all_contained(texts["short"], {name: general(name) for name in FURTHER})
    holds |= all_contained(texts["end"], {DATED_END: general("date_at_end"), LINKED_END: general("link_at_end")})
    holds |= all_contained(texts["start"], {DATED_START: general("date_at_start")})
    is_signed = contains(texts["heading"], general("byline"))
    is_posted = contains(texts["heading"], general("posted_by"))
    is_month = contains(texts["bullet"], general("month_heading"))
    points = all_contained(texts["point"], {name: general(name) for name in _POINTS})
    return lines.with_columns(
        line_class=pl.when(is_signed)  # Author: Ada Quill
        .then(pl.lit("byline"))
        .when(is_posted)  # Автор: Ада Квилл на 10:30
        .then(pl.lit("posted_by"))
        .when(is_month)
        .then(pl.lit("month_heading"))
        .otherwise(pl.coalesce(*_names_of(points), "line_class", *_names_of(holds)))
    )
