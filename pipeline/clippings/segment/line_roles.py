"""Tells apart the lines of a post: credits, captions, titles shown again, headings, pull quotes, prose.

Two passes, both polars expressions over the posts of a batch: `credited` runs before the search for glued text, since captions
and credits are what is glued; `prose` after it, since a pull quote repeats the sentence as it read without the glue.
"""

from __future__ import annotations

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.common.text import core_of, folded
from clippings.enrich.credits import byline_pieces
from clippings.segment import credit_line_patterns as form
from clippings.segment.line_classes import SHORT, ends_sentence, is_moderate

_TAIL_FORMS = {
    "source_url": form.ADDRESS,
    "source_date": form.DATE_ALONE,
    "footer": form.CONTRIBUTED,
    "signoff": form.SIGNOFF,
    "by": form.BY,
    "author": form.AUTHOR,
    "download": form.DOWNLOAD,
    "caption": form.PICTURE_CREDIT,
    "credited": form.CREDITED_CAPTION,
    "separator": form.NO_LETTERS,
    "notice": form.NOTICE,
    "advertisement": form.ADVERTISEMENT,
    "contact": form.CONTACT,
    "copyright": form.COPYRIGHT,
    "translated": form.TRANSLATED,
    "source": form.SOURCE,
    "outlet": form.OUTLET_AND_DATE,
    "name": form.NAME_ALONE,
    "agency": form.NAME_AND_AGENCY,
}
"""Patterns of lines at the end of a post, in the order of the tests."""
_ROLE_OF_FORM = {
    "by": "byline", "author": "byline", "name": "byline", "agency": "byline",
    "office": "byline_role", "translated": "source", "source": "source", "outlet": "source", "credited": "caption",
    "notice": "footer", "advertisement": "footer", "contact": "footer",
}  # fmt: skip
_ANYWHERE = ("separator", "footer", "download", "caption", "credited", "notice")
"""Patterns that decide the role of a line at any position in the post."""
_AT_BOTH_ENDS = ("by", "author", "advertisement")
"""Patterns that also match a byline or a note of the site directly below the title."""
_HEAD_LINES = 3
"""Number of lines below the title that may hold one."""
_SIGNATURE_LINES, _SIGNATURE_LENGTH = 5, 60
"""Lines below the closing of a letter, at most, and the characters of each."""
_HEADER_LINES = 8
"""Maximum number of lines that open an official statement."""
_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "b", "p", "dt", "center")
"""Elements of marked pages whose short lines may be headings; a short line of another is a label or a cell."""
_DECK_WORDS = 4
_LEAST_DECK_WORDS = 3
"""Words of a line of text below a title, at least, that is a standfirst; a shorter one names who wrote the text."""
MIN_QUOTE_WORDS = 6
MAX_QUOTE = 300
_EDGE = r"""^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$"""


