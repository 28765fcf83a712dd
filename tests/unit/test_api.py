"""The Python API: content, files and folders in; articles with their evidence out."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import clippings
from clippings.flow.run import Run
from clippings.schema import TABLES
from conftest import RAW
from support.written_pages import Written, listing, prose

PAGE = listing([Written("A ferry for the bay", (prose(1), prose(2))), Written("A quay of oak", (prose(3),))])


def test_the_articles_of_a_page_come_in_its_order_with_their_evidence() -> None:
    articles = clippings.extract(PAGE)
    assert [article.title for article in articles] == ["A ferry for the bay", "A quay of oak"]
    lines = PAGE.split("\n")
    for article in articles:
        assert {"title", "published_on"} <= {evidence.field for evidence in article.evidence}
        for evidence in article.evidence:
            assert lines[evidence.line_no - 1][evidence.start : evidence.end] == evidence.raw


def test_text_bytes_file_and_folder_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8", newline="")
    articles = clippings.extract(PAGE)
    assert articles
    assert clippings.extract(PAGE.encode()) == articles
    assert clippings.extract(tmp_path / "page.txt") == articles
    assert clippings.extract(tmp_path) == articles


def test_a_folder_gives_the_tables_of_a_build() -> None:
    rows = clippings.tables(RAW)
    assert rows.keys() == TABLES.keys()
    assert rows["articles"].height == 50


def test_articles_are_given_without_the_work_on_their_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    made, make = list[str](), Run.make
    monkeypatch.setattr(Run, "make", lambda run, stage: (made.append(stage.name), make(run, stage)))
    assert clippings.extract(PAGE)
    assert sorted(made) == ["cut_posts", "merge_appearances", "read_credits"]


def test_the_address_is_that_of_a_page_that_states_none() -> None:
    assert clippings.read(PAGE, url="https://example.org/a").pages["url"].to_list() == ["https://example.org/a"]


def test_what_cannot_be_read_is_a_problem_and_not_an_error() -> None:
    assert clippings.extract(b"\x00\x01\x02" * 50) == []
    assert clippings.read(b"\x00\x01\x02" * 50).problems["code"].to_list() == ["not_text"]


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.txt"):
        clippings.extract(tmp_path / "nothing.txt")


def test_a_path_as_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"Pass Path\("):
        clippings.extract(str(tmp_path))


def test_an_article_has_columns_of_the_table() -> None:
    columns = set(TABLES["articles"].columns())
    assert {field.name for field in fields(clippings.Article)} - columns == {"evidence"}


def test_the_api_needs_no_dagster() -> None:
    program = "import sys, clippings; clippings.extract('A ferry\\n\\nIt sails.'); sys.exit('dagster' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
