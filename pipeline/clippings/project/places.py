"""Locations in settings: absolute paths of folders, or addresses of object storage."""

from __future__ import annotations

from pathlib import Path

from clippings.project.project_error import ProjectError

SCHEME = "s3://"


def is_address(place: str) -> bool:
    """Return whether a location is an address of object storage."""
    return place.startswith(SCHEME)


def absolute(place: str, base: Path) -> str:
    """Return a folder as an absolute path, resolved against `base`; an address unchanged."""
    if is_address(place):
        return place
    try:
        return str((base / Path(place).expanduser()).absolute())
    except RuntimeError:
        raise ProjectError(f"{place} names the home folder of an unknown user. Write the folder in full.") from None
