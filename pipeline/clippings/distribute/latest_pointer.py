"""Places that hold several packages and name the newest one in `latest`: releases, and packages in object storage."""

from __future__ import annotations

import re
from pathlib import Path

LATEST = "latest"
SEAL = "checksums.sha256"
"""The file that tells a package."""
MOST_BYTES = 200
"""A `latest` is one name."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")


class LatestError(Exception):
    """A `latest` names no package."""


def named(content: bytes) -> list[str]:
    """Where below a place the package lies that its `latest` names: there itself, or as one of the releases.

    Raises:
        LatestError: It names none.
    """
    said = content.decode("utf-8", errors="replace").strip()
    if not _NAME.fullmatch(said):
        raise LatestError(f"{LATEST} does not name a package.")
    return [said, f"{said}/package"]


def within(folder: Path) -> Path:
    """The package of a folder on disk: itself, or the one that its `latest` names."""
    latest = folder / LATEST
    if (folder / SEAL).exists() or not latest.is_file() or latest.stat().st_size > MOST_BYTES:
        return folder
    places = [folder / path for path in named(latest.read_bytes())]
    return next((place for place in places if (place / SEAL).is_file()), folder)
