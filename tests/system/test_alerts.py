"""Alerts about failed runs: one line with the remedy, in a file, at an address, or nowhere."""

import errno
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from clippings.definitions import definitions
from clippings.ingest.sources import find_files
from clippings.orchestration import failure_sensor

Told = list[dict[str, Any]]


@pytest.fixture
def address() -> Iterator[tuple[str, Told]]:
    """An address of this machine, and what was posted to it."""
    received: Told = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hook", received
        server.shutdown()
        thread.join()


def alert_of_a_failed_run(place: Path) -> tuple[dg.SkipReason | None, str]:
    """Run the job on an empty archive at `place` and evaluate the sensor. Return its message and the run's id."""
    (place / "raw").mkdir(exist_ok=True)
    job = definitions.resolve_job_def("build_package")
    folders = {"raw": str(place / "raw"), "out": str(place / "dist")}
    config = {"loggers": {"console": {}}, "resources": {"workspace": {"config": folders}}}
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            "alert_on_failure", result.get_run_failure_event(), instance, result.dagster_run
        ).for_run_failure()
        return failure_sensor.alert_on_failure(context), result.run_id


def test_nobody_is_alerted_until_somebody_is_named_and_the_sensor_is_switched_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLIPPINGS_ALERT_FILE", raising=False)
    monkeypatch.delenv("CLIPPINGS_ALERT_URL", raising=False)
    message, _ = alert_of_a_failed_run(tmp_path)
    assert isinstance(message, dg.SkipReason)
    assert failure_sensor.alert_on_failure.default_status is dg.DefaultSensorStatus.STOPPED


def test_a_failed_check_is_reported_in_one_line_at_the_address_and_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: tuple[str, Told]
) -> None:
    url, posted = address
    monkeypatch.setenv("CLIPPINGS_ALERT_URL", url)
    monkeypatch.setenv("CLIPPINGS_ALERT_FILE", str(tmp_path / "alerts.jsonl"))
    runs = [alert_of_a_failed_run(tmp_path)[1] for _ in range(2)]
    written = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text("utf-8").splitlines()]
    assert written == posted
    assert [message["run_id"] for message in written] == runs
    assert {message["job"] for message in written} == {"build_package"}
    assert {message["text"] for message in written} == {
        "The data is not fit: pages, something was read: no page could be read: the raw folder has no saved pages. "
        "Put pages there, then build again. "
        "Nothing was published. Mend or remove the pages it names, then run again; until then the old package stays."
    }


def test_a_run_that_broke_off_is_reported_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(find_files, "find", full)
    monkeypatch.setenv("CLIPPINGS_ALERT_FILE", str(tmp_path / "alerts.jsonl"))
    alert_of_a_failed_run(tmp_path)
    document = json.loads((tmp_path / "alerts.jsonl").read_text("utf-8"))["text"]
    assert document.startswith("The run broke off in read_dumps: OSError: [Errno 28] No space left on device. ")
    assert document.endswith("Nothing was published. Free space on the disk of the package, then run again.")
    assert "\n" not in document


def test_an_address_that_does_not_answer_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIPPINGS_ALERT_URL", "http://127.0.0.1:9/nobody")
    with pytest.raises(Exception, match="refused"):
        alert_of_a_failed_run(tmp_path)
    monkeypatch.setenv("CLIPPINGS_ALERT_URL", "file:///alerts")
    with pytest.raises(Exception, match="has an invalid form"):
        alert_of_a_failed_run(tmp_path)
