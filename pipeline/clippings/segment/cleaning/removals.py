"""Collects the removals of a batch (glued text, and a date or link at the end of a paragraph), and the cleaned lines.

`glued_text` and `locate_dates` decide which characters to remove.
"""

from dataclasses import astuple
from itertools import groupby
from operator import itemgetter

import polars as pl

from clippings.segment import text_spans
from clippings.segment.cleaning import glued_text, prefilter
from clippings.segment.cleaning.removal_model import OwnLine
from clippings.segment.fields import locate_dates
from clippings.segment.lines.line_classes import TERMINAL

CUT_COLUMNS = {
    "block": pl.UInt32, "line_no": pl.Int64, "start": pl.Int64, "end": pl.Int64,
    "kind": pl.String, "rule": pl.String, "joiner": pl.String, "source_line": pl.Int64,
}  # fmt: skip


def cuts(own_lines: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    """The removals of posts (CUT_COLUMNS), in order, from their lines with roles and `blocks` (block, date_line)."""
    return _with_ends(_glued(own_lines), locate_dates.ends(own_lines, blocks))


def _glued(own_lines: pl.DataFrame) -> pl.DataFrame:
    """Return the text glued into lines of posts (CUT_COLUMNS)."""
    named = prefilter.suspects(own_lines)
    of_block: dict[int, set[int]] = {}
    for block, line_no in named.iter_rows():
        of_block.setdefault(block, set()).add(line_no)
    is_asked = pl.col("block").is_in(named["block"].unique().implode()) & ~pl.col("is_template_line")
    asked = own_lines.filter(is_asked & ~pl.col("role").is_in(["category", "post_date", "share_bar", "read_more"]))
    rows = asked.select("block", "completeness", "line_no", "text", "role").iter_rows()
    removal_rows = [
        (block, *astuple(removal))
        for (block, completeness), lines in groupby(rows, key=itemgetter(0, 1))
        for removal in glued_text.removals([OwnLine(*line[2:]) for line in lines], completeness, of_block[block])
    ]
    return pl.DataFrame(removal_rows, schema=CUT_COLUMNS, orient="row")


def _with_ends(cuts: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """Return `cuts` with dates and links at the ends of paragraphs; each overlap is cut once."""
    ends = ends.select(
        pl.col("block").cast(pl.UInt32), "line_no", "start", "end", "kind",
        rule=pl.lit("glue.") + pl.col("kind"), joiner=pl.lit(""), source_line=pl.lit(None, pl.Int64),
    )  # fmt: skip
    if ends.is_empty():
        return cuts
    first = ends.select("block", "line_no", tail="start")
    kept = cuts.join(first, on=["block", "line_no"], how="left", maintain_order="left")
    kept = kept.filter((pl.col("end") <= pl.col("tail")).fill_null(True)).drop("tail")
    return pl.concat([kept, ends]).sort("block", "line_no", "start")


def last_ends(rows: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    """Return the dates and links at the ends of the last lines of posts (CUT_COLUMNS), where lines are joined to paragraphs."""
    text = rows.filter(pl.col("block").is_not_null() & (pl.col("role") == "body"))
    last = text.group_by("block", maintain_order=True).last()
    last = last.join(blocks.select("block", "completeness"), on="block", how="left", maintain_order="left")
    return _with_ends(pl.DataFrame(schema=CUT_COLUMNS), locate_dates.ends(last, blocks))


def cleaned(own_lines: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """Return an expression `clean`: the line without glued text and without white space at its ends."""
    if cuts.is_empty():
        return own_lines.with_columns(clean=pl.col("stripped"))
    lists = cuts.group_by("block", "line_no", maintain_order=True).agg("start", "end", "joiner")
    cut_rows = own_lines.join(lists, on=["block", "line_no"], how="inner", maintain_order="left")
    cleaned = pl.DataFrame(
        {
            "row": cut_rows["row"],
            "repaired": [
                text_spans.repaired(*row) for row in cut_rows.select("text", "start", "end", "joiner").iter_rows()
            ],
        },
        schema={"row": own_lines.schema["row"], "repaired": pl.String},
    )
    return (
        own_lines.join(cleaned, on="row", how="left", maintain_order="left")
        .with_columns(clean=pl.coalesce("repaired", "stripped"))
        .drop("repaired")
    )


def is_alt(own_lines: pl.DataFrame, cuts: pl.DataFrame) -> pl.Series:
    """Return an expression: whether the line, other than the title, is glued into the midst of a sentence of its post.

    Where it is glued to a whole sentence, the line itself is the only place that has its words in the text.
    """
    texts = own_lines.select("block", "line_no", "text")
    pasted = cuts.filter(pl.col("rule") == "glue.own_line").join(texts, on=["block", "line_no"], how="left")
    before = pl.col("text").str.head(pl.col("start")).str.strip_chars()
    is_inside = (before != "") & ~before.str.contains(TERMINAL)
    sources = pasted.filter(is_inside).select("block", line_no="source_line", found=pl.lit(True)).unique()
    marked = own_lines.join(sources, on=["block", "line_no"], how="left", maintain_order="left")
    return marked["found"].fill_null(False)
