"""Checks, before a build starts, whether it may read and publish at the places it was given."""

import os
from pathlib import Path

from clippings.common.addresses import is_s3
from clippings.common.user_error import UserError
from clippings.distribute import s3_package
from clippings.distribute.s3 import mirror
from clippings.distribute.s3.address import Address, AddressError, parse
from clippings.distribute.s3.bucket import Bucket
from clippings.enrich.credits import outlets
from clippings.enrich.entities import authority, gazetteer, word_lists
from clippings.flow import executors
from clippings.orchestration import locations
from clippings.project import ProjectError, Settings, additions, corrections
from clippings.publish import package_ownership
from clippings.publish.text_free import strip
from clippings.segment.sites import pattern_pieces, profiles

Location = Path | Address
"""A folder, or an address in object storage."""


class CannotBuildError(UserError):
    """The build cannot start or finish because of a folder, a disk or a permission."""


def check(settings: Settings) -> None:
    """Check the places of the dumps, of the package, and of its text-free edition if there is to be one, and the files of
    the project.

    Raises:
        CannotBuildError: One of them cannot be used, or one lies within another.
    """
    cache = settings.cache
    try:
        raw, out = _place(settings.paths.raw), _place(settings.paths.out)
        text_free = _place(settings.paths.text_free) if settings.paths.text_free else None
        executors.process_count()
        _check_additions(settings)
        _check_raw(raw)
        _check_cache(raw, cache)
        _check_apart(raw, out, "--out")
        _check_out(out, cache)
        if text_free:
            _check_text_free(text_free, cache)
            for other in (raw, out):
                _check_apart(other, text_free, strip.TEXT_FREE_OPTION)
        for place, option in ((out, "--out"), (text_free, strip.TEXT_FREE_OPTION)):  # last, for it makes folders
            if place:
                _check_writable(_folder(place, cache), option)
    except (
        package_ownership.NotAPackageError,
        strip.CannotStripError,
        AddressError,
        ProjectError,
        OSError,
        ValueError,
    ) as error:
        raise CannotBuildError(str(error)) from error


def _check_cache(raw: Location, cache: Path) -> None:
    """Refuse a cache whose files would be read as pages; a hidden folder is not read."""
    if isinstance(raw, Path) and cache.resolve().is_relative_to(raw.resolve()):
        below = cache.resolve().relative_to(raw.resolve()).parts
        if not any(part.startswith(".") for part in below):
            raise CannotBuildError(f"The cache {cache} is in the raw folder. Choose another place with `paths.cache`.")


def _place(place: str) -> Location:
    return parse(place) if is_s3(place) else Path(place)


def _check_additions(settings: Settings) -> None:
    """Read what the project adds: a broken file is refused before anything is built."""
    added = additions.of(settings)
    additions.check_names(added)
    with additions.using(added):
        pattern_pieces.check_phrases()
        profiles.load()
        corrections.of(added)
        if added.authority:
            authority.curated()
            outlets.load()
            word_lists.load()
            gazetteer.supplement()


def _check_raw(raw: Location) -> None:
    if isinstance(raw, Address):
        mirror.listing(Bucket(raw))
        return
    if not raw.is_dir():
        raise CannotBuildError(f"{raw} is not a folder. Name the folder of saved pages with --raw.")
    if not os.access(raw, os.R_OK | os.X_OK):
        raise CannotBuildError(f"{raw} cannot be read. Change its rights, or name another folder with --raw.")


def _check_out(out: Location, cache: Path) -> None:
    if isinstance(out, Address):
        s3_package.check_place(Bucket(out))
    package_ownership.check_folder(_folder(out, cache))


def _check_text_free(text_free: Location, cache: Path) -> None:
    if isinstance(text_free, Address):
        s3_package.check_place(Bucket(text_free))
    strip.check_place(_folder(text_free, cache), strip.TEXT_FREE_OPTION)


def _folder(place: Location, cache: Path) -> Path:
    """The folder a package is built at: of an address, the one that is sent there."""
    return locations.out_folder(str(place), cache)


def _check_apart(left: Location, other: Location, option: str) -> None:
    if isinstance(left, Address) and isinstance(other, Address):
        is_apart = not left.overlaps(other)
    elif isinstance(left, Address) or isinstance(other, Address):
        is_apart = True
    else:
        here, there = left.resolve(), other.resolve()
        is_apart = not (here == there or there in here.parents or here in there.parents)
    if not is_apart:
        raise CannotBuildError(f"One of {left} and {other} is inside the other. Choose another place with {option}.")


def _check_writable(place: Path, option: str) -> None:
    folder = place.absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotBuildError(f"{folder} may not be written to. Choose another place with {option}.")
