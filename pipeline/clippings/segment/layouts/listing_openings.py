"""Decides what the first lines of a block of a listing are: headings of the page, category, caption, title."""

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.segment.layouts.text_runs import PROSE_WORDS, SENTENCE_MIN
from clippings.segment.lines.line_classes import ends_sentence

HEAD_MAX = 150
"""Maximum length, in characters, of a category or caption line; longer lines are prose."""
TITLE_MAX = 250
"""Maximum length of a title line in characters."""
_MOST_ABOVE = 6
"""Runs at the top of a page among which the first category may be, below headings and lines about an author."""
_TAG_WORDS = 3
"""Most words of a tag's name between two posts."""
_LEAST_EXCERPT = 12
"""Number of words that at least half of the lines of a page without titles have."""
_BYLINE = r"^(?:By|BY)\s+\p{Lu}[^.!?\d]{1,60}$"
_SENTENCE = r"""[.…]["'”’)\]]*$"""
"""Pattern of the end of a paragraph that titles rarely have; titles may end in question marks and quotes."""
_FRAGMENT = r"""^\p{Ll}|^\d{1,2}\.\s|[.,;:…]["'”’)\]]*$"""
"""Patterns of the start or end of a post's text that categories and titles rarely have."""


def known_openings(blocks: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    """Return the lines that are categories of a page's listing: those that open a block of category and title, and those declared.

    Args:
        blocks: The blocks, as `text_listing` groups them.
        declared: page, opening: the categories that the profile of the page's site declares.

    Returns:
        page, opening; `is_later`: a block below the first has it, or the profile; `is_sure`: the profile has it, or
        several blocks; `is_known`: true.
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


def led_in(rows: pl.DataFrame, blocks: pl.DataFrame, known_categories: pl.DataFrame) -> pl.DataFrame:
    """Return block and `lead_in`: the number of runs above a block's category, such as a menu, a heading or a tag without a class.

    `Home`, blank, `Harbour`, blank, title: `Home` is a lead-in if another post has the category Harbour. The first
    block of a page may have several such runs. A later block has one at most, above a category and a title.
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


def with_openings(blocks: pl.DataFrame, categories: pl.DataFrame) -> pl.DataFrame:
    """Add which run of a block is its title, and what follows from that.

    New columns: `headings` (number of runs above the post), `title_run` (null without a title), `is_title_last` (the
    title is the last line of its run, not the first), `has_category`, `is_post`, `completeness`.
    """
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
