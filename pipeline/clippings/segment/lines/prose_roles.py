"""Gives the lines of a post their roles, second pass: standfirst, headings, list items, pull quotes, prose.

It runs after the search for glued text, since a pull quote repeats the sentence as it read without the glue.
"""

import polars as pl

from clippings.common.large_patterns import contains
from clippings.common.prose import prose_words_of
from clippings.common.text import folded
from clippings.enrich.credits import outlets
from clippings.segment.lines import credit_line_patterns as form
from clippings.segment.lines.line_classes import ends_sentence, is_moderate

_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "b", "p", "dt", "center")
"""Elements of marked pages whose short lines may be headings; a short line of another is a label or a cell."""
_DECK_WORDS = 4
_MIN_QUOTE_WORDS = 6
_MAX_QUOTE = 300
_EDGE = r"""^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$"""


def prose(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (row, block, line_no, role, completeness, clean, is_alt, is_alone), by block and line, with deck, pull
    quote, caption, subheading and list item separated from body.

    `clean` is the line without glued text. `is_alt`: its words are glued into another line. `is_alone`: a blank line is
    above and below it.
    """
    rows = rows.with_columns(
        is_body=pl.col("role") == "body",
        ends=ends_sentence("clean"),
        words=prose_words_of("clean"),
    )
    rows = _with_quote(rows)
    body = rows.filter("is_body")
    body = body.with_columns(opens_report=contains(body["clean"], form.DATELINE_OPENING)).select(
        "row", "line_no", "block", "clean", "ends", "words", "is_alone", "is_alt", "is_quote", "completeness",
        may_head=pl.col("tag").is_null() | pl.col("tag").is_in(_HEADING_TAGS),
        is_first=pl.col("block") != pl.col("block").shift(1).fill_null(2**32 - 1),
        opens_report=pl.col("opens_report").shift(-1).fill_null(False)
        & (pl.col("block") == pl.col("block").shift(-1)),
    )  # fmt: skip
    last_prose = (
        body.with_columns(is_prose=pl.col("ends") & (pl.col("words") >= _MIN_QUOTE_WORDS))
        .group_by("block")
        .agg(last_prose=pl.col("row").filter("is_prose").max())
    )
    body = body.join(last_prose, on="block", how="left", maintain_order="left")
    is_item = pl.col("clean").str.contains(form.LIST_ITEM)
    is_addressee = pl.col("clean").str.contains(form.ADDRESSEE) & ~pl.col("ends")
    goes_on = pl.col("clean").shift(-1).str.contains(r"^\p{Ll}") & (
        pl.col("line_no").shift(-1) == pl.col("line_no") + 1
    )
    is_open = (
        ~goes_on.fill_null(False)
        & ~pl.col("ends")
        & ~pl.col("clean").str.tail(1).is_in([",", ":", ";", "，", "：", "；", "、"])
    )
    is_whole = pl.col("completeness") != "excerpt"
    has_text_below = (pl.col("last_prose") > pl.col("row")).fill_null(False)
    may_open = pl.col("may_head") | (pl.col("words") >= _DECK_WORDS)
    is_deck = (
        pl.col("is_first")
        & is_whole
        & ~pl.col("clean").str.contains(form.ADDRESS)
        & ~is_addressee
        & has_text_below
        & (is_open & ~is_item & (pl.col("words") <= 40) & may_open | pl.col("opens_report") & (pl.col("words") <= 60))
    )
    is_source = is_deck & pl.col("clean").is_in(_outlets(body.filter(is_deck & (pl.col("words") < _DECK_WORDS))))
    role = (
        pl.when(is_source)
        .then(pl.lit("byline"))
        .when(is_deck)
        .then(pl.lit("deck"))
        .when("is_alt")
        .then(pl.lit("caption"))
        .when("is_quote")
        .then(pl.when("is_first").then(pl.lit("deck")).otherwise(pl.lit("pullquote")))
        .when(is_item)
        .then(pl.lit("list_item"))
        .when(is_addressee)
        .then(pl.lit("body"))
        .when(is_open & is_whole & has_text_below & pl.col("may_head") & (pl.col("words") <= 12))
        .then(pl.lit("subheading"))
        .otherwise(pl.lit("body"))
    )
    return rows.drop("role", "is_body", "ends", "words", "is_quote").join(
        rows.select("row", was="role").join(body.select("row", role=role), on="row", how="left", maintain_order="left"),
        on="row", how="left", maintain_order="left",
    ).with_columns(role=pl.coalesce("role", "was")).drop("was")  # fmt: skip


def _outlets(rows: pl.DataFrame) -> list[str]:
    """The lines (clean) that are the name of a known outlet: `Reuters` below a day."""
    return [line for line in rows["clean"].unique(maintain_order=True) if outlets.load().by_name(line)]


def _with_quote(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `is_quote`: the line is alone, and a longer line of the post repeats its words."""
    candidate = (
        pl.col("is_body")
        & pl.col("is_alone")
        & (pl.col("words") >= _MIN_QUOTE_WORDS)
        & (pl.col("clean").str.len_chars() <= _MAX_QUOTE)
        & is_moderate("clean")
    )
    # quotes and dashes may differ between the two, so they are compared folded
    asked = rows.filter(candidate).select("row", "block", quote=_folded_edges())
    whole = (
        rows.filter(pl.col("is_body") & pl.col("block").is_in(asked["block"].unique().implode()))
        .group_by("block", maintain_order=True)
        .agg(whole=folded("clean").str.join("\n"))
    )
    asked = asked.join(whole, on="block", how="left", maintain_order="left").with_columns(
        same=pl.len().over("block", "quote"), found=pl.col("whole").str.count_matches(pl.col("quote"), literal=True)
    )
    quotes = asked.filter(pl.col("found") > pl.col("same")).select("row", is_quote=pl.lit(True))
    return rows.join(quotes, on="row", how="left", maintain_order="left").with_columns(
        pl.col("is_quote").fill_null(False)
    )


def _folded_edges() -> pl.Expr:
    return folded("clean").str.replace_all(_EDGE, "")
