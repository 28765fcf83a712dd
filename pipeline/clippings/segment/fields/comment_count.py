"""Reads a comment count, in digits of any script or in words."""

from __future__ import annotations

import polars as pl

_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
} | {"zero": "0", "بدون": "0"}
_DIGITS = {chr(base + number): str(number) for base in (0x0660, 0x06F0) for number in range(10)}


def count(column: str) -> pl.Expr:
    """Return the column as a number; null if it is not a number."""
    return pl.col(column).str.to_lowercase().replace(_WORDS).str.replace_many(_DIGITS).cast(pl.Int64, strict=False)
