"""A withheld article comes back only when somebody asks for it, whatever became of the withdrawal list or the pages."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from support.commands import ended
from support.written_pages import Written, listing, prose

POSTS = [Written(f"Pier {n} is open again", (prose(n), prose(n + 9))) for n in (1, 2, 3)]
UNKNOWN = "0123456789abcdef"


def listed(path: Path, *ids: str) -> Path:
    entry = '[[withdrawn]]\narticle_id = "{}"\nreason = "asked for by its author"\non = 2026-11-24\n'
    path.write_text("\n".join(map(entry.format, ids)), "utf-8")
    return path


def ids_at(package: Path) -> list[str]:
    return pl.read_parquet(package / "data" / "articles.parquet")["article_id"].to_list()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of three posts, and one that withholds the first of them and an id that nobody has."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "raw").mkdir()
    (folder / "raw" / "page.txt").write_text(listing(POSTS), "utf-8")
    assert ended("build", "--raw", folder / "raw", "--out", folder / "whole")[0] == 0
    names = listed(folder / "list.toml", ids_at(folder / "whole")[0], UNKNOWN)
    assert ended("build", "--raw", folder / "raw", "--out", folder / "dist", "--withdrawn", names) == (0, "")
    return folder


def build(archive: Path, out: Path, *options: str | Path) -> tuple[int, str]:
    return ended("build", "--raw", archive / "raw", "--out", out, *options)


def test_a_build_without_the_list_is_refused_and_one_that_names_the_ids_is_not(archive: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(archive / "dist", tmp_path / "dist"))
    gone = ids_at(archive / "whole")[0]
    for options in ([], ["--reinstate", gone], ["--withdrawn", listed(tmp_path / "short.toml", UNKNOWN)]):
        status, output = build(archive, out, *options)
        assert (status, "withholds" in output, "--reinstate" in output) == (2, True, True), output
        assert ids_at(out) == ids_at(archive / "dist")
    assert build(archive, out, "--reinstate", gone, "--reinstate", UNKNOWN) == (0, "")
    assert ids_at(out) == ids_at(archive / "whole")


def test_an_id_that_nobody_has_is_a_notice(archive: Path) -> None:
    problems = pl.read_parquet(archive / "dist" / "data" / "problems.parquet")
    notice = problems.filter(pl.col("code").cast(pl.String) == "unknown_withdrawal")
    assert notice["severity"].cast(pl.String).to_list() == ["notice"]
    assert UNKNOWN in notice["message"][0]


def test_another_id_of_a_withheld_article_does_not_come_back_when_its_page_is_gone(tmp_path: Path) -> None:
    """Two appearances whose texts differ a little have two ids; the listed one goes with its page."""
    raw = tmp_path / "raw"
    raw.mkdir()
    more = POSTS[0].with_text(*POSTS[0].paragraphs, prose(77))
    (raw / "a.txt").write_text(listing([more, POSTS[1]]), "utf-8")
    (raw / "b.txt").write_text(listing([POSTS[0].with_text(f"So. {prose(1)}", prose(10)), POSTS[2]]), "utf-8")
    out = tmp_path / "dist"
    assert ended("build", "--raw", raw, "--out", out)[0] == 0
    appearances = pl.read_parquet(out / "data" / "appearances.parquet")
    gone = appearances.group_by("article_id").len().filter(pl.col("len") == 2)["article_id"].item()
    own = set(appearances.filter(pl.col("article_id") == gone)["own_article_id"])
    assert len(own) == 2, "the two appearances must have ids of their own"
    names = listed(tmp_path / "list.toml", gone)
    assert ended("build", "--raw", raw, "--out", out, "--withdrawn", names) == (0, "")
    first = appearances.filter((pl.col("article_id") == gone) & (pl.col("own_article_id") == gone))["page_id"].item()
    pages = pl.read_parquet(out / "data" / "pages.parquet")
    (raw / pages.filter(pl.col("page_id") == first)["path"].item()).unlink()
    assert ended("build", "--raw", raw, "--out", out, "--withdrawn", names) == (0, "")
    assert own & set(ids_at(out)) == set()
    assert (own - {gone}) & set(pl.read_parquet(out / "data" / "withdrawals.parquet")["article_id"]) == own - {gone}


def test_strip_restore_and_release_do_not_bring_a_withheld_article_back(archive: Path, tmp_path: Path) -> None:
    gone = ids_at(archive / "whole")[0]
    free, releases, restored = tmp_path / "free", tmp_path / "releases", tmp_path / "restored"
    whole_free = tmp_path / "whole-free"
    assert ended("strip", archive / "whole", "--to", whole_free)[0] == 0
    assert ended("strip", archive / "dist", "--to", free)[0] == 0
    assert ended("release", archive / "dist", "--to", releases)[0] == 0
    shutil.copytree(archive / "dist", restored)
    for command in (
        ["strip", archive / "whole", "--to", free],
        ["restore", whole_free, "--raw", archive / "raw", "--to", restored],
        ["release", archive / "whole", "--to", releases],
    ):
        status, output = ended(*command)
        assert (status, f"withholds {gone}" in output) == (2, True), output
        assert ended(*command, "--reinstate", gone)[0] == 0


def dangling(path: Path) -> None:
    path.symlink_to("/nonexistent")


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def damaged(path: Path) -> None:
    path.write_bytes(b"[[withdrawn]]\narticle_id = \xff")


def deep(path: Path) -> None:
    path.write_text("a = " + "[" * 5000)


@pytest.mark.parametrize("make", [dangling, folder, pipe, damaged, deep])
def test_a_withdrawal_list_that_cannot_be_read_stops_the_build(
    archive: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    names = tmp_path / "withdrawn.toml"
    make(names)
    status, output = build(archive, tmp_path / "dist", "--withdrawn", names)
    assert (status, "withdrawn.toml" in output, output.count("\n")) == (2, True, 1), output
    assert not (tmp_path / "dist").exists()
