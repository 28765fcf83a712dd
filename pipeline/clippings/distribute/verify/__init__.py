"""Whether a package somebody holds, or finds at an address, is the one that was published.

Fetching and unpacking belong here, and what makes them safe; what a valid package is, is said by `publish.validate`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from clippings.distribute import latest_pointer
from clippings.distribute.s3.address import is_address
from clippings.distribute.verify import fetch_http, fetch_s3, safe_descriptor, unzip
from clippings.distribute.verify.checksum_list import listed
from clippings.distribute.verify.limits import CannotVerifyError, NotFitError, Room
from clippings.publish import validate as validating


def verify(place: str, most_bytes: int) -> Iterator[str]:
    """What is wrong with the package at `place`, each as a sentence; nothing where it is valid.

    Args:
        place: A folder, a zip file, or the address of either (http, https or s3); one that holds several packages and
            names the newest in `latest` stands for that one.
        most_bytes: So much is downloaded or unpacked at the most.

    Raises:
        CannotVerifyError: There is no package, it could not be fetched whole, or it is larger than `most_bytes`.
        OSError: It cannot be read, or the server of an s3 address stands in the way.
    """
    with tempfile.TemporaryDirectory(prefix="clippings-verify-") as name:
        try:
            yield from _findings(_held(place, Path(name), Room(most_bytes)))
        except (NotFitError, latest_pointer.LatestError) as error:
            yield str(error)


def _held(place: str, folder: Path, room: Room) -> Path:
    """The folder in which the package lies, fetched and unpacked into `folder` if need be."""
    if is_address(place):
        found = fetch_s3.package(place, folder / "fetched", room)
    elif fetch_http.is_address(place):
        found = fetch_http.package(place, folder / "fetched", room)
    else:
        found = Path(place)
    return latest_pointer.within(found) if found.is_dir() else unzip.unpacked(found, place, folder / "unpacked", room)


def _findings(root: Path) -> Iterator[str]:
    validating.edition_of(root)  # says so where there is no package
    if (root / "checksums.sha256").is_file():
        listed((root / "checksums.sha256").read_bytes())
    found = [*validating.hash_errors(root), *safe_descriptor.foreign(root)]
    yield from found
    if found:  # what is not the published file is not read any further
        return
    try:
        yield from validating.validate(root)
    except pl.exceptions.PolarsError as error:
        yield f"The tables are not those this version of Clippings knows: {str(error).splitlines()[0]}"


__all__ = ["CannotVerifyError", "verify"]
