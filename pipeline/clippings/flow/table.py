"""A table of the store as a list of parts. `store` finds parts and checks that they are whole."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import polars as pl


class Part(NamedTuple):
    """A stored frame.

    Attributes:
        digest: SHA-256 of its bytes.
        row_count: Number of its rows.
        pack: Digest of the object that holds it with others; empty if the object is this part alone.
        offset: Where it begins in the pack.
        size: Number of its bytes.
    """

    digest: str
    row_count: int
    pack: str = ""
    offset: int = 0
    size: int = 0


def copied(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with strings of their own: rows taken out of a frame hold the memory of all its strings."""
    return rows.with_columns(pl.col(pl.String) + "")


def are_parts(content: object) -> bool:
    """Whether what a list holds are parts as this program writes them."""
    return isinstance(content, list) and all(
        isinstance(part, list) and [type(value) for value in part] == [str, int, str, int, int] for part in content
    )


class PartReader(Protocol):
    """Where the parts of a table are: a store."""

    def get(self, part: Part, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The frame of a part, or some columns of it."""

    def scan(self, parts: Sequence[Part]) -> pl.LazyFrame:
        """The rows of parts, in order, read one part after the other."""


@dataclass(frozen=True)
class Table:
    """A table of the store: its parts in order."""

    store: PartReader
    parts: tuple[Part, ...] = ()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Each part as a frame."""
        return self.each()

    def each(self, *columns: str) -> Iterator[pl.DataFrame]:
        """Each part as a frame; or these columns of it."""
        return (self.store.get(part, columns or None) for part in self.parts)

    @property
    def row_count(self) -> int:
        """Number of rows over all parts."""
        return sum(part.row_count for part in self.parts)

    @property
    def version(self) -> str:
        """One hash of all parts: equal tables have equal versions."""
        return hashlib.sha256(" ".join(part.digest for part in self.parts).encode()).hexdigest()[:32]

    def filter(self, where: pl.Expr, *columns: str) -> pl.DataFrame:
        """The rows of all parts for which an expression holds; or these columns of them."""
        return pl.concat(copied(part.filter(where)) for part in self.each(*columns))

    def scan(self) -> pl.LazyFrame:
        """All parts as one lazy frame, rows in order."""
        return self.store.scan(self.parts)

    def read(self, columns: list[str] | None = None) -> pl.DataFrame:
        """Return all parts as one frame: of tables that are small compared with the texts, or some columns of larger ones."""
        return pl.concat(self.each(*columns or ()))
