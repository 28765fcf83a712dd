"""Kills of the pool's processes, and of a build that a daemon follows."""

import os
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest

from clippings.distribute.verify import verify
from clippings.flow import executors
from clippings.flow.executors import LocalPool, PoolBrokenError
from conftest import ROOT
from support.pool_calls import doubled, killed_always
from support.real_daemon import BIN, HOLD, daemon, started_earlier
from support.written_pages import Written, listing, prose

MOST_BYTES = 100_000_000


def test_calls_of_a_killed_process_of_the_pool_run_again_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_POOLS", 2)
    pool = LocalPool(2)
    try:
        assert list(pool.map(doubled, [(tmp_path, number) for number in range(8)])) == [2 * n for n in range(8)]
        assert (tmp_path / "killed").exists()
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
