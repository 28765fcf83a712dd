"""Locations where a run reads and publishes: folders, or addresses in object storage with a local folder for each.

Files of an address are fetched before a run reads, and sent after its checks pass. The run itself uses folders only.
A run ends early if what is published is what it would make.
"""

import hashlib
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
import dataframely as dy
import polars as pl

from clippings.common.addresses import is_s3
from clippings.distribute import s3_package
from clippings.distribute.s3 import mirror
from clippings.distribute.s3.address import parse
from clippings.distribute.s3.bucket import Bucket
from clippings.project import Settings
from clippings.publish import build_state, withdrawal_guard
from clippings.publish.text_free import check
from clippings.schema.frames import as_rows
from clippings.schema.notices import Withdrawals

SENT = "sent"
"""Metadata of the package where it had to be sent to its address."""

PACKAGE = "data_package"
"""The asset of the published package."""
_SKIPPED_GATES = "dagster._core.execution.plan.active"
"""Logger that warns of each check that is skipped with its table."""


def raw_folder(raw: str, out: str, cache: Path) -> Path:
    """Where the dumps are read: what the run that publishes at `out` fetched, where `raw` is an address."""
    return of_place(cache, f"{raw}\n{out}") / "raw" if is_s3(raw) else Path(raw).absolute()


def out_folder(out: str, cache: Path) -> Path:
    """Where the package is built and kept: a copy of what is sent, where `out` is an address."""
    return of_place(cache, out) / "dist" if is_s3(out) else Path(out).absolute()


def fetch(raw: str, folder: Path) -> None:
    """Make the folder of an address hold what is there.

    Raises:
        StorageError: The server fails, or the objects changed during the download.
    """
    if is_s3(raw):
        work = folder.with_name("fetching")
        work.mkdir(parents=True, exist_ok=True)
        count = mirror.mirror(Bucket(parse(raw)), folder, work)
        dg.AssetExecutionContext.get().log.info(f"Fetched from {raw}: {count:,} new or changed dumps.")


def published_withdrawals(settings: Settings) -> dy.DataFrame[Withdrawals]:
    """The table `withdrawals` of the published package and of its text-free edition.

    Raises:
        StorageError: The server cannot be asked.
    """
    paths = settings.paths
    tables = [_withdrawals_at(place, settings.cache) for place in (paths.out, paths.text_free) if place]
    return as_rows(Withdrawals, pl.concat(tables).unique("article_id", keep="first", maintain_order=True))


def _withdrawals_at(place: str, cache: Path) -> pl.DataFrame:
    if is_s3(place):
        with TemporaryDirectory(prefix="clippings-withdrawals-") as folder:
            s3_package.fetch_file(Bucket(parse(place)), withdrawal_guard.FILE, Path(folder))
            return withdrawal_guard.rows_of(Path(folder))
    return withdrawal_guard.rows_of(out_folder(place, cache))


def send(package: Path, out: str) -> bool:
    """Make the package the latest one of an address; whether it had to be sent. Nothing where `out` is a folder.

    Raises:
        StorageError: The server fails; the old package is still the latest one.
    """
    if not is_s3(out):
        return False
    log = dg.AssetExecutionContext.get().log
    has_sent = s3_package.publish(
        package, Bucket(parse(out)), lambda: log.warning(f"Another run publishes at {out}: this one waits.")
    )
    log.info(f"Sent the package to {out}." if has_sent else f"The package at {out} is this one already.")
    return has_sent


def send_again(package: Path, out: str) -> None:
    """Send an unchanged package if its address has another one or lacks files, and log it."""
    if send(package, out):
        message = f"Nothing changed since the package was built. {out} lacked files of it, so it was sent again."
        event = dg.AssetObservation(PACKAGE, description=message, metadata={SENT: True})
        dg.AssetExecutionContext.get().log_event(event)


def fingerprint(raw: str) -> str:
    """Return a hash of the paths, sizes and tags at an address.

    Raises:
        StorageError: The server fails.
    """
    lines = [f"{entry.path}\0{entry.size}\0{entry.etag}" for entry in mirror.listing(Bucket(parse(raw)))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def of_place(cache: Path, place: str) -> Path:
    """The folder below `cache` of one place: a folder or an address."""
    return cache / hashlib.sha256(place.encode()).hexdigest()[:12]


def are_published(out: Path, inputs: dict[str, str], text_free: Path | None) -> bool:
    """Whether the package at `out` was made from these inputs, and `text_free`, if given, is its text-free edition.

    The run's log says so; if they are, the package gets an observation.
    """
    context = dg.AssetExecutionContext.get()
    reasons = build_state.differences(out, inputs)
    if text_free and not reasons:
        reasons = check.differences(text_free, out)
    if reasons:
        context.log.info(f"Building: {', '.join(reasons)}.")
        return False
    message = f"Nothing changed: {out.name} is what this run would build, and is left as it is."
    context.log.info(message)
    logging.getLogger(_SKIPPED_GATES).setLevel(logging.ERROR)
    context.log_event(dg.AssetObservation(PACKAGE, description=message, metadata={"unchanged": True, **inputs}))
    return True
