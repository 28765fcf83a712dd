"""The swap: at every instant `dist` is one whole package, whoever reads it and before whichever step it is killed.

Whole builds that are killed: test_kills.py.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clippings.publish import atomic_swap, package_ownership
from clippings.publish.text_free import check
from clippings.publish.validate import validate
from conftest import ROOT, Package, build_package
from support.commands import files_in, without_progress
from support.killed_steps import steps_of
from support.written_pages import Written, listing, prose

Raws = tuple[Path, Path]

SWAPPING = """
import shutil, sys
from pathlib import Path
from clippings.publish import atomic_swap
out, *packages = map(Path, sys.argv[1:])
for number in range(30):
    with atomic_swap.workspace(out) as folder:
        atomic_swap.swap(Path(shutil.copytree(packages[number % 2], folder / "package")), out)
"""
"""Puts two packages in each other's place thirty times."""

PUBLISHING = """
import shutil
from pathlib import Path
from clippings.publish import atomic_swap
def work(out, package, way):
    if way == "rename":
        atomic_swap._exchanged = lambda one, other: False
    with atomic_swap.workspace(Path(out)) as folder:
        atomic_swap.swap(Path(shutil.copytree(package, folder / "package")), Path(out))
"""
"""Puts a package in the place of another."""


@pytest.fixture(scope="module")
def raws(tmp_path_factory: pytest.TempPathFactory) -> Raws:
    """Two archives of a page each."""
    folders = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    for number, folder in enumerate(folders):
        posts = [Written(f"Pier {number}{n} is open", (prose(n), prose(n + 9 * number + 9))) for n in range(3)]
        (folder / "page.txt").write_text(listing(posts), "utf-8")
    return folders


