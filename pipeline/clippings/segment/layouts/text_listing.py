"""Cuts listings whose posts each end with a date line or a link to the full text.

A block is the lines between two closing lines; its first lines give category, caption and title. The cut depends only on
line classes and blank lines of the page itself.
"""

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.segment.layouts.cut_tables import BLOCK_COLUMNS
from clippings.segment.layouts.text_runs import PROSE_WORDS, SENTENCE_MIN, runs
from clippings.segment.line_classes import ends_sentence
from clippings.segment.patterns import general

HEAD_MAX = 150
"""Maximum length, in characters, of a category or caption line; longer lines are prose."""
TITLE_MAX = 250
"""Maximum length of a title line in characters."""
_MOST_ABOVE = 6
"""Runs at the top of a page among which the first category may be, below headings and what is said of an author."""
_TAG_WORDS = 3
"""Most words of a tag's name between two posts."""
_LEAST_EXCERPT = 12
"""Number of words that at least half of the lines of a page without titles have."""
_BYLINE = r"^(?:By|BY)\s+\p{Lu}[^.!?\d]{1,60}$"
_SENTENCE = r"""[.…]["'”’)\]]*$"""
"""Pattern of the end of a paragraph that titles rarely have; titles may end in question marks and quotes."""
_FRAGMENT = r"""^\p{Ll}|^\d{1,2}\.\s|[.,;:…]["'”’)\]]*$"""
"""Patterns of the start or end of a post's text that categories and titles rarely have."""


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
    rows = runs(lines, pages)
    blocks = _blocks(rows).join(pages, on="page", how="left", maintain_order="left")
    known_categories = _known_categories(blocks, declared)
    blocks = blocks.join(_led_in(rows, blocks, known_categories), on="block", how="left", maintain_order="left")
    blocks = _openings(blocks, known_categories)
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


