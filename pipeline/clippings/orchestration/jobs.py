"""When the graph runs: the job, the daily schedule, and the sensor on the raw folder."""

import hashlib
from pathlib import Path

import dagster as dg

from clippings.common.addresses import is_s3
from clippings.distribute.s3.s3_errors import StorageError
from clippings.ingest.sources import find_files
from clippings.orchestration import dead_runs, locations
from clippings.project import load
from clippings.project.settings import in_force

IF_CHANGED = {"resources": {"workspace": {"config": {"if_changed": True}}}}
"""Configuration of an automatic run, which ends at once if the package is up to date."""


_settings = in_force()
build_package = dg.define_asset_job(
    "build_package",
    selection=dg.AssetSelection.all(),
    description="Read the raw folder, cut, merge, check, and publish the package.",
    executor_def=dg.in_process_executor,
    tags=dead_runs.tags(_settings),
)


@dg.schedule(
    name="daily",
    job=build_package,
    cron_schedule=_settings.schedule.cron,
    description="Builds once a day, or when the setting `schedule.cron` says.",
)
def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Request a run, after ending runs whose process was killed: they would block it in the queue."""
    dead_runs.end_dead_runs(context.instance, dead_runs.tags(_settings))
    return dg.RunRequest(run_config=IF_CHANGED)


@dg.sensor(
    job=build_package, minimum_interval_seconds=30, description="Builds when the content of the raw folder has changed."
)
def raw_changed(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for a run where the files' names, sizes and times are not those of the last look."""
    settings = load()
    dead_runs.end_dead_runs(context.instance, dead_runs.tags(settings))
    try:
        seen = fingerprint(settings.paths.raw)
    except StorageError as error:
        return dg.SkipReason(f"{error} The sensor looks again.")
    if seen == context.cursor:
        return dg.SkipReason("The raw folder is as it was.")
    context.update_cursor(seen)
    # no run key: a folder that goes back to an earlier state is built again
    return dg.RunRequest(run_config=IF_CHANGED)


def fingerprint(place: str) -> str:
    """A hash that changes with the names, sizes and modification times of the files below `place`: a look, not a read.

    Of an address it is made of the tags of the objects in place of times.
    """
    if is_s3(place):
        return locations.fingerprint(place)
    raw = Path(place)
    entries: list[str] = []
    for path in find_files.files(raw, lambda error: entries.append(f"{error.filename}\0unread")):
        try:
            status = path.stat()
        except OSError:
            entries.append(f"{path.relative_to(raw)}\0gone")
        else:
            if path.is_file():
                entries.append(f"{path.relative_to(raw)}\0{status.st_size}\0{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(entries)).encode("utf-8", "surrogateescape")).hexdigest()
