"""One run publishes both editions: each whole, after both passed their checks, and a release may hold both."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from clippings.definitions import definitions
from clippings.orchestration import jobs
from clippings.publish.text_free import check, strip
from clippings.publish.validate import validate
from conftest import ROOT, Package, as_it_lies, write_page
from support.commands import called, files_in
from support.damage import copy_of, flipped
from support.written_pages import Written, listing, prose

LONG = Written("The harbour office opens its doors to the ferries of spring", (prose(3), prose(14)))
"""A post whose title is too long for the text-free edition."""

DYING = """
import os, signal, sys
from clippings.cli import main
from clippings.publish import atomic_swap
swaps, right = [], atomic_swap.swap
def swap_once(finished, out):
    if swaps:
        os.kill(os.getpid(), signal.SIGKILL)
    swaps.append(out)
    right(finished, out)
atomic_swap.swap = swap_once
main(sys.argv[1:])
"""
"""A command that is killed when it is about to publish the second edition."""


def build(place: Path, *options: str | Path) -> tuple[str | Path, ...]:
    """Arguments of a build of both editions at `place`."""
    return ("build", "--raw", place / "raw", "--out", place / "dist", "--text-free", place / "free", *options)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive and both editions of its package."""
    place = tmp_path_factory.mktemp("published")
    (write_page(place / "raw", 0) / "long.txt").write_text(listing([LONG]), "utf-8")
    result = called(*build(place))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[1] == f"{place / 'free'}: its text-free edition"
    return place


@pytest.fixture
def place(published: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(published, tmp_path / "place"))


def test_the_edition_is_that_which_strip_makes_and_gives_the_package_back(published: Path, tmp_path: Path) -> None:
    assert called("strip", published / "dist", "--to", tmp_path / "stripped").exit_code == 0
    assert files_in(published / "free") == files_in(tmp_path / "stripped")
    assert list(validate(published / "free")) == []
    assert list(validate(published / "dist")) == []
    restored = called("restore", published / "free", "--raw", published / "raw", "--to", tmp_path / "restored")
    assert restored.exit_code == 0, restored.output
    assert files_in(tmp_path / "restored") == files_in(published / "dist")
    assert sorted(path.name for path in published.iterdir()) == [
        ".clippings", ".dist.lock", ".dist.state", ".free.lock", "dist", "free", "raw",
    ]  # fmt: skip


def test_a_run_that_finds_both_unchanged_touches_neither(place: Path) -> None:
    before = as_it_lies(place / "dist") | as_it_lies(place / "free")
    assert "nothing changed" in called(*build(place, "--if-changed")).stdout
    assert as_it_lies(place / "dist") | as_it_lies(place / "free") == before


def of_another_package(place: Path, small: Package) -> None:
    """As where a run was killed between the two editions: each is whole."""
    assert called("strip", small.root, "--to", place / "free").exit_code == 0


