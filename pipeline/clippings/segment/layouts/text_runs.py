"""Groups the lines of a listing: blocks between closing lines, runs between blank lines.

`text_listing` decides what a run is, such as a category or a title.
"""

import polars as pl

from clippings.common.prose import prose_words_of
from clippings.segment.lines.line_classes import ends_sentence

SENTENCE_MIN = 60
"""A run longer than this, in characters, that ends as a sentence does is text."""
PROSE_WORDS = 20
"""A line of this many words is prose."""

_DECLARED = {"share_label": "share_bar", "skip": "navigation", "tags": "navigation", "menu": "navigation"}
"""Role of the classes that only profiles declare inside posts."""


def runs(lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """The lines that are not blank, with their block, and their run: lines without a blank line between them.

    Args:
        lines: page, line_no, stripped, line_class.
        pages: page, kind.
    """
    lines = lines.with_columns(pl.col("line_class").replace(_DECLARED))
    line_class = pl.col("line_class").fill_null("")
    rows = (
        lines.with_columns(
            gap=(line_class.shift(1, fill_value="") == "blank") | (pl.col("page") != pl.col("page").shift(1))
        )
        .filter(line_class != "blank")
        .join(pages.select("page", "kind"), on="page", how="left", maintain_order="left")
        .with_columns(
            closes=pl.when(pl.col("kind") == "listing")
            .then(line_class == "post_date")
            .otherwise(line_class == "read_more"),
            is_content=~line_class.is_in(["post_date", "share_bar", "read_more", "navigation"])
            | (line_class == "post_date") & (pl.col("kind") != "listing"),
            length=pl.col("stripped").str.len_chars(),
        )
    )
    is_new_page = (pl.col("page") != pl.col("page").shift(1)).fill_null(True)
    rows = rows.with_columns(opens=is_new_page | pl.col("closes").shift(1, fill_value=False))
    rows = rows.with_columns(block=pl.col("opens").cum_sum().cast(pl.UInt32), is_first=is_new_page)
    rows = _parted(_untightened(rows))
    starts_run = pl.col("gap") | pl.col("opens") | ~pl.col("is_content").shift(1, fill_value=True)
    rows = rows.with_columns(run=(starts_run & pl.col("is_content")).cum_sum().cast(pl.Int64))
    first_run = rows.filter("is_content").group_by("block", maintain_order=True).agg(first_run=pl.col("run").first())
    return rows.join(first_run, on="block", how="left", maintain_order="left").with_columns(
        run=pl.when("is_content").then(pl.col("run") - pl.col("first_run") + 1)
    )


def _untightened(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `rows` with a gap around the titles of listings whose title and text have no blank line between them.

    `Harbour`, the title, the text, on adjacent lines: the title is above the first line of prose.
    """
    marked = rows.with_columns(is_open=~pl.col("closes").any().over("block"))
    content = marked.filter(pl.col("is_content") & (pl.col("kind") == "listing"))
    # few posts have a long line directly below another, so only those are looked at
    is_inside = (pl.col("block") == pl.col("block").shift(1)).fill_null(False)
    is_below = is_inside & ~pl.col("gap") & (pl.col("length") > SENTENCE_MIN)
    content = content.filter(pl.col("block").is_in(content.filter(is_below)["block"].unique().implode()))
    content = content.with_columns(inner=(pl.col("gap") & is_inside).cast(pl.UInt32).cum_sum().over("block"))
    is_sentence = ends_sentence("stripped") & (pl.col("length") > SENTENCE_MIN)
    # the last block of a page that is cut off is a post because of its prose, so that prose is not its title
    least = PROSE_WORDS + pl.when("is_open").then(0).otherwise(5)
    is_text = is_sentence | (prose_words_of("stripped") >= least) | pl.col("stripped").str.contains(r"[,;:]$")
    tight = content.filter(pl.col("inner") == 0).with_columns(is_text=is_text)
    # the line below one long caption is a category, not text
    is_more = pl.col("is_text").last() | (pl.col("is_text").sum() > 1)
    tight = tight.filter(is_more.over("block"))
    tight = tight.with_columns(above=(~pl.col("is_text")).cast(pl.UInt32).cum_prod().over("block"))
    texts = tight.filter("is_text").group_by("page", "block").agg(text_line=pl.col("line_no").min())
    titles = tight.filter(pl.col("above") == 1).group_by("page", "block").agg(title_line=pl.col("line_no").max())
    parted = titles.join(texts, on=["page", "block"], how="inner")
    starts = [parted.select("page", line_no=line) for line in ("title_line", "text_line")]
    return _with_gaps(rows, pl.concat(starts))


def _parted(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `rows` with a gap above excerpts directly below their titles."""
    own_rows = rows.filter((pl.col("kind") == "excerpts") & pl.col("is_content"))
    is_text = (ends_sentence("stripped") & (pl.col("length") > SENTENCE_MIN)) | (
        prose_words_of("stripped") >= PROSE_WORDS
    )
    is_inside = (pl.col("block") == pl.col("block").shift(1)).fill_null(False)
    parted = own_rows.filter(is_inside & is_text & ~is_text.shift(1, fill_value=True) & ~pl.col("gap"))
    return _with_gaps(rows, pl.concat([parted.select("page", "line_no"), _paired(own_rows)]).unique())


def _paired(own_rows: pl.DataFrame) -> pl.DataFrame:
    """page and line_no of excerpts directly below their titles, on pages most of whose blocks are two lines, or of one block."""
    lines = own_rows.with_columns(run=(pl.col("gap") | pl.col("opens")).cum_sum())
    lines = lines.with_columns(size=pl.len().over("run"), is_last=pl.col("run") == pl.col("run").max().over("block"))
    blocks = lines.group_by("page", "block").agg(
        is_pair=(pl.len() == 2) & (pl.col("run").n_unique() == 1), is_top=pl.col("is_first").any()
    )
    share = pl.col("is_pair").filter(~pl.col("is_top")).mean().fill_null(1)
    tight = blocks.group_by("page").agg(share=share).filter(pl.col("share") > 0.5)["page"]
    lines = lines.with_columns(above=pl.col("length").shift(1))
    is_second = (pl.col("run") == pl.col("run").shift(1)) & (pl.col("size") == 2) & pl.col("is_last")
    second = lines.filter(is_second & pl.col("page").is_in(tight.implode()))
    return second.filter((pl.col("length").sum() > pl.col("above").sum()).over("page")).select("page", "line_no")


def _with_gaps(rows: pl.DataFrame, starts: pl.DataFrame) -> pl.DataFrame:
    """`rows` with a gap above the lines `starts` (page, line_no)."""
    if starts.is_empty():
        return rows
    marked = rows.join(starts.with_columns(is_start=True), on=["page", "line_no"], how="left", maintain_order="left")
    return marked.with_columns(gap=pl.col("gap") | pl.col("is_start").fill_null(False)).drop("is_start")
