"""Gives the lines of a post their roles, first pass: credits, captions, titles shown again, the opening of a statement.

It runs before the search for glued text, since glued text is mostly captions and credits; `prose_roles` runs after it.
"""

import polars as pl

from clippings.common.large_patterns import all_contained
from clippings.common.text import core_of
from clippings.enrich.credits import byline_pieces, contributors
from clippings.segment.lines import credit_line_patterns as form
from clippings.segment.lines.line_classes import SHORT, ends_sentence

_TAIL_FORMS = {
    "end": form.END,
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
    "rights": form.COPYRIGHT_OF_YEAR,
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
    "office": "byline_role", "translated": "source", "source": "source", "outlet": "source", "credited": "caption", "rights": "copyright",
    "notice": "footer", "advertisement": "footer", "contact": "footer",
}  # fmt: skip
_ANYWHERE = ("separator", "footer", "download", "caption", "credited", "notice")
"""Patterns that decide the role of a line at any position in the post."""
_AT_BOTH_ENDS = ("by", "author", "advertisement", "rights")
"""Patterns that also match a byline or a note of the site directly below the title."""
_HEAD_LINES = 3
"""Number of lines below the title that may hold one."""
_SIGNATURE_LINES, _SIGNATURE_LENGTH = 5, 60
"""Lines below the closing of a letter, at most, and the characters of each."""
_HEADER_LINES = 8
"""Maximum number of lines that open an official statement."""
_LONGEST_NAME = 60
"""Characters of the longest name above a note on the author."""


def credited(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (row, block, line_no, stripped, role), by block and line, with the roles of lines that are not the text.

    A title shown again, a caption, the opening of an official statement, and the credits that end a post.
    """
    rows = rows.with_columns(length=pl.col("stripped").str.len_chars())
    rows = _with_signature(_with_form(rows))
    rows = _with_place(rows)
    rows = _with_echo(rows)
    rows = _with_header(rows)
    rows = _with_author_box(rows)
    is_body = pl.col("role") == "body"
    is_tail = pl.col("row") > pl.col("last_plain")
    as_form = pl.col("form").replace(_ROLE_OF_FORM)
    is_end = (pl.col("form") == "end").fill_null(value=False) & (pl.col("nth") > _HEAD_LINES)
    is_below_end = is_end.cum_sum().over("block") > 0  # notes to editors, the contact
    role = (
        pl.when(is_below_end & pl.col("role").is_in(["body", "subheading", "list_item"]))
        .then(pl.lit("footer"))
        .when(~is_body & ((pl.col("role") != "subheading") | (pl.col("echo") != "repeated_title").fill_null(True)))
        .then("role")
        .when(pl.col("echo").is_not_null())
        .then("echo")
        .when(pl.col("header_role").is_not_null())
        .then("header_role")
        .when(pl.col("box_role").is_not_null())
        .then("box_role")
        .when(pl.col("form").is_in(_ANYWHERE) | pl.col("form").is_not_null() & is_tail)
        .then(as_form)
        .when(pl.col("form").is_in(_AT_BOTH_ENDS) & (pl.col("nth") <= _HEAD_LINES))
        .then(as_form)
        .otherwise("role")
    )
    return rows.with_columns(role=role).drop("length", "form", "nth", "last_plain", "echo", "header_role", "box_role")


def _with_form(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `form`: the first pattern that matches the line; null for long lines."""
    short = rows.filter((pl.col("length") <= SHORT) & (pl.col("role") == "body")).select("row", "stripped")
    hits = [pl.when(holds).then(pl.lit(name)) for name, holds in all_contained(short["stripped"], _TAIL_FORMS).items()]
    forms = short.select("row", form=pl.coalesce(hits)).filter(pl.col("form").is_not_null())
    return rows.join(forms, on="row", how="left", maintain_order="left")


def _with_signature(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (form), where the short lines below the closing of a letter, at the end of a post, are its signature."""
    if not (rows["form"] == "signoff").any():
        return rows
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
    body = short.filter(pl.col("role").is_in(["body", "subheading"]) & (pl.col("core") != "")).join(
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


def _with_author_box(rows: pl.DataFrame) -> pl.DataFrame:
    """`box_role`: a name alone above the last paragraph, which says who that is: `Ada Quill` / `Ada Quill is a reporter.`"""
    body = rows.filter(pl.col("role") == "body").select("row", "block", "stripped", "length")
    below = pl.col("stripped").shift(-1).over("block")
    is_last = pl.col("row").shift(-1).over("block") == pl.col("row").max().over("block")
    is_named = below.str.starts_with(pl.concat_str("stripped", pl.lit(" "))) & (pl.col("length") <= _LONGEST_NAME)
    names = body.with_columns(below=below, next_row=pl.col("row").shift(-1).over("block")).filter(is_last & is_named)
    boxes = [
        (row, role)
        for name_row, note_row, note in names.select("row", "next_row", "below").iter_rows()
        if contributors.note_on_author(note)
        for row, role in ((name_row, "byline"), (note_row, "footer"))
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {"row": rows.schema["row"], "box_role": pl.String}
    return rows.join(pl.DataFrame(boxes, schema, orient="row"), on="row", how="left", maintain_order="left")
