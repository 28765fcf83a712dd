"""Measures incremental builds: the first build, a build with nothing changed, and a build with one page more.

Each build is a separate process. The run also measures a build of the same pages without the cache; both packages must have
the same bytes.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmark import main

ROOT = Path(__file__).parents[1]


def build(raw: Path, out: Path, *options: str) -> tuple[float, float]:
    """Return the elapsed seconds and the processor seconds of a build."""
    command = [sys.executable, "-m", "clippings.cli", "build", "--raw", str(raw), "--out", str(out), *options]
    environment = {**os.environ, "DAGSTER_HOME": str(out.parent / "dagster")}
    before, started = _processors(), time.monotonic()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.monotonic() - started, _processors() - before


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def differences(ours: Path, theirs: Path) -> list[str]:
    """Return the files of two packages whose bytes differ."""
    paths = {path.relative_to(root) for root in (ours, theirs) for path in root.rglob("*") if path.is_file()}
    return [str(path) for path in sorted(paths) if _bytes(ours / path) != _bytes(theirs / path)]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def report(corpus: Path, folder: Path) -> None:
    """Run the builds and print their times."""
    raw, out, clean = folder / "raw", folder / "dist", folder / "clean"
    shutil.copytree(corpus, raw, copy_function=os.link)
    held_back = max(path for path in raw.rglob("*") if path.is_file())
    elsewhere = folder / "held back"
    held_back.rename(elsewhere)
    times = {
        "the first build": build(raw, out),
        "nothing changed, --if-changed": build(raw, out, "--if-changed"),
        "nothing changed": build(raw, out),
    }
    elsewhere.rename(held_back)
    times["one page more"] = build(raw, out)
    kept = sum(path.stat().st_size for path in (folder / ".clippings").rglob("*") if path.is_file())
    whole = times["no cache"] = build(raw, clean, "--no-cache")
    for name, (seconds, processors) in times.items():
        shares = f"{seconds / whole[0]:>8.2f}{processors / whole[1]:>8.2f}"
        sys.stdout.write(f"{name:32}{seconds:>8.1f} s {processors:>8.1f} s of processors {shares}\n")
    differing = differences(out, clean)
    sys.stdout.write(f"step cache: {kept / 1e6:,.0f} MB\n")
    sys.stdout.write(f"differing files: {', '.join(differing) or 'none'}\n")


if __name__ == "__main__":
    main(report, __doc__)
