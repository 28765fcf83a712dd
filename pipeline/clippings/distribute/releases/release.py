"""Releases a package: stages and checks it, compares it with the previous version, renames it into place, announces it.

A version exists once its folder is renamed. The index, the changelog and `latest` follow, `latest` last. If a release is
killed in between, the next release writes them from the existing versions.
"""

import datetime as dt
import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clippings.common.transient_errors import system_errors
from clippings.common.user_error import UserError
from clippings.distribute.latest_pointer import LATEST
from clippings.distribute.releases import changes, delta_files, record, row_bounds
from clippings.distribute.releases.record import Record
from clippings.distribute.releases.release_names import CHANGELOG, INDEX, RECORD
from clippings.distribute.releases.release_store import ReleaseStore
from clippings.publish import atomic_swap, withdrawal_guard
from clippings.publish.package_layout import CHECKSUMS, descriptor_of
from clippings.publish.text_free import check
from clippings.publish.validate import edition_of, validate

TEXT_FREE = "package-text-free"
"""Name of the text-free edition in the folder of a version, if the release includes it."""
_TRIES = 5
"""Maximum number of attempts to copy a package that a build replaces at the same time."""


class CannotReleaseError(UserError):
    """The release could not run, for a reason outside the data."""


@dataclass
class ReleaseOutcome:
    """Result of a release.

    Attributes:
        record: Record of the new version, or of the newest one if the package is the same; None without a version.
        is_new: Whether a new version exists.
        failures: Reasons why the package cannot be released.
        warnings: Findings that a person should review.
    """

    record: Record | None
    is_new: bool = False
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@system_errors()
def release(
    package: Path,
    store: ReleaseStore,
    on: dt.date,
    bounds: Mapping[str, row_bounds.Bounds],
    text_free: Path | None = None,
    reinstate: Collection[str] = (),
) -> ReleaseOutcome:
    """Make a version of `package`, unless the newest version is the same or the package is not valid.

    Args:
        package: A published package.
        store: Where the releases are.
        on: The day of the release.
        bounds: Expected row counts by table.
        text_free: Its text-free edition, to include in the version.
        reinstate: Ids that the newest version withholds and this one may publish again.

    Raises:
        CannotReleaseError: No package was found, its name differs from the newest release, it publishes an article that the
            newest release withholds, the day is before the newest release, or the newest release is damaged.
        NotReleasesError: The target holds files that Clippings did not write.
        OSError: The disk is full, or a permission is missing.
    """
    if not (package / CHECKSUMS).is_file():
        raise CannotReleaseError(
            f"{package} holds no package: it has no {CHECKSUMS}. Build one with `clippings build`."
        )
    edition_of(package)  # a package of another version is named before anything is copied
    with store.exclusive():
        records = _records(store)
        if records:
            announce(store, records)
        newest = records[-1] if records else None
        with store.staging() as staged:
            copy = staged / "package"
            _copy(package, copy)
            failures = list(validate(copy))
            if text_free and not failures:
                failures = _text_free_failures(text_free, staged / TEXT_FREE, copy)
            if failures:
                return ReleaseOutcome(newest, failures=failures)
            rows = record.row_counts(copy)
            failures, warnings = row_bounds.judge(rows, bounds)
            if failures:
                return ReleaseOutcome(newest, failures=failures, warnings=warnings)
            if newest and newest["content_sha256"] == record.content_hash(copy):
                return ReleaseOutcome(newest, warnings=warnings + _lacking(newest, text_free))
            made = _stage(staged, store, on, rows, records, reinstate)
            store.rename(staged, made["version"])
        announce(store, [*records, made])
    return ReleaseOutcome(made, is_new=True, warnings=warnings)


def _check_name(package: Path, store: ReleaseStore, newest: str) -> None:
    """Refuse a package whose name differs from the newest version."""
    name, before = str(descriptor_of(package)["name"]), _name_in(store, newest)
    if name != before:
        raise CannotReleaseError(
            f"The package is {name}, but the newest release {newest} is of {before}. Choose another location with --to."
        )


def _check_withheld(package: Path, store: ReleaseStore, newest: str, reinstate: Collection[str]) -> None:
    """Refuse a package that publishes an article that the newest version withholds."""
    try:
        withdrawals = withdrawal_guard.rows_in(store.get(f"{newest}/package/{withdrawal_guard.FILE}"))
        withdrawal_guard.check_rows(withdrawals, package, reinstate, newest)
    except ValueError:
        raise CannotReleaseError(_damaged(newest, f"package/{withdrawal_guard.FILE}")) from None
    except FileNotFoundError:
        return  # a version older than the table
    except withdrawal_guard.ReinstatedError as error:
        raise CannotReleaseError(str(error)) from None


