"""The record of a version, `release.json`: made once from its files and never changed."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from clippings.distribute.releases.delta_files import Delta, rows_of
from clippings.distribute.releases.release_names import RECORD
from clippings.publish import package_metadata
from clippings.publish.package_layout import CHECKSUMS
from clippings.publish.write_tables import file_facts
from clippings.schema import TABLES

Record = dict[str, Any]
_DIGITS = 8
"""Number of digits of the content hash in the name of a version."""


def content_hash(package: Path) -> str:
    """Return the SHA-256 of the package's checksums, which covers every byte of the package."""
    return hashlib.sha256((package / CHECKSUMS).read_bytes()).hexdigest()


def version_name(on: dt.date, content: str, taken: set[str]) -> str:
    """Return the calendar version with a short content hash, as 2026.11.24-1a2b3c4d.

    A number follows if the name is taken: the same content was released earlier that day.
    """
    name = f"{on:%Y.%m.%d}-{content[:_DIGITS]}"
    again = next(n for n in range(1, len(taken) + 2) if (name if n == 1 else f"{name}.{n}") not in taken)
    return name if again == 1 else f"{name}.{again}"


def row_counts(package: Path) -> dict[str, int]:
    """Return the number of rows of each table."""
    return {name: int(rows_of(package, name).select(pl.len()).collect().item()) for name in TABLES}


def describe(
    staged: Path, name: str, on: dt.date, rows: Mapping[str, int], previous: Record | None, articles: Mapping[str, Any]
) -> Record:
    """Return the record of the version whose files are in `staged`."""
    package = staged / "package"
    pages = sorted(rows_of(package, "pages").select("sha256").collect()["sha256"])
    files = [file_facts(staged, path) for path in sorted(staged.rglob("*")) if path.is_file()]
    return {
        "version": name,
        "date": on.isoformat(),
        "number": previous["number"] + 1 if previous else 1,
        "previous": previous["version"] if previous else None,
        "made_by": f"clippings {package_metadata.made_by(package)}",
        "content_sha256": content_hash(package),
        "inputs": {"pages": len(pages), "sha256": hashlib.sha256("\n".join(pages).encode()).hexdigest()},
        "rows": dict(rows),
        "articles": dict(articles),
        "files": [{"path": file.path, "bytes": file.byte_count, "sha256": file.sha256} for file in files],
    }


def delta_counts(deltas: Mapping[str, Delta]) -> dict[str, dict[str, int]]:
    """Return the numbers of rows added, changed and removed of each table."""
    return {name: delta.counts() for name, delta in deltas.items()}


def damaged(version: Path, record: Record) -> list[str]:
    """Return the files of a version that are missing or differ from the released files."""
    damages = []
    for file in record["files"]:
        path = version / file["path"]
        if not path.is_file() or file_facts(version, path).sha256 != file["sha256"]:
            damages.append(file["path"])
    return damages


def write(staged: Path, record: Record) -> None:
    """Write `release.json` into the folder of the version."""
    (staged / RECORD).write_bytes(as_json(record))


def as_json(content: object) -> bytes:
    """Return `value` in the JSON format of all release files."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
