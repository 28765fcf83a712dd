"""Build and release, killed at any moment: what readers find is valid, and the next run repairs what was left."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from clippings.cli import main
from clippings.distribute.verify import verify
from clippings.publish.text_free.strip import FULL_SUMS
from conftest import ROOT, write_page

COMMAND = [sys.executable, "-m", "clippings.cli"]
ALL = int(os.environ.get("CLIPPINGS_KILLS", "100"))
"""Kills of the long test. `pytest -s` shows what they left."""
MOST_BYTES = 100_000_000


@dataclass(frozen=True)
class Place:
    """An archive, its package in both editions and its releases."""

    root: Path

    def write_page(self, number: int) -> None:
        """Put another page in the place of the one that is there."""
        write_page(self.root / "raw", number)

    def command(self, step: str) -> list[str]:
        """Arguments of `clippings` for a step of the loop."""
        raw, out, free, to = (str(self.root / name) for name in ("raw", "published/dist", "published/free", "releases"))
        step_of = {"build": ["build", "--raw", raw, "--out", out], "release": ["release", out, "--to", to]}
        return [*step_of[step], "--text-free", free]

    def run(self, step: str) -> None:
        """A step that is not killed, in this process."""
        result = CliRunner().invoke(main, self.command(step))
        assert (result.exit_code, result.stderr) == (0, "")

    def start(self, step: str) -> subprocess.Popen[bytes]:
        """A step as the head of a process group of its own."""
        command = [*COMMAND, *self.command(step)]
        return subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def seconds(self, step: str) -> float:
        """How long the step takes, the start of the interpreter included."""
        begun = time.monotonic()
        assert self.start(step).wait(120) == 0
        return time.monotonic() - begun

    def latest(self) -> Path:
        """The newest release, as a reader finds it."""
        releases = self.root / "releases"
        return releases / (releases / "latest").read_text("utf-8").strip()

    def shown(self) -> list[Path]:
        """The packages that readers are led to: the two that were built, the two of the newest release."""
        published, latest = self.root / "published", self.latest()
        return [published / "dist", published / "free", latest / "package", latest / "package-text-free"]

    def leftovers(self) -> list[str]:
        """What is neither published nor a lock or a note that stays."""
        published, releases = self.root / "published", self.root / "releases"
        kept = {"dist", ".dist.lock", ".dist.state", ".clippings", "free", ".free.lock"}
        kept |= {".lock", "index.json", "CHANGELOG.md", "latest"}
        beside = [path for path in (*published.iterdir(), *releases.iterdir()) if path.name not in kept]
        return sorted(path.name for path in beside if not (path / "release.json").is_file())


def sums(package: Path) -> bytes:
    return (package / "checksums.sha256").read_bytes()


def digest(package: Path) -> str:
    """One hash of every name and byte."""
    files = sorted(path for path in package.rglob("*") if path.is_file())
    return hashlib.sha256(
        b"".join(file.relative_to(package).as_posix().encode() + file.read_bytes() for file in files)
    ).hexdigest()


@pytest.mark.parametrize("kills", [pytest.param(2), pytest.param(ALL, marks=pytest.mark.long)])
def test_whatever_is_killed_at_any_moment_readers_find_a_valid_package_and_the_next_run_repairs(
    kills: int, tmp_path: Path
) -> None:
    place, chance, result, valid = Place(tmp_path), random.Random(2026), Counter[str](), set[str]()
    for step in ("build", "release"):
        place.write_page(0)
        place.run(step)
    place.write_page(1)
    usual = {step: place.seconds(step) for step in ("build", "release")}
    number = killed = 0
    while killed < kills:
        step = ("build", "release")[number % 2]
        number += 1
        if step == "build":
            place.write_page(2 + number)
        before = [sums(package) for package in place.shown()]
        process = place.start(step)
        time.sleep(chance.uniform(0, 1.2 * usual[step]))  # to its end, should it take longer this time
        os.killpg(process.pid, signal.SIGKILL)
        status = process.wait()
        killed += bool(status)
        changed = [sums(package) != old for package, old in zip(place.shown(), before, strict=True)]
        state = "old" if not any(changed) else "new" if all(changed[:2]) or all(changed[2:]) else "one edition new"
        result[f"{step} {'killed' if status else 'ended before'}, {state}"] += 1
        result[f"{step} left something over"] += bool(place.leftovers())
        for package in place.shown():
            if (held := digest(package)) not in valid:
                assert list(verify(str(package), MOST_BYTES)) == [], package
                valid.add(held)
        place.run(step)
        assert place.leftovers() == []
        package, text_free, released, released_text_free = place.shown()
        assert (text_free / FULL_SUMS).read_bytes() == sums(package)
        if step == "release":
            assert sums(released) == sums(package) != before[2]
            assert sums(released_text_free) == sums(text_free)
    for package in place.shown()[1:3]:
        assert list(verify(str(package), MOST_BYTES)) == []
    fresh = Place(tmp_path / "fresh")
    fresh.root.mkdir()
    (tmp_path / "raw").rename(fresh.root / "raw")
    fresh.run("build")  # the packages are what the pages give, whatever went before
    for name in ("dist", "free"):
        assert sums(fresh.root / "published" / name) == sums(tmp_path / "published" / name)
    sys.stdout.write(f"{killed} kills: {dict(sorted(result.items()))}\n")
