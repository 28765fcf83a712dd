"""Whether a package somebody holds, or finds at an address, is the one that was published.

Fetching and unpacking belong here, and what makes them safe; what a valid package is, is said by `publish.validate`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipeline.publish import validate as validating
from pipeline.verify import descriptors, fetch, zips
from pipeline.verify.limits import CannotVerifyError, NotFitError, Room
from pipeline.verify.listing import listed


def verify(place: str, most_bytes: int) -> Iterator[str]:
    """What is wrong with the package at `place`, each as a sentence; nothing where it is valid.

    Args:
        place: A folder, a zip file, or the http(s) address of either.
        most_bytes: So much is downloaded or unpacked at the most.

    Raises:
        CannotVerifyError: There is no package, it could not be fetched whole, or it is larger than `most_bytes`.
    """
    with tempfile.TemporaryDirectory(prefix="clippings-verify-") as name:
        try:
            yield from _findings(_held(place, Path(name), Room(most_bytes)))
        except NotFitError as error:
            yield str(error)


def _held(place: str, folder: Path, room: Room) -> Path:
    """The folder in which the package lies, fetched and unpacked into `folder` if need be."""
    found = fetch.package(place, folder / "fetched", room) if fetch.is_address(place) else Path(place)
    return found if found.is_dir() else zips.unpacked(found, place, folder / "unpacked", room)


def _findings(root: Path) -> Iterator[str]:
    validating.edition_of(root)  # says so where there is no package
    if (root / "checksums.sha256").is_file():
        listed((root / "checksums.sha256").read_bytes())
    found = [*validating.hash_errors(root), *descriptors.foreign(root)]
    yield from found
    if found:  # what is not the published file is not read any further
        return
    try:
        yield from validating.validate(root)
    except pl.exceptions.PolarsError as error:
        yield f"The tables are not those this version of Clippings knows: {str(error).splitlines()[0]}"


__all__ = ["CannotVerifyError", "verify"]
