"""Compares published values with the manual annotation of two real pages and with the content of the invented pages."""

import json
from typing import Any

import polars as pl
import pytest

from conftest import GOLD, RAW, Package, sample_gold
from support.scoring import squashed

SEEDS = json.loads((GOLD / "seeds_gold.json").read_text("utf-8"))
POSTS = [(page["file"], post) for page in SEEDS for post in page["articles"]]
NAMES = [f"{file[:3]}-{post['n']}" for file, post in POSTS]
UNKNOWABLE = "s22_no_menu_no_titles.txt"


def page_id_of(package: Package, path: str) -> str:
    return package.table("pages").row(by_predicate=pl.col("path") == path, named=True)["page_id"]


def article_at(package: Package, path: str, line_start: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The appearance that begins at a line, and its article."""
    here = (pl.col("page_id") == page_id_of(package, path)) & (pl.col("line_start") == line_start)
    appearance = package.table("appearances").row(by_predicate=here, named=True)
    article = package.table("articles").row(by_predicate=pl.col("article_id") == appearance["article_id"], named=True)
    return appearance, article


@pytest.mark.parametrize(("file", "gold"), POSTS, ids=NAMES)
def test_a_real_post_has_the_fields_a_person_gave_it(real: Package, file: str, gold: dict[str, Any]) -> None:
    appearance, article = article_at(real, file, gold["line_start"])
    assert appearance["line_end"] == gold["line_end"]
    assert article["title"] == squashed(gold["title"])
    assert article["category"] == gold["category"]
    assert str(article["published_on"] or "") == (gold["post_date"] or "")
    assert article["comment_count"] == gold["comments"]
    assert article["completeness"] == gold["completeness"]


@pytest.mark.parametrize(("file", "gold"), POSTS, ids=NAMES)
def test_a_real_post_has_the_text_a_person_gave_it(real: Package, file: str, gold: dict[str, Any]) -> None:
    _, article = article_at(real, file, gold["line_start"])
    lines = (RAW / file).read_text("utf-8").split("\n")
    clean = {item["line"]: item["clean_line"] for item in gold["glued_alt_text"]}
    wanted = [squashed(clean.get(number, lines[number - 1])) for number in gold["body_text_lines"]]
    assert [squashed(paragraph) for paragraph in article["text"].split("\n\n")] == wanted


@pytest.mark.parametrize(("file", "gold"), POSTS, ids=NAMES)
def test_the_lines_of_a_real_post_have_the_roles_a_person_gave_them(
    real: Package, file: str, gold: dict[str, Any]
) -> None:
    lines = real.table("lines").filter(pl.col("page_id") == page_id_of(real, file))
    roles = dict(lines.select("line_no", "role").iter_rows())
    assert {number: roles[number] for number, _ in gold["line_roles"]} == dict(gold["line_roles"])


def test_the_glued_texts_of_the_real_pages_and_nothing_else_are_taken_out(real: Package) -> None:
    wanted = {
        (page_id_of(real, file), item["line"], item["start"], item["end"])
        for file, post in POSTS
        for item in post["glued_alt_text"]
    }
    pages = [page_id_of(real, page["file"]) for page in SEEDS]
    removals = real.table("removals").filter(pl.col("page_id").is_in(pages))
    assert set(removals.select("page_id", "line_no", "start", "end").rows()) == wanted


def test_the_five_real_pages_are_fifty_articles(real: Package) -> None:
    assert real.table("articles").height == 50
    assert not real.table("duplicates").filter("merged").height


def test_pairs_a_person_called_near_duplicates_are_found_and_kept_apart(real: Package) -> None:
    gold = json.loads((GOLD / "duplicates_gold.json").read_text("utf-8"))
    here = {page["file"] for page in SEEDS}
    near = [
        p for p in gold["pairs"] if "near_duplicate_text" in p["relations"] and {p["a"]["file"], p["b"]["file"]} <= here
    ]
    result = {frozenset(pair) for pair in real.table("duplicates").select("left_id", "right_id").rows()}
    wanted = {frozenset(f"{page_id_of(real, p[side]['file'])}-{p[side]['n']:03}" for side in "ab") for p in near}
    assert wanted
    assert wanted <= result


PAGES = {page["file"].removeprefix("pages/"): page for page in sample_gold()}


@pytest.mark.parametrize("path", sorted(set(PAGES) - {UNKNOWABLE}))
def test_every_post_of_an_invented_page_is_found_and_none_invented(sampled: Package, path: str) -> None:
    here = sampled.table("appearances").filter(pl.col("page_id") == page_id_of(sampled, path)).sort("position")
    result = here.join(
        sampled.table("articles").rename({"text_sha256": "published"}),
        on="article_id",
        how="left",
        maintain_order="left",
    )
    wanted = PAGES[path]["articles"]
    assert [squashed(title) for title in result["title_raw"]] == [squashed(post["title"]) for post in wanted]
    assert [str(day or "") for day in result["published_on"]] == [post["post_date"] or "" for post in wanted]
    for text, completeness, post in zip(result["text"], result["completeness"], wanted, strict=True):
        assert text.startswith(post["body_first_words"])
        if post["complete"]:
            assert text.rstrip(".…").endswith(post["body_last_words"].rstrip("."))
        else:
            assert completeness == "truncated"


def test_where_no_boundary_can_be_known_the_page_is_one_record_and_says_so(sampled: Package) -> None:
    page = page_id_of(sampled, UNKNOWABLE)
    posts = sampled.table("appearances").filter(pl.col("page_id") == page)
    assert posts["completeness"].to_list() == ["truncated"]
    assert "unknown_boundaries" in sampled.table("problems").filter(pl.col("page_id") == page)["code"].to_list()
