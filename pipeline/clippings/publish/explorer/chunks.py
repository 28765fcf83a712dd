"""How the data of the explorer is divided: all in the page, or in chunks beside it, by the first digits of an id.

The file of a chunk is written, or copied from an earlier package if nothing that it shows has changed.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from clippings.common.code_versions import version_of
from clippings.publish.explorer.page_file import json_of, to_json
from clippings.publish.write_tables import FileFacts, file_facts

SINGLE_FILE_BYTES = 12_000_000
"""Texts and lines up to this size are put into the page itself: some 1,500 articles."""
CHUNK_BYTES = 1_500_000
"""Texts or lines of a chunk, at most, where all of them take up to 6 GB. One file more costs a build more time than the bytes in it."""
_AT_ONCE_BYTES = 100_000_000
"""Texts and lines that are divided in memory; of more, a sixteenth at a time."""
_BASE = 16
_MOST_DIGITS = 3

CHUNK_FOLDER = "explorer"
ARTICLE_TABLES, PAGE_TABLES = (
    ("articles", "evidence", "text_spans", "dates", "mentions"),
    ("lines", "removals", "recent_posts"),
)
"""Tables whose parts are ranges of the ids of articles, and of pages."""


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


class PartOfTable(NamedTuple):
    """Stored rows of a table.

    Attributes:
        first: Beginning of the lowest id that they may have.
        last: Beginning of the highest one.
        digest: Their hash.
    """

    first: str
    last: str
    digest: str


@dataclass
class ChunkFiles:
    """The chunks of one package and of the one before it.

    Attributes:
        earlier: Folder of the package before, if there is one.
        known: Name of a chunk of that package to the hash of what it shows and the hash of its file.
        parts: Kind of chunk to the stored parts of its tables. If it is empty, nothing is copied.
        text_bytes: Bytes of the texts of articles and lines, if they are known.
        written: Name of each chunk of this package to its hashes.
        facts: Name of each chunk to the size and hash of its file.
    """

    earlier: Path | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Sequence[PartOfTable]] = field(default_factory=dict)
    text_bytes: Mapping[str, int] | None = None
    written: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: dict[str, FileFacts] = field(default_factory=dict)

    def write(self, root: Path, name: str, relations: str, tables: Mapping[str, pl.DataFrame]) -> None:
        """Write a chunk as a script, which a page opened from a disk may load too.

        Args:
            root: Folder of the package.
            name: Name of the chunk.
            relations: Hash of what it shows beside the rows of the stored parts.
            tables: What it shows.
        """
        path = _free(root, name)
        path.write_text(f"clippingsChunk({to_json(name)},{json_of(tables)});\n", "utf-8", newline="\n")
        self._note(name, self._key(name, relations), file_facts(root, path))

    def copy(self, root: Path, name: str, relations: str) -> bool:
        """Copy a chunk of the earlier package. False if it shows something else, or is not whole."""
        match self.known.get(name):
            case [str(known_key), str(sha256)] if self.earlier is not None and known_key == self._key(name, relations):
                path = _free(root, name)
                try:
                    _link(_path(self.earlier, name), path)
                except OSError:
                    return False
                facts = file_facts(root, path)
                if facts.sha256 == sha256:
                    self._note(name, known_key, facts)
                    return True
        return False

    def _note(self, name: str, key: str, facts: FileFacts) -> None:
        self.facts[name] = facts
        if key:
            self.written[name] = key, facts.sha256

    def _key(self, name: str, relations: str) -> str:
        """A hash of all that a chunk shows; empty if that is not known."""
        kind, _, prefix = name.partition("-")
        if kind not in self.parts:
            return ""
        digits = len(prefix)
        digests = (part.digest for part in self.parts[kind] if part.first[:digits] <= prefix <= part.last[:digits])
        return hashlib.sha256(f"{version_of(__name__)} {relations} {' '.join(digests)}".encode()).hexdigest()


def _free(root: Path, name: str) -> Path:
    """The path of a chunk, with no file: one that is there may be that of the earlier package, which is never written to."""
    path = _path(root, name)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    return path


def _link(earlier: Path, path: Path) -> None:
    """Let `path` be the same file, which no build changes; a copy where the system cannot, or where `earlier` is a link."""
    try:
        if not earlier.is_symlink():
            path.hardlink_to(earlier)
            return
    except OSError:
        pass
    shutil.copyfile(earlier, path)


def _path(root: Path, name: str) -> Path:
    return root / CHUNK_FOLDER / f"{name}.js"
