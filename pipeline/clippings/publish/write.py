"""Writes the tables: Parquet and CSV of the same rows in the same order, a batch at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

COMPRESSION_LEVEL = 1
"""Of zstd: level 3 takes half as long again for text and saves a tenth."""
ROW_GROUP = 8_192
"""Rows of a row group: a writer holds one group of long texts in memory at a time."""
_CHUNK = 1 << 20


@dataclass(frozen=True)
class FileFacts:
    """What the descriptor says of a file."""

    path: str
    byte_count: int
    sha256: str


def write_files(name: str, rows: pl.LazyFrame, data: Path) -> None:
    """Write `<name>.parquet` and `<name>.csv` below `data` from rows in order."""
    data.mkdir(parents=True, exist_ok=True)
    rows.sink_parquet(
        data / f"{name}.parquet", compression="zstd", compression_level=COMPRESSION_LEVEL, row_group_size=ROW_GROUP
    )
    rows.sink_csv(data / f"{name}.csv")


def facts(root: Path, path: Path) -> FileFacts:
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
