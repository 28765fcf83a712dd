"""Unattended runs: they end at once if nothing changed, wait for one another, and retry after transient errors."""

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from clippings.common import code_versions
from clippings.definitions import definitions
from clippings.flow import input_hashes
from clippings.ingest.sources import find_files
from clippings.orchestration import jobs, retries
from clippings.project import load
from clippings.publish import build_state, metadata_files, write_tables
from clippings.publish.validate import validate
from conftest import ROOT, as_it_lies, build_package
from support.commands import called
from support.damage import flipped, sealed
from support.written_pages import Written, listing, prose

JOB = definitions.resolve_job_def("build_package")
POSTS = [
    Written(f"The ferry of line {n}", (f"{prose(n)} The ferry of line {n}", prose(n + 50), "By Adam Example"))
    for n in (1, 2)
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive and the package that was built from it."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "raw").mkdir()
    (folder / "raw" / "page.txt").write_text(listing(POSTS), "utf-8")
    (folder / "raw" / "other.txt").write_text(listing(POSTS[:1]), "utf-8")
    build_package(folder / "raw", folder / "dist")
    return folder


@pytest.fixture
def place(published: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(published, tmp_path / "place"))


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as forgetful:
        yield forgetful


def run(place: Path, instance: dg.DagsterInstance, *, if_changed: bool = True) -> dg.ExecuteInProcessResult:
    """A run as the schedule and the sensor ask for it."""
    folders = {"raw": str(place / "raw"), "out": str(place / "dist"), "if_changed": if_changed}
    config = {"loggers": {"console": {}}, "resources": {"workspace": {"config": folders}}}
    return JOB.execute_in_process(run_config=config, instance=instance, raise_on_error=False)


def log_of(instance: dg.DagsterInstance, run_id: str) -> str:
    return "\n".join(entry.user_message for entry in instance.all_logs(run_id))


def test_the_schedule_and_the_sensor_ask_for_runs_that_end_where_nothing_changed(published: Path) -> None:
    with dg.DagsterInstance.get() as instance, dg.build_schedule_context(instance=instance) as context:
        tick = jobs.daily.evaluate_tick(context).run_requests or []
    with (
        pytest.MonkeyPatch.context() as patch,
        dg.DagsterInstance.get() as instance,
        dg.build_sensor_context(instance=instance) as context,
    ):
        patch.setenv("CLIPPINGS_RAW", str(published / "raw"))
        asked = jobs.raw_changed(context)
    assert isinstance(asked, dg.RunRequest)
    for request in (*tick, asked):
        assert request.run_config["resources"]["workspace"]["config"] == {"if_changed": True}
    assert len(tick) == 1


def test_a_run_that_only_asks_whether_anything_changed_keeps_to_the_folders_of_the_environment(place: Path) -> None:
    code = """if True:
        from clippings.orchestration import jobs
        from clippings.definitions import definitions
        config = {"loggers": {"console": {}}, **jobs.IF_CHANGED}
        made = definitions.resolve_job_def("build_package").execute_in_process(config)
        print([event.event_type_value for event in made.all_events if event.is_step_materialization])
    """
    environment = {**os.environ, "CLIPPINGS_RAW": str(place / "raw"), "CLIPPINGS_OUT": str(place / "dist")}
    output = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert output.stdout.decode().strip() == "[]"


def test_a_run_that_finds_nothing_changed_touches_nothing_and_says_so(
    place: Path, instance: dg.DagsterInstance
) -> None:
    before = as_it_lies(place / "dist")
    for path in (place / "raw").iterdir():
        os.utime(path)  # other times are no other content
    result = run(place, instance)
    assert result.success
    assert as_it_lies(place / "dist") == before
    assert "Nothing changed" in log_of(instance, result.run_id)
    events = result.all_events
    assert not [event for event in events if event.is_step_materialization]
    seen = instance.fetch_observations(dg.AssetKey("data_package"), limit=9).records
    assert [record.asset_observation.metadata["unchanged"].value for record in seen if record.asset_observation] == [
        True
    ]


def test_the_command_line_builds_always_without_the_option(place: Path) -> None:
    folders = ["--raw", str(place / "raw"), "--out", str(place / "dist")]
    before = as_it_lies(place / "dist")
    output = called("build", *folders, "--if-changed")
    assert (output.exit_code, output.stderr) == (0, "")
    assert "is as it was: nothing changed" in output.stdout
    assert as_it_lies(place / "dist") == before
    assert "2 articles from 2 pages" in called("build", *folders).stdout
    after = as_it_lies(place / "dist")
    assert after != before
    assert {path: data for path, (*_, data) in after.items()} == {path: data for path, (*_, data) in before.items()}


def rewrite(place: Path) -> None:
    """Other bytes, of the same number, at the same time."""
    page = place / "raw" / "page.txt"
    status = page.stat()
    page.write_bytes(page.read_bytes().replace(b"ferry", b"barge"))
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def flip_a_bit(place: Path) -> None:
    file = place / "dist" / "data" / "articles.csv"
    status = file.stat()
    flipped(file)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def other_package(place: Path) -> None:
    """Somebody put another package in the place of the one that was published; its hashes fit it."""
    flipped(place / "dist" / "data" / "articles.csv")
    sealed(place / "dist")


CHANGES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a page with other bytes": (rewrite, "raw changed"),
    "a page more": (lambda place: (place / "raw" / "new.txt").write_text(prose(7), "utf-8"), "raw changed"),
    "a page less": (lambda place: (place / "raw" / "other.txt").unlink(), "raw changed"),
    "a page by another name": (lambda place: (place / "raw/page.txt").rename(place / "raw/z.txt"), "raw changed"),
    "a damaged package": (flip_a_bit, "not the one that was published"),
    "a file too many": (lambda place: (place / "dist" / "more").touch(), "not the one that was published"),
    "another package": (other_package, "not the one that was published"),
    "no package": (lambda place: shutil.rmtree(place / "dist"), "unknown"),
    "no note": (lambda place: (place / ".dist.state").unlink(), "unknown"),
    "half a note": (lambda place: os.truncate(place / ".dist.state", 99), "unknown"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_is_found_out_and_named(change: str, place: Path) -> None:
    assert build_state.differences(place / "dist", input_hashes.of(place / "raw", load(raw=place / "raw"))) == []
    edit, reason = CHANGES[change]
    edit(place)
    message = build_state.differences(place / "dist", input_hashes.of(place / "raw", load(raw=place / "raw")))
    assert len(message) == 1
    assert reason in message[0]


def test_another_program_or_another_library_is_a_change(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_hashes, "installed", lambda: "a model that was installed since")
    program = Path(shutil.copytree(Path(input_hashes.__file__).parents[1], place / "program"))
    monkeypatch.setattr(code_versions, "_ROOT", program)
    assert build_state.differences(place / "dist", input_hashes.of(place / "raw", load(raw=place / "raw"))) == [
        "installed changed"
    ]
    with (program / "data" / "authority" / "outlets.yaml").open("a") as curated:
        curated.write("\n# another line\n")
    assert build_state.differences(place / "dist", input_hashes.of(place / "raw", load(raw=place / "raw"))) == [
        "program changed",
        "installed changed",
    ]


@pytest.mark.parametrize("edit", [rewrite, flip_a_bit], ids=lambda edit: edit.__name__)
def test_a_run_that_finds_a_change_publishes_and_the_next_finds_none(
    edit: Callable[[Path], None], place: Path, instance: dg.DagsterInstance
) -> None:
    edit(place)
    first = run(place, instance)
    assert "Building: " in log_of(instance, first.run_id)
    made = first.asset_materializations_for_node("data_package")
    assert [item.tags["dagster/data_version"] for item in made if item.tags] == [
        input_hashes.version(input_hashes.of(place / "raw", load(raw=place / "raw")))
    ]
    assert list(validate(place / "dist")) == []
    second = run(place, instance)
    assert not [event for event in second.all_events if event.is_step_materialization]


def test_a_run_waits_for_the_one_that_is_at_work(
    place: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_run, waiting = build_state.one_run, threading.Event()

    def noted(out: Path, waits: Callable[[], None]) -> AbstractContextManager[None]:
        def tell() -> None:
            waits()
            waiting.set()  # reading the run's log here would lock a table in memory that the run writes to

        return one_run(out, tell)

    monkeypatch.setattr(build_state, "one_run", noted)
    done = threading.Thread(target=run, args=(place, instance), kwargs={"if_changed": False})
    with one_run(place / "dist", lambda: None):
        before = as_it_lies(place / "dist")
        done.start()
        assert waiting.wait(60)
        assert done.is_alive()
        assert as_it_lies(place / "dist") == before
    done.join(120)
    (ended,) = instance.get_runs()
    assert ended.status is dg.DagsterRunStatus.SUCCESS
    assert "Another run is at work" in log_of(instance, ended.run_id)
    assert list(validate(place / "dist")) == []


# errors


def failing(patch: pytest.MonkeyPatch, module: Any, name: str, number: int, times: int) -> list[None]:
    """Let the first `times` calls of a function fail with the system's error `number`; one entry for each call."""
    right, calls = getattr(module, name), list[None]()

    def function(*args: Any, **named: Any) -> Any:
        calls.append(None)
        if len(calls) <= times:
            raise OSError(number, os.strerror(number))
        return right(*args, **named)

    patch.setattr(module, name, function)
    return calls


@pytest.mark.parametrize(
    ("module", "name"), [(find_files, "find"), (write_tables, "join_pieces")], ids=["raw", "package"]
)
def test_an_error_that_may_pass_is_met_again(
    module: Any, name: str, place: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "SECONDS", 0)
    failing(monkeypatch, module, name, errno.ESTALE, times=2)
    result = run(place, instance, if_changed=False)
    assert result.success
    assert log_of(instance, result.run_id).count("the step is tried again in") == 2
    assert list(validate(place / "dist")) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_an_error_that_needs_a_person_is_not_and_says_what_to_do(
    number: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = failing(monkeypatch, metadata_files, "describe", number, times=9)
    output = called("build", "--raw", place / "raw", "--out", place / "dist")
    assert (output.exit_code, len(calls)) == (2, 1)
    assert output.stderr.count("\n") == 1
    assert os.strerror(number) in output.stderr
    assert output.stderr.endswith(", then run again.\n")


def test_data_that_is_not_fit_is_judged_once(place: Path, instance: dg.DagsterInstance) -> None:
    shutil.rmtree(place / "raw")
    (place / "raw").mkdir()
    result = run(place, instance)
    assert not result.success
    assert not [event for event in result.all_events if event.event_type_value == "STEP_UP_FOR_RETRY"]


def test_a_page_that_cannot_be_read_for_now_is_waited_for_and_then_set_aside_but_not_forgotten(
    place: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "SECONDS", 0)
    right = find_files._look

    def look(path: Path, name: str) -> Any:
        if name == "other.txt":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return right(path, name)

    with monkeypatch.context() as patch:
        patch.setattr(find_files, "_look", look)
        result = run(place, instance, if_changed=False)
    assert result.success
    assert log_of(instance, result.run_id).count("the step is tried again in") == retries.RETRIES
    assert pl.read_parquet(place / "dist/data/pages.parquet")["path"].to_list() == ["page.txt"]
    assert build_state.differences(place / "dist", input_hashes.of(place / "raw", load(raw=place / "raw"))) != []
