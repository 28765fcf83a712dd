"""One run of the graph from the command line: the same job as the schedule's, on the same instance."""

from __future__ import annotations

import fcntl
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import polars as pl

from pipeline import reasons
from pipeline.assets import places
from pipeline.assets import withdrawn as withdrawal_list
from pipeline.assets.workspace import default_withdrawn
from pipeline.publish import remote, swap
from pipeline.storage import mirror
from pipeline.storage.address import Address
from pipeline.storage.bucket import Bucket

HOME_VARIABLE = "DAGSTER_HOME"
DEFAULT_HOME = ".dagster"
_INSTANCE = """\
telemetry:
  enabled: false
concurrency:
  runs:
    tag_concurrency_limits:
      - key: clippings/publishes
        limit: 1
# steps print nothing; the processes that would gather what they print leave tracebacks when a build is interrupted
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
"""What a new instance is configured with."""


Place = Path | Address
"""A folder, or an address in object storage."""


class CannotBuildError(Exception):
    """Something outside the data stands in the way: a folder, a disk, a right."""


@dataclass
class Outcome:
    """What to say of a run: lines for the reader, and why the data is not fit, if it is not."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def build(raw: Place, out: Place, withdrawn: Path | None = None, *, if_changed: bool = False) -> Outcome:
    """Build the package of the dumps in `raw`, without the articles that `withdrawn` lists, and publish it at `out`; with
    `if_changed`, unless it is there already.

    Raises:
        CannotBuildError: A place or the list cannot be used, or the run broke off.
    """
    try:
        _check_raw(raw)
        _check_out(out)
        _check_apart(raw, out)
        withdrawal_list.load(withdrawn or default_withdrawn())
    except (swap.NotAPackageError, withdrawal_list.WithdrawnListError, OSError) as error:
        raise CannotBuildError(str(error)) from error
    started = time.monotonic()
    result = _run(raw, out, withdrawn, if_changed=if_changed)
    failures = reasons.failed_checks(result.all_events)
    if failures:
        return Outcome(failures=failures)
    if not result.success:
        raise CannotBuildError(reasons.breakage(result.all_events))
    if not any(event.is_step_materialization for event in result.all_events):
        return Outcome(lines=[_unchanged(out, result)])
    return Outcome(lines=[_summary(out, time.monotonic() - started)])


def _check_raw(raw: Place) -> None:
    if isinstance(raw, Address):
        mirror.listing(Bucket(raw))
        return
    if not raw.is_dir():
        raise CannotBuildError(f"{raw} is no folder. Name the folder of saved pages with --raw.")
    if not os.access(raw, os.R_OK | os.X_OK):
        raise CannotBuildError(f"{raw} may not be read. Change its rights, or name another folder with --raw.")


def _check_out(out: Place) -> None:
    if isinstance(out, Address):
        remote.check_place(Bucket(out))
        out = places.out_folder(str(out))
    swap.check_place(out)
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    if not os.access(out.absolute().parent, os.W_OK | os.X_OK):
        raise CannotBuildError(f"{out.absolute().parent} may not be written to. Choose another place with --out.")


def _check_apart(raw: Place, out: Place) -> None:
    if isinstance(raw, Address) and isinstance(out, Address) and raw.overlaps(out):
        raise CannotBuildError(f"{raw} and {out} lie within one another. Choose another place with --out.")
    if isinstance(raw, Address) or isinstance(out, Address):
        return
    raw_path, out_path = raw.resolve(), out.resolve()
    if raw_path == out_path or out_path in raw_path.parents or raw_path in out_path.parents:
        raise CannotBuildError(f"{raw} and {out} lie within one another. Choose another place with --out.")


def _run(raw: Place, out: Place, withdrawn: Path | None, *, if_changed: bool) -> dg.ExecuteInProcessResult:
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    from pipeline.definitions import definitions

    folders: dict[str, str | bool] = {"if_changed": if_changed}
    folders |= {"raw": places.absolute(str(raw)), "out": places.absolute(str(out))}
    if withdrawn:
        folders["withdrawn"] = str(withdrawn.absolute())
    job = definitions.resolve_job_def("build_package")
    config = {"loggers": {"console": {}}, "resources": {"workspace": {"config": folders}}}
    with _instance() as instance:
        return job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)


def _instance() -> dg.DagsterInstance:
    """The instance `dagster dev` shows: that of DAGSTER_HOME, or of `.dagster` here; else one that forgets."""
    home = Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME).absolute()
    try:
        home.mkdir(parents=True, exist_ok=True)
        os.environ[HOME_VARIABLE] = str(home)
        config = home / "dagster.yaml"
        # two processes that make the storage at once would collide
        with (home / ".made").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not config.exists():
                config.write_text(_INSTANCE, "utf-8")
            return dg.DagsterInstance.get()
    except OSError:
        return dg.DagsterInstance.ephemeral()


def _unchanged(out: Place, result: dg.ExecuteInProcessResult) -> str:
    observed = [
        event.asset_observation_data.asset_observation for event in result.all_events if event.is_asset_observation
    ]
    if any(places.SENT in observation.metadata for observation in observed):
        return f"{out}: nothing changed since it was built; what was missing there was sent."
    return f"{out} is as it was: nothing changed since it was built."


def _summary(out: Place, seconds: float) -> str:
    folder = places.out_folder(str(out))

    def rows(name: str) -> int:
        return int(pl.scan_parquet(folder / "data" / f"{name}.parquet").select(pl.len()).collect().item())

    problems = pl.read_parquet(folder / "data" / "problems.parquet", columns=["severity"])
    by_severity = problems.group_by(pl.col("severity").cast(pl.String)).len().sort("severity")
    counted = ", ".join(
        f"{count:,} {severity}{'s' if count > 1 else ''}" for severity, count in by_severity.iter_rows()
    )
    return (
        f"{out}: {rows('articles'):,} articles from {rows('pages'):,} pages, {rows('lines'):,} lines; "
        f"{counted or 'no problems'}; {seconds:.1f} s"
    )
