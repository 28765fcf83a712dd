"""Working columns of lines: markup of a line beside its text. Not published; null for text dumps, which have no markup."""

from __future__ import annotations

import polars as pl

HINTS: dict[str, type[pl.DataType]] = {
    "tag": pl.String,  # HTML tag of the block; `meta` for what the head says
    "place": pl.String,  # path of the block in the tree, from the body down
    "href": pl.String,  # target of the block's link
    "timestamp": pl.String,  # machine-readable time of the line, ISO 8601
    "record": pl.Int64,  # number of the record on a page of a form that declares its records, from 1
    "hint": pl.String,  # what the form says the line is
}
"""Column to its type."""


def with_hints(lines: pl.DataFrame) -> pl.DataFrame:
    """Return `lines` with every hint column; null if the frame lacked the column."""
    missing = {name: dtype for name, dtype in HINTS.items() if name not in lines.columns}
    return lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in missing.items())
