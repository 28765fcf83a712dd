"""Checks, before a build starts, whether it may read and publish at the places it was given."""

from __future__ import annotations

import os
from pathlib import Path

from clippings.distribute import s3_package
from clippings.distribute.s3 import mirror
from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket
from clippings.orchestration import locations
from clippings.publish import ownership
from clippings.publish.text_free import strip

Place = Path | Address
"""A folder, or an address in object storage."""


class CannotBuildError(Exception):
    """Something outside the data stands in the way: a folder, a disk, a right."""


def check(raw: Place, out: Place, text_free: Place | None) -> None:
    """Check the places of the dumps, of the package, and of its text-free edition if there is to be one.

    Raises:
        CannotBuildError: One of them cannot be used, or one lies within another.
    """
    try:
        _check_raw(raw)
        _check_apart(raw, out, "--out")
        _check_out(out)
        if text_free:
            _check_text_free(text_free)
            for other in (raw, out):
                _check_apart(other, text_free, strip.TEXT_FREE_OPTION)
        for place, option in ((out, "--out"), (text_free, strip.TEXT_FREE_OPTION)):  # last, for it makes folders
            if place:
                _check_writable(_folder(place), option)
    except (ownership.NotAPackageError, strip.CannotStripError, OSError) as error:
        raise CannotBuildError(str(error)) from error


def _check_raw(raw: Place) -> None:
    if isinstance(raw, Address):
        mirror.listing(Bucket(raw))
        return
    if not raw.is_dir():
        raise CannotBuildError(f"{raw} is not a folder. Name the folder of saved pages with --raw.")
    if not os.access(raw, os.R_OK | os.X_OK):
        raise CannotBuildError(f"{raw} cannot be read. Change its rights, or name another folder with --raw.")


def _check_out(out: Place) -> None:
    if isinstance(out, Address):
        s3_package.check_place(Bucket(out))
    ownership.check_folder(_folder(out))


def _check_text_free(text_free: Place) -> None:
    if isinstance(text_free, Address):
        s3_package.check_place(Bucket(text_free))
    strip.check_place(_folder(text_free), strip.TEXT_FREE_OPTION)


def _folder(place: Place) -> Path:
    """The folder a package is built at: of an address, the one that is sent there."""
    return locations.out_folder(str(place))


def _check_apart(one: Place, other: Place, option: str) -> None:
    if isinstance(one, Address) and isinstance(other, Address):
        is_apart = not one.overlaps(other)
    elif isinstance(one, Address) or isinstance(other, Address):
        is_apart = True
    else:
        here, there = one.resolve(), other.resolve()
        is_apart = not (here == there or there in here.parents or here in there.parents)
    if not is_apart:
        raise CannotBuildError(f"{one} and {other} lie within one another. Choose another place with {option}.")


def _check_writable(place: Path, option: str) -> None:
    folder = place.absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotBuildError(f"{folder} may not be written to. Choose another place with {option}.")
