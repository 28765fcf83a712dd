"""Writes the tables, in each format the same rows in the same order, and the checksums."""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import polars as pl

from clippings.publish.exporters import TABLE_EXPORTERS, TableExporter
from clippings.publish.package_layout import CHECKSUMS
from clippings.schema import TABLES
from clippings.schema.editions import WITH_TEXTS, tables_of

_CHUNK = 1 << 20


class _Hashed:
    """A file that is hashed while it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self._byte_count, self._crc32 = file, hashlib.sha256(), 0, 0

    def write(self, data: bytes | memoryview) -> int:
        """Write bytes."""
        self._digest.update(data)
        self._crc32 = zlib.crc32(data, self._crc32)
        size = self._file.write(data)
        self._byte_count += size
        return size

    def facts(self, path: str) -> "FileFacts":
        """What was written."""
        return FileFacts(path, self._byte_count, self._digest.hexdigest(), self._crc32)


@dataclass(frozen=True)
class FileFacts:
    """What the descriptor says of a file.

    Attributes:
        path: Where it is, below the package.
        byte_count: Its size.
        sha256: Its hash.
        crc32: Of the same bytes, if they were hashed while they were written; None if they were read from the file.
    """

    path: str
    byte_count: int
    sha256: str
    crc32: int | None = None


def write_files(name: str, rows: pl.LazyFrame, data: Path, edition: str = WITH_TEXTS) -> None:
    """Write the files of a table below `data`, one in each format, from rows in order."""
    data.mkdir(parents=True, exist_ok=True)
    for exporter in TABLE_EXPORTERS:
        exporter.write(rows, data.parent / exporter.file_name(name), tables_of(edition)[name])


def write_pieces(name: str, rows: pl.DataFrame) -> list[bytes]:
    """Return some rows of a table as a file in each format whose files can be joined."""
    pieces = []
    for exporter in joined():
        piece = BytesIO()
        exporter.write(rows.lazy(), piece, TABLES[name])
        pieces.append(piece.getvalue())
    return pieces


def join_pieces(name: str, pieces: Sequence[Iterable[bytes]], rows: pl.LazyFrame, data: Path) -> list[FileFacts]:
    """Write the files of a table below `data`, and return their sizes and hashes.

    Args:
        name: The table.
        pieces: For each format whose files can be joined, what `write_pieces` made of all rows.
        rows: All rows, for the other formats.
        data: The folder.
    """
    data.mkdir(parents=True, exist_ok=True)
    formats = iter(pieces)
    facts = []
    for exporter in TABLE_EXPORTERS:
        path = data.parent / exporter.file_name(name)
        if exporter.is_joined:
            with path.open("wb") as file:
                hashed = _Hashed(file)
                exporter.join(next(formats), hashed)
            facts.append(hashed.facts(exporter.file_name(name)))
        else:
            exporter.write(rows, path, TABLES[name])
            facts.append(file_facts(data.parent, path))
    return facts


def joined() -> list[TableExporter]:
    """The formats whose files can be joined."""
    return [exporter for exporter in TABLE_EXPORTERS if exporter.is_joined]


def file_facts(root: Path, path: Path) -> FileFacts:
    """Size and hash of a file below `root`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return FileFacts(path.relative_to(root).as_posix(), path.stat().st_size, digest.hexdigest())


def crc32_of(path: Path) -> int:
    """CRC-32 of a file: it finds damage in an eighth of the time of SHA-256."""
    result = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            result = zlib.crc32(chunk, result)
    return result


def write_checksums(root: Path, files: Iterable[FileFacts]) -> None:
    """`checksums.sha256`, as `sha256sum --check` reads it."""
    lines = [f"{file.sha256}  {file.path}\n" for file in sorted(files, key=lambda file: file.path)]
    (root / CHECKSUMS).write_text("".join(lines), "utf-8", newline="\n")
