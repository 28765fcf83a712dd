"""Tables larger than memory: folders of numbered Parquet parts, written and read one batch at a time.

A part is one batch of pages; parts are numbered in the order of page ids. Nothing here knows what a table means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class Parts:
    """A folder of Parquet parts, in order."""

    folder: Path

    def write(self, number: int, frame: pl.DataFrame) -> None:
        """Store `frame` as part `number`. Parts are read back by this program only, so they are lightly packed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(self.folder / f"{number:06d}.parquet", compression="lz4", statistics=False)

    def discard(self, number: int) -> None:
        """Remove part `number`."""
        (self.folder / f"{number:06d}.parquet").unlink()

    def get(self, number: int) -> pl.DataFrame:
        """Part `number`."""
        return pl.read_parquet(self.folder / f"{number:06d}.parquet")

    def files(self) -> list[Path]:
        """The parts, in order."""
        return sorted(self.folder.glob("*.parquet"))

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Each part as a frame."""
        return (pl.read_parquet(file) for file in self.files())

    def numbers(self) -> list[int]:
        """Numbers of the parts."""
        return [int(file.stem) for file in self.files()]

    def scan(self) -> pl.LazyFrame:
        """All parts as one lazy frame, rows in order."""
        return pl.scan_parquet(self.files())

    def read(self) -> pl.DataFrame:
        """All parts at once: for tables that are small beside the text."""
        return pl.read_parquet(self.files())

    def row_count(self) -> int:
        """Number of rows over all parts."""
        return int(self.scan().select(pl.len()).collect().item()) if self.files() else 0
