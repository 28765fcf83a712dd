"""The same articles in several forms are the same articles: text, HTML, RSS, JSON, and inside a WARC."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from conftest import Package, build_package
from support import page_formats
from support.written_pages import Written, prose

TEN = [
    Written(
        f"Plan {number} for the quay’s east & west",
        tuple(prose(number * 4 + part, 3) for part in range(4)),
        dt.date(2015, 3, 20 - number),
        "Fish & Ferries",
        comments=number,
    )
    for number in range(10)
]
IN_A_WARC = f"{page_formats.SITE}/page/2/"
FOLDER = {
    "listing.txt": page_formats.as_text(TEN),
    "listing.html": page_formats.as_html(TEN),
    "feed.xml": page_formats.as_rss(TEN),
    "posts.json": page_formats.as_wordpress(TEN),
    # another page of the same posts: a page saved twice byte for byte is one page
    "crawl.warc.gz": page_formats.as_warc_gz(
        {IN_A_WARC: ("text/html; charset=utf-8", page_formats.as_html(TEN) + b"<!-- page 2 -->")}
    ),
}


def built(folder: Path, files: dict[str, bytes]) -> Package:
    """The package of `files`, by name."""
    raw = folder / "raw"
    raw.mkdir(parents=True)
    for name, data in files.items():
        (raw / name).write_bytes(data)
    return build_package(raw, folder / "dist")


@pytest.fixture(scope="module")
def text_alone(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package of the text dump alone."""
    return built(tmp_path_factory.mktemp("text"), {"listing.txt": FOLDER["listing.txt"]})


@pytest.fixture(scope="module")
def all_forms(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package of the posts in five forms."""
    return built(tmp_path_factory.mktemp("forms"), FOLDER)


def test_ten_articles_in_five_forms_are_ten_articles_and_fifty_appearances(all_forms: Package) -> None:
    assert all_forms.table("articles").height == 10
    assert all_forms.table("appearances").height == 50
    assert all_forms.table("articles")["appearance_count"].to_list() == [5] * 10


def test_other_forms_change_no_id_and_no_value(text_alone: Package, all_forms: Package) -> None:
    same = ["article_id", "title", "category", "published_on", "comment_count", "completeness", "text", "language"]
    assert all_forms.table("articles").select(same).rows() == text_alone.table("articles").select(same).rows()


def test_every_appearance_would_have_the_articles_id_by_itself(all_forms: Package) -> None:
    appearances = all_forms.table("appearances")
    assert appearances["own_article_id"].to_list() == appearances["article_id"].to_list()


def test_the_address_of_an_article_comes_from_the_forms_that_give_it(all_forms: Package) -> None:
    articles = all_forms.table("articles").sort("title")
    assert articles["url"].to_list() == [page_formats.address(post) for post in TEN]


def test_pages_say_what_they_are_and_where_they_come_from(all_forms: Package) -> None:
    pages = all_forms.table("pages").sort("path")
    message = dict(pages.select("path", "media_type").iter_rows())
    warc = next(path for path in message if path.startswith("crawl.warc.gz/"))
    assert message == {
        "listing.txt": "text/plain",
        "listing.html": "text/html",
        "feed.xml": "application/rss+xml",
        "posts.json": "application/json",
        warc: "text/html",
    }
    assert dict(pages.select("path", "kind").iter_rows())["feed.xml"] == "feed"
    record = pages.row(by_predicate=pl.col("path") == warc, named=True)
    assert record["url"] == IN_A_WARC
    assert record["captured_on"] == dt.date(2024, 2, 3)


def test_nothing_of_any_form_is_left_unexplained(all_forms: Package) -> None:
    assert not all_forms.table("problems").filter(pl.col("severity") != "notice").height
    assert not all_forms.table("lines").filter(pl.col("role") == "unknown").height


def test_an_excerpt_in_a_feed_is_the_article_of_the_full_text(tmp_path: Path, text_alone: Package) -> None:
    package = built(
        tmp_path, {"listing.txt": FOLDER["listing.txt"], "cut.xml": page_formats.as_rss(TEN, is_excerpt=True)}
    )
    assert package.table("articles")["article_id"].to_list() == text_alone.table("articles")["article_id"].to_list()
    assert package.table("articles")["completeness"].to_list() == ["full"] * 10
    assert package.table("appearances").filter(pl.col("completeness") == "excerpt").height == 10


@pytest.mark.parametrize("name", ["atom", "json feed", "packed text", "plain warc"])
def test_a_further_form_adds_appearances_only(tmp_path: Path, text_alone: Package, name: str) -> None:
    further = {
        "atom": page_formats.as_atom(TEN),
        "json feed": page_formats.as_json_feed(TEN),
        "packed text": page_formats.packed(page_formats.as_text(TEN) + b"\n"),
        "plain warc": page_formats.as_warc({IN_A_WARC: ("text/html; charset=utf-8", page_formats.as_html(TEN))}),
    }[name]
    package = built(tmp_path, {"listing.txt": FOLDER["listing.txt"], "further": further})
    assert package.table("articles")["article_id"].to_list() == text_alone.table("articles")["article_id"].to_list()
    assert package.table("appearances").height == 20