@pytest.fixture(scope="module")
def packages(raws: Raws, tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Package]:
    """The packages of the two archives."""
    first, other = (build_package(raw, tmp_path_factory.mktemp("built") / "dist") for raw in raws)
    return first, other


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], Path]:
    """Makes what the swap takes for a package, of two files."""

    def make(name: str) -> Path:
        package = tmp_path / name
        (package / "data").mkdir(parents=True)
        (package / "data" / "articles.csv").write_text(name, "utf-8")
        descriptor = {"name": name, "edition": "with-texts", "resources": [{"path": "data/articles.csv"}]}
        (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
        listed = ("datapackage.json", "data/articles.csv")
        (package / "checksums.sha256").write_text("".join(f"{name}  {path}\n" for path in listed), "utf-8")
        return package

    return make


def lock_of_a_killed_build(folder: Path) -> None:
    """Put the lock file of a build into a folder, as a killed build leaves it."""
    with tempfile.TemporaryDirectory() as place, atomic_swap.workspace(Path(place) / "dist") as made:
        shutil.copy(made / ".lock", folder / ".lock")


def started(raw: Path, out: Path, *options: str | Path) -> subprocess.Popen[str]:
    """A build as a process of its own."""
    command = [sys.executable, "-m", "clippings.cli", "build", "--raw", raw, "--out", out, *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit status and standard error of a build that may run to its end."""
    _, err = process.communicate(timeout=120)
    return process.returncode, without_progress(err)


def beside(out: Path) -> list[str]:
    """Return the files beside the package, except the lock, the build state and the step cache."""
    kept = {out.name, f".{out.name}.lock", f".{out.name}.state", f".{out.name}.store", ".clippings"}
    return sorted(path.name for path in out.parent.iterdir() if path.name not in kept)


def published(package: Path, out: Path) -> None:
    """Publish a copy of `package` at `out`."""
    with atomic_swap.workspace(out) as folder:
        atomic_swap.swap(Path(shutil.copytree(package, folder / "package")), out)


# readers


def read_whole(out: Path) -> str | None:
    """Read all files of one version; what its checksums hash to, or None where it was replaced while it was read.

    The folder must be there, its files must have the hashes it lists, and files may be missing only after another
    folder has taken its place.
    """
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        sums = _bytes_at(folder, "checksums.sha256")
        listed = [line.split("  ") for line in sums.decode().splitlines()]
        assert "datapackage.json" in {path for _, path in listed}
        for digest, path in listed:
            assert hashlib.sha256(_bytes_at(folder, path)).hexdigest() == digest, path
    except FileNotFoundError:
        assert not os.path.samestat(os.fstat(folder), out.stat())
        return None
    finally:
        os.close(folder)
    return hashlib.sha256(sums).hexdigest()


def _bytes_at(folder: int, path: str) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()


def reads_while(process: subprocess.Popen[str], out: Path, pause: float = 0) -> Counter[str | None]:
    """How often each version was read whole while `process` ran, and under None how often one was taken away."""
    seen: Counter[str | None] = Counter()
    while process.poll() is None:
        seen[read_whole(out)] += 1
        time.sleep(pause)
    assert said(process) == (0, "")
    return seen


def test_who_reads_while_packages_are_swapped_reads_one_or_the_other(
    packages: tuple[Package, Package], tmp_path: Path
) -> None:
    out = tmp_path / "dist"
    first, other = (package.root for package in packages)
    published(first, out)
    command = [sys.executable, "-c", SWAPPING, out, other, first]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seen = reads_while(process, out)
    assert seen.keys() - {None} == {read_whole(first), read_whole(other)}


def test_who_reads_while_builds_publish_reads_one_or_the_other(
    packages: tuple[Package, Package], raws: Raws, tmp_path: Path
) -> None:
    out = tmp_path / "dist"
    first, other = (package.root for package in packages)
    published(first, out)
    before, after = read_whole(first), read_whole(other)
    assert reads_while(started(raws[1], out), out, pause=0.02).keys() - {None, after} == {before}
    assert files_in(out) == files_in(other)


def test_a_reader_finds_out_half_a_package(packages: tuple[Package, Package], tmp_path: Path) -> None:
    """The reader above can fail."""
    out = Path(shutil.copytree(packages[0].root, tmp_path / "dist"))
    (out / "data" / "lines.csv").write_text("other", "utf-8")
    with pytest.raises(AssertionError, match=r"lines\.csv"):
        read_whole(out)
    (out / "data" / "articles.csv").unlink()
    with pytest.raises(AssertionError, match="samestat"):
        read_whole(out)


# killed builds


@pytest.mark.parametrize("way", ["exchange", "rename"])
def test_a_publication_killed_before_any_of_its_steps_leaves_one_package_and_the_next_build_clears_up(
    small: Callable[[str], Path], tmp_path: Path, way: str
) -> None:
    old, new = small("old"), small("new")
    [steps] = steps_of(PUBLISHING, [(shutil.copytree(old, tmp_path / "whole" / "dist"), new, way, -1)])
    assert steps is not None

    def state(out: Path) -> str:
        if not out.exists():
            return "moved away"
        return next(package.name for package in (old, new) if files_in(package) == files_in(out))

    def cleared(out: Path) -> tuple[str, str, list[str]]:
        left = state(out)
        with atomic_swap.workspace(out):
            pass
        return left, state(out), beside(out)

    places = [Path(shutil.copytree(old, tmp_path / str(last) / "dist")) for last in range(steps)]
    assert steps_of(PUBLISHING, [(out, new, way, last) for last, out in enumerate(places)]) == [None] * steps
    after = [cleared(out) for out in places]
    assert {left for left, _, _ in after} == {"old", "new"} | ({"moved away"} if way == "rename" else set())
    assert {(left, then) for left, then, _ in after} - {("moved away", "old")} == {("old", "old"), ("new", "new")}
    assert [litter for _, _, litter in after if litter] == []


def test_a_build_killed_while_it_clears_up_loses_nothing(small: Callable[[str], Path], tmp_path: Path) -> None:
    """A build moved the old package away and was killed; the next is killed before each of its steps in turn."""
    old, new = small("old"), small("new")

    def place(last: int) -> Path:
        out = tmp_path / str(last) / "dist"
        shutil.copytree(old, out.parent / ".dist.build-killed" / "old-package")
        lock_of_a_killed_build(out.parent / ".dist.build-killed")
        shutil.copytree(new, out.parent / ".dist.build-killed" / "package")
        return out

    def litter(out: Path) -> list[str]:
        with atomic_swap.workspace(out):
            pass
        assert files_in(out) in (files_in(old), files_in(new))
        return beside(out)

    whole = place(-1)
    [steps] = steps_of(PUBLISHING, [(whole, new, "rename", -1)])
    assert steps is not None
    places = [place(last) for last in range(steps)]
    assert steps_of(PUBLISHING, [(out, new, "rename", last) for last, out in enumerate(places)]) == [None] * steps
    assert [litter(out) for out in (whole, *places)] == [[]] * (steps + 1)


# builds side by side


def test_two_builds_at_once_both_publish_and_one_of_them_last(
    packages: tuple[Package, Package], raws: Raws, tmp_path: Path
) -> None:
    """Both builds publish both editions; the final editions are of the same build."""
    out, text_free = tmp_path / "place" / "dist", tmp_path / "place" / "free"
    processes = [started(raw, out, "--text-free", text_free) for raw in raws]
    ends = [said(process) for process in processes]
    assert [status for status, _ in ends] == [0, 0]
    assert all(line.lstrip().startswith("Another run is at work") for _, errors in ends for line in errors.splitlines())
    assert files_in(out) in [package.files() for package in packages]
    assert check.differences(text_free, out) == []
    assert [list(validate(edition)) for edition in (out, text_free)] == [[], []]
    assert beside(out) == [".free.lock", "free"]


def test_a_build_does_not_clear_away_what_another_is_working_on(small: Callable[[str], Path], tmp_path: Path) -> None:
    out = tmp_path / "place" / "dist"
    with atomic_swap.workspace(out) as first, atomic_swap.workspace(out) as other:
        assert first.is_dir()
        assert first != other
        atomic_swap.swap(Path(shutil.copytree(small("new"), first / "package")), out)
        assert other.is_dir()
    assert files_in(out) == files_in(tmp_path / "new")
    assert beside(out) == []


# the way without an exchange


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot exchange two folders."""
    monkeypatch.setattr(atomic_swap, "_exchanged", lambda *_: False)


@pytest.mark.usefixtures("no_exchange")
def test_without_an_exchange_a_build_publishes_all_the_same(
    packages: tuple[Package, Package], raws: Raws, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(packages[0].root, tmp_path / "dist"))
    build_package(raws[1], out)
    assert files_in(out) == packages[1].files()
    assert beside(out) == []


@pytest.fixture
def failing_rename(monkeypatch: pytest.MonkeyPatch, no_exchange: None) -> Iterator[list[BaseException]]:
    """Errors that the renames to the package's place meet, one after the other."""
    errors: list[BaseException] = []
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if errors and target.name == "dist":
            raise errors.pop()
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    yield errors
    assert errors == []


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()], ids=repr)
def test_the_old_package_is_put_back_if_the_new_one_cannot_take_its_place(
    small: Callable[[str], Path], tmp_path: Path, failing_rename: list[BaseException], error: BaseException
) -> None:
    out = Path(shutil.copytree(small("old"), tmp_path / "place" / "dist"))
    failing_rename.append(error)
    with pytest.raises(type(error)):
        published(small("new"), out)
    assert files_in(out) == files_in(tmp_path / "old")
    assert beside(out) == []


