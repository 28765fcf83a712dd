"""Sorting tables larger than memory by a hexadecimal id: rows are dealt into buckets of ids, then sorted one by one.

A sorted bucket is stored in slices: what is found out of a slice need not be found again while its rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

BUCKET_BYTES = 96 << 20
"""Bytes of text one bucket should hold: it is sorted in memory."""
SHARED_BYTES = 8 << 20
"""Smaller buckets than this are not made only so that several processes have one each."""
SHARES = 6
"""So many buckets keep the processes busy to the end, of a table that is large enough."""
SLICE_BYTES = 3 << 20
"""Bytes of text one slice should hold: one more article costs the work of a slice, and each slice costs a file a table."""
_SPACE = 16**4


@dataclass(frozen=True)
class Buckets:
    """So many buckets, and so many slices in all; their order is the order of the ids in the column `key`."""

    key: str
    count: int
    slice_count: int

    @classmethod
    def for_bytes(cls, key: str, byte_count: int) -> Buckets:
        """As many buckets and slices as `byte_count` bytes need."""
        count = _power_of_two(max(-(-byte_count // BUCKET_BYTES), min(SHARES, byte_count // SHARED_BYTES)))
        return cls(key, count, max(count, _power_of_two(-(-byte_count // SLICE_BYTES))))

    def names(self, table: str) -> list[str]:
        """Names of the buckets of a table."""
        return [f"{table}.{number:05d}" for number in range(self.count)]

    def dealt(self, table: str, frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
        """Name and rows of each bucket, of rows of a table."""
        found = self._told_apart(frame, self.count)
        for number, name in enumerate(self.names(table)):
            yield name, found.get(number, frame.clear())

    def slices(self, number: int, frame: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
        """Number and rows of each slice of bucket `number`, whose rows are `frame`."""
        each = self.slice_count // self.count
        found = self._told_apart(frame, self.slice_count)
        for one in range(number * each, (number + 1) * each):
            yield one, found.get(one, frame.clear())

    def _told_apart(self, frame: pl.DataFrame, count: int) -> dict[int, pl.DataFrame]:
        """The rows by which of `count` equal stretches of ids they lie in."""
        if count == 1:
            return {0: frame}
        number = pl.col(self.key).str.head(4).str.to_integer(base=16) * count // _SPACE
        found = frame.with_columns(_stretch=number).partition_by("_stretch", as_dict=True, maintain_order=True)
        return {int(str(stretch)): rows.drop("_stretch") for (stretch,), rows in found.items()}


def _power_of_two(least: int) -> int:
    """The smallest one that is `least` or more, and at least one: a slice lies in one bucket."""
    return 1 << max(0, least - 1).bit_length()
