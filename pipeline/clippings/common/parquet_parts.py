"""Tables larger than memory: folders of numbered Parquet parts, written and read one batch at a time.

A part is one batch of pages, or one slice of articles; parts are numbered in the order of their ids. Nothing here knows
what a table means.
"""

from __future__ import annotations

import hashlib
import os
import shutil
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
        self.discard(number)  # another name of the old file keeps it as it is
        frame.write_parquet(self.file(number), compression="lz4", statistics=False)

    def put(self, number: int, file: Path, digest: str) -> None:
        """Store the Parquet file `file`, whose SHA-256 is known, as part `number`: under one more name, where that can be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.discard(number)
        link_or_copy(file, self.file(number))
        self._seal(number).write_text(digest, "ascii")

    def discard(self, number: int) -> None:
        """Remove part `number`, if it is there."""
        self._seal(number).unlink(missing_ok=True)
        self.file(number).unlink(missing_ok=True)

    def file(self, number: int) -> Path:
        """The file of part `number`."""
        return self.folder / f"{number:06d}.parquet"

    def digest(self, number: int) -> str:
        """SHA-256 of the file of part `number`, noted beside it once it is known."""
        seal = self._seal(number)
        try:
            return seal.read_text("ascii")
        except FileNotFoundError:
            found = file_digest(self.file(number))
            seal.write_text(found, "ascii")
            return found

    def get(self, number: int) -> pl.DataFrame:
        """Part `number`."""
        return pl.read_parquet(self.file(number))

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

    def _seal(self, number: int) -> Path:
        return self.folder / f"{number:06d}.sha256"


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def link_or_copy(file: Path, target: Path) -> None:
    """Give `file` one more name; copy it where the file system has no such thing."""
    try:
        os.link(file, target)
    except FileExistsError:
        raise
    except OSError:
        shutil.copyfile(file, target)