def credited(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (row, block, line_no, stripped, role), by block and line, with the roles of lines that are not the text.

    A title shown again, a caption, the opening of an official statement, and the credits that end a post.
    """
    rows = rows.with_columns(length=pl.col("stripped").str.len_chars())
    rows = _with_signature(_with_form(rows))
    rows = _with_place(rows)
    rows = _with_echo(rows)
    rows = _with_header(rows)
    is_body = pl.col("role") == "body"
    is_tail = pl.col("row") > pl.col("last_plain")
    as_form = pl.col("form").replace(_ROLE_OF_FORM)
    role = (
        pl.when(~is_body)
        .then("role")
        .when(pl.col("echo").is_not_null())
        .then("echo")
        .when(pl.col("header_role").is_not_null())
        .then("header_role")
        .when(pl.col("form").is_in(_ANYWHERE) | pl.col("form").is_not_null() & is_tail)
        .then(as_form)
        .when(pl.col("form").is_in(_AT_BOTH_ENDS) & (pl.col("nth") <= _HEAD_LINES))
        .then(as_form)
        .otherwise("role")
    )
    return rows.with_columns(role=role).drop("length", "form", "nth", "last_plain", "echo", "header_role")


def _with_form(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `form`: the first pattern that matches the line; null for long lines."""
    short = rows.filter((pl.col("length") <= SHORT) & (pl.col("role") == "body")).select("row", "stripped")
    hits = [
        pl.when(pl.col("stripped").str.contains(pattern)).then(pl.lit(name)) for name, pattern in _TAIL_FORMS.items()
    ]
    forms = short.select("row", form=pl.coalesce(hits)).filter(pl.col("form").is_not_null())
    return rows.join(forms, on="row", how="left", maintain_order="left")


def _with_signature(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (form), where the short lines below the closing of a letter, at the end of a post, are its signature."""
    is_body = pl.col("role") == "body"
    closing = pl.col("row").filter(is_body & (pl.col("form") == "signoff")).max().over("block")
    is_below = (is_body & (pl.col("row") > closing)).fill_null(value=False)
    # a body signs with its name, which is of the text: Brant Society
    is_person = pl.col("stripped").str.contains(rf"^{form.NAME}$") & ~pl.col(
        "stripped"
    ).str.to_lowercase().str.contains(rf"\b(?:{'|'.join(sorted(byline_pieces.words().not_persons))})\b")
    first = is_below.cum_sum().over("block") == 1
    is_signature = (
        is_below
        & (is_below.sum().over("block") <= _SIGNATURE_LINES)
        & (pl.col("length").filter(is_below).max().over("block") <= _SIGNATURE_LENGTH)
        & is_person.filter(is_below & first).any().over("block")
    )
    signed = pl.when(first).then(pl.lit("name")).otherwise(pl.lit("office"))
    return rows.with_columns(form=pl.when(is_signature & pl.col("form").is_null()).then(signed).otherwise("form"))


def _with_place(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `last_plain` (last row of the post that is not a credit) and `nth` (position below the title, from 1)."""
    is_body = pl.col("role") == "body"
    plain = (
        rows.filter(is_body)
        .group_by("block", maintain_order=True)
        .agg(
            last_plain=pl.col("row").filter(pl.col("form").is_null()).max(),
        )
    )
    return rows.join(plain, on="block", how="left", maintain_order="left").with_columns(
        pl.col("last_plain").cast(pl.Int64).fill_null(-1), nth=is_body.cum_sum().over("block")
    )


def _with_echo(rows: pl.DataFrame) -> pl.DataFrame:
    """`echo`: repeated_title or caption where the line says nothing but the title, its end, or a caption."""
    short = rows.filter(pl.col("length") <= 2 * SHORT).select(
        "row", "block", "role", "stripped", core=core_of("stripped")
    )
    titles = short.filter((pl.col("role") == "title") & (pl.col("core") != "")).select("block", title="core")
    captions = (
        short.filter((pl.col("role") == "caption") & (pl.col("core") != ""))
        .select("block", "core", is_caption=pl.lit(True))
        .unique(["block", "core"])
    )
    body = short.filter((pl.col("role") == "body") & (pl.col("core") != "")).join(
        titles, on="block", how="left", maintain_order="left"
    )
    body = body.join(captions, on=["block", "core"], how="left", maintain_order="left")
    is_twice = pl.col("core") == pl.concat_str(pl.col("title"), pl.col("title"))
    is_end = pl.col("title").str.ends_with(pl.col("core")) & (
        2 * pl.col("core").str.len_chars() > pl.col("title").str.len_chars()
    )
    echo = (
        pl.when((pl.col("core") == pl.col("title")) | is_twice | is_end)
        .then(pl.lit("repeated_title"))
        .when("is_caption")
        .then(pl.lit("caption"))
    )
    echoes = body.select("row", echo=echo).filter(pl.col("echo").is_not_null())
    return rows.join(echoes, on="row", how="left", maintain_order="left")


def _with_header(rows: pl.DataFrame) -> pl.DataFrame:
    """`header_role`: the lines that open an official statement: headline, Press Statement, speaker, office, place, date."""
    is_body = pl.col("role") == "body"
    near = rows.filter(is_body & (pl.col("nth") <= _HEADER_LINES))
    marks = (
        near.filter(pl.col("stripped").str.contains(form.PRESS_HEADER) & (pl.col("length") <= 60))
        .group_by("block", maintain_order=True)
        .agg(mark=pl.col("nth").min())
    )
    if marks.is_empty():
        return rows.with_columns(header_role=pl.lit(None, pl.String))
    near = near.join(marks, on="block", how="inner", maintain_order="left").select(
        "row", "block", "nth", "mark", "stripped", "length"
    )
    is_long = (pl.col("length") > 2 * SHORT // 3) | (ends_sentence("stripped") & (pl.col("length") > 60))
    near = near.with_columns(is_open=is_long.cast(pl.Int8).cum_max().over("block") == 0).filter("is_open")
    below = pl.col("nth").cast(pl.Int64) - pl.col("mark").cast(pl.Int64)
    header_role = (
        pl.when(below < 0)
        .then(pl.lit("deck"))
        .when(below == 0)
        .then(pl.lit("press_header"))
        .when(pl.col("stripped").str.contains(form.DATE_ALONE))
        .then(pl.lit("dateline"))
        .when(below == 1)
        .then(pl.lit("byline"))
        .when(pl.col("stripped").str.contains(form.OFFICE))
        .then(pl.lit("byline_role"))
        .otherwise(pl.lit("dateline"))
    )
    return rows.join(near.select("row", header_role=header_role), on="row", how="left", maintain_order="left")


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
    body = rows.filter("is_body").select(
        "row", "block", "clean", "ends", "words", "is_alone", "is_alt", "is_quote", "completeness",
        is_plain=pl.col("tag").is_null(),
        may_head=pl.col("tag").is_null() | pl.col("tag").is_in(_HEADING_TAGS),
        is_first=pl.col("block") != pl.col("block").shift(1).fill_null(2**32 - 1),
        opens_report=pl.col("clean").shift(-1).str.contains(form.DATELINE_OPENING).fill_null(False)
        & (pl.col("block") == pl.col("block").shift(-1)),
    )  # fmt: skip
    last_prose = (
        body.with_columns(is_prose=pl.col("ends") & (pl.col("words") >= MIN_QUOTE_WORDS))
        .group_by("block")
        .agg(last_prose=pl.col("row").filter("is_prose").max())
    )
    body = body.join(last_prose, on="block", how="left", maintain_order="left")
    is_item = pl.col("clean").str.contains(form.LIST_ITEM)
    is_addressee = pl.col("clean").str.contains(form.ADDRESSEE) & ~pl.col("ends")
    is_open = ~pl.col("ends") & ~pl.col("clean").str.tail(1).is_in([",", ":", ";", "，", "：", "；", "、"])
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
    # Reuters   |   Staff report
    is_source = is_deck & pl.col("is_plain") & ~pl.col("opens_report") & (pl.col("words") < _LEAST_DECK_WORDS)
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


def _with_quote(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `is_quote`: the line is alone, and a longer line of the post repeats its words."""
    candidate = (
        pl.col("is_body")
        & pl.col("is_alone")
        & (pl.col("words") >= MIN_QUOTE_WORDS)
        & (pl.col("clean").str.len_chars() <= MAX_QUOTE)
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
