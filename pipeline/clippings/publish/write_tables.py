"""Writes the tables, in each format the same rows in the same order, and the checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clippings.publish.exporters import TABLE_EXPORTERS
from clippings.schema.editions import WITH_TEXTS, tables_of

_CHUNK = 1 << 20


@dataclass(frozen=True)
class FileFacts:
    """What the descriptor says of a file."""

    path: str
    byte_count: int
    sha256: str


def write_files(name: str, rows: pl.LazyFrame, data: Path, edition: str = WITH_TEXTS) -> None:
    """Write the files of a table below `data`, one in each format, from rows in order."""
    data.mkdir(parents=True, exist_ok=True)
    for exporter in TABLE_EXPORTERS:
        exporter.write(rows, data.parent / exporter.file_name(name), tables_of(edition)[name])


def file_facts(root: Path, path: Path) -> FileFacts:
    """Size and hash of a file below `root`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return FileFacts(path.relative_to(root).as_posix(), path.stat().st_size, digest.hexdigest())


def write_checksums(root: Path, files: Iterable[FileFacts]) -> None:
    """`checksums.sha256`, as `sha256sum --check` reads it."""
    lines = [f"{file.sha256}  {file.path}\n" for file in sorted(files, key=lambda file: file.path)]
    (root / "checksums.sha256").write_text("".join(lines), "utf-8", newline="\n")
