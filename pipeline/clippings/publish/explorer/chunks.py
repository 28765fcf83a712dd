"""How the data of the explorer is divided: all in the page, or in chunks beside it, by the first digits of an id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

SINGLE_FILE_BYTES = 12_000_000
"""Texts and lines up to this size are put into the page itself: some 1,500 articles."""
CHUNK_BYTES = 400_000
"""What a chunk holds, about."""
_BASE = 16
_MOST_DIGITS = 3


@dataclass(frozen=True)
class Chunks:
    """How many hexadecimal digits of an id name its chunk: none where one chunk holds all."""

    article_digits: int = 0
    page_digits: int = 0

    @property
    def is_single_file(self) -> bool:
        """Whether the page holds everything."""
        return not self.article_digits and not self.page_digits

    @staticmethod
    def prefixes(column: str, digits: int) -> Iterator[tuple[str, pl.Expr]]:
        """Each beginning of an id with the rows it selects; an empty beginning selects all."""
        if not digits:
            yield "", pl.lit(value=True)
            return
        for number in range(_BASE**digits):
            prefix = f"{number:0{digits}x}"
            yield prefix, (pl.col(column) >= prefix) & (pl.col(column) < prefix + "g")


def plan(tables: Mapping[str, pl.LazyFrame]) -> Chunks:
    """How to divide the package of these tables."""
    article_bytes, line_bytes = _size(tables["articles"]), _size(tables["lines"])
    if article_bytes + line_bytes <= SINGLE_FILE_BYTES:
        return Chunks()
    return Chunks(_digits(article_bytes), _digits(line_bytes))


def _size(table: pl.LazyFrame) -> int:
    """Bytes of the texts of a table; of a text-free edition, of what it has in their place."""
    column = pl.col("text").str.len_bytes().sum() if "text" in table.collect_schema() else pl.len() * _BASE
    return int(table.select(column).collect(engine="streaming").item() or 0)


def _digits(size: int) -> int:
    digits = 1
    while digits < _MOST_DIGITS and size > CHUNK_BYTES * _BASE**digits:
        digits += 1
    return digits
