"""One bad path never stops the archive, and nothing outside the raw folder is read."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from clippings.ingest.sources import find_files
from clippings.orchestration import jobs, restore


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A page, a pipe, a link to an endless file, a name that is not UTF-8, and 3,000 folders within one another."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("A page")
    os.mkfifo(raw / "pipe")
    (raw / "zero").symlink_to("/dev/zero")
    Path(os.fsdecode(os.fsencode(raw) + b"/\xff.txt")).write_text("Another")
    here = Path.cwd()
    os.chdir(raw)
    try:
        for _ in range(3_000):
            Path("y").mkdir()
            os.chdir("y")
    finally:
        os.chdir(here)
    yield raw
    subprocess.run(["rm", "-rf", raw / "y"], check=True)  # shutil.rmtree recurses


def test_the_reader_and_the_sensor_pass_what_they_cannot_read(deep: Path, tmp_path: Path) -> None:
    dumps, problems = find_files.find(deep, tmp_path / "unpacked")
    assert [dump.path for dump in dumps] == ["a.txt"]
    assert len(problems) == 4
    assert {problem.code for problem in problems} == {"unreadable_file"}
    assert find_files.content_hash(deep) == find_files.content_hash(deep)
    assert jobs.fingerprint(str(deep)) == jobs.fingerprint(str(deep))


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "a/../../b", "a\0b"])
def test_a_path_of_a_package_that_leads_out_of_raw_is_refused(path: str) -> None:
    assert not restore.is_below(path)
    assert restore.is_below("a/b.txt")


def test_a_path_of_a_package_that_leads_out_of_raw_through_a_link_is_not_read(tmp_path: Path) -> None:
    for folder in ("raw", "outside", "free/data"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "outside" / "secret.txt").write_text("secret")
    (tmp_path / "raw" / "link").symlink_to("../outside")
    rows = [{"page_id": "0" * 16, "path": path, "sha256": "0" * 64} for path in ("link/secret.txt", "link/none.txt")]
    pl.DataFrame(rows).write_parquet(tmp_path / "free" / "data" / "pages.parquet")
    assert restore._pages_unlike(tmp_path / "free", tmp_path / "raw") == [], "nothing says which of the two exists"
