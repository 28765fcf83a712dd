"""One batch of pages, or one slice of articles: its parts of the run's tables.

A batch is a folder and a number, so that each can be worked on in a process of its own. What is done to it stands in
`page_steps`, `article_steps` and `batch_checks`. No Dagster here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from clippings.common.parquet_parts import Parts


@dataclass(frozen=True)
class Batch:
    """A batch: the run's folder and the number of its parts."""

    folder: Path
    number: int

    def parts(self, name: str) -> Parts:
        """The table `name` of all batches."""
        return Parts(self.folder / "parts" / name)

    def get(self, name: str) -> pl.DataFrame:
        """The batch's part of the table `name`."""
        return self.parts(name).get(self.number)

    def replace(self, name: str, frame: pl.DataFrame) -> None:
        """Store another part in the place of the batch's part of the table `name`, in a file of its own."""
        self.parts(name).discard(self.number)  # what is linked to the old file keeps it
        self.put(name, frame)

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Store the batch's part of the table `name`."""
        self.parts(name).write(self.number, frame)


@cache
def table(parts: Parts) -> pl.DataFrame:
    """A table that is small beside the texts, read once a process and run: the folder of a run is its own."""
    return parts.read()
