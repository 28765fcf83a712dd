"""Clean text of the posts: its source characters by line, and the removals."""

from collections.abc import Sequence

import polars as pl

from clippings.schema.enums import TEXT_ROLES
from clippings.segment.lines.line_classes import lead

_PARAGRAPH = "\n\n"


def repaired(text: str, starts: Sequence[int], ends: Sequence[int], joiners: Sequence[str]) -> str:
    """`text` without the characters from each start to its end, a joiner put in their place, ends stripped."""
    pieces, at = [], 0
    for start, end, joiner in zip(starts, ends, joiners, strict=True):
        pieces += [text[at:start], joiner]
        at = end
    return "".join([*pieces, text[at:]]).strip()


def pieces(rows: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """The stretches of lines that make the texts, in order, with their place in line and text and what joins them."""
    text_lines = rows.filter(pl.col("role").is_in(TEXT_ROLES) & pl.col("appearance_id").is_not_null()).select(
        "block", "appearance_id", "line_no", "text", "stripped", "joiner", lead=lead()
    )
    stripped = pl.col("lead") + pl.col("stripped").str.len_chars().cast(pl.Int64)
    text_lines = text_lines.with_columns(page_id=pl.col("appearance_id").str.head(16))
    cut_lines = cuts.group_by("block", "line_no", maintain_order=True).agg("start", "end", joiners="joiner")
    marked = text_lines.join(cut_lines, on=["block", "line_no"], how="left", maintain_order="left")
    whole = marked.filter(pl.col("start").is_null()).select(
        "block",
        "appearance_id",
        "page_id",
        "line_no",
        line_start="lead",
        line_end=stripped,
        joiner=pl.col("joiner").fill_null(_PARAGRAPH),
        text="stripped",
    )
    parts = [
        (block, appearance_id, page_id, line_no, start, end, joiner, text[start:end])
        for block, appearance_id, page_id, line_no, text, starts, ends, joiners, before in marked.filter(
            pl.col("start").is_not_null()
        )
        .select("block", "appearance_id", "page_id", "line_no", "text", "start", "end", "joiners", "joiner")
        .iter_rows()
        for start, end, joiner in _kept(text, starts, ends, joiners, before)
    ]
    pieces = pl.concat([whole, pl.DataFrame(parts, schema=whole.schema, orient="row")]).sort(
        "block", "line_no", "line_start"
    )
    is_first = pl.col("block") != pl.col("block").shift(1).fill_null(2**32 - 1)
    pieces = pieces.with_columns(joiner=pl.when(is_first).then(pl.lit("")).otherwise("joiner"))
    length = pl.col("joiner").str.len_chars() + pl.col("text").str.len_chars()
    end = length.cast(pl.Int64).cum_sum().over("block")
    return pieces.with_columns(end=end).with_columns(
        start=pl.col("end") - pl.col("text").str.len_chars().cast(pl.Int64)
    )


def _kept(
    text: str, starts: Sequence[int], ends: Sequence[int], joiners: Sequence[str], before: str | None
) -> list[tuple[int, int, str]]:
    """start, end and joiner of what is left of a line, white space at its two ends left out."""
    kept: list[tuple[int, int, str]] = []
    joiner = _PARAGRAPH if before is None else before
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    for start, end, following in zip([first, *ends], [*starts, last], [*joiners, ""], strict=True):
        if not kept:
            start += len(text[start:end]) - len(text[start:end].lstrip())
        if start < end:
            kept.append((start, end, joiner))
            joiner = following
        elif kept:
            joiner = joiner or following
    while kept and not text[kept[-1][0] : kept[-1][1]].strip():
        kept.pop()
    if kept:
        start, end, joiner = kept[-1]
        kept[-1] = (start, start + len(text[start:end].rstrip()), joiner)
    return kept


def removals(rows: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """The rows of the table `removals`: what was cut out of the lines of posts."""
    where = rows.filter(pl.col("appearance_id").is_not_null()).select("block", "line_no", "appearance_id", "text")
    return (
        cuts.join(where, on=["block", "line_no"], how="inner", maintain_order="left")
        .with_columns(
            raw=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
            page_id=pl.col("appearance_id").str.head(16),
        )
        .select("page_id", "line_no", "start", "end", "appearance_id", "raw", "kind", "rule")
        .sort("page_id", "line_no", "start")
    )
