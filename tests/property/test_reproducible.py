"""The same pages give the same bytes: twice, with one thread and two, read in another order, under other names."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from conftest import PAGES, ROOT, Package, build_package, copied


def test_another_process_with_more_threads_gives_the_same_bytes(mixed: Package, tmp_path: Path) -> None:
    """Beside one, as in the checks, or as many as this machine has cores. With one thread: `test_a_build_in_a_pipe_says_one_line`."""
    raw = copied(reversed(PAGES), tmp_path / "elsewhere" / "raw")
    settings = {"POLARS_MAX_THREADS": "7", "PYTHONHASHSEED": "7", "TZ": "Asia/Tehran", "LC_ALL": "C"}
    command = [sys.executable, "-m", "clippings.cli", "build", "--raw", raw, "--out", tmp_path / "dist"]
    subprocess.run(command, env={**os.environ, **settings}, cwd=ROOT, check=True, capture_output=True)
    assert Package(tmp_path / "dist", mixed.outcome).files() == mixed.files()


def test_renamed_files_change_nothing_but_their_paths(mixed: Package, tmp_path: Path) -> None:
    raw = tmp_path / "raw" / "sub folder"
    raw.mkdir(parents=True)
    for number, page in enumerate(reversed(PAGES)):
        shutil.copy(page, raw / f"{number:03} renamed.dump")
    renamed = build_package(raw.parent, tmp_path / "dist")
    named_by_path = {"pages", "problems"}
    for name in (
        "lines",
        "appearances",
        "articles",
        "evidence",
        "text_spans",
        "removals",
        "duplicates",
        "recent_posts",
    ):
        assert renamed.files()[f"data/{name}.csv"] == mixed.files()[f"data/{name}.csv"]
        assert renamed.files()[f"data/{name}.parquet"] == mixed.files()[f"data/{name}.parquet"]
    for name in named_by_path:
        dropped = {"path", "problem_id"}
        ours = renamed.table(name).drop(dropped, strict=False)
        theirs = mixed.table(name).drop(dropped, strict=False)
        assert ours.sort(pl.all()).equals(theirs.sort(pl.all()))


def test_batches_of_any_size_give_the_same_rows(
    mixed: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clippings.common import external_sort
    from clippings.ingest.sources import find_files

    monkeypatch.setattr(find_files.batches, "__defaults__", (50_000,))
    monkeypatch.setattr(external_sort, "PARTITION_BYTES", 100_000)
    small = build_package(copied(PAGES, tmp_path / "raw"), tmp_path / "dist")
    for name in ("pages", "lines", "appearances", "articles", "evidence", "text_spans", "duplicates", "problems"):
        assert small.files()[f"data/{name}.csv"] == mixed.files()[f"data/{name}.csv"]


def test_the_committed_package_is_what_the_pages_give(real: Package) -> None:
    committed = Package(ROOT / "dist", real.outcome)
    assert sorted(committed.files()) == sorted(real.files())
    assert [path for path, data in committed.files().items() if real.files()[path] != data] == []