def _name_in(store: ReleaseStore, version: str) -> str:
    try:
        return str(json.loads(store.get(f"{version}/package/datapackage.json"))["name"])
    except (FileNotFoundError, ValueError, TypeError, KeyError, RecursionError):
        raise CannotReleaseError(_damaged(version, "package/datapackage.json")) from None


def _damaged(version: str, path: str) -> str:
    return (
        f"{version} is damaged: {path} was changed or lost. Restore the file from a copy, "
        "or remove the version's folder."
    )


def _text_free_failures(text_free: Path, copy: Path, package: Path) -> list[str]:
    """Copy the text-free edition. Return the reasons why it does not belong to the copied package."""
    if not text_free.is_dir():
        return [f"{text_free} holds no text-free edition. Make one with `clippings strip`."]
    _copy(text_free, copy)
    return check.differences(copy, package) or [*validate(copy), *check.copied_runs(copy, package)]


def _lacking(newest: Record, text_free: Path | None) -> list[str]:
    if text_free is None or any(file["path"].startswith(f"{TEXT_FREE}/") for file in newest["files"]):
        return []
    return [f"{newest['version']} has no text-free edition and never changes. The next version will have one."]


def _stage(
    staged: Path,
    store: ReleaseStore,
    on: dt.date,
    rows: Mapping[str, int],
    records: Sequence[Record],
    reinstate: Collection[str],
) -> Record:
    """Write the delta since the newest version, and the record, beside the staged package."""
    package, newest = staged / "package", records[-1] if records else None
    deltas = {}
    if newest:
        _check_name(package, store, newest["version"])
        if on < dt.date.fromisoformat(newest["date"]):
            raise CannotReleaseError(
                f"{newest['version']} is released already, and {on} is before it. Give a later day with --on."
            )
        before = store.local(newest["version"])
        damaged = record.damaged(before, newest)
        if damaged:
            raise CannotReleaseError(_damaged(newest["version"], damaged[0]))
        _check_withheld(package, store, newest["version"], reinstate)
        deltas = delta_files.write(before / "package", package, staged / "delta")
    name = record.version_name(on, record.content_hash(package), {earlier["version"] for earlier in records})
    made = record.describe(staged, name, on, rows, newest, changes.of_articles(package, deltas))
    made["delta"] = record.delta_counts(deltas)
    record.write(staged, made)
    return made


def announce(store: ReleaseStore, records: Sequence[Record]) -> None:
    """Write the index, the changelog and `latest`, in this order, if they do not match the versions."""
    written = {
        INDEX: record.as_json({"versions": list(reversed(records))}),
        CHANGELOG: changes.changelog(records).encode(),
        LATEST: f"{records[-1]['version']}\n".encode(),
    }
    for path, content in written.items():
        try:
            is_so = store.get(path) == content
        except FileNotFoundError:
            is_so = False
        if not is_so:
            store.put(path, content)


def _records(store: ReleaseStore) -> list[Record]:
    """Return the records of the existing versions, oldest first."""
    records = []
    for version in store.list():
        try:
            records.append(json.loads(store.get(f"{version}/{RECORD}")))
        except (ValueError, RecursionError) as error:
            raise CannotReleaseError(
                f"{version}/{RECORD} is damaged. Restore it from a copy, or remove the version's folder."
            ) from error
    return sorted(records, key=lambda record: int(record["number"]))


def _copy(package: Path, target: Path) -> None:
    """Copy the files of one package; start again if a build replaces the package during that."""
    for _ in range(_TRIES):
        before = atomic_swap.directory_identity(package)
        try:
            _copy_files(package, target)
        except FileNotFoundError:
            if atomic_swap.directory_identity(package) == before:
                raise
        if atomic_swap.directory_identity(package) == before:
            return
        shutil.rmtree(target, ignore_errors=True)
    raise CannotReleaseError(
        f"{package} was replaced {_TRIES} times while it was copied. Run again when no build is running."
    )


def _copy_files(package: Path, target: Path) -> None:
    """Copy the content alone, without permissions and times."""
    for path in sorted(package.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(package)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
