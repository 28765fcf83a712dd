"""Measures a build of a corpus by stage, and its floor: reading the bytes and writing the same files.

One run on one machine measures both, so that their ratio is comparable between machines. Each process of the build reads this
file first, so nothing slow is imported at the top.
"""

import argparse
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dagster as dg

_EVERY = 0.2
"""Seconds between two samples of the memory: to add up the pages of some processes takes a hundredth of a second."""


@dataclass
class Memory:
    """Memory of this process and its children over time, in bytes; shared pages count once.

    Attributes:
        looks: Time and size of each sample.
        seconds: Processor seconds of the sampling itself.
    """

    looks: list[tuple[float, int]] = field(default_factory=list)
    seconds: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Memory":
        """Start sampling."""
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._stop.set()

    def peak(self, start: float, end: float) -> int:
        """Return the largest sample between two times; or the nearest earlier one."""
        inside = [size for at, size in self.looks if start - _EVERY <= at <= end + _EVERY]
        return max(inside, default=0)

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            self.looks.append((time.time(), sum(_share(pid) for pid in _family(os.getpid()))))
            self.seconds = time.thread_time()


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        threads = [task.name for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
        for thread in threads:
            children += Path(f"/proc/{pid}/task/{thread}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _share(pid: int) -> int:
    """Return the memory of a process in bytes, with shared pages counted proportionally (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration, IndexError):
        return 0


def build(raw: Path, out: Path) -> tuple[list["dg.EventLogEntry"], float]:
    """Return the log of one run of the graph, and its seconds."""
    import dagster as dg

    from clippings.definitions import definitions

    config = {
        "loggers": {"console": {}},
        "resources": {"workspace": {"config": {"raw": str(raw.absolute()), "out": str(out.absolute())}}},
    }
    started = time.time()
    with dg.DagsterInstance.ephemeral() as instance:
        result = definitions.resolve_job_def("build_package").execute_in_process(run_config=config, instance=instance)
        seconds = time.time() - started
        return instance.all_logs(result.run_id), seconds


def floor(raw: Path, package: Path, out: Path) -> float:
    """Return the seconds to read the bytes of `raw` and to write the tables of `package` again as Parquet and CSV."""
    import polars as pl

    from clippings.publish.write_tables import write_files
    from clippings.schema import TABLES

    started = time.time()
    for path in sorted(raw.rglob("*")):
        if path.is_file():
            path.read_bytes()
    for name in TABLES:
        write_files(name, pl.scan_parquet(package / "data" / f"{name}.parquet"), out / "data")
    return time.time() - started


def report(raw: Path, folder: Path) -> None:
    """Build, write the tables again, and print the times."""
    size = sum(path.stat().st_size for path in raw.rglob("*") if path.is_file()) / 1e6
    with Memory() as memory:
        log, whole = build(raw, folder / "dist")
        built = _processors() - memory.seconds
        steps = _steps(log)
        peak = memory.peak(0, time.time())
        before = _processors() - memory.seconds
        least = floor(raw, folder / "dist", folder / "again")
        written = _processors() - memory.seconds - before
    lines = [("stage", "seconds", "MB/s", "peak GB")]
    for name, start, end in steps:
        lines.append((name, f"{end - start:.1f}", _speed(size, end - start), f"{memory.peak(start, end) / 1e9:.2f}"))
    lines.append(("processors of the build", f"{built:.1f}", _speed(size, built), ""))
    lines.append(("processors of the floor", f"{written:.1f}", _speed(size, written), ""))
    lines.append(("end to end", f"{whole:.1f}", _speed(size, whole), f"{peak / 1e9:.2f}"))
    lines.append(("floor: read, write the same files", f"{least:.1f}", _speed(size, least), ""))
    sys.stdout.write(f"{size:,.1f} MB of dumps\n")
    for name, seconds, speed, memory_peak in lines:
        sys.stdout.write(f"{name:36}{seconds:>9}{speed:>9}{memory_peak:>9}\n")
    sys.stdout.write(
        f"end to end is {whole / least:.1f} times the floor; {built / written:.1f} times in processor time\n"
    )


def _processors() -> float:
    """Return the processor seconds of this process and of its ended children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def _speed(size: float, seconds: float) -> str:
    return f"{size / max(seconds, 1e-3):.1f}"


def _steps(log: list["dg.EventLogEntry"]) -> list[tuple[str, float, float]]:
    """Return name, begin and end of each step (stages and checks), in the order of their ends."""
    starts, result = {}, []
    for entry in log:
        event = entry.dagster_event
        if event is not None and event.is_step_start:
            starts[event.step_key] = entry.timestamp
        elif event is not None and event.is_step_success:
            result.append((str(event.step_key), starts[event.step_key], entry.timestamp))
    return result


def main(report: Callable[[Path, Path], None], description: str) -> None:
    """Read the arguments, and call `report` with their corpus and a working folder.

    Args:
        report: Takes the corpus and the folder.
        description: Description of the command; its first line is shown.
    """
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("raw", type=Path, help="folder of dumps, such as one from bench/generate.py")
    parser.add_argument("--work", type=Path, default=Path(), help="folder to work in, on the same disk (default: here)")
    arguments = parser.parse_args()
    if not arguments.raw.is_dir():
        parser.error(f"{arguments.raw} is not a folder. Make one with bench/generate.py.")
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        report(arguments.raw, Path(folder))


if __name__ == "__main__":
    main(report, __doc__)
