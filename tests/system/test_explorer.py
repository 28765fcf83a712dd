"""The explorer in a real browser: what it finds, counts and marks is what the tables hold, and it asks nobody for anything."""

import datetime as dt
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clippings.publish.explorer import chunks
from clippings.publish.explorer import write_explorer as explorer
from clippings.publish.text_free import strip
from conftest import Package, build_package
from support.browser import Explorer, opened, started
from support.written_pages import Written, listing, prose

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)> the pier",
    "\u202eesrever si siht\u202c",
    '=HYPERLINK("http://example.org";"pier")',
    "Pier \x1b[31mred\x07 alert",
    "{{constructor.constructor('alert(3)')()}} & ${alert(4)}",
]
VIEWS = ["articles", "articles?q=harbour", "entities", "pages", "problems", "about"]


@pytest.fixture(scope="module")
def text_free(mixed: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The text-free edition of real and invented pages."""
    folder = tmp_path_factory.mktemp("free") / "dist"
    strip.strip(mixed.root, folder)
    return folder


@pytest.fixture(scope="module")
def in_chunks(mixed: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of real and invented pages, its explorer written as if it were too large for one file."""
    folder = tmp_path_factory.mktemp("chunks") / "dist"
    shutil.copytree(mixed.root, folder)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "SINGLE_FILE_BYTES", 0)
        assert len(list(explorer.write(folder, descriptor))) == 2 + 2 * 16
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package whose titles, categories and texts are written to be taken for something else."""
    posts = [
        Written(
            title,
            (f"{prose(n)} {title}", prose(n + 40) + " long" * 20_000 * (n == 0)),
            dt.date(2015, 3, 20 - n),
            category=f"<b>{n}</b>",
        )
        for n, title in enumerate(HOSTILE)
    ]
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "raw").mkdir()
    (folder / "raw" / "page.txt").write_text(listing(posts), "utf-8")
    return build_package(folder / "raw", folder / "dist")


@pytest.fixture(scope="module")
def chromium(mixed: Package, text_free: Path, in_chunks: Path, hostile: Package) -> Iterator[Any]:
    """A browser, started when every package is built."""
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def page(chromium: Any, mixed: Package) -> Iterator[Explorer]:
    """The explorer of real and invented pages."""
    with opened(chromium, mixed.root) as explored:
        yield explored


def some_article(package: Package) -> str:
    """An article with a date, a source and many mentions."""
    articles = package.table("articles").filter(
        pl.col("source_name").is_not_null(), pl.col("published_on").is_not_null()
    )
    return str(articles.sort("word_count", "article_id", descending=True)["article_id"][0])


def test_start_shows_the_archive(page: Explorer, mixed: Package) -> None:
    page.show("#/articles")
    assert str(mixed.table("articles").height) in page.texts(".figures li")[0]
    assert page.page.locator(".timeline rect").count() > 3
    assert len(page.texts(".articles > li")) == 25


@pytest.mark.parametrize("word", ["iraq", "CAMP", "بندر", "nonesuchword"])
def test_search_finds_the_articles_whose_words_begin_so(page: Explorer, mixed: Package, word: str) -> None:
    page.show(f"#/articles?q={word}")
    searched = pl.concat_str("title", "deck", "text", separator="\n", ignore_nulls=True).str.to_lowercase()
    pattern = rf"(?:^|[^\p{{L}}\p{{N}}]){word.lower()}"
    expected = mixed.table("articles").filter(searched.str.contains(pattern)).height
    total = mixed.table("articles").height
    assert page.texts("#results-heading") == [f"{expected} article{'' if expected == 1 else 's'} of {total}"]
    marks = page.texts(".articles mark")
    assert bool(marks) == bool(expected)
    assert all(mark.lower().startswith(word.lower()) for mark in marks)


def test_search_of_quoted_words_finds_them_side_by_side(page: Explorer, mixed: Package) -> None:
    page.show('#/articles?q="camp ashraf"')
    searched = pl.concat_str("title", "deck", "text", separator="\n", ignore_nulls=True).str.to_lowercase()
    expected = mixed.table("articles").filter(searched.str.contains(r"\bcamp[^\p{L}\p{N}]+ashraf")).height
    assert page.texts("#results-heading")[0].startswith(f"{expected} article")


def facet_counts(explored: Explorer, facet: str) -> dict[str, int]:
    """Value to count of a facet, hidden values too."""
    explored.page.evaluate("document.querySelectorAll('.facet details').forEach(one => { one.open = true; })")
    rows = explored.page.locator(f"[data-facet={facet}] li").evaluate_all(
        "items => items.map(item => [item.querySelector('bdi').textContent, item.querySelector('.number').textContent])"
    )
    return {name: int(number.replace(",", "")) for name, number in rows}


def expected_counts(articles: pl.DataFrame, column: str) -> dict[str, int]:
    """The same from the table."""
    values = articles[column].cast(pl.String).fill_null("(none)")
    return dict(Counter(values.str.split("; ").explode() if column == "author" else values))


@pytest.mark.parametrize("chosen", [None, "Iraq"])
def test_facets_count_what_the_table_holds(page: Explorer, mixed: Package, chosen: str | None) -> None:
    page.show(f"#/articles{f'?category={chosen}' if chosen else ''}")
    articles = mixed.table("articles")
    of_category = articles.filter(pl.col("category") == chosen) if chosen else articles
    for facet, column in {"source": "source_name", "author": "author", "completeness": "completeness"}.items():
        counted = facet_counts(page, facet)
        assert not counted or counted == expected_counts(of_category, column)
    assert facet_counts(page, "category") == expected_counts(articles, "category")


def test_names_facet_counts_articles(page: Explorer, mixed: Package) -> None:
    page.show("#/articles")
    pairs = mixed.table("mentions").select("article_id", "entity_id").unique()
    most = pairs.group_by("entity_id").len().sort("len", "entity_id", descending=[True, False]).row(0)
    name = mixed.table("entities").filter(pl.col("entity_id") == most[0])["name"][0]
    assert facet_counts(page, "entity")[name] == most[1]


def test_a_value_leads_to_the_characters_it_was_read_from(page: Explorer, mixed: Package) -> None:
    article_id = some_article(mixed)
    rows = mixed.table("evidence").filter(pl.col("article_id") == article_id)
    lines = mixed.table("lines")
    page.show(f"#/article/{article_id}")
    for field in rows["field"].unique(maintain_order=True):
        if field == "source_candidate":
            continue
        page.page.locator(f"[data-field={field}] a").first.click()
        page.page.wait_for_selector(".panel")
        heading = field.replace("_", " ").capitalize()
        page.page.locator(".panel h2").get_by_text(heading, exact=True).wait_for()
        of_field = rows.filter(pl.col("field") == field)
        assert page.texts(".panel mark") == of_field["raw"].to_list()
        for number, text in zip(of_field["line_no"], page.texts(".panel li.read"), strict=True):
            line = lines.filter(
                pl.col("line_no") == number,
                pl.col("text") != "",
                pl.col("page_id").is_in(of_field["page_id"].to_list()),
            )
            assert any(text.strip(" …") in known for known in line["text"])


def test_names_and_dates_in_a_text_lead_to_their_line(page: Explorer, mixed: Package) -> None:
    article_id = some_article(mixed)
    for kind, table in (("name", "mentions"), ("date", "dates")):
        rows = mixed.table(table).filter(pl.col("article_id") == article_id, pl.col("field") == "text").sort("start")
        for start, text in rows.select("start", "text").head(4).iter_rows():
            page.show(f"#/article/{article_id}?show={kind}:text:{start}")
            assert "".join(page.texts(".panel mark")) == text
            assert page.texts("article a.selected")[0] == text


def test_a_line_is_marked_on_its_page(page: Explorer, mixed: Package) -> None:
    evidence = mixed.table("evidence").filter(pl.col("field") == "published_on").row(0, named=True)
    place = f"line={evidence['line_no']}&start={evidence['start']}&end={evidence['end']}"
    page.show(f"#/page/{evidence['page_id']}?{place}")
    assert page.texts(".ledger mark") == [evidence["raw"]]
    assert page.page.evaluate("document.activeElement.id") == f"line-{evidence['line_no']}"


def test_a_ledger_holds_every_line_with_its_role(page: Explorer, mixed: Package) -> None:
    page_id = mixed.table("pages").filter(pl.col("line_count") < 1000).sort("line_count")["page_id"][-1]
    lines = mixed.table("lines").filter(pl.col("page_id") == page_id).sort("line_no")
    page.show(f"#/page/{page_id}")
    assert page.texts(".ledger tbody tr.line td.role") == [role.replace("_", " ") for role in lines["role"]]
    raw = page.page.locator(".ledger td.raw").evaluate_all("cells => cells.map(cell => cell.textContent)")
    assert raw == lines["text"].str.replace_all("\t", "\t").to_list()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_view_keeps_wcag_aa_and_the_width_of_the_window(
    chromium: Any,
    mixed: Package,
    width: int,
    scheme: str,
) -> None:
    article_id = some_article(mixed)
    page_id = mixed.table("pages").filter(pl.col("line_count") > 60).sort("line_count")["page_id"][0]
    entity_id = mixed.table("mentions")["entity_id"][0]
    own = [
        f"article/{article_id}",
        f"article/{article_id}?show=value:published_on",
        f"page/{page_id}?line=5",
        f"entity/{entity_id}",
    ]
    with opened(chromium, mixed.root, width=width, scheme=scheme) as explored:
        for view in [*VIEWS, *own]:
            explored.show(f"#/{view}")
            assert explored.violations() == [], view
            assert explored.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view


def test_keys_reach_the_search_and_close_the_evidence(page: Explorer, mixed: Package) -> None:
    page.show("#/articles")
    page.page.keyboard.press("/")
    assert page.page.evaluate("document.activeElement.id") == "query"
    page.page.keyboard.type("camp")
    page.page.keyboard.press("Enter")
    page.page.locator("h1").get_by_text("Search:").wait_for()
    article_id = some_article(mixed)
    page.show(f"#/article/{article_id}?show=value:title")
    assert page.page.evaluate("document.activeElement.id") == "panel-heading"
    page.page.keyboard.press("Escape")
    page.page.wait_for_selector(".panel", state="detached")


@pytest.mark.parametrize(
    "view", ["article/zzz", "article/%E0%A4%A", "page/<b>", "entity/", "nowhere/1", "page/x?line=a"]
)
def test_an_address_that_leads_nowhere_is_answered(page: Explorer, view: str) -> None:
    page.show(f"#/{view}")
    assert page.texts("main h1")[0] in ("Not found", *page.texts(".intro h1"))


def test_persian_is_set_from_right_to_left(page: Explorer, mixed: Package) -> None:
    article_id = mixed.table("articles").filter(pl.col("language") == "fa")["article_id"][0]
    page.show(f"#/article/{article_id}")
    directions = page.page.evaluate(
        "[...document.querySelectorAll('article h1, .text p')].map(one => getComputedStyle(one).direction)"
    )
    assert set(directions) == {"rtl"}


def test_hostile_words_are_shown_as_text(chromium: Any, hostile: Package) -> None:
    package = hostile
    articles = package.table("articles")
    assert articles.height == len(HOSTILE)
    with opened(chromium, package.root) as explored:
        pages = [f"page/{page_id}" for page_id in package.table("pages")["page_id"]]
        for view in [*VIEWS, *pages, *(f"article/{article}?show=value:title" for article in articles["article_id"])]:
            explored.show(f"#/{view}")
            assert explored.page.evaluate("document.querySelectorAll('main img, main script, main b').length") == 0
            assert explored.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        explored.show("#/articles")
        shown = " ".join(explored.texts(".articles h3"))
        assert all(title.replace("\x1b", "␛").replace("\x07", "␇") in shown for title in articles["title"])


def test_a_large_archive_is_read_in_chunks(chromium: Any, in_chunks: Path, page: Explorer, mixed: Package) -> None:
    article_id = some_article(mixed)
    page_id = mixed.table("pages")["page_id"][0]
    with opened(chromium, in_chunks) as large:
        for view in ("articles?q=camp", f"article/{article_id}?show=value:title", f"page/{page_id}?line=3", "problems"):
            for explored in (large, page):
                explored.show(f"#/{view}")
                explored.page.wait_for_timeout(200)  # words of results follow when their chunk is read
            assert large.texts("main") == page.texts("main"), view


def test_the_text_free_edition_has_no_text(chromium: Any, mixed: Package, text_free: Path) -> None:
    html = (text_free / "index.html").read_text("utf-8")
    for text in mixed.table("articles")["text"]:
        words = re.findall(r"[^\W_]+", text)
        runs = {" ".join(words[n : n + 8]) for n in range(0, max(len(words) - 8, 0), 8)}
        assert not [run for run in runs if run in html]
    article_id = some_article(mixed)
    with opened(chromium, text_free) as explored:
        for view in [
            *VIEWS,
            f"article/{article_id}",
            f"article/{article_id}?show=value:published_on",
            f"page/{mixed.table('pages')['page_id'][0]}",
        ]:
            explored.show(f"#/{view}")
        assert explored.violations() == []
