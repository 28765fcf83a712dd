"""The package is at every instant the old one or the new one, whole: killed builds, two at once, readers meanwhile."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import RAW, ROOT, SAMPLES, Package, build_package, copied

from pipeline.publish import swap
from pipeline.publish.validate import validate

KILLS = int(os.environ.get("CLIPPINGS_KILLS", "6"))


def command(raw: Path, out: Path) -> list[str | Path]:
    return [sys.executable, "-m", "pipeline.cli", "build", "--raw", raw, "--out", out]


def start(raw: Path, out: Path) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command(raw, out), cwd=ROOT, stdout=pipe, stderr=pipe, start_new_session=True)


def litter(out: Path) -> list[str]:
    return [path.name for path in out.parent.iterdir() if path.name.startswith(f".{out.name}.build-")]


@pytest.fixture
def two_archives(tmp_path: Path) -> tuple[Path, Path]:
    pages = sorted(SAMPLES.iterdir())
    return copied(pages[:3], tmp_path / "one"), copied([*pages[3:6], *sorted(RAW.iterdir())[:1]], tmp_path / "other")


def test_a_build_killed_at_any_moment_leaves_the_old_package_or_the_new(
    two_archives: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "place" / "dist"
    kinds = [build_package(raw, raw.with_name(f"{raw.name}-dist")).files() for raw in two_archives]
    old = build_package(two_archives[0], out)
    moments = random.Random(20)
    for number in range(KILLS):
        process = start(two_archives[(number + 1) % 2], out)
        time.sleep(moments.uniform(0.2, 4.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert Package(out, old.outcome).files() in kinds
    assert list(validate(out)) == []
    subprocess.run(command(two_archives[1], out), cwd=ROOT, check=True, capture_output=True)
    assert Package(out, old.outcome).files() == kinds[1]
    assert litter(out) == []


def test_two_builds_at_once_both_end_well(two_archives: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "dist"
    processes = [start(raw, out) for raw in two_archives]
    said = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert list(validate(out)) == []
    assert litter(out) == []


def test_a_reader_never_sees_a_mixture(two_archives: tuple[Path, Path], tmp_path: Path) -> None:
    """Each look opens the folder once and reads the files through it, as one who holds the folder open does."""
    out = tmp_path / "dist"
    build_package(two_archives[0], out)
    looks, stop = [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
            looks.append(whole(folder))
            os.close(folder)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(4):
        build_package(two_archives[(number + 1) % 2], out)
    stop.set()
    reader.join()
    seen = {look for look in looks if look is not None}
    assert len(looks) > 10
    assert False not in seen, "files of two packages in one folder"
    assert True in seen


def whole(folder: int) -> bool | None:
    """Whether the files below an open folder are those its checksums name; None if it was taken away while reading."""
    try:
        sums = read_at(folder, "checksums.sha256").decode()
        return all(hashlib.sha256(read_at(folder, line[66:])).hexdigest() == line[:64] for line in sums.splitlines())
    except FileNotFoundError:
        return None


def read_at(folder: int, path: str) -> bytes:
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags, dir_fd=folder)) as file:
        return file.read()


def test_where_folders_cannot_be_exchanged_the_package_is_replaced_all_the_same(
    two_archives: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchanged", lambda one, other: False)
    out = tmp_path / "dist"
    first, second = (build_package(raw, out).files() for raw in two_archives)
    assert first != second
    assert litter(out) == []


def test_a_package_moved_away_by_a_killed_build_is_put_back(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    left = tmp_path / ".dist.build-killed" / "old-package"
    left.mkdir(parents=True)
    (left / "datapackage.json").write_text("{}")
    with swap.workspace(out):
        assert (out / "datapackage.json").read_text() == "{}"
    assert litter(out) == []


@pytest.mark.parametrize("kind", ["file", "foreign", "link"])
def test_what_is_no_package_is_never_replaced(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "precious"
    if kind == "file":
        out.write_text("mine")
    elif kind == "foreign":
        out.mkdir()
        (out / "thesis.txt").write_text("mine")
    else:
        (tmp_path / "elsewhere").mkdir()
        out.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(swap.NotAPackageError, match="--out"):
        swap.check_place(out)
