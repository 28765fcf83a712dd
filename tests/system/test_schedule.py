"""When the graph runs: the daily schedule, the sensor on the raw folder, and a real daemon that publishes."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from clippings.definitions import definitions
from clippings.orchestration import jobs
from clippings.project.sections import Schedule
from conftest import RAW, ROOT, Package, as_it_lies, build_package, copied
from support.real_daemon import BIN, daemon, started_earlier

FOUND = re.compile("Building: |Nothing changed")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder for the sensor to look at."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "full.txt").write_text("one page", "utf-8")
    (folder / "part.txt").write_text("another", "utf-8")
    return folder


def test_the_schedule_is_daily_and_runs_the_whole_graph() -> None:
    schedule = definitions.resolve_schedule_def("daily")
    assert re.fullmatch(r"\d+ \d+ \* \* \*", Schedule().cron)
    assert schedule.cron_schedule == os.environ.get("CLIPPINGS_CRON", Schedule().cron)
    assert set(definitions.resolve_job_def(schedule.job_name).asset_layer.selected_asset_keys) == set(
        definitions.resolve_asset_graph().get_all_asset_keys()
    )


def test_an_environment_variable_sets_the_time_of_the_schedule() -> None:
    code = "from clippings.definitions import definitions as d; print(d.resolve_schedule_def('daily').cron_schedule)"
    environment = {**os.environ, "CLIPPINGS_CRON": "15 6 * * 1"}
    output = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert output.stdout.decode().strip() == "15 6 * * 1"


def look(raw: Path, cursor: str | None) -> tuple[dg.RunRequest | None, str | None]:
    """One look of the sensor: the run it asks for, and what it remembers."""
    with (
        pytest.MonkeyPatch.context() as patch,
        dg.DagsterInstance.ephemeral() as instance,
        dg.build_sensor_context(instance, cursor) as context,
    ):
        patch.setenv("CLIPPINGS_RAW", str(raw))
        message = jobs.raw_changed(context)
        return message if isinstance(message, dg.RunRequest) else None, context.cursor


def rewrite(raw: Path) -> None:
    (raw / "full.txt").write_text("one page, rewritten", "utf-8")


def add(raw: Path) -> None:
    (raw / "below").mkdir()
    (raw / "below" / "more.txt").write_text("a third", "utf-8")


def remove(raw: Path) -> None:
    (raw / "part.txt").unlink()


def rename(raw: Path) -> None:
    (raw / "part.txt").rename(raw / "piece.txt")


@pytest.mark.parametrize("edit", [rewrite, add, remove, rename], ids=lambda edit: edit.__name__)
def test_the_sensor_asks_for_a_run_when_the_folder_changed_and_only_then(
    raw: Path, edit: Callable[[Path], None]
) -> None:
    first, seen = look(raw, None)
    assert first is not None
    assert look(raw, seen) == (None, seen)
    edit(raw)
    second, seen_now = look(raw, seen)
    assert second is not None
    assert seen_now != seen
    assert look(raw, seen_now) == (None, seen_now)


def test_a_folder_that_goes_back_to_an_earlier_state_is_built_again(raw: Path) -> None:
    keys, seen = [], None
    more = raw / "more.txt"
    for edit in (more.exists, more.touch, more.unlink):
        edit()
        request, seen = look(raw, seen)
        assert request is not None
        keys.append(request.run_key)
    asked = [key for key in keys if key is not None]
    assert len(asked) == len(set(asked))


@pytest.mark.slow
def test_the_daemon_builds_and_publishes_on_schedule(tmp_path: Path, real: Package) -> None:
    home, out, log = tmp_path / "home", tmp_path / "published" / "dist", tmp_path / "daemon.log"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n", "utf-8")
    folders = {"DAGSTER_HOME": str(home), "CLIPPINGS_RAW": str(RAW), "CLIPPINGS_OUT": str(out)}
    environment = {**os.environ, **folders, "CLIPPINGS_CRON": "* * * * *"}
    start = [BIN / "dagster", "schedule", "start", "daily", "-m", "clippings.definitions"]
    subprocess.run(start, cwd=ROOT, env=environment, check=True, capture_output=True)  # makes the storage as well
    with dg.DagsterInstance.from_config(str(home)) as instance:
        started_earlier(instance)
    scheduled = dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS], tags={"dagster/schedule_name": "daily"})
    with daemon(environment, log) as process, dg.DagsterInstance.from_config(str(home)) as instance:
        last = time.monotonic() + 150
        while not instance.get_runs(scheduled) and time.monotonic() < last and process.poll() is None:
            time.sleep(1)
        assert [run.job_name for run in instance.get_runs(scheduled)][-1:] == ["build_package"], log.read_text()[-3000:]
    assert Package(out, real.outcome).files() == real.files()


@pytest.mark.long
def test_three_ticks_of_which_one_finds_a_change_and_publishes(tmp_path: Path, real: Package) -> None:
    """Takes three to four minutes. `pytest -s` shows the output of the runs."""
    raw, place, log = copied(sorted(RAW.iterdir())[1:], tmp_path / "raw"), tmp_path / "published", tmp_path / "log"
    out, home = place / "dist", tmp_path / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n", "utf-8")
    folders = {"DAGSTER_HOME": str(home), "CLIPPINGS_RAW": str(raw), "CLIPPINGS_OUT": str(out)}
    environment = {**os.environ, **folders, "CLIPPINGS_CRON": "* * * * *"}
    start = [BIN / "dagster", "schedule", "start", "daily", "-m", "clippings.definitions"]
    subprocess.run(start, cwd=ROOT, env=environment, check=True, capture_output=True)
    build_package(raw, out)
    kept, seen = as_it_lies(out), []
    scheduled = dg.RunsFilter(tags={"dagster/schedule_name": "daily"}, statuses=[dg.DagsterRunStatus.SUCCESS])
    with daemon(environment, log) as process, dg.DagsterInstance.from_config(str(home)) as instance:
        for tick in (1, 2, 3):
            last = time.monotonic() + 150
            while len(instance.get_runs(scheduled)) < tick and time.monotonic() < last and process.poll() is None:
                time.sleep(0.2)
            newest = instance.get_runs(scheduled)[0]
            message = [entry.user_message for entry in instance.all_logs(newest.run_id)]
            seen.append("publishes" if as_it_lies(out) != kept else "finds nothing")
            sys.stdout.write(f"tick {tick}: {seen[-1]}: {[line for line in message if FOUND.match(line)]}\n")
            kept = as_it_lies(out)
            if tick == 1:
                shutil.copy(sorted(RAW.iterdir())[0], raw)
    sys.stdout.write(log.read_text("utf-8"))
    assert seen == ["finds nothing", "publishes", "finds nothing"], log.read_text("utf-8")[-3000:]
    assert Package(out, real.outcome).files() == real.files()
