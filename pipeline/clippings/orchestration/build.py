"""One run of the graph from the command line: the same job as the schedule's, on the same instance."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import polars as pl

from clippings.orchestration import dagster_instance, failure_messages, locations, withdrawal_list
from clippings.orchestration.preflight import CannotBuildError, Place, check
from clippings.orchestration.run_resource import default_withdrawn
from clippings.publish import withdrawal_guard
from clippings.publish.browse import problems as browse


@dataclass
class Outcome:
    """What to say of a run: lines for the reader, and why the data is not fit, if it is not."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def build(
    raw: Place,
    out: Place,
    withdrawn: Path | None = None,
    *,
    text_free: Place | None = None,
    if_changed: bool = False,
    anew: bool = False,
    reinstate: Sequence[str] = (),
) -> Outcome:
    """Build the package of the dumps in `raw`, without the articles that `withdrawn` lists, and publish it at `out`, and
    its text-free edition at `text_free`; with `if_changed`, unless they are there already; with `anew`, without the
    step cache. `reinstate` names ids that the published package withholds and this build may publish again.

    Raises:
        CannotBuildError: A place or the list cannot be used, or the run broke off.
    """
    check(raw, out, text_free)
    try:
        listed = withdrawal_list.load(withdrawn or default_withdrawn())
        published = locations.published_withdrawals(
            locations.absolute(str(out)), locations.absolute(str(text_free)) if text_free else ""
        ).filter(~pl.col("article_id").is_in(list(reinstate)))
        withdrawal_guard.check_list(listed, published, out)
    except (withdrawal_list.WithdrawnListError, withdrawal_guard.ReinstatedError, OSError) as error:
        raise CannotBuildError(str(error)) from error
    started = time.monotonic()
    try:
        result = _run(raw, out, withdrawn, text_free, if_changed=if_changed, anew=anew, reinstate=reinstate)
    except dagster_instance.CannotRecordError as error:
        raise CannotBuildError(str(error)) from error
    failures = failure_messages.failed_checks(result.all_events)
    if failures:
        return Outcome(failures=failures)
    if not result.success:
        raise CannotBuildError(failure_messages.breakage(result.all_events))
    if not any(event.is_step_materialization for event in result.all_events):
        return Outcome(lines=[_unchanged(out, result)])
    lines = [_summary(out, time.monotonic() - started), *_problem_codes(out)]
    return Outcome(lines=lines + ([f"{text_free}: its text-free edition"] if text_free else []))


def _run(
    raw: Place,
    out: Place,
    withdrawn: Path | None,
    text_free: Place | None,
    *,
    if_changed: bool,
    anew: bool,
    reinstate: Sequence[str],
) -> dg.ExecuteInProcessResult:
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    from clippings.definitions import definitions

    folders: dict[str, str | bool | list[str]] = {
        "raw": locations.absolute(str(raw)),
        "out": locations.absolute(str(out)),
        "text_free": locations.absolute(str(text_free))
        if text_free
        else "",  # not the place that the schedule publishes at
        "if_changed": if_changed,
        "anew": anew,
        "reinstate": list(reinstate),
    }
    if withdrawn:
        folders["withdrawn"] = str(withdrawn.absolute())
    job = definitions.resolve_job_def("build_package")
    config = {"loggers": {"console": {}}, "resources": {"workspace": {"config": folders}}}
    with dagster_instance.recording() as recorded:
        return job.execute_in_process(run_config=config, instance=recorded, raise_on_error=False)


def _unchanged(out: Place, result: dg.ExecuteInProcessResult) -> str:
    observed = [
        event.asset_observation_data.asset_observation for event in result.all_events if event.is_asset_observation
    ]
    if any(locations.SENT in observation.metadata for observation in observed):
        return f"{out}: nothing changed since it was built; what was missing there was sent."
    return f"{out} is as it was: nothing changed since it was built."


def _summary(out: Place, seconds: float) -> str:
    folder = locations.out_folder(str(out))

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


def _problem_codes(out: Place) -> list[str]:
    """The codes of the package's problems with their counts, and the command that shows them."""
    found = ", ".join(f"{count:,} {code}" for code, count in browse.counts(locations.out_folder(str(out))))
    command = f"clippings problems --out {shlex.quote(str(locations.out_folder(str(out))))}"
    return [f"Problems: {found}. To see them: {command}"] if found else []


__all__ = ["CannotBuildError", "Outcome", "build"]
