"""Executors: the package has the same bytes wherever its steps run, and a worker that dies costs nothing but time."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from clippings.common import external_sort
from clippings.distribute.s3.address import Address
from clippings.flow import executors, step_calls
from clippings.flow.executors import EXECUTORS, PROCESSES_VARIABLE, Executor, LocalPool, RayTasks, executor_of
from clippings.flow.run import Run
from clippings.flow.stages import STAGES
from clippings.flow.store import Store
from clippings.flow.table import Table
from clippings.ingest.sources import find_files
from clippings.orchestration.bucket_store import BucketStore
from conftest import SAMPLES, copied
from support.pool_calls import doubled, process_of


@pytest.fixture
def ray_tasks() -> Iterator[RayTasks]:
    """Ray on this machine, with the processes that it starts."""
    pytest.importorskip("ray")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RAY_ADDRESS", raising=False)
        # its workers import the calls
        here = Path(__file__)
        paths = [str(here.parent), str(here.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        tasks = RayTasks(cores=2)
        yield tasks
        tasks.close()


def package_of(raw: Path, store: Store, executor: Executor) -> dict[str, bytes]:
    """The files of the package, made by all stages without Dagster."""
    made = Run(store, STAGES, raw=raw, executor=executor)
    for stage in STAGES:
        made.make(stage)
    files = made.files("package_files")
    result = {
        path.relative_to(files).as_posix(): path.read_bytes() for path in sorted(files.rglob("*")) if path.is_file()
    }
    made.clean()
    executor.close()
    return result


@pytest.fixture
def many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches so small that every step has several calls, and as many processes as it takes to mix them up."""
    monkeypatch.setattr(find_files.batches, "__defaults__", (20_000,))
    monkeypatch.setattr(external_sort, "PARTITION_BYTES", 60_000)
    monkeypatch.setattr(external_sort, "SLICE_BYTES", 20_000)
    monkeypatch.setattr(step_calls, "LARGE", 0.1)


@pytest.mark.usefixtures("many_batches")
def test_every_executor_gives_the_same_bytes(tmp_path: Path, ray_tasks: RayTasks) -> None:
    raw = copied(sorted(SAMPLES.iterdir())[::3], tmp_path / "raw")
    here = package_of(raw, Store(tmp_path / "here"), executor_of("in-process"))
    assert len(here) > 30
    for name, executor in {"pool": LocalPool(2), "ray": ray_tasks}.items():
        built = package_of(raw, Store(tmp_path / name), executor)
        assert [path for path in here if built.get(path) != here[path]] == [], name


@pytest.mark.usefixtures("many_batches")
def test_ray_with_the_store_in_a_bucket_gives_the_same_bytes(tmp_path: Path, ray_tasks: RayTasks, s3: Address) -> None:
    raw = copied(sorted(SAMPLES.iterdir())[:8], tmp_path / "raw")
    here = package_of(raw, Store(tmp_path / "here"), executor_of("in-process"))
    store = BucketStore(tmp_path / "driver", address=s3 / "tables")
    built = package_of(raw, store, ray_tasks)
    assert [path for path in here if built.get(path) != here[path]] == []


def test_a_store_in_a_bucket_serves_processes_that_share_no_folder(tmp_path: Path, s3: Address) -> None:
    frames = [pl.DataFrame({"a": [number]}) for number in range(3)]
    driver = BucketStore(tmp_path, address=s3)
    worker = pickle.loads(pickle.dumps(driver))  # noqa: S301 - our own bytes
    assert not worker.is_driver
    packed, alone = worker.put_pack(frames), worker.put(frames[0])
    driver.trust([*packed, alone])
    assert [driver.get(part).item() for part in packed] == [0, 1, 2]
    assert driver.scan([alone]).collect().item() == 0, "fetched to be read as a file"
    kept = driver.put(frames[2])
    again = BucketStore(tmp_path, address=s3)
    assert again.is_whole(kept)
    again.save_table("kept", Table(again, (kept,)))
    again.collect_garbage([])
    last = BucketStore(tmp_path, address=s3)
    assert [last.is_whole(part) for part in (kept, alone, packed[0])] == [True, False, False]


def test_a_task_whose_worker_is_killed_runs_again(tmp_path: Path, ray_tasks: RayTasks) -> None:
    assert list(ray_tasks.map(doubled, [(tmp_path, number) for number in range(8)])) == [2 * n for n in range(8)]
    assert (tmp_path / "killed").exists()


def test_processes_leave_cores_to_one_another_if_the_main_module_imports_polars(tmp_path: Path) -> None:
    cores = os.cpu_count() or 1
    script = tmp_path / "build.py"
    script.write_text(
        "import sys, polars\nfrom clippings.flow.executors import LocalPool\n"
        "def threads(_): return polars.thread_pool_size()\n"
        "if __name__ == '__main__':\n    pool = LocalPool(int(sys.argv[1]))\n"
        "    print(*pool.map(threads, [0, 1]))\n    pool.close()\n"
    )
    command = [sys.executable, str(script), str(max(2, cores))]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["1", "1"]


def test_results_come_in_the_order_of_the_calls(tmp_path: Path) -> None:
    (tmp_path / "killed").touch()
    for executor in (executor_of("in-process"), LocalPool(2)):
        assert list(executor.map(doubled, [(tmp_path, n) for n in range(20)])) == [2 * n for n in range(20)]
        executor.close()


def test_processes_that_have_grown_are_replaced_before_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = LocalPool(2)
    small = {*pool.map(process_of, range(4)), *pool.map(process_of, range(4))}
    assert len(small) <= 2
    monkeypatch.setattr(executors, "_MOST_BYTES", 0)
    assert small.isdisjoint(pool.map(process_of, range(4)))
    pool.close()


def test_a_pool_has_a_process_for_each_core_or_as_many_as_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LocalPool().count == len(os.sched_getaffinity(0))
    monkeypatch.setenv(PROCESSES_VARIABLE, "64")
    assert LocalPool().count == 64


def test_an_executor_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(ValueError, match=f"Unknown executor dask. Use one of: {', '.join(EXECUTORS)}"):
        executor_of("dask")
