"""A disk that is full at any stage: one line that says what to do, the old package whole, nothing left that eats the room."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from clippings.distribute.releases.release_store import FolderReleases
from clippings.publish import build_state
from clippings.publish.validate import validate
from conftest import Package, build_package, write_page
from support.commands import called, files_in
from support.small_disk import Disk, disk

AMPLE = 100_000
SHARES = [0, 0.1, 0.4, 1.0, 1.3]
FINELY = [n / 40 for n in range(54)]
"""ByteBudget that is left on the disk, as a share of what a package takes: none at all to nearly enough for another."""
shares = pytest.mark.parametrize(
    "shares", [pytest.param(SHARES, id="coarse"), pytest.param(FINELY, id="fine", marks=pytest.mark.long)]
)


def stage(result: Result) -> str:
    """Where a run broke off; it says so in one line, and what to do."""
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert re.fullmatch(r"Error: [^\n]* (Free|free) [^\n]*space[^\n]*\n", result.stderr), result.stderr
    matches = re.search("broke off (?:in )?([a-z_]+)", result.stderr)
    return matches[1] if matches else ""


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Disk]:
    """A disk that holds nothing yet."""
    with disk(tmp_path / "disk", AMPLE) as mounted:
        yield mounted


@contextmanager
def filled(full: Disk, module: object, name: str, *, after: bool = False) -> Iterator[None]:
    """Fill the disk to its last byte when a function is called, before or after it did what it does."""
    right, ballast = getattr(module, name), full.root / "ballast"

    def function(*args: Any) -> None:
        if after:
            right(*args)
        with ballast.open("wb") as file:
            file.write(bytes((AMPLE - full.used()) * 1024))
        if not after:
            right(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, function)
        yield
    ballast.unlink()


@shares
def test_a_build_on_a_disk_that_fills_up_says_so_and_leaves_the_old_package(
    shares: list[float], full: Disk, small: Package, tmp_path: Path
) -> None:
    raw, out, stages = write_page(tmp_path / "raw", 1), full.root / "dist", list[str]()
    build = ("build", "--raw", raw, "--out", out)
    shutil.copytree(small.root, out)
    base = full.used()
    for share in shares:
        full.resize(base + int(base * share))
        stages.append(stage(called(*build)))
        assert files_in(out) == small.files()
        assert {path.name for path in full.root.iterdir()} - {".dist.lock"} == {".clippings", ".dist.state", "dist"}
        assert full.used() == base
    assert {"read_dumps", "package_files"} < set(stages)
    full.resize(AMPLE)
    assert called(*build).exit_code == 0
    assert files_in(out) != small.files()
    assert list(validate(out)) == []


def test_a_first_build_on_a_full_disk_leaves_nothing_and_the_next_one_publishes(
    full: Disk, small: Package, small_raw: Path
) -> None:
    out = full.root / "dist"
    for kilobytes in (4, 400):
        full.resize(kilobytes)
        stage(called("build", "--raw", small_raw, "--out", out))
        assert {path.name for path in full.root.iterdir()} <= {".clippings", ".dist.lock", ".dist.state"}
        assert full.used() == 0
    full.resize(AMPLE)
    assert called("build", "--raw", small_raw, "--out", out).exit_code == 0
    assert files_in(out) == small.files()


def test_where_there_is_no_room_for_the_note_beside_it_nothing_is_published(
    full: Disk, small: Package, tmp_path: Path
) -> None:
    """The note is written first: a run that broke off over it left the old package."""
    raw, out = write_page(tmp_path / "raw", 1), full.root / "dist"
    shutil.copytree(small.root, out)
    with filled(full, build_state, "remember"):
        assert stage(called("build", "--raw", raw, "--out", out)) == "data_package"
    assert files_in(out) == small.files()
    assert called("build", "--raw", raw, "--out", out, "--if-changed").exit_code == 0
    assert files_in(out) != small.files()


@pytest.mark.parametrize("more", range(5))
def test_where_there_is_no_room_for_another_name_nothing_is_left_over(
    more: int, full: Disk, small: Package, small_raw: Path
) -> None:
    """A lock, a note, a folder to work in: each of them may be what does not fit."""
    known = {".dist.lock", ".dist.state", ".lock"}
    full.remount(f"nr_inodes={1 + more}")
    stage(called("build", "--raw", small_raw, "--out", full.root / "dist"))
    full.remount(f"nr_inodes={1 + len(list(full.root.rglob('*'))) + more}")
    stage(called("release", small.root, "--to", full.root / "releases"))
    left = [path for path in full.root.rglob("*") if not path.is_relative_to(full.root / ".clippings")]
    assert {path.name for path in left} <= known | {"releases"}


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of another page."""
    folder = tmp_path_factory.mktemp("other")
    return build_package(write_page(folder / "raw", 1), folder / "dist").root


