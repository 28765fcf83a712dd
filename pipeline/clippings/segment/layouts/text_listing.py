"""Cuts listings whose posts each end with a date line or a link to the full text.

A block is the lines between two closing lines; its first lines give category, caption and title. The cut depends only on
line classes and blank lines of the page itself.
"""

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.segment.layouts.cut_tables import BLOCK_COLUMNS, ROW_COLUMNS
from clippings.segment.layouts.listing_openings import known_openings, led_in, with_openings
from clippings.segment.layouts.text_runs import PROSE_WORDS, runs
from clippings.segment.sites.patterns import general


def cut(lines: pl.DataFrame, pages: pl.DataFrame, declared: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return posts of pages of the kinds listing and excerpts.

    Args:
        lines: The lines of the posts' zone: page, line_no, stripped, line_class.
        pages: page, kind, has_head, has_foot.
        declared: page and opening: the categories that the profile of the page's site declares.

    Returns:
        The rows (ROW_COLUMNS) of the lines that are not blank, block null where the line is of no post; and the
        blocks that are posts (BLOCK_COLUMNS). Rows after a title have the role body until a later step refines it.
    """
    if pages.is_empty():
        return pl.DataFrame(schema=ROW_COLUMNS), pl.DataFrame(schema=BLOCK_COLUMNS)
    rows = runs(lines, pages)
    blocks = _blocks(rows).join(pages, on="page", how="left", maintain_order="left")
    known_categories = known_openings(blocks, declared)
    blocks = blocks.join(led_in(rows, blocks, known_categories), on="block", how="left", maintain_order="left")
    blocks = with_openings(blocks, known_categories)
    rows = rows.join(
        blocks.select("block", "is_post", "headings", "title_run", "is_title_last", "has_category", is_in_first="is_first"),
        on="block", how="left", maintain_order="left",
    )  # fmt: skip
    rows = rows.with_columns(role=_role())
    posts = blocks.filter("is_post")
    category = rows.filter(pl.col("role") == "category").select("block", category_line="line_no")
    dates = rows.filter(pl.col("role") == "post_date").select("block", date_line="line_no")
    posts = posts.join(category, on="block", how="left", maintain_order="left").join(
        dates, on="block", how="left", maintain_order="left"
    )
    heading = (
        rows.filter(pl.col("role") == "page_heading")
        .group_by("page")
        .agg(
            heading_line=pl.col("line_no").last(),
            is_plain=(pl.col("line_class").last() != "page_heading").fill_null(True)
            & ~pl.col("stripped").str.contains(general("tag_heading")).any(),
        )
    )
    posts = posts.join(heading, on="page", how="left", maintain_order="left").with_columns(
        category_line=pl.coalesce("category_line", pl.when("is_plain").then("heading_line"))
    )
    block = pl.when("is_post").then("block")
    return rows.select("page", "line_no", block.alias("block"), "role"), posts.select(
        pl.col(name).cast(dtype) for name, dtype in BLOCK_COLUMNS.items()
    )


def _blocks(rows: pl.DataFrame) -> pl.DataFrame:
    run, length, words = pl.col("run"), pl.col("length"), pl.col("words")
    rows = rows.with_columns(words=prose_words_of("stripped"))  # once, and not for each block
    return rows.group_by("block", maintain_order=True).agg(
        page=pl.col("page").first(),
        is_first=pl.col("is_first").any(),
        is_closed=pl.col("closes").any(),
        has_more=(pl.col("line_class") == "read_more").any(),
        run_count=run.max().fill_null(0),
        opening=pl.col("stripped").filter(run == 1).last(),
        opening_count=(run == 1).sum(),
        opening_words=words.filter(run == 1).max(),
        opening_length=length.filter(run == 1).max(),
        second=pl.col("stripped").filter(run == 2).first(),
        is_headed=(pl.col("line_class").filter(run == 1).first() == "page_heading").fill_null(False),
        has_prose=((words >= PROSE_WORDS) & pl.col("is_content")).any(),
    )


def _role() -> pl.Expr:
    run, title_run = pl.col("run"), pl.col("title_run")
    is_first_of_run = (pl.col("run") != pl.col("run").shift(1).over("block")).fill_null(True)
    is_last_of_run = (pl.col("run") != pl.col("run").shift(-1).over("block")).fill_null(True)
    is_before_last = is_last_of_run.shift(-1, fill_value=False) & ~is_last_of_run
    is_title = (run == title_run) & pl.when("is_title_last").then(is_last_of_run).otherwise(is_first_of_run)
    is_category = (
        pl.col("has_category")
        & (run == 1 + pl.col("headings"))
        & pl.when(title_run == 1 + pl.col("headings")).then(is_before_last).otherwise(is_last_of_run)
    )
    is_above = (
        pl.when(pl.col("has_category") | pl.col("is_title_last"))
        .then(run == 1 + pl.col("headings"))
        .otherwise(pl.lit(False))
    )
    return (
        pl.when(~pl.col("is_content"))
        .then("line_class")
        .when(~pl.col("is_post"))
        .then(pl.when(pl.col("line_class") == "page_heading").then(pl.lit("page_heading")).otherwise(pl.lit("unknown")))
        .when(run <= pl.col("headings"))
        .then(pl.when("is_in_first").then(pl.lit("page_heading")).otherwise(pl.lit("unknown")))
        .when(is_title)
        .then(pl.lit("title"))
        .when(is_category)
        .then(pl.lit("category"))
        .when(is_above)
        .then(pl.lit("caption"))
        .otherwise(pl.lit("body"))
    )
