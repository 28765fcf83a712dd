"""A store in memory, for one run only."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from clippings.flow.store import Store
from clippings.flow.table import Part


class MemoryStore(Store):
    """A store that keeps frames in memory: for archives that fit, and for tests that need many small ones."""

    def __init__(self) -> None:
        """Store nothing yet."""
        super().__init__(Path())
        object.__setattr__(self, "frames", {})

    frames: dict[str, pl.DataFrame]

    def put(self, frame: pl.DataFrame) -> Part:
        """Keep a frame."""
        digest = str(len(self.frames))
        self.frames[digest] = frame
        return Part(digest, frame.height)

    def put_pack(self, frames: Iterable[pl.DataFrame]) -> list[Part]:
        """Keep frames."""
        return [self.put(frame) for frame in frames]

    def get(self, part: Part, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The frame of a part, or some columns of it."""
        return self.frames[part.digest] if columns is None else self.frames[part.digest].select(columns)

    def read_list(self, name: str) -> Any:  # noqa: ANN401
        """Nothing is kept from run to run."""

    def write_list(self, name: str, content: object) -> None:
        """Nothing is kept from run to run."""
