"""One run of the graph from the command line: the same job as the schedule's, on the same instance."""

import os
import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import polars as pl

from clippings.common.wording import counted
from clippings.dedupe import withdrawal_list
from clippings.orchestration import dagster_instance, dead_runs, failure_messages, locations, progress
from clippings.orchestration.preflight import CannotBuildError, Location, check
from clippings.project import ProjectError, Settings, load
from clippings.project.settings import choosing
from clippings.publish import withdrawal_guard
from clippings.publish.browse import list_problems as browse
from clippings.publish.package_layout import parquet


@dataclass
class Outcome:
    """What to say of a run: lines for the reader, and why the data is not fit, if it is not."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def build(
    raw: Location | None = None,
    out: Location | None = None,
    withdrawn: Path | None = None,
    *,
    project: Path | None = None,
    text_free: Location | None = None,
    if_changed: bool = False,
    no_cache: bool = False,
    reinstate: Sequence[str] = (),
) -> Outcome:
    """Build the package of an archive and publish it; what is not given is as the settings say.

    Args:
        raw: The folder or address of the dumps.
        out: The folder or address of the package.
        withdrawn: The list of articles that must not be published.
        project: The project file or its folder.
        text_free: The folder or address of the text-free edition.
        if_changed: Do nothing where the package is what this build would give.
        no_cache: Ignore cached step results.
        reinstate: Ids that the published package withholds and this build may publish again.

    Raises:
        CannotBuildError: A setting, a place or the list cannot be used, or the run broke off.
    """
    try:
        settings = load(project, raw=_text(raw), out=_text(out), text_free=_text(text_free), withdrawn=withdrawn)
    except ProjectError as error:
        raise CannotBuildError(str(error)) from error
    return build_archive(settings, if_changed=if_changed, no_cache=no_cache, reinstate=reinstate)


def _text(place: Location | None) -> str | None:
    return None if place is None else str(place)


def build_archive(
    settings: Settings, *, if_changed: bool = False, no_cache: bool = False, reinstate: Sequence[str] = ()
) -> Outcome:
    """Build the package of an archive with these settings.

    Raises:
        CannotBuildError: A place or the list cannot be used, or the run broke off.
    """
    check(settings)
    try:
        listed = withdrawal_list.load(settings.withdrawn)
        withdrawal_list.decisions(settings.withdrawn)
        published = locations.published_withdrawals(settings).filter(~pl.col("article_id").is_in(list(reinstate)))
        withdrawal_guard.check_list(listed, published, settings.paths.out)
    except (withdrawal_list.WithdrawnListError, withdrawal_guard.ReinstatedError, OSError) as error:
        raise CannotBuildError(str(error)) from error
    progress.speak_in_pipes()
    started = time.monotonic()
    try:
        with choosing(settings):
            result = _run(settings, if_changed=if_changed, no_cache=no_cache, reinstate=reinstate)
    except dagster_instance.CannotRecordError as error:
        raise CannotBuildError(str(error)) from error
    failures = failure_messages.failed_checks(result.all_events)
    if failures:
        return Outcome(failures=failures)
    if not result.success:
        raise CannotBuildError(failure_messages.breakage(result.all_events))
    if not any(event.is_step_materialization for event in result.all_events):
        return Outcome(lines=[_unchanged(shown(settings.paths.out), result)])
    summary = _summary(settings, time.monotonic() - started)
    lines = [summary, *_confidence(settings), *_problem_codes(settings)]
    text_free = settings.paths.text_free
    return Outcome(lines=lines + ([f"{shown(text_free)}: its text-free edition"] if text_free else []))


def _run(
    settings: Settings, *, if_changed: bool, no_cache: bool, reinstate: Sequence[str]
) -> dg.ExecuteInProcessResult:
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    from clippings.definitions import definitions

    paths = settings.paths
    configured: dict[str, str | bool | list[str]] = {
        "raw": paths.raw,
        "out": paths.out,
        "text_free": paths.text_free,
        "if_changed": if_changed,
        "no_cache": no_cache,
        "reinstate": list(reinstate),
    }
    if settings.withdrawn:
        configured["withdrawn"] = str(settings.withdrawn)
    if settings.file:
        configured["project"] = str(settings.file)
    job = definitions.resolve_job_def("build_package")
    config = {"loggers": {"console": {}}, "resources": {"workspace": {"config": configured}}}
    with dagster_instance.recording(settings.cache / "dagster") as recorded:
        return job.execute_in_process(
            run_config=config, instance=recorded, raise_on_error=False, tags=dead_runs.tags(settings)
        )


def shown(place: str) -> str:
    """Return a path as messages show it: relative to the working directory if it is below it."""
    path = Path(place)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else place


def nothing_published(out: str) -> str:
    """Return the last line after a build whose data is not fit."""
    is_there = "://" in out or Path(out).exists()
    return f"Nothing was published.{f' {shown(out)} is as it was.' if is_there else ''}"


def _unchanged(out: str, result: dg.ExecuteInProcessResult) -> str:
    observed = [
        event.asset_observation_data.asset_observation for event in result.all_events if event.is_asset_observation
    ]
    if any(locations.SENT in observation.metadata for observation in observed):
        return f"{out}: nothing changed since it was built; what was missing there was sent."
    return f"{out} is as it was: nothing changed since it was built."


def _summary(settings: Settings, seconds: float) -> str:
    folder, out = locations.out_folder(settings.paths.out, settings.cache), shown(settings.paths.out)

    def rows(name: str) -> int:
        return int(pl.scan_parquet(parquet(folder, name)).select(pl.len()).collect().item())

    problems = pl.read_parquet(parquet(folder, "problems"), columns=["severity"])
    by_severity = problems.group_by(pl.col("severity").cast(pl.String)).len().sort("severity")
    severities = ", ".join(counted(count, severity) for severity, count in by_severity.iter_rows())
    return (
        f"{out}: {counted(rows('articles'), 'article')} from {counted(rows('pages'), 'page')}, "
        f"{counted(rows('lines'), 'line')}; "
        f"{severities or 'no problems'}; {seconds:.1f} s"
    )


_SURE, _UNSURE = 0.9, 0.5


def _confidence(settings: Settings) -> list[str]:
    """How sure the estimated boundaries of posts are; nothing where rules or markup gave them all."""
    folder = locations.out_folder(settings.paths.out, settings.cache)
    estimated = pl.read_parquet(parquet(folder, "appearances"), columns=["confidence"])["confidence"].drop_nulls()
    if estimated.is_empty():
        return []
    sure, unsure = int((estimated >= _SURE).sum()), int((estimated < _UNSURE).sum())
    return [
        f"Boundaries of posts: {len(estimated):,} estimated, {sure:,} with a confidence of {_SURE} or more, "
        f"{unsure:,} below {_UNSURE} (unsure_boundaries)."
    ]


def _problem_codes(settings: Settings) -> list[str]:
    """The codes of the package's problems with their counts, and the command that shows them."""
    folder = locations.out_folder(settings.paths.out, settings.cache)
    codes = ", ".join(f"{count:,} {code}" for code, count in browse.counts(folder))
    command = f"clippings problems --out {shlex.quote(shown(str(folder)))}"
    return [f"Problems: {codes}. To see them: {command}"] if codes else []


__all__ = ["CannotBuildError", "Outcome", "build", "build_archive", "nothing_published", "shown"]
