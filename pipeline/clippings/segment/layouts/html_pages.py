"""Cuts HTML pages into posts, one page at a time, from lines that are already parsed.

`html_page` looks for a listing (`html_listing`), else for one post (`html_article`). `html_boilerplate` finds lines outside
posts; `html_post` finds the roles of a post's lines.
"""

import polars as pl

from clippings.common.large_patterns import all_contained
from clippings.schema.problem_report import Problem
from clippings.segment.html_review.review_text import review
from clippings.segment.layouts.cut_tables import tables
from clippings.segment.layouts.html_model import Line
from clippings.segment.layouts.html_page import cut_page
from clippings.segment.layouts.html_repeats import leave_out_repeats
from clippings.segment.layouts.html_thread import join_thread
from clippings.segment.layouts.page_model import BELOW_POSTS
from clippings.segment.lines.line_classes import SHORT
from clippings.segment.sites.patterns import general
from clippings.segment.sites.profiles import UNKNOWN


def cut_pages(
    lines: pl.DataFrame, pages: pl.DataFrame, first_block: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Return rows and blocks as `layouts.cut_pages` does, kind and reason of each page, and pages with unknown boundaries.

    Args:
        lines: page, line_no, stripped, line_class, tag, place, href, timestamp and hint of the pages' lines, by page and line.
        pages: page, page_id, path of the pages to cut.
        first_block: Number of the first block.
    """
    problems = []
    shown = _with_lines_below_posts(lines.filter(pl.col("stripped") != "")).select(
        "page", "line_no", "stripped", "line_class", "tag", "place", "href", "timestamp", "hint"
    )
    of_page = shown.partition_by("page", as_dict=True, include_key=False)
    cut = []
    for page, page_id, path, site in pages.select("page", "page_id", "path", "site").iter_rows():
        of_one = of_page.get((page,))
        page_lines = [] if of_one is None else [Line(*row) for row in of_one.iter_rows()]
        cut.append((page, page_id, path, site, page_lines, cut_page(page_lines)))
    unknown = [(page_lines, result) for *_, site, page_lines, result in cut if site == UNKNOWN]
    review(unknown)
    for page_lines, result in unknown:
        join_thread(page_lines, result)
        leave_out_repeats(page_lines, result)
    for _, page_id, path, _, _, result in cut:
        for post in result.posts:
            if post.is_dated_by_change:
                message = "The page gives only the day of its last change: published_on holds that day."
                problems.append(Problem("day_of_change", path, message, page_id, post.date_line))
            if post.continued_line is not None:
                message = (
                    "The page is a part of a text: this line has the address of another part. Each part is an article."
                )
                problems.append(Problem("part_of_a_text", path, message, page_id, post.continued_line))
        if result.kind == "unknown" and result.posts:
            message = f"{result.reason[0].upper()}{result.reason[1:]}; the page is one record."
            problems.append(Problem("unknown_boundaries", path, message, page_id))
    return *tables({page: result for page, *_, result in cut}, first_block), problems


def _with_lines_below_posts(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with the classes of BELOW_POSTS where they have no other: `Filed under: Boats | 2 comments`."""
    is_open = pl.col("line_class").is_null() | (pl.col("line_class") == "page_heading")
    short = lines.select(pl.when(is_open & (pl.col("stripped").str.len_chars() <= SHORT)).then("stripped")).to_series()
    holds = all_contained(short, {name: general(name) for name in BELOW_POSTS})
    below = (pl.when(found).then(pl.lit(name)) for name, found in holds.items())
    return lines.with_columns(line_class=pl.coalesce(*below, "line_class"))
