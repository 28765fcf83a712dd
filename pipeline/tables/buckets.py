"""Sorting tables larger than memory by a hexadecimal id: rows are dealt into buckets of ids, then sorted one by one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.tables.parts import Parts

BUCKET_BYTES = 96 << 20
"""Bytes of text one bucket should hold: it is sorted in memory."""
SHARED_BYTES = 8 << 20
"""Smaller buckets than this are not made only so that several processes have one each."""
SHARES = 6
"""So many buckets keep the processes busy to the end, of a table that is large enough."""
_SPACE = 16**4


@dataclass(frozen=True)
class Buckets:
    """A folder of `count` buckets; the buckets' order is the order of the ids in `key`."""

    folder: Path
    key: str
    count: int

    @classmethod
    def for_bytes(cls, folder: Path, key: str, byte_count: int) -> Buckets:
        """As many buckets as `byte_count` bytes need."""
        needed, shared = -(-byte_count // BUCKET_BYTES), min(SHARES, byte_count // SHARED_BYTES)
        return cls(folder, key, max(1, needed, shared))

    def deal(self, part: int, frame: pl.DataFrame) -> None:
        """Put the rows of `frame`, which is part `part` of the table, into their buckets."""
        if self.count == 1:
            self._bucket(0).write(part, frame)
            return
        number = pl.col(self.key).str.head(4).str.to_integer(base=16) * self.count // _SPACE
        for (bucket,), rows in frame.with_columns(_bucket=number).partition_by("_bucket", as_dict=True).items():
            self._bucket(int(str(bucket))).write(part, rows.drop("_bucket"))

    def get(self, number: int) -> pl.DataFrame | None:
        """Bucket `number` whole, rows in the order they were dealt; None where it holds none."""
        bucket = self._bucket(number)
        return bucket.read() if bucket.files() else None

    def _bucket(self, number: int) -> Parts:
        return Parts(self.folder / f"{number:05d}")
