"""A real Dagster daemon for tests, and a build that can be killed while it waits."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dagster as dg
from dagster._core.scheduler.instigation import ScheduleInstigatorData

from conftest import ROOT

BIN = Path(sys.executable).parent
HOLD = """
import sys, time
from pathlib import Path
from clippings.flow import read_dumps
from clippings.orchestration import run_build as build
read_dumps.find_files.find = lambda *_, **__: (Path(sys.argv[2]).touch(), time.sleep(600))
build.build(Path(sys.argv[1]), Path(sys.argv[1]).with_name("dist"))
"""
"""A build that waits in its first step."""


@contextmanager
def service(
    command: list[str | Path], folder: Path, environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that serves until the end, in a process group of its own, ended with all it started."""
    with log.open("wb") as log_file:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log_file, stderr=log_file, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()  # it ends what it started in its own order
        try:
            process.wait(120)  # a loaded machine takes half a minute
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def daemon(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Dagster's daemon."""
    with service([BIN / "dagster-daemon", "run", "-m", "clippings.definitions"], ROOT, environment, log) as process:
        yield process


def started_earlier(instance: dg.DagsterInstance) -> None:
    """Let the schedule have been switched on a minute ago: the daemon makes up for the tick it missed, and nobody waits."""
    (state,) = instance.all_instigator_state()
    began = time.time() - 60
    instance.update_instigator_state(state.with_data(ScheduleInstigatorData("* * * * *", began)))
