"""Rebuilds the edition with texts from the text-free edition and the saved pages, and checks its hashes.

The text-free edition lists the hash of each page and of each file of the edition with texts. If a hash differs, nothing is
written, so a restored package equals the published one byte for byte.
"""

import hashlib
from collections.abc import Collection
from pathlib import Path, PurePosixPath

import polars as pl

from clippings import __version__
from clippings.common.user_error import UserError
from clippings.common.wording import counted
from clippings.dedupe.withdraw import WITHHELD_PATH
from clippings.orchestration import run_build as building
from clippings.project import ProjectError, load
from clippings.project.sections import Package
from clippings.publish import atomic_swap, package_metadata, package_ownership, validate, withdrawal_guard
from clippings.publish.exporters import DATABASES
from clippings.publish.package_layout import CHECKSUMS, parquet
from clippings.publish.text_free.strip import FULL_SUMS
from clippings.schema.editions import TEXT_FREE

_NAMED = 5
"""Maximum number of differences to name."""


class CannotRestoreError(UserError):
    """The package cannot be restored, for a reason other than the saved pages."""


def restore(
    text_free: Path, raw: Path, out: Path, reinstate: Collection[str] = (), *, project: Path | None = None
) -> list[str]:
    """Build the package of `raw` and put it at `out`, if it is the one `text_free` was made from.

    Returns:
        Differences, each as a sentence; an empty list if the package was restored.

    Raises:
        CannotRestoreError: The text-free edition is missing or changed, or a folder cannot be used.
    """
    try:
        _check(text_free)
        package_ownership.check_folder(out, "--to")
        differing = _pages_unlike(text_free, raw)
        if differing:
            return differing
        with atomic_swap.workspace(out.absolute()) as folder:
            built = folder / "restored" / "package"
            settings = load(project, raw=raw, out=built, text_free="")
            dataset = package_metadata.dataset_of(text_free)
            held = Package(**dict.fromkeys(_databases(text_free), True))
            outcome = building.build_archive(settings.model_copy(update={"dataset": dataset, "package": held}))
            differing = [*outcome.failures] or _differences(text_free, built)
            if not differing:
                withdrawal_guard.check_replacement(out, built, reinstate)
                atomic_swap.swap(built, out.absolute())
    except (
        OSError,
        package_ownership.NotAPackageError,
        withdrawal_guard.ReinstatedError,
        building.CannotBuildError,
        ProjectError,
    ) as error:
        raise CannotRestoreError(str(error)) from None
    return differing


def _databases(text_free: Path) -> list[str]:
    """Return the names of the databases in the edition with texts."""
    listed = _lines(text_free / FULL_SUMS)
    return [database.name for database in DATABASES if any(line.endswith(f"  {database.file_name}") for line in listed)]


def _check(text_free: Path) -> None:
    if validate.edition_of(text_free) != TEXT_FREE:
        raise CannotRestoreError(f"{text_free} is not the text-free edition of a package.")
    for finding in validate.hash_errors(text_free):
        raise CannotRestoreError(f"{text_free} is not as it was published: {finding}")


def _pages_unlike(text_free: Path, raw: Path) -> list[str]:
    """Return pages that `raw` lacks, before the build; the build itself finds missing pages inside containers."""
    if not raw.is_dir():
        raise CannotRestoreError(f"{raw} is not a folder. Name the folder of saved pages with --raw.")
    is_known = pl.col("path").is_not_null() & ~pl.col("path").str.starts_with(f"{WITHHELD_PATH}/")
    pages = _pages(text_free).filter(is_known)
    unlike = []
    for path, sha256 in pages.select("path", "sha256").iter_rows():
        if not is_below(path):
            raise CannotRestoreError(f"{text_free} names a page outside the raw folder: {path[:80]!r}")
        place = raw / path
        if not place.resolve().is_relative_to(raw.resolve()):
            continue  # a link that leads out; the build decides whether it is a page
        if place.is_file():
            if hashlib.sha256(place.read_bytes()).hexdigest() != sha256:
                unlike.append(f"{path} is not the page it was: its SHA-256 differs.")
        elif not any((raw / parent).is_file() for parent in Path(path).parents):
            unlike.append(f"{path} is missing from {raw}.")
    return _shortened(unlike)


def is_below(path: str) -> bool:
    """Whether a page's path stays within the raw folder."""
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "\0" not in path


def _differences(text_free: Path, built: Path) -> list[str]:
    ours, theirs = _pages(built), _pages(text_free)
    missing = theirs.join(ours, on="page_id", how="anti")["page_id"]
    added = ours.join(theirs, on="page_id", how="anti")["path"]
    pages = [f"The page {page_id} is not among the saved pages." for page_id in missing]
    pages += [f"{path} is a page that the published package does not have." for path in added]
    if pages:
        return _shortened(pages)
    if (built / CHECKSUMS).read_bytes() == (text_free / FULL_SUMS).read_bytes():
        return []
    published, made = (_lines(path) for path in (text_free / FULL_SUMS, built / CHECKSUMS))
    files = sorted({line.partition("  ")[2] for line in published ^ made})
    return [
        f"The pages are the same, but {counted(len(files), 'file made of them is', 'files made of them are')} not: "
        f"{', '.join(files[:_NAMED])}. The package was "
        f"made by Clippings {package_metadata.made_by(text_free)}, this is {__version__}: restore with that version and its requirements.lock, "
        "with a model of names installed or not as the README of the package says, and with the pages under their old paths."
    ]


def _pages(package: Path) -> pl.DataFrame:
    return pl.read_parquet(parquet(package, "pages"), columns=["page_id", "path", "sha256"])


def _lines(path: Path) -> set[str]:
    return set(path.read_text("utf-8").splitlines())


def _shortened(names: list[str]) -> list[str]:
    rest = len(names) - _NAMED
    return [*names[:_NAMED], f"And {rest:,} more."] if rest > 0 else names
