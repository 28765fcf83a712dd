"""Sorting tables larger than memory by a hexadecimal id: rows are dealt into partitions of ids, which are sorted alone.

A sorted partition is stored in slices: what was made from a slice need not be made again while its rows are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

PARTITION_BYTES = 96 << 20
"""Bytes of text in one partition at most: it is sorted in memory."""
SHARED_BYTES = 8 << 20
"""Smaller partitions than this are not made only so that several processes have one each."""
SHARES = 6
"""Partitions that keep the processes busy to the end, of a table that is large enough."""
SLICE_BYTES = 3 << 20
"""Bytes of text in one slice: one more article costs the work of a slice, and each slice costs a file a table."""
_SPACE = 16**4


@dataclass(frozen=True)
class HashPartitions:
    """Ranges of equal width of the ids in the column `key`; ids are hashes, so the ranges hold about equally many."""

    key: str
    count: int

    @staticmethod
    def counts(byte_count: int) -> tuple[int, int]:
        """The number of partitions, and of slices in all of them, that `byte_count` bytes need."""
        count = _power_of_two(max(-(-byte_count // PARTITION_BYTES), min(SHARES, byte_count // SHARED_BYTES)))
        return count, max(count, _power_of_two(-(-byte_count // SLICE_BYTES)))

    def partition(self, frame: pl.DataFrame) -> list[pl.DataFrame]:
        """The rows of each partition, in the order they had."""
        if self.count == 1:
            return [frame]
        number = pl.col(self.key).str.head(4).str.to_integer(base=16) * self.count // _SPACE
        found = frame.with_columns(_number=number).partition_by("_number", as_dict=True, maintain_order=True)
        by_number = {int(str(number)): rows.drop("_number") for (number,), rows in found.items()}
        return [by_number.get(number, frame.clear()) for number in range(self.count)]


def _power_of_two(least: int) -> int:
    """The smallest power of two that is `least` or more, and at least one: a slice lies in one partition."""
    return 1 << max(0, least - 1).bit_length()
