"""A killed build does not hold up those that come after it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster import DagsterInstance, DagsterRunStatus

from clippings.definitions import definitions
from clippings.orchestration import dead_runs, jobs
from clippings.project import load
from support.real_daemon import HOLD
from support.written_pages import Written, listing, prose

JOB = definitions.resolve_job_def("build_package")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "place" / "raw"
    folder.mkdir(parents=True)
    (folder / "page.txt").write_text(listing([Written("The ferry sails", (prose(1), prose(2)))]), "utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("DAGSTER_HOME", str(folder))
    return folder


@pytest.fixture
def killed(raw: Path, home: Path, tmp_path: Path) -> Iterator[DagsterInstance]:
    """The instance on which a build was killed: its run is recorded as started."""
    begun = tmp_path / "begun"
    process = subprocess.Popen([sys.executable, "-c", HOLD, raw, begun], env={**os.environ, "DAGSTER_HOME": str(home)})
    try:
        while not begun.exists():
            assert process.poll() is None
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with DagsterInstance.from_config(str(home)) as instance:
        assert [run.status for run in instance.get_runs()] == [DagsterRunStatus.STARTED]
        yield instance


def test_the_next_look_of_the_sensor_or_the_schedule_ends_a_killed_run(
    killed: DagsterInstance, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLIPPINGS_RAW", str(raw))
    monkeypatch.setenv("CLIPPINGS_OUT", str(raw.with_name("dist")))
    (run,) = killed.get_runs()
    other = {dead_runs.PUBLISHES: "another-package"}
    assert dead_runs.end_dead_runs(killed, other) == 0
    monkeypatch.setattr(dead_runs, "tags", lambda _: {dead_runs.PUBLISHES: run.tags[dead_runs.PUBLISHES]})
    with dg.build_sensor_context(instance=killed) as context:
        assert isinstance(jobs.raw_changed(context), dg.RunRequest)
    assert [run.status for run in killed.get_runs()] == [DagsterRunStatus.FAILURE]


def test_a_run_that_is_alive_is_left_alone() -> None:
    with DagsterInstance.ephemeral() as instance:
        tags = dead_runs.tags(load())
        run = instance.create_run_for_job(JOB, status=DagsterRunStatus.STARTED, tags=tags)
        unknown = instance.create_run_for_job(JOB, status=DagsterRunStatus.STARTED, tags=tags)
        dead_runs.note_process(instance, run.run_id)
        instance.add_run_tags(unknown.run_id, {dead_runs.PROCESS: "another-host boot 1 1"})
        assert dead_runs.end_dead_runs(instance, tags) == 0
        instance.add_run_tags(run.run_id, {dead_runs.PROCESS: run_of_a_gone_process()})
        assert dead_runs.end_dead_runs(instance, tags) == 1


def run_of_a_gone_process() -> str:
    """What a run noted whose process has ended: the same id would have started at another time."""
    host, boot, process, _ = dead_runs._identity(os.getpid()).split(" ")
    return f"{host} {boot} {process} 1"
