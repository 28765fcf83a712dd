"""Texts that stop at a note for subscribers: such an article is an excerpt, and not complete."""

import polars as pl

from clippings.common.phrases import whole

_BELOW, _INSIDE = 3, 2
"""Written lines below the last line of a text, and lines at its end, that may be the note."""
_LONGEST = 200
"""Characters of the longest note."""


def with_excerpts(lines: pl.DataFrame, rows: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    """`blocks`, where the only post of a page whose text ends at a note for subscribers is an excerpt.

    Args:
        lines: All lines of the pages: page, line_no, stripped.
        rows: page, line_no, block, role of the lines that were cut.
        blocks: The posts: block, page, completeness.
    """
    alone = blocks.filter((pl.len().over("page") == 1) & (pl.col("completeness") == "full")).select("page")
    ends = rows.filter(pl.col("block").is_not_null() & (pl.col("role") == "body")).group_by("page")
    ends = ends.agg(end=pl.col("line_no").max()).join(alone, on="page", how="semi")
    written = lines.filter(pl.col("stripped") != "").join(ends, on="page", how="inner", maintain_order="left")
    is_below = pl.col("line_no") > pl.col("end")
    place = (
        pl.when(is_below)
        .then(is_below.cum_sum().over("page"))
        .otherwise((~is_below).cum_sum(reverse=True).over("page"))
    )
    near = written.filter(
        place <= pl.when(is_below).then(_BELOW).otherwise(_INSIDE), pl.col("stripped").str.len_chars() <= _LONGEST
    )
    note = whole("paywall", before=r"\W*")
    is_note = [note.fullmatch(line.lower()) is not None for line in near["stripped"]]
    stopped = near.filter(pl.Series(is_note, dtype=pl.Boolean))["page"].unique(maintain_order=True)
    if stopped.is_empty():
        return blocks
    is_stopped = pl.col("page").is_in(stopped.implode())
    return blocks.with_columns(completeness=pl.when(is_stopped).then(pl.lit("excerpt")).otherwise("completeness"))
