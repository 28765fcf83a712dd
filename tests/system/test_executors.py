"""Executors: the package has the same bytes wherever its steps run, and a worker that dies costs nothing but time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from clippings.common import external_sort
from clippings.flow import run
from clippings.flow.executors import EXECUTORS, PROCESSES_VARIABLE, Executor, LocalPool, RayTasks, executor_of
from clippings.flow.run import Run
from clippings.flow.stages import STAGES
from clippings.flow.store import Store
from clippings.ingest.sources import find_files
from conftest import SAMPLES, copied


@pytest.fixture
def ray_tasks() -> Iterator[RayTasks]:
    """Ray on this machine, with the processes that it starts."""
    pytest.importorskip("ray")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RAY_ADDRESS", raising=False)
        # its workers import this file
        here = Path(__file__)
        paths = [str(here.parent), str(here.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        tasks = RayTasks(cores=2)
        yield tasks
        tasks.close()


def package_of(raw: Path, folder: Path, executor: Executor) -> dict[str, bytes]:
    """The files of the package, made by all stages without Dagster."""
    made = Run(Store(folder / "store"), STAGES, raw=raw, executor=executor)
    for stage in STAGES:
        made.make(stage)
    files = made.files("package_files")
    found = {
        path.relative_to(files).as_posix(): path.read_bytes() for path in sorted(files.rglob("*")) if path.is_file()
    }
    made.clean()
    executor.close()
    return found


@pytest.fixture
def many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches so small that every step has several calls, and as many processes as it takes to mix them up."""
    monkeypatch.setattr(find_files.batches, "__defaults__", (20_000,))
    monkeypatch.setattr(external_sort, "PARTITION_BYTES", 60_000)
    monkeypatch.setattr(external_sort, "SLICE_BYTES", 20_000)
    monkeypatch.setattr(run, "LARGE", 2)


@pytest.mark.usefixtures("many_batches")
def test_every_executor_gives_the_same_bytes(tmp_path: Path, ray_tasks: RayTasks) -> None:
    raw = copied(sorted(SAMPLES.iterdir()), tmp_path / "raw")
    here = package_of(raw, tmp_path / "here", executor_of("in-process"))
    assert len(here) > 30
    for name, executor in {"pool": LocalPool(2), "ray": ray_tasks}.items():
        found = package_of(raw, tmp_path / name, executor)
        assert [path for path in here if found.get(path) != here[path]] == [], name


def doubled(work: tuple[Path, int]) -> int:
    """Twice a number; the process that is first asked for 3 is killed."""
    folder, number = work
    marker = folder / "killed"
    if number == 3 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_a_task_whose_worker_is_killed_runs_again(tmp_path: Path, ray_tasks: RayTasks) -> None:
    assert list(ray_tasks.map(doubled, [(tmp_path, number) for number in range(8)])) == [2 * n for n in range(8)]
    assert (tmp_path / "killed").exists()


def test_results_come_in_the_order_of_the_calls(tmp_path: Path) -> None:
    (tmp_path / "killed").touch()
    for executor in (executor_of("in-process"), LocalPool(2)):
        assert list(executor.map(doubled, [(tmp_path, n) for n in range(20)])) == [2 * n for n in range(20)]
        executor.close()


def test_a_pool_has_a_process_for_each_core_or_as_many_as_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LocalPool().count == len(os.sched_getaffinity(0))
    monkeypatch.setenv(PROCESSES_VARIABLE, "64")
    assert LocalPool().count == 64


def test_an_executor_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(ValueError, match=f"no executor dask. Use one of: {', '.join(EXECUTORS)}"):
        executor_of("dask")
