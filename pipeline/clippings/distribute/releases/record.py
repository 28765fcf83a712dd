"""What is known of a version: its `release.json`, made once from its files and never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from clippings.distribute.releases.delta import Delta
from clippings.distribute.releases.delta_files import rows_of
from clippings.distribute.releases.names import RECORD
from clippings.publish import identity
from clippings.publish.write import facts
from clippings.schema import TABLES

Record = dict[str, Any]
_DIGITS = 8
"""Of the content hash in the name of a version."""


def content_hash(package: Path) -> str:
    """SHA-256 of the package's checksums: of every byte of it."""
    return hashlib.sha256((package / "checksums.sha256").read_bytes()).hexdigest()


def version_name(on: dt.date, content: str, taken: set[str]) -> str:
    """Calendar version and short content hash, as 2026.11.24-1a2b3c4d; with a number where that name is taken: the
    content of an earlier version of the day is released again.
    """
    name = f"{on:%Y.%m.%d}-{content[:_DIGITS]}"
    again = next(n for n in range(1, len(taken) + 2) if (name if n == 1 else f"{name}.{n}") not in taken)
    return name if again == 1 else f"{name}.{again}"


def row_counts(package: Path) -> dict[str, int]:
    """Number of rows of each table."""
    return {name: int(rows_of(package, name).select(pl.len()).collect().item()) for name in TABLES}


def describe(
    staged: Path, name: str, on: dt.date, rows: Mapping[str, int], previous: Record | None, articles: Mapping[str, Any]
) -> Record:
    """The record of the version whose files stand in `staged`.

    Args:
        staged: Its folder: `package` and, where there was a version before it, `delta`.
        name: Its name.
        on: Its day.
        rows: Row counts of its tables.
        previous: The record of the version before it.
        articles: What `changes.of_articles` says.
    """
    package = staged / "package"
    pages = sorted(rows_of(package, "pages").select("sha256").collect()["sha256"])
    files = [facts(staged, path) for path in sorted(staged.rglob("*")) if path.is_file()]
    return {
        "version": name,
        "date": on.isoformat(),
        "number": previous["number"] + 1 if previous else 1,
        "previous": previous["version"] if previous else None,
        "made_by": f"clippings {identity.made_by(package)}",
        "content_sha256": content_hash(package),
        "inputs": {"pages": len(pages), "sha256": hashlib.sha256("\n".join(pages).encode()).hexdigest()},
        "rows": dict(rows),
        "articles": dict(articles),
        "files": [{"path": file.path, "bytes": file.byte_count, "sha256": file.sha256} for file in files],
    }


def delta_counts(deltas: Mapping[str, Delta]) -> dict[str, dict[str, int]]:
    """Rows added, changed and removed of each table."""
    return {name: delta.counts() for name, delta in deltas.items()}


def damaged(version: Path, record: Record) -> list[str]:
    """Files of a version that are missing or are not those that were released."""
    found = []
    for file in record["files"]:
        path = version / file["path"]
        if not path.is_file() or facts(version, path).sha256 != file["sha256"]:
            found.append(file["path"])
    return found


def write(staged: Path, record: Record) -> None:
    """Write `release.json` into the folder of the version."""
    (staged / RECORD).write_bytes(as_json(record))


def as_json(content: object) -> bytes:
    """As every JSON file of the releases is written."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
