"""Sorts tables larger than memory by a hexadecimal id: divides rows into partitions of ids and sorts each partition.

A sorted partition is stored in slices: results made from a slice stay valid while its rows are the same.
"""

from dataclasses import dataclass

import polars as pl

PARTITION_BYTES = 96 << 20
"""Maximum number of bytes of text in one partition, which is sorted in memory."""
SHARED_BYTES = 8 << 20
"""Minimum size of a partition made only to give every process one."""
SHARES = 24
"""Number of partitions of a large table that keeps the processes busy to the end, and lets one more page touch some alone."""
SLICE_BYTES = 3 << 20
"""Number of bytes of text in one slice: one more article costs the work of a slice, each slice one file per table."""
_SPACE = 16**4


@dataclass(frozen=True)
class HashPartitions:
    """Ranges of equal width of the ids in the column `key`. Ids are hashes, so the ranges have similar numbers of rows."""

    key: str
    count: int

    @staticmethod
    def counts(byte_count: int, shares: int = SHARES) -> tuple[int, int]:
        """Return the number of partitions, `shares` of a large table, and the total number of slices, that `byte_count` bytes need."""
        count = _power_of_two(max(-(-byte_count // PARTITION_BYTES), min(shares, byte_count // SHARED_BYTES)))
        return count, max(count, _power_of_two(-(-byte_count // SLICE_BYTES)))

    def partition(self, frame: pl.DataFrame) -> list[pl.DataFrame]:
        """Return the rows of each partition, in their original order."""
        if self.count == 1:
            return [frame]
        return partition_by(
            frame, pl.col(self.key).str.head(4).str.to_integer(base=16) * self.count // _SPACE, self.count
        )

    def ids(self, number: int) -> tuple[str, str]:
        """Return how the lowest and the highest id of a partition begin."""
        first, beyond = (-(-place * _SPACE // self.count) for place in (number, number + 1))
        return f"{first:04x}", f"{beyond - 1:04x}"


def partition_by(frame: pl.DataFrame, number: pl.Expr, count: int) -> list[pl.DataFrame]:
    """Return the rows of each number below `count`, in their original order."""
    partitions = frame.with_columns(_number=number).partition_by("_number", as_dict=True, maintain_order=True)
    by_number = {int(str(number)): rows.drop("_number") for (number,), rows in partitions.items()}
    return [by_number.get(number, frame.clear()) for number in range(count)]


def _power_of_two(least: int) -> int:
    """Return the smallest power of two that is at least `least` and at least one, so that a slice is in one partition."""
    return 1 << max(0, least - 1).bit_length()
