"""One run of the graph from the command line: the same job as the schedule's, on the same instance."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import polars as pl

from pipeline import instance, reasons
from pipeline.assets import withdrawn as withdrawal_list
from pipeline.assets.workspace import default_withdrawn
from pipeline.editions import strip
from pipeline.publish import swap


class CannotBuildError(Exception):
    """Something outside the data stands in the way: a folder, a disk, a right."""


@dataclass
class Outcome:
    """What to say of a run: lines for the reader, and why the data is not fit, if it is not."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def build(
    raw: Path,
    out: Path,
    withdrawn: Path | None = None,
    *,
    text_free: Path | None = None,
    if_changed: bool = False,
    anew: bool = False,
) -> Outcome:
    """Build the package of the dumps in `raw`, without the articles that `withdrawn` lists, and publish it at `out`, and
    its text-free edition at `text_free`; with `if_changed`, unless they are there already; with `anew`, without what is
    kept of the last build.

    Raises:
        CannotBuildError: A folder or the list cannot be used, or the run broke off.
    """
    try:
        _check_folders(raw, out)
        if text_free:
            _check_text_free(raw, out, text_free)
        withdrawal_list.load(withdrawn or default_withdrawn())
    except (swap.NotAPackageError, strip.CannotStripError, withdrawal_list.WithdrawnListError, OSError) as error:
        raise CannotBuildError(str(error)) from error
    started = time.monotonic()
    try:
        result = _run(raw, out, withdrawn, text_free, if_changed=if_changed, anew=anew)
    except instance.CannotRecordError as error:
        raise CannotBuildError(str(error)) from error
    failures = reasons.failed_checks(result.all_events)
    if failures:
        return Outcome(failures=failures)
    if not result.success:
        raise CannotBuildError(reasons.breakage(result.all_events))
    if not any(event.is_step_materialization for event in result.all_events):
        return Outcome(lines=[f"{out} is as it was: nothing changed since it was built."])
    lines = [_summary(out, time.monotonic() - started)]
    return Outcome(lines=lines + ([f"{text_free}: its text-free edition"] if text_free else []))


def _check_folders(raw: Path, out: Path) -> None:
    if not raw.is_dir():
        raise CannotBuildError(f"{raw} is no folder. Name the folder of saved pages with --raw.")
    if not os.access(raw, os.R_OK | os.X_OK):
        raise CannotBuildError(f"{raw} may not be read. Change its rights, or name another folder with --raw.")
    swap.check_place(out)
    _check_apart(raw, out, "--out")
    _check_writable(out, "--out")


def _check_text_free(raw: Path, out: Path, text_free: Path) -> None:
    strip.check_place(text_free, strip.TEXT_FREE_OPTION)
    for other in (raw, out):
        _check_apart(other, text_free, strip.TEXT_FREE_OPTION)
    _check_writable(text_free, strip.TEXT_FREE_OPTION)


def _check_apart(one: Path, other: Path, option: str) -> None:
    here, there = one.resolve(), other.resolve()
    if here == there or there in here.parents or here in there.parents:
        raise CannotBuildError(f"{one} and {other} lie within one another. Choose another place with {option}.")


def _check_writable(place: Path, option: str) -> None:
    folder = place.absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotBuildError(f"{folder} may not be written to. Choose another place with {option}.")


def _run(
    raw: Path, out: Path, withdrawn: Path | None, text_free: Path | None, *, if_changed: bool, anew: bool
) -> dg.ExecuteInProcessResult:
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    from pipeline.definitions import definitions

    folders: dict[str, str | bool] = {
        "raw": str(raw.absolute()),
        "out": str(out.absolute()),
        "if_changed": if_changed,
        "anew": anew,
    }
    folders["text_free"] = (
        str(text_free.absolute()) if text_free else ""
    )  # not the place that the schedule publishes at
    if withdrawn:
        folders["withdrawn"] = str(withdrawn.absolute())
    job = definitions.resolve_job_def("build_package")
    config = {"loggers": {"console": {}}, "resources": {"workspace": {"config": folders}}}
    with instance.recording() as recorded:
        return job.execute_in_process(run_config=config, instance=recorded, raise_on_error=False)


def _summary(out: Path, seconds: float) -> str:
    def rows(name: str) -> int:
        return int(pl.scan_parquet(out / "data" / f"{name}.parquet").select(pl.len()).collect().item())

    problems = pl.read_parquet(out / "data" / "problems.parquet", columns=["severity"])
    by_severity = problems.group_by(pl.col("severity").cast(pl.String)).len().sort("severity")
    counted = ", ".join(
        f"{count:,} {severity}{'s' if count > 1 else ''}" for severity, count in by_severity.iter_rows()
    )
    return (
        f"{out}: {rows('articles'):,} articles from {rows('pages'):,} pages, {rows('lines'):,} lines; "
        f"{counted or 'no problems'}; {seconds:.1f} s"
    )
