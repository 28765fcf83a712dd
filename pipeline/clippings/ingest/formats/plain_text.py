"""Text dumps to lines: one row a line, verbatim."""

import re

import polars as pl

_BLANK = re.compile(r"\n[ \t\r\u00a0]*\n")
_WRAPPED = 50
"""Characters of the shortest line that the next one continues."""
_OWN_LINE = re.compile(r"^\s*(?:[-*•–—+>]\s|\d{1,3}[.)]\s|\(?[a-z]\)\s|[A-Z][\w -]{1,30}:\s|https?://)")
"""Text that begins a separate line: an item, a number, a label, an address."""
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`, each on one line; a paragraph whose lines are short gives a line each."""
    paragraphs_found: list[str] = []
    for part in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        paragraphs_found += _joined([line.rstrip() for line in part.split("\n") if line.strip()])
    return paragraphs_found


def _joined(lines: list[str]) -> list[str]:
    paragraphs_found: list[str] = []
    previous = ""
    for line in lines:
        is_more = len(previous) >= _WRAPPED and not _OWN_LINE.match(line)
        if paragraphs_found and is_more:
            paragraphs_found[-1] += (
                line.strip() if _BROKEN_WORD.search(previous) and line.strip()[:1].islower() else f" {line.strip()}"
            )
        else:
            paragraphs_found.append(line.strip())
        previous = line
    return paragraphs_found


def lines(page_ids: list[str], texts: list[str]) -> pl.DataFrame:
    """Return the lines of each text: split on LF, a CR before it taken as part of the break. The last line may be empty."""
    frame = pl.DataFrame({"page_id": page_ids, "text": texts}, schema={"page_id": pl.String, "text": pl.String})
    return (
        frame.with_columns(
            pl.col("text").str.split("\n"),
            line_no=pl.int_ranges(1, pl.col("text").str.count_matches("\n", literal=True) + 2),
        )
        .explode("line_no", "text")
        .select(
            "page_id",
            pl.col("line_no").cast(pl.Int64),
            pl.when(pl.col("text").str.ends_with("\r"))
            .then(pl.col("text").str.slice(0, pl.col("text").str.len_chars() - 1))
            .otherwise("text")
            .alias("text"),
        )
    )
