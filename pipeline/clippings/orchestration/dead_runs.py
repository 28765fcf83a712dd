"""Ends runs whose process is gone, so that Dagster's limit of one run a package does not wait for them for ever.

Each run notes its process when it starts. A killed process cannot end its run; the next build does.
"""

import os
import socket
from functools import cache
from pathlib import Path

import dagster as dg
from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

from clippings.project import Settings

PUBLISHES = "clippings/publishes"
"""Tag of a run: the name of the package it publishes. An instance runs one run of a name at a time, where its
`dagster.yaml` says so (deploy/dagster.yaml does)."""
PROCESS = "clippings/process"
"""Tag of a run: host, boot of the host, process id, and when the process started."""
_ALIVE = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]
_START_TIME = 19
"""Place of the start time in `/proc/PID/stat`, behind the name of the program."""
_MESSAGE = "The process of this run is gone: it was killed, or its machine stopped. The package is as it was."


def tags(settings: Settings) -> dict[str, str]:
    """The tags of a run that publishes the package of these settings."""
    return {PUBLISHES: settings.name}


def note_process(instance: DagsterInstance, run_id: str) -> None:
    """Tag a run with the process that it runs in."""
    instance.add_run_tags(run_id, {PROCESS: _identity(os.getpid())})


def end_dead_runs(instance: DagsterInstance, of_package: dict[str, str]) -> int:
    """Report the runs with these tags as failed whose process is gone.

    Args:
        instance: Where runs are recorded.
        of_package: The tags of runs that publish one package.

    Returns:
        Number of runs that were ended.
    """
    runs = instance.get_runs(RunsFilter(statuses=_ALIVE, tags=of_package))
    dead = [run for run in runs if _is_gone(run)]
    for run in dead:
        instance.report_run_failed(run, message=_MESSAGE)
    return len(dead)


def _is_gone(run: dg.DagsterRun) -> bool:
    """Return whether the process of a run on this host has ended. The state of other hosts is unknown."""
    noted = run.tags.get(PROCESS, "").split(" ")
    if len(noted) != len(_identity(os.getpid()).split(" ")) or noted[0] != socket.gethostname():
        return False
    return noted[1] != _boot() or not noted[2].isdecimal() or " ".join(noted) != _identity(int(noted[2]))


def _identity(process: int) -> str:
    return f"{socket.gethostname()} {_boot()} {process} {_started(process)}"


def _started(process: int) -> str:
    """Return the start of a process in ticks since the boot, or `gone` if it does not exist or is a zombie."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return _started_elsewhere(process)
    return "gone" if fields[0] in "ZX" else fields[_START_TIME]


def _started_elsewhere(process: int) -> str:
    """On systems without /proc: only whether there is such a process."""
    if Path("/proc/self/stat").exists():
        return "gone"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return "gone"
    except OSError:
        return "there"
    return "there"


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return "unknown"
