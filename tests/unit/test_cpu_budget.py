"""A page that takes too much processor time becomes a problem; the others go on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from clippings.common import cpu_budget
from clippings.ingest import read_pages
from clippings.ingest.sources.find_files import Dump


def endless(markup: str) -> read_pages.Read:
    while True:
        pass


def test_a_page_beyond_its_budget_is_a_problem_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "SECONDS", 0.2)
    monkeypatch.setitem(read_pages.READERS, "text/html", endless)
    contents = {
        "a.txt": b"A page of text\n",
        "b.html": b"<!doctype html><p>A page of markup</p>",
        "c.txt": b"Another\n",
    }
    dumps = []
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        dumps.append(Dump(hashlib.sha256(content).hexdigest(), name, len(content)))
    batch = read_pages.read(tmp_path, dumps)
    assert [problem.code for problem in batch.problems] == ["too_slow"]
    assert batch.pages["path"].to_list() == ["a.txt", "b.html", "c.txt"]
