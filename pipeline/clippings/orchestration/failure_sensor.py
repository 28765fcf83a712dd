"""Reports a failed run: writes one line that says what to do to a file or an address. Off by default."""

import json
import urllib.request
from pathlib import Path

import dagster as dg

from clippings.orchestration import failure_messages
from clippings.orchestration.jobs import build_package
from clippings.project import load
from clippings.project.variables import variable

FILE_VARIABLE, URL_VARIABLE = variable("alert", "file"), variable("alert", "url")
_SECONDS = 20
"""So long an address may take to answer. Where it does not, the sensor's tick fails, and its next one tries again."""

_TELLING = {
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
    dg.DagsterEventType.STEP_FAILURE,
    dg.DagsterEventType.RESOURCE_INIT_FAILURE,
}
"""Events that say why a run failed."""
_MEND = "Mend or remove the pages it names, then run again; until then the old package stays."


@dg.run_failure_sensor(
    monitored_jobs=[build_package],
    description=f"Appends a line for each run that failed to the file {FILE_VARIABLE}, or posts it to {URL_VARIABLE}.",
)
def alert_on_failure(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Send the failed run, the cause and the remedy."""
    alert = load().alert
    file, url = alert.file, alert.url
    if not (file or url):
        return dg.SkipReason(f"No alert was sent. Set {FILE_VARIABLE} or {URL_VARIABLE}.")
    run = context.dagster_run
    alert_line = {"text": _line(context), "job": run.job_name, "run_id": run.run_id}
    body = json.dumps(alert_line, ensure_ascii=False) + "\n"
    if file:
        with Path(file).open("a", encoding="utf-8") as alerts:
            alerts.write(body)
    if url:
        _post(url, body)
    return None


def _line(context: dg.RunFailureSensorContext) -> str:
    """Return the failure and its remedy in one line."""
    records = context.instance.get_records_for_run(context.dagster_run.run_id, of_type=_TELLING).records
    logged = (record.event_log_entry.dagster_event for record in records)
    events = [event for event in logged if event is not None]
    broken = failure_messages.failed_checks(events)
    if broken:
        return f"The data is not fit: {'; '.join(broken).rstrip('.')}. {failure_messages.NOTHING_PUBLISHED} {_MEND}"
    return failure_messages.breakage(events)


def _post(url: str, body: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise dg.Failure(f"{URL_VARIABLE} is not a web address. Start it with http:// or https://.")
    headers = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(url, body.encode(), headers, method="POST")  # noqa: S310 the operator's own
    with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
        pass
