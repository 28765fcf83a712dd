"""A page that takes too much processor time becomes a problem; the others go on."""

import hashlib
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clippings.common import cpu_budget
from clippings.enrich.dates import table as dates_table
from clippings.enrich.entities import annotate
from clippings.ingest import read_pages
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.schema import TABLES
from clippings.segment import segment_pages
from support.in_memory_stages import tables_of
from support.written_pages import Written, listing, prose


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


def spend_the_budget() -> None:
    """End the budget in force in an instant, and wait for it."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.01, 0.01)
    while True:
        pass


def fail() -> None:
    raise pl.exceptions.ComputeError("a fault of the program")


@pytest.mark.parametrize(("end", "code"), [(spend_the_budget, "too_slow"), (fail, "reader_failed")])
def test_a_page_that_is_too_slow_to_cut_or_fails_keeps_its_lines_and_the_others_are_cut(
    monkeypatch: pytest.MonkeyPatch, end: Callable[[], None], code: str
) -> None:
    segment = segment_pages.segment

    def slow(lines: pl.DataFrame, *rest: Any) -> segment_pages.Segmented:
        if lines["text"].str.contains("endless", literal=True).any():
            end()
        return segment(lines, *rest)

    monkeypatch.setattr(segment_pages, "segment", slow)
    posts = [Written(f"Pier {n} is open again", (prose(n), prose(n + 9))) for n in range(4)]
    contents = {f"{n:016x}": listing([post]) for n, post in enumerate(posts)}
    slow_page = f"{2:016x}"
    contents[slow_page] = f"An endless page\n\n{prose(5)}"
    tables = tables_of(contents)
    problems = tables["problems"].filter(pl.col("code") == code)
    assert problems["path"].to_list() == [slow_page]
    assert set(tables["articles"]["title"]) == {post.title for n, post in enumerate(posts) if n != 2}
    lines = tables["lines"].filter(pl.col("page_id") == slow_page)
    assert lines["text"].to_list() == ["An endless page", "", prose(5)]
    assert lines["role"].cast(pl.String).to_list() == ["unknown", "blank", "unknown"]


@pytest.mark.parametrize(
    ("module", "name", "table"),
    [(annotate, "read", "mentions"), (dates_table, "read_paragraphs", "dates")],
    ids=["names", "dates"],
)
def test_an_article_that_is_too_slow_to_read_is_a_problem_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, table: str
) -> None:
    read = getattr(module, name)

    def slow(text: Any, *rest: Any, **options: Any) -> Any:
        if "endless" in str(text):
            try:
                spend_the_budget()
            except cpu_budget.TooSlowError as error:
                raise ValueError("a library that wraps errors") from error
        return read(text, *rest, **options)

    monkeypatch.setattr(module, name, slow)
    text = "Mr. Adam Example told the council on March 3, 2014 that the pier is open."
    contents = {
        "0" * 16: listing([Written("The pier opens", (text, prose(1)))]),
        "1" * 16: listing([Written("An endless matter", (f"{text} It is endless.", prose(2)))]),
    }
    tables = tables_of(contents)
    (slow_id,) = tables["problems"].filter(pl.col("code") == "too_slow")["article_id"]
    titles = dict(tables["articles"].select("article_id", "title").iter_rows())
    assert titles[slow_id] == "An endless matter"
    assert set(tables[table]["article_id"]) == {article_id for article_id in titles if article_id != slow_id}


def test_a_line_of_one_word_with_thousands_of_capitals_is_cut() -> None:
    tables = tables_of({"0" * 16: "'A" * 20_000})
    assert {name: tables[name] for name in TABLES}["lines"].height == 1


def test_an_archive_without_a_post_is_cut() -> None:
    tables = tables_of({"0" * 16: "-----"})
    assert {name: tables[name] for name in TABLES}["articles"].height == 0