@shares
def test_a_release_on_a_disk_that_fills_up_says_so_and_leaves_the_releases(
    shares: list[float], full: Disk, small: Package, other: Path
) -> None:
    releases = full.root / "releases"
    assert called("release", small.root, "--to", releases).exit_code == 0
    before, base = files_in(releases), full.used()
    for share in shares:
        full.resize(base + int(base * share))
        stage(called("release", other, "--to", releases))
        assert files_in(releases) == before
        assert full.used() == base
    full.resize(AMPLE)
    assert called("release", other, "--to", releases).exit_code == 0
    assert files_in(latest(releases) / "package") == files_in(other)


def test_a_release_there_is_no_room_to_announce_is_announced_by_the_next_one(
    full: Disk, small: Package, other: Path
) -> None:
    releases = full.root / "releases"
    assert called("release", small.root, "--to", releases).exit_code == 0
    with filled(full, FolderReleases, "rename", after=True):
        stage(called("release", other, "--to", releases))
    assert files_in(latest(releases) / "package") == small.files()
    assert not [path.name for path in releases.iterdir() if path.name.endswith(".new")]
    assert called("release", other, "--to", releases).exit_code == 0
    assert files_in(latest(releases) / "package") == files_in(other)


def latest(releases: Path) -> Path:
    return releases / (releases / "latest").read_text("utf-8").strip()


@pytest.mark.parametrize("kilobytes", [4, 200, 700])
def test_where_the_runs_cannot_be_recorded_it_is_reported_and_with_more_room_they_are(
    full: Disk, small: Package, small_raw: Path, tmp_path: Path, kilobytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(full.root / "home"))
    out = tmp_path / "published" / "dist"
    full.resize(kilobytes)
    result = called("build", "--raw", small_raw, "--out", out)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.output
    assert "the disk of DAGSTER_HOME" in result.stderr
    assert not out.exists() or files_in(out) == small.files()
    full.resize(AMPLE)
    assert called("build", "--raw", small_raw, "--out", out).exit_code == 0
    assert files_in(out) == small.files()
    assert list((full.root / "home").rglob("runs.db"))


def test_commands_that_write_files_of_their_own_say_that_the_disk_is_full(full: Disk, small: Package) -> None:
    full.resize(100)
    for command, name in (("pack", "new.zip"), ("strip", "text-free")):
        stage(called(command, small.root, "--to", full.root / name))
    assert full.used() == 0


def test_a_full_disk_of_temporary_files_stops_what_needs_them_and_is_named(
    full: Disk, small: Package, small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called("pack", small.root, "--to", tmp_path / "package.zip").exit_code == 0
    full.resize(100)
    monkeypatch.setattr("tempfile.tempdir", str(full.root))
    printed = called("verify", tmp_path / "package.zip")
    assert (printed.exit_code, "disk of temporary files" in printed.stderr) == (2, True), printed.output
    for command in (
        ("build", "--raw", small_raw, "--out", tmp_path / "dist"),
        ("release", small.root, "--to", tmp_path / "releases"),
    ):
        assert called(*command).exit_code == 0, "it writes beside what it publishes"
    assert full.used() == 0
