"""Places as settings hold them: absolute paths of folders, or addresses of object storage as they are."""

from __future__ import annotations

from pathlib import Path

SCHEME = "s3://"


def is_address(place: str) -> bool:
    """Whether a place is an address of object storage."""
    return place.startswith(SCHEME)


def absolute(place: str, base: Path) -> str:
    """A folder as an absolute path, relative to `base`; an address as it is."""
    return place if is_address(place) else str((base / Path(place).expanduser()).absolute())
