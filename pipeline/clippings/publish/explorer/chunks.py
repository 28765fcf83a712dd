"""How the data of the explorer is divided: all in the page, or in chunks beside it, by the first digits of an id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

SINGLE_FILE_BYTES = 12_000_000
"""Texts and lines up to this size are put into the page itself: some 1,500 articles."""
CHUNK_BYTES = 1_500_000
"""Texts or lines of a chunk, at most, where all of them take up to 6 GB. One file more costs a build more time than the bytes in it."""
_AT_ONCE_BYTES = 100_000_000
"""Texts and lines that are divided in memory; of more, a sixteenth at a time."""
_BASE = 16
_MOST_DIGITS = 3


@dataclass(frozen=True)
class Chunks:
    """How many hexadecimal digits of an id name its chunk: none where one chunk holds all."""

    article_digits: int = 0
    page_digits: int = 0
    byte_count: int = 0

    @property
    def is_single_file(self) -> bool:
        """Whether the page holds everything."""
        return not self.article_digits and not self.page_digits

    def groups(self, column: str, digits: int) -> Iterator[tuple[list[str], pl.Expr]]:
        """Beginnings of ids, as many as fit into memory together, with the rows they select; an empty one selects all."""
        if not digits:
            yield [""], pl.lit(value=True)
        elif self.byte_count <= _AT_ONCE_BYTES:
            yield _numbers(digits), pl.lit(value=True)
        else:
            for first in _numbers(1):
                rows = (pl.col(column) >= first) & (pl.col(column) < first + "g")
                yield [first + rest for rest in _numbers(digits - 1)], rows


def _numbers(digits: int) -> list[str]:
    """Every number with this number of hexadecimal digits."""
    return [f"{number:0{digits}x}" for number in range(_BASE**digits)] if digits else [""]


def plan(tables: Mapping[str, pl.LazyFrame], text_bytes: Mapping[str, int] | None = None) -> Chunks:
    """How to divide the package of these tables. `text_bytes` has the bytes of the texts of a table, if they are known."""
    article_bytes, line_bytes = (
        text_bytes[name] if text_bytes else _size(tables[name]) for name in ("articles", "lines")
    )
    if article_bytes + line_bytes <= SINGLE_FILE_BYTES:
        return Chunks()
    return Chunks(_digits(article_bytes), _digits(line_bytes), article_bytes + line_bytes)


def _size(table: pl.LazyFrame) -> int:
    """Bytes of the texts of a table; of a text-free edition, of what it has in their place."""
    column = pl.col("text").str.len_bytes().sum() if "text" in table.collect_schema() else pl.len() * _BASE
    return int(table.select(column).collect(engine="streaming").item() or 0)


def _digits(size: int) -> int:
    digits = 1
    while digits < _MOST_DIGITS and size > CHUNK_BYTES * _BASE**digits:
        digits += 1
    return digits
