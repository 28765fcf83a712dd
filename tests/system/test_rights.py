"""Places that may not be written to: one line that says so, and what was published stays as it was."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clippings.publish.validate import validate
from conftest import ROOT, Package
from support.commands import ended, files_in
from support.small_disk import Disk, bound_read_only, disk

COMMAND = [sys.executable, "-m", "clippings.cli"]
OTHER = 65534
"""The user who owns nothing."""


@pytest.fixture
def mounted(tmp_path: Path, small: Package) -> Iterator[Disk]:
    """A disk with a package and a folder of its release."""
    with disk(tmp_path / "disk", 100_000) as result:
        shutil.copytree(small.root, result.root / "dist")
        yield result


def refused(*args: str | Path) -> str:
    """What the command says, in this process, of why it cannot run."""
    return of_refusal(*ended(*args))


def without_powers(*args: str | Path) -> tuple[int, str]:
    """Exit status and standard error of the command of an ordinary user.

    Root without its powers is one who owns the files that root owns: rights stop it, and it can read this interpreter.
    """
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    if drop and shutil.which("setpriv") is None:
        pytest.skip("rights do not stop root, and setpriv, which takes its powers away, is missing")
    ran = subprocess.run([*drop, *COMMAND, *args], cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr


def of_refusal(status: int, said: str) -> str:
    assert (status, said.count("\n")) == (2, 1), said
    assert said.startswith("Error: ")
    return said


def test_a_disk_that_is_mounted_read_only_is_named_and_keeps_what_it_holds(mounted: Disk, small_raw: Path) -> None:
    out, releases = mounted.root / "dist", mounted.root / "releases"
    mounted.remount("ro")
    before = files_in(mounted.root)
    try:
        assert "may not be written to. Choose another place" in refused("build", "--raw", small_raw, "--out", out)
        for command in (("release", out, "--to", releases), ("strip", out, "--to", mounted.root / "text-free")):
            assert "Read-only file system" in (message := refused(*command))
            assert message.endswith("Mount the disk of the output for writing, then run again.\n")
        assert files_in(mounted.root) == before
        assert list(validate(out)) == [], "who reads needs no right to write"
    finally:
        mounted.remount("rw")
    assert ended("build", "--raw", small_raw, "--out", out)[0] == 0


def test_a_package_that_is_mounted_itself_cannot_be_replaced_and_that_is_reported(
    mounted: Disk, small_raw: Path
) -> None:
    out = mounted.root / "dist"
    before = files_in(out)
    with bound_read_only(out):
        message = refused("build", "--raw", small_raw, "--out", out)
    assert "mount the folder that contains the package, then run again" in message
    assert files_in(out) == before
    assert {path.name for path in mounted.root.iterdir()} - {".clippings", ".dist.lock"} == {".dist.state", "dist"}


def test_a_user_without_write_access_gets_a_message(small: Package, small_raw: Path, tmp_path: Path) -> None:
    place = tmp_path / "published"
    shutil.copytree(small.root, place / "dist")
    place.chmod(0o555)
    before = files_in(place)
    message = of_refusal(*without_powers("build", "--raw", small_raw, "--out", place / "dist"))
    assert f"{place} may not be written to. Choose another place with --out." in message
    message = of_refusal(*without_powers("release", place / "dist", "--to", place / "releases"))
    assert message.endswith("Give the user of the run permission for it, then run again.\n")
    assert files_in(place) == before


def test_a_package_that_belongs_to_another_stays_and_its_user_gets_a_message(
    small: Package, small_raw: Path, tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    place = tmp_path / "published"
    out = Path(shutil.copytree(small.root, place / "dist"))
    for path in (out, *out.rglob("*")):
        os.chown(path, OTHER, OTHER)
    before = files_in(out)
    message = of_refusal(*without_powers("build", "--raw", small_raw, "--out", out))
    assert "Permission denied" in message
    assert message.endswith("Give the user of the run permission for it, then run again.\n")
    assert files_in(out) == before
    assert {path.name for path in place.iterdir()} - {".clippings", ".dist.lock"} == {".dist.state", "dist"}


def test_runs_that_may_not_be_recorded_are_run_all_the_same(
    mounted: Disk, small: Package, small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(mounted.root / "home"))
    mounted.remount("ro")
    assert ended("build", "--raw", small_raw, "--out", tmp_path / "dist") == (0, "")
    assert files_in(tmp_path / "dist") == small.files()