# the place


def test_a_first_package_needs_no_place_made(small: Callable[[str], Path], tmp_path: Path) -> None:
    out = tmp_path / "not" / "there" / "dist"
    published(small("new"), out)
    assert files_in(out) == files_in(tmp_path / "new")


def test_an_empty_folder_is_a_place(small: Callable[[str], Path], tmp_path: Path) -> None:
    out = tmp_path / "place" / "dist"
    out.mkdir(parents=True)
    published(small("new"), out)
    assert files_in(out) == files_in(tmp_path / "new")
    assert beside(out) == []


def test_a_name_with_brackets_is_a_name(small: Callable[[str], Path], tmp_path: Path) -> None:
    out = tmp_path / "place" / "dist[1] *?"
    shutil.copytree(small("new"), out.parent / f".{out.name}.build-killed" / "package")
    lock_of_a_killed_build(out.parent / f".{out.name}.build-killed")
    published(tmp_path / "new", out)
    assert files_in(out) == files_in(tmp_path / "new")
    assert beside(out) == []


def test_files_that_appear_at_the_place_during_a_build_stay(small: Callable[[str], Path], tmp_path: Path) -> None:
    out, package = tmp_path / "place" / "dist", small("new")
    with (
        pytest.raises(package_ownership.NotAPackageError, match="holds files that Clippings did not write"),
        atomic_swap.workspace(out) as folder,
    ):
        out.mkdir()
        (out / "notes.txt").write_text("mine", "utf-8")
        atomic_swap.swap(Path(shutil.copytree(package, folder / "package")), out)
    assert files_in(out) == {"notes.txt": b"mine"}
    assert beside(out) == []
