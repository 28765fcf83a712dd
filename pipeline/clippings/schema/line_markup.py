"""Working columns of lines: markup of a line beside its text. Not published; null for text dumps, which have no markup."""

from __future__ import annotations

import polars as pl

from clippings.schema.frames import schema_of
from clippings.schema.working.read_tables import ReadLines

HINTS = {name: dtype for name, dtype in schema_of(ReadLines).items() if name not in ("page_id", "line_no", "text")}
"""Column to its type."""


def with_hints(lines: pl.DataFrame) -> pl.DataFrame:
    """Return `lines` with every hint column; null if the frame lacked the column."""
    missing = {name: dtype for name, dtype in HINTS.items() if name not in lines.columns}
    return lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in missing.items())
