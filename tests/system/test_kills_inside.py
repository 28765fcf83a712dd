"""Kills at each single step inside a swap, inside a release, of the pool's processes, and of a build that a daemon follows."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest

from clippings.distribute.verify import verify
from clippings.flow import executors
from clippings.flow.executors import LocalPool, PoolBrokenError
from clippings.publish import atomic_swap
from conftest import ROOT, Package
from support.commands import called
from support.damage import copy_of
from support.real_daemon import BIN, HOLD, daemon, started_earlier
from support.written_pages import Written, listing, prose

MOST_BYTES = 100_000_000
KILLER = """
import os, signal, sys
left, place = int(sys.argv[1]), sys.argv[2]
def count(event, args):
    global left
    touches = event.startswith(("os.", "shutil.", "ctypes.dlsym")) or (event == "open" and isinstance(args[1], str) and "r" not in args[1])
    if touches and (event == "ctypes.dlsym" or place in str(args[0])):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
"""
"""Kills its own process at the n-th change of a file below a place; Python reports each before it happens."""
SWAP = """
from pathlib import Path
from clippings.publish import atomic_swap
if sys.argv[5] == "twice":
    atomic_swap._exchanged = lambda one, other: False
sys.addaudithook(count)
atomic_swap.move_in(Path(sys.argv[3]), Path(sys.argv[4]))
sys.stdout.write(str(-left))
"""
RELEASE = """
from clippings.cli import main
from clippings.distribute.releases import release
sys.addaudithook(count)
main(["release", sys.argv[3], "--to", sys.argv[4], "--on", sys.argv[5]], standalone_mode=False)
sys.stdout.write(f"steps {-left}")
"""


def run(script: str, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(KILLER + script), *map(str, args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def moments(steps: int, kills: int) -> list[int]:
    """Numbers of steps at which to kill, spread over all of them."""
    chance = random.Random(steps)
    return sorted(chance.sample(range(1, steps + 1), min(kills, steps)))


def marked(package: Path, target: Path, text: str) -> Path:
    """A copy of a package that its data card tells from others."""
    copy_of(package, target)
    (target / "note.txt").write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    with (target / "checksums.sha256").open("a", encoding="utf-8") as sums:
        sums.write(f"{digest}  note.txt\n")
    return target


@pytest.mark.parametrize("way", ["exchanged", "twice"])
@pytest.mark.parametrize("kills", [pytest.param(2), pytest.param(1000, marks=pytest.mark.long)])
def test_a_kill_at_any_step_of_a_swap_leaves_the_old_package_or_the_new_one(
    small: Package, tmp_path: Path, way: str, kills: int
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    out, result = marked(small.root, place / "dist", "old"), Counter[str]()

    def swap(left: int) -> subprocess.CompletedProcess[str]:
        new = marked(small.root, tmp_path / "new", "new")
        return run(SWAP, left, place, new, out, way)

    steps = int(swap(0).stdout)
    for left in moments(steps, kills):
        for path in (out, tmp_path / "new"):
            shutil.rmtree(path, ignore_errors=True)
        marked(small.root, out, "old")
        assert swap(left).returncode == -signal.SIGKILL
        result["nothing for an instant" if not out.exists() else (out / "note.txt").read_text("utf-8")] += 1
        with atomic_swap.workspace(out):
            pass
        assert [path.name for path in sorted(place.iterdir())] == [".dist.lock", "dist"], left
        assert (out / "note.txt").read_text("utf-8") in ("old", "new")
        names = {path.relative_to(out) for path in out.rglob("*") if path.name != "note.txt"}
        assert names == {path.relative_to(small.root) for path in small.root.rglob("*")}
    sys.stdout.write(f"swap ({way}): {steps} steps, {sum(result.values())} kills: {dict(result)}\n")
    assert way == "twice" or "nothing for an instant" not in result


@pytest.mark.parametrize("kills", [pytest.param(1), pytest.param(30, marks=pytest.mark.long)])
def test_a_kill_at_any_step_of_a_release_leaves_the_releases_whole(small: Package, tmp_path: Path, kills: int) -> None:
    releases, result = tmp_path / "releases", Counter[str]()
    first, second = small.root, tmp_path / "second"
    called("release", first, "--to", releases, "--on", "2026-01-01")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.txt").write_text(listing([Written("The ferry sails", (prose(1), prose(2)))]), "utf-8")
    called("build", "--raw", tmp_path / "raw", "--out", second)
    saved = shutil.copytree(releases, tmp_path / "saved")

    def release(left: int) -> subprocess.CompletedProcess[str]:
        shutil.rmtree(releases)
        shutil.copytree(saved, releases)
        return run(RELEASE, left, releases, second, releases, "2026-01-02")

    whole = release(0)
    assert "steps " in whole.stdout, whole.stderr
    steps = int(whole.stdout.rpartition("steps ")[2])
    for left in moments(steps, kills):
        killed = release(left)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        latest = (releases / "latest").read_text("utf-8").strip()
        assert list(verify(str(releases / latest / "package"), MOST_BYTES)) == [], left
        result[latest[:10]] += 1
        again = called("release", second, "--to", releases, "--on", "2026-01-02")
        assert again.exit_code == 0, again.output
        versions = sorted(path.name for path in releases.iterdir() if path.is_dir())
        assert [name[:10] for name in versions] == ["2026.01.01", "2026.01.02"], left
        assert (releases / "latest").read_text("utf-8").strip() == versions[1]
        assert list(verify(str(releases / versions[1] / "package"), MOST_BYTES)) == []
    sys.stdout.write(f"release: {steps} steps, {sum(result.values())} kills: {dict(result)}\n")


def killed_once(call: tuple[str, int]) -> int:
    """Kill the own process, the first time that one number comes up."""
    mark, number = call
    if number == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def killed_always(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_calls_of_a_killed_process_of_the_pool_run_again_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_POOLS", 2)
    pool = LocalPool(2)
    try:
        calls = [(str(tmp_path / "mark"), number) for number in range(8)]
        assert list(pool.map(killed_once, calls)) == list(range(8))
        with pytest.raises(PoolBrokenError, match="CLIPPINGS_PROCESSES"):
            list(pool.map(killed_always, [1, 2]))
    finally:
        pool.close()


@pytest.mark.long
def test_a_real_daemon_publishes_at_the_next_tick_after_a_build_was_killed(tmp_path: Path) -> None:
    raw, out, home, log = (tmp_path / name for name in ("raw", "published/dist", "home", "daemon.log"))
    raw.mkdir()
    home.mkdir()
    out.parent.mkdir()
    (raw / "page.txt").write_text(listing([Written("The ferry sails", (prose(1), prose(2)))]), "utf-8")
    limits = (
        (ROOT / "deploy" / "dagster.yaml").read_text("utf-8").partition("concurrency:")[2].partition("# A run whose")[0]
    )
    (home / "dagster.yaml").write_text(f"telemetry:\n  enabled: false\nconcurrency:{limits}", "utf-8")
    folders = {"DAGSTER_HOME": str(home), "CLIPPINGS_RAW": str(raw), "CLIPPINGS_OUT": str(out)}
    environment = {**os.environ, **folders, "CLIPPINGS_CRON": "* * * * *"}
    begun = tmp_path / "begun"
    hold = HOLD.replace('Path(sys.argv[1]).with_name("dist")', f"Path({str(out)!r})")
    process = subprocess.Popen([sys.executable, "-c", hold, raw, begun], env=environment)
    while not begun.exists():
        assert process.poll() is None
        time.sleep(0.1)
    process.kill()
    process.wait()
    start = [BIN / "dagster", "schedule", "start", "daily", "-m", "clippings.definitions"]
    subprocess.run(start, cwd=ROOT, env=environment, check=True, capture_output=True)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.STARTED]
        started_earlier(instance)
    begun_at = time.monotonic()
    with daemon(environment, log) as service, dg.DagsterInstance.from_config(str(home)) as instance:
        while not (out / "checksums.sha256").exists() and time.monotonic() < begun_at + 240 and service.poll() is None:
            time.sleep(0.5)
        statuses = [run.status.value for run in instance.get_runs()]
    sys.stdout.write(f"daemon: published {time.monotonic() - begun_at:.0f} s after it started; runs {statuses}\n")
    assert list(verify(str(out), MOST_BYTES)) == [], log.read_text("utf-8")[-3000:]
    assert "FAILURE" in statuses
