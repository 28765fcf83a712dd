"""Cuts HTML pages into posts, one page at a time, from lines that are already parsed.

`html_page` looks for a listing (`html_listing`), else for one post (`html_article`). `html_boilerplate` finds lines outside
posts; `html_post` finds the roles of a post's lines.
"""

from __future__ import annotations

import polars as pl

from clippings.schema.problem_report import Problem
from clippings.segment.html_review.review_text import review
from clippings.segment.layouts.html_model import Line
from clippings.segment.layouts.html_page import cut_page
from clippings.segment.layouts.text_listing import BLOCK_COLUMNS, ROW_COLUMNS
from clippings.segment.profiles import UNKNOWN

MARKUP_BLOCK_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    **BLOCK_COLUMNS,
    "url": pl.String,
    "author_lines": pl.List(pl.Int64),
    "credit_lines": pl.List(pl.Int64),
    "organisation_lines": pl.List(pl.Int64),
    "head_date_line": pl.Int64,
}
"""Columns of a block: those of `text_listing.cut`, the post's address, and the head lines with its authors, other credits and date."""


def cut_pages(
    lines: pl.DataFrame, pages: pl.DataFrame, first_block: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Return rows and blocks as `layouts.cut_pages` does, kind and reason of each page, and pages with unknown boundaries.

    Args:
        lines: page, line_no, stripped, line_class, tag, place, href, timestamp and hint of the pages' lines, by page and line.
        pages: page, page_id, path of the pages to cut.
        first_block: Number of the first block.
    """
    rows: list[tuple[int, int, int | None, str]] = []
    blocks, kinds, problems = [], [], []
    shown = lines.filter(pl.col("stripped") != "").select(
        "page", "line_no", "stripped", "line_class", "tag", "place", "href", "timestamp", "hint"
    )
    of_page = shown.partition_by("page", as_dict=True, include_key=False)
    block = first_block
    cut = []
    for page, page_id, path, site in pages.select("page", "page_id", "path", "site").iter_rows():
        of_one = of_page.get((page,))
        page_lines = [] if of_one is None else [Line(*row) for row in of_one.iter_rows()]
        cut.append((page, page_id, path, site, page_lines, cut_page(page_lines)))
    review([(page_lines, result) for *_, site, page_lines, result in cut if site == UNKNOWN])
    for page, page_id, path, _, _, result in cut:
        kinds.append((page, result.kind, result.reason))
        owned: set[int] = set()
        for post in result.posts:
            blocks.append(
                (
                    block,
                    page,
                    post.completeness,
                    post.category_line,
                    post.date_line,
                    post.url,
                    post.author_lines,
                    post.credit_lines,
                    post.organisation_lines,
                    post.head_date_line,
                )
            )
            if post.is_dated_by_change:
                message = "The page gives only the day of its last change: published_on holds that day."
                problems.append(Problem("day_of_change", path, message, page_id, post.date_line))
            if post.continued_line is not None:
                message = (
                    "The page is a part of a text: this line has the address of another part. Each part is an article."
                )
                problems.append(Problem("part_of_a_text", path, message, page_id, post.continued_line))
            rows += [(page, line_no, block, role) for line_no, role in post.roles.items()]
            owned.update(post.roles)
            block += 1
        rows += [(page, line_no, None, role) for line_no, role in result.roles.items() if line_no not in owned]
        if result.kind == "unknown" and result.posts:
            message = f"{result.reason[0].upper()}{result.reason[1:]}; the page is one record."
            problems.append(Problem("unknown_boundaries", path, message, page_id))
    kind_schema = {"page": pl.UInt32, "kind_cut": pl.String, "reason_cut": pl.String}
    return (
        pl.DataFrame(rows, schema=ROW_COLUMNS, orient="row").sort("page", "line_no"),
        pl.DataFrame(blocks, schema=MARKUP_BLOCK_COLUMNS, orient="row"),
        pl.DataFrame(kinds, schema=kind_schema, orient="row"),
        problems,
    )