Edit = Callable[[Path, Package], Any]
CHANGES: dict[str, tuple[Edit, str]] = {
    "missing": (lambda place, _: shutil.rmtree(place / "free"), "is missing"),
    "damaged": (lambda place, _: flipped(place / "free" / "data" / "pages.csv"), "data/pages.csv is not the file"),
    "a file too many": (lambda place, _: (place / "free" / "more").touch(), "more is not part"),
    "of another package": (of_another_package, "belongs to another package"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_text_free_edition_that_is_not_that_of_the_package_is_noticed(
    change: str, place: Path, small: Package
) -> None:
    edit, words = CHANGES[change]
    assert check.differences(place / "free", place / "dist") == []
    edit(place, small)
    assert words in " ".join(check.differences(place / "free", place / "dist"))


def test_a_run_that_finds_the_text_free_edition_damaged_mends_it(place: Path) -> None:
    before = files_in(place / "free")
    flipped(place / "free" / "data" / "pages.csv")
    result = called(*build(place, "--if-changed"))
    assert (result.exit_code, "nothing changed" in result.stdout) == (0, False)
    assert files_in(place / "free") == before


def test_killed_between_the_two_each_is_whole_and_the_next_run_mends(place: Path) -> None:
    before = {name: files_in(place / name) for name in ("dist", "free")}
    write_page(place / "raw", 7)
    command = [sys.executable, "-c", DYING, *build(place)]
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == -signal.SIGKILL
    assert [files_in(place / name) == before[name] for name in ("dist", "free")] == [False, True]
    assert [list(validate(place / name)) for name in ("dist", "free")] == [[], []]
    assert called(*build(place, "--if-changed")).exit_code == 0
    assert check.differences(place / "free", place / "dist") == []
    assert not list(place.glob(".*build*"))


def published_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """Of the files of a place, those of the two editions."""
    return {path: data for path, data in files.items() if path.startswith(("dist/", "free/"))}


def test_an_edition_that_holds_copied_words_publishes_neither(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_in(place)
    (place / "raw" / "page.txt").unlink()
    monkeypatch.setattr(strip, "is_short", lambda column: pl.lit(value=True))
    result = called(*build(place))
    assert result.exit_code == 1
    assert "not fit: package_files, text free edition is valid" in result.stderr
    assert "articles.title: 1 values hold words copied from an article." in result.stderr
    assert published_files(files_in(place)) == published_files(before)


def test_a_large_edition_is_held_to_its_schema_and_references_too(published: Path, tmp_path: Path) -> None:
    """Where frictionless does not read the rows."""
    assert list(check.findings(published / "free", published / "dist", is_small=False)) == []
    root = copy_of(published / "free", tmp_path / "free")
    pages = pl.read_parquet(root / "data" / "pages.parquet")
    pages.clear().write_parquet(root / "data" / "pages.parquet")
    result = list(check.findings(root, published / "dist", is_small=False))
    assert "lines.page_id: 2 values point to no row." in result
    assert any(finding.startswith("data/pages.csv and data/pages.parquet differ") for finding in result)


@pytest.mark.parametrize(
    ("where", "words"),
    [("dist/free", "is inside the other"), ("raw", "did not write"), ("full", "holds a package with texts")],
)
def test_a_place_that_is_taken_is_refused_before_anything_is_built(place: Path, where: str, words: str) -> None:
    shutil.copytree(place / "dist", place / "full")
    before = files_in(place)
    result = called("build", "--raw", place / "raw", "--out", place / "dist", "--text-free", place / where)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "--text-free" in result.stderr
    assert files_in(place) == before


def test_the_schedule_publishes_at_the_place_of_the_environment_and_the_command_line_does_not(place: Path) -> None:
    code = (
        "from clippings.orchestration.run_resource import Workspace; print(Workspace(if_changed=True).text_free_path)"
    )
    environment = {**os.environ, "CLIPPINGS_TEXT_FREE": str(place / "free")}
    output = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert output.stdout.decode().strip() == str(place / "free")
    assert "text_free" not in jobs.IF_CHANGED["resources"]["workspace"]["config"], "a run it asks for keeps the place"


def test_a_run_that_is_asked_for_no_text_free_edition_skips_it(place: Path) -> None:
    folders = {"raw": str(place / "raw"), "out": str(place / "dist"), "text_free": ""}
    config = {"loggers": {"console": {}}, "resources": {"workspace": {"config": folders}}}
    with dg.DagsterInstance.ephemeral() as instance:
        job = definitions.resolve_job_def("build_package")
        result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
    assert result.success
    made = {event.asset_key.to_user_string() for event in result.all_events if event.is_step_materialization}
    assert "data_package" in made
    assert "text_free_package" not in made


# releases of both


def test_a_release_holds_both_editions_with_their_hashes(published: Path, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    command = ("release", published / "dist", "--text-free", published / "free", "--to", releases)
    assert called(*command).exit_code == 0
    version = releases / (releases / "latest").read_text("utf-8").strip()
    assert files_in(version / "package") == files_in(published / "dist")
    assert files_in(version / "package-text-free") == files_in(published / "free")
    recorded = {file["path"] for file in json.loads((version / "release.json").read_text("utf-8"))["files"]}
    assert {f"package-text-free/{path}" for path in files_in(published / "free")} < recorded
    assert called("verify", version / "package-text-free").exit_code == 0
    again = called(*command)
    assert (again.exit_code, "has not changed" in again.stdout, again.stderr) == (0, True, "")


def full(place: Path, _: Package) -> None:
    shutil.rmtree(place / "free")
    shutil.copytree(place / "dist", place / "free")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (of_another_package, "belongs to another package"),
        (CHANGES["damaged"][0], "data/pages.csv is not the file that was published"),
        (full, "does not hold a text-free edition"),
        (lambda place, _: shutil.rmtree(place / "free"), "holds no text-free edition"),
    ],
    ids=["of another package", "damaged", "with texts", "missing"],
)
def test_an_edition_that_is_not_that_of_the_package_is_not_released(
    place: Path, small: Package, edit: Edit, words: str
) -> None:
    edit(place, small)
    result = called("release", place / "dist", "--text-free", place / "free", "--to", place / "releases")
    assert (result.exit_code, words in result.stderr) == (1, True), result.output
    assert not list((place / "releases").glob("2*"))


def test_a_version_without_the_edition_stays_without_it(published: Path, tmp_path: Path) -> None:
    release = ("release", published / "dist", "--to", tmp_path / "releases")
    assert called(*release).exit_code == 0
    before = files_in(tmp_path / "releases")
    again = called(*release, "--text-free", published / "free")
    assert again.exit_code == 0
    assert "has no text-free edition and never changes" in again.stderr
    assert files_in(tmp_path / "releases") == before
