"""Commands replace and remove only what Clippings wrote; everything else stays, and the command says so."""

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clippings.publish import atomic_swap, package_ownership
from clippings.publish.text_free.strip import strip
from conftest import Package, as_it_lies
from support.commands import ended
from support.written_pages import Written, listing, prose


def foreign_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").write_text('{"name": "my-other-data", "resources": []}')
    (folder / "thesis.txt").write_text("three years of work")


def foreign_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


def foreign_in_subfolder(folder: Path) -> None:
    (folder / "data" / "mine").mkdir()
    (folder / "data" / "mine" / "notes.txt").write_text("mine")


def foreign_folder(folder: Path) -> None:
    (folder / "mine").mkdir()


def foreign_link(folder: Path) -> None:
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to("/dev/null")


def other_descriptor(folder: Path) -> None:
    """Checksums that list every file, but a descriptor of another program."""
    (folder / "datapackage.json").write_text(json.dumps({"name": "mine", "edition": "first", "resources": []}))


def without_checksums(folder: Path) -> None:
    (folder / "checksums.sha256").unlink()


DAMAGES = [foreign_file, foreign_in_subfolder, foreign_folder, foreign_link, other_descriptor, without_checksums]


@pytest.fixture(scope="module")
def text_free(small: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("edition") / "free"
    strip(small.root, target)
    return target


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_command_replaces_a_folder_with_foreign_files(
    small: Package, small_raw: Path, text_free: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    with_texts = Path(shutil.copytree(small.root, tmp_path / "mine"))
    free = Path(shutil.copytree(text_free, tmp_path / "free"))
    for target, command in (
        (with_texts, ["build", "--raw", small_raw, "--out", with_texts]),
        (with_texts, ["restore", text_free, "--raw", small_raw, "--to", with_texts]),
        (free, ["strip", small.root, "--to", free]),
        (free, ["build", "--raw", small_raw, "--out", tmp_path / "other", "--text-free", free]),
    ):
        damage(target)
        before = as_it_lies(target)
        status, output = ended(*command)
        assert (status, "did not write" in output) == (2, True), output
        assert as_it_lies(target) == before
        shutil.rmtree(target)
        shutil.copytree(small.root if target == with_texts else text_free, target)


def test_a_stranger_s_data_package_stays(small_raw: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    foreign_descriptor(mine)
    before = as_it_lies(mine)
    assert ended("build", "--raw", small_raw, "--out", mine)[0] == 2
    assert as_it_lies(mine) == before


def test_our_own_packages_are_replaced_also_where_files_are_damaged_or_missing(
    small: Package, text_free: Path, tmp_path: Path
) -> None:
    for package in (small.root, text_free):
        copy = Path(shutil.copytree(package, tmp_path / package.name))
        package_ownership.check_folder(copy)
        (copy / "data" / "articles.csv").unlink()
        (copy / "README.md").write_text("damaged")
        package_ownership.check_folder(copy)
    package_ownership.check_folder(tmp_path / "missing")


def test_folders_of_killed_builds_are_swept_and_others_with_such_names_stay(tmp_path: Path) -> None:
    mine = tmp_path / ".dist.build-notes"
    mine.mkdir()
    (mine / ".lock").write_text("mine")
    (mine / "notes.txt").write_text("mine")
    (tmp_path / ".dist.build-link").symlink_to(mine)
    killed = tmp_path / ".dist.build-killed"
    killed.mkdir()
    with atomic_swap.workspace(tmp_path / "other") as folder:
        shutil.copy(folder / ".lock", killed / ".lock")
    before = as_it_lies(mine)
    with atomic_swap.workspace(tmp_path / "dist"):
        pass
    assert as_it_lies(mine) == before
    assert (tmp_path / ".dist.build-link").is_symlink()
    assert not killed.exists()


def foreign_zip(target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("notes.txt", "mine")


def text_file(target: Path) -> None:
    target.write_text("mine")


def empty_file(target: Path) -> None:
    target.touch()


def pipe(target: Path) -> None:
    os.mkfifo(target)


@pytest.mark.parametrize("make", [foreign_zip, text_file, empty_file, pipe])
def test_pack_replaces_only_a_zip_that_it_wrote(small: Package, tmp_path: Path, make: Callable[[Path], None]) -> None:
    target = tmp_path / "package.zip"
    make(target)
    before = target.stat().st_mtime_ns, target.stat().st_ino
    status, output = ended("pack", small.root, "--to", target)
    assert (status, "did not write" in output) == (2, True), output
    assert (target.stat().st_mtime_ns, target.stat().st_ino) == before
    target.unlink()
    assert [ended("pack", small.root, "--to", target)[0] for _ in range(2)] == [0, 0]
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("notes.txt", "mine")
    assert ended("pack", small.root, "--to", target)[0] == 2


@pytest.mark.parametrize(
    "files",
    [
        {"CHANGELOG.md": "mine", "index.json": '{"mine": 1}', ".notes.new": "keep", ".staged-mine/x": "keep"},
        {"CHANGELOG.md": "# Changelog\n\nAll notable changes"},
        {"latest": "mine"},
        {"thesis.txt": "mine"},
        {"mine/release.json": "{}"},
    ],
    ids=lambda files: next(iter(files)),
)
def test_release_leaves_a_folder_that_does_not_hold_releases(
    small: Package, tmp_path: Path, files: dict[str, str]
) -> None:
    target = tmp_path / "releases"
    for path, content in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(content)
    before = as_it_lies(target)
    status, output = ended("release", small.root, "--to", target)
    assert (status, "not releases of Clippings" in output) == (2, True), output
    assert as_it_lies(target) == before


def test_release_sweeps_only_what_killed_releases_left(small: Package, tmp_path: Path) -> None:
    target = tmp_path / "releases"
    assert ended("release", small.root, "--to", target)[0] == 0
    (target / ".staged-mine").mkdir()
    (target / ".staged-mine" / "x").write_text("keep")
    (target / ".notes.new").write_text("keep")
    (target / ".staged-killed").mkdir()
    (target / ".staged-killed" / ".clippings").touch()
    (target / ".latest.new").write_text("half")
    assert ended("release", small.root, "--to", target) == (0, "")
    left = {path.name for path in target.iterdir() if path.name.startswith(".")}
    assert left == {".lock", ".staged-mine", ".notes.new"}


def test_release_refuses_a_package_of_another_name(small: Package, tmp_path: Path) -> None:
    target = tmp_path / "releases"
    assert ended("release", small.root, "--to", target)[0] == 0
    record = next(target.glob("*/release.json"))
    descriptor = record.parent / "package" / "datapackage.json"
    content = json.loads(descriptor.read_text())
    descriptor.write_text(json.dumps(content | {"name": "another"}))
    page = tmp_path / "raw" / "page.txt"
    page.parent.mkdir()
    page.write_text(listing([Written("The tide is high", (prose(1), prose(2)))]))
    assert ended("build", "--raw", page.parent, "--out", tmp_path / "dist")[0] == 0
    before = as_it_lies(target)
    status, output = ended("release", tmp_path / "dist", "--to", target)
    assert (status, "is of another. Choose another location" in output) == (2, True), output
    assert as_it_lies(target).keys() == before.keys()