def _known_categories(blocks: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    """Page and head of the lines that open a plain block, category then title, on a listing; `is_later` than its first.

    And of those that the profile declares. `is_sure`: it does, or several blocks open so.
    """
    plain = blocks.filter(_is_plain() & (pl.col("kind") == "listing"))
    openings = pl.concat(
        [
            plain.select("page", "opening", is_later=~pl.col("is_first"), is_sure=pl.lit(False)),
            declared.select(
                pl.col("page").cast(plain.schema["page"]), "opening", is_later=pl.lit(True), is_sure=pl.lit(True)
            ),
        ]
    )
    known_categories = openings.group_by("page", "opening", maintain_order=True).agg(
        pl.col("is_later").any(), is_sure=pl.col("is_sure").any() | (pl.len() > 1)
    )
    return known_categories.with_columns(is_known=pl.lit(True))


def _led_in(rows: pl.DataFrame, blocks: pl.DataFrame, known_categories: pl.DataFrame) -> pl.DataFrame:
    """block and `lead_in`, the runs of a block above the category: a menu, a heading or a tag that no class knows.

    `Home`, blank, `Harbour`, blank, the title: where another post is of Harbour too. In a page's first block that may be
    several runs; below another post it is one, above a category and a title.
    """
    asked = blocks.filter(pl.col("kind") == "listing").join(
        known_categories.select("page", "opening", "is_sure"), on=["page", "opening"], how="left"
    )
    asked = asked.with_columns(is_open=pl.col("is_first") & ~pl.col("has_head"))
    asked = asked.filter(pl.col("is_open") | ~pl.col("is_sure").fill_null(False)).select(
        "block", "is_open", top="is_first"
    )
    block_lines = rows.filter("is_content").join(asked, on="block", maintain_order="left")
    block_runs = block_lines.group_by("block", "page", "run", "is_open", "top", maintain_order=True).agg(
        opening=pl.col("stripped").last(), below=pl.col("stripped").first()
    )
    block_runs = block_runs.with_columns(pl.col("below").shift(-1).over("block"))
    later = known_categories.filter("is_later").select("page", "opening")
    led_in = block_runs.join(later, on=["page", "opening"], how="inner", maintain_order="left")
    led_in = led_in.join(
        later, left_on=["page", "below"], right_on=["page", "opening"], how="anti", maintain_order="left"
    )
    is_near = pl.col("run").is_between(2, pl.when("top").then(_MOST_ABOVE).otherwise(2))
    is_titled = (pl.col("below").str.len_chars() <= TITLE_MAX) & ~_is_sentence("below")
    led_in = led_in.filter(pl.col("is_open") | (is_near & is_titled & (prose_words_of("below") <= PROSE_WORDS + 5)))
    return led_in.group_by("block", maintain_order=True).agg(lead_in=pl.col("run").min() - 1)


def _is_bare() -> pl.Expr:
    """Whether the page has no titles: every block but its first is one run of lines."""
    others = ~pl.col("is_first")
    is_run = (pl.col("run_count") <= 1) | ~others
    return is_run.all().over("page") & (others.sum().over("page") >= 2)


def _is_plain() -> pl.Expr:
    """Return whether a block opens with a category and a title, unlike a title with a text of one sentence."""
    length = pl.col("second").str.len_chars()
    ends = ends_sentence("second").fill_null(False) & (length > SENTENCE_MIN)
    is_text = (pl.col("run_count") == 2) & ends
    is_credit = pl.col("second").str.contains(_BYLINE).fill_null(False)
    is_prose = prose_words_of("second") >= PROSE_WORDS + 5
    is_short = (pl.col("opening_length") <= HEAD_MAX) & (length <= TITLE_MAX) & ~is_prose
    return (pl.col("run_count") >= 2) & is_short & ~is_text & ~is_credit & ~_is_without_categories()


def _is_without_categories() -> pl.Expr:
    """Whether the posts of a listing have titles only: all open differently, and mostly with a sentence below."""
    is_sentence = _is_sentence("second")
    is_headed = pl.col("run_count") >= 2
    headed = is_headed.sum().over("page")
    distinct = pl.col("opening").filter(is_headed).n_unique().over("page")
    return (headed >= 2) & (distinct == headed) & (2 * (is_sentence & is_headed).sum().over("page") > headed)


def _is_sentence(column: str) -> pl.Expr:
    is_long = pl.col(column).str.len_chars() > SENTENCE_MIN
    return (pl.col(column).str.contains(_SENTENCE) & is_long).fill_null(False)


def _is_aside() -> pl.Expr:
    """Whether an excerpt opens with a tag, a line of few words, and then has a title and a text."""
    words = prose_words_of("second")
    is_titled = (words > _TAG_WORDS) & (words <= PROSE_WORDS + 5) & ~_is_sentence("second")
    is_tag = (pl.col("opening_count") == 1) & (prose_words_of("opening") <= _TAG_WORDS)
    return ((pl.col("run_count") == 3) & is_tag & is_titled).fill_null(value=False)


def _openings(blocks: pl.DataFrame, categories: pl.DataFrame) -> pl.DataFrame:
    """Where in its block a title stands: `title_run`, null for none, its first line or its last (`is_title_last`)."""
    blocks = blocks.join(categories, on=["page", "opening"], how="left", maintain_order="left")
    is_listing = pl.col("kind") == "listing"
    # an excerpt with its category above the title
    is_labelled = ~is_listing & ~pl.col("is_first") & pl.col("is_sure").fill_null(False) & (pl.col("run_count") > 2)
    is_short = (pl.col("opening_length") <= HEAD_MAX).fill_null(False)
    is_bare_category = (pl.col("opening_count") == 1) & pl.col("is_known").fill_null(False)
    # if all other posts have a title and a text, lines above the first title belong to the page
    is_site_name = (
        pl.col("is_first") & (pl.col("run_count") >= 3) & _is_without_categories() & ~_is_sentence("second")
    ).fill_null(False)
    is_named = pl.col("is_first") & pl.col("is_headed") & (pl.col("run_count") >= 2)
    # a dump that begins inside a post
    is_fragment = pl.col("is_first") & ~pl.col("has_head") & pl.col("opening").str.contains(_FRAGMENT)
    headings = (
        pl.when(is_listing)
        .then(pl.coalesce("lead_in", pl.when(is_site_name | is_named).then(1), 0))
        .when(~pl.col("is_first"))
        .then(pl.when(_is_aside() & ~is_labelled).then(1).otherwise(0))
        .when(pl.col("is_headed"))
        .then(pl.when((pl.col("run_count") >= 4) | (_is_bare() & (pl.col("run_count") == 3))).then(2).otherwise(1))
        .when(_is_bare() & (pl.col("run_count") == 2) & is_short)
        .then(1)
        .when((pl.col("run_count") >= 3) & is_short & (pl.col("second").str.len_chars() <= TITLE_MAX))
        .then(1)
        .otherwise(0)
    )
    blocks = blocks.with_columns(headings=headings)
    listing_run = (
        pl.when(_is_plain())
        .then(2 + pl.col("headings"))
        .when(is_short & ~is_bare_category)
        .then(1 + pl.col("headings"))
        .otherwise(None)
    )
    listing_run = pl.when(~is_fragment.fill_null(False)).then(listing_run)
    excerpt_run = (
        pl.when(pl.col("headings") > 0)
        .then(pl.when(pl.col("run_count") >= pl.col("headings") + 2).then(pl.col("headings") + 1))
        .when(is_labelled)
        .then(2)
        .when(pl.col("run_count") >= 2)
        .then(pl.when(pl.col("opening_length") <= TITLE_MAX).then(1))
        .when(
            is_short
            & ~pl.col("has_prose")
            & ~(_is_bare() & (pl.col("opening_words").median().over("page") >= _LEAST_EXCERPT))
        )
        .then(1)
    )
    blocks = blocks.with_columns(title_run=pl.when(is_listing).then(listing_run).otherwise(excerpt_run))
    has_category = (
        is_listing
        & ~is_fragment.fill_null(False)
        & (
            (pl.col("title_run") == 2 + pl.col("headings"))
            | is_short & ((pl.col("opening_count") > 1) | is_bare_category)
        )
    )
    is_post = (pl.col("run_count") > pl.col("headings")) & (pl.col("is_closed") | pl.col("has_prose"))
    is_cut = (
        pl.when("is_closed")
        .then(pl.col("is_first") & pl.col("title_run").is_null() & ~pl.col("has_head"))
        .otherwise(~pl.col("has_foot"))
    )
    return blocks.with_columns(
        is_title_last=is_listing & (pl.col("title_run") == 1 + pl.col("headings")),
        has_category=(has_category | is_labelled).fill_null(False),
        is_post=is_post,
        completeness=pl.when(~is_listing | pl.col("has_more"))
        .then(pl.lit("excerpt"))
        .when(is_cut)
        .then(pl.lit("truncated"))
        .otherwise(pl.lit("full")),
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
