"""A withdrawn article leaves no trace: every byte of every file is searched for its words, its title and its names."""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from support.commands import called
from support.written_pages import Written, listing, prose

NAME = re.compile(r"quarrington|zebulon", re.IGNORECASE)
SENTENCE = "Mr. Zebulon Quarrington told the council on Monday that he was ill and asked for the help of his neighbours at once."
GONE = Written(
    "The illness of Zebulon Quarrington of Harbour Street",
    (f"{SENTENCE} {prose(1)}", prose(51)),
    dt.date(2015, 3, 20),
)
QUOTE = " ".join(prose(51).split()[:14])
OTHERS = [
    Written("What happened at pier two of the harbour", (prose(2), prose(52)), dt.date(2015, 3, 19)),
    Written("Ferry fares rise again", (prose(3), prose(53)), dt.date(2015, 3, 18)),
]
FILES = {
    "related.html": "<aside class=related><h3>You may also like</h3><a href='/x'>{title}</a><p>{teaser}</p>"
    "<a href='/y'>Ferry fares rise again</a></aside>",
    "sidebar.html": "<div class=sidebar><h3>Related</h3><ul><li><a href='/{slug}'>{title}</a> {teaser}</li></ul></div>",
    "figure.html": "<figure><img src=/a.jpg><figcaption>Zebulon Quarrington at home</figcaption></figure>",
    "loud.html": "<p class=next><a href='/n'>Next: {loud}</a></p>",
    "the-illness-of-zebulon-quarrington-of-harbour-street.html": "",
    "TheIllnessOfZebulonQuarringtonOfHarbourStreet.html": "",
    "illness-zebulon-quarrington-harbour-street.html": "<p class=prev><a href='/p'>The illness of Zebulon…</a></p>",
    "zebulonquarrington.html": "<figure><img src=/b.jpg><figcaption>{teaser}</figcaption></figure>",
    "entities.html": "<aside class=related><a href='/x'>The&nbsp;illness of Zebulon&#160;Quarring&shy;ton of Harbour Street</a></aside>",
    "meta.html": "<meta property='og:see_also' content='https://example.org/2015/{slug}/'><link rel=prev href='/{slug}'>",
}


def page(number: int, rest: str) -> str:
    """A page of another article, with `rest` below it."""
    title = f"Another matter of boats, part {number}"
    body = "".join(f"<p>{prose(number * 2 + 60 + n)}</p>" for n in range(2))
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<time datetime='2015-02-{number + 10}'>February {number + 10}, 2015</time>{body}</article>{rest}</body></html>"
    )


def archive(raw: Path) -> None:
    """The article, and what a site makes of it elsewhere."""
    raw.mkdir()
    (raw / "a.txt").write_text(listing([GONE, *OTHERS]), "utf-8")
    forms = {
        "title": GONE.title,
        "loud": GONE.title.upper().replace(" ", "  "),
        "teaser": SENTENCE[:110] + "…",
        "slug": "the-illness-of-zebulon-quarrington-of-harbour-street",
    }
    for number, (name, rest) in enumerate(FILES.items()):
        (raw / name).write_text(page(number, rest.format(**forms)), "utf-8")
    (raw / "quoting.html").write_text(page(20, "").replace("<p>", f"<p>“{QUOTE},” the paper wrote. ", 1), "utf-8")
    (raw / "feed.xml").write_text(
        "<rss version='2.0'><channel><title>Harbour</title>"
        f"<item><title>{GONE.title}</title><description>{SENTENCE[:90]}…</description></item>"
        f"<item><title>A feed of boats</title><description>{prose(91)} {prose(92)}</description></item></channel></rss>",
        "utf-8",
    )
    cut = f"\nRecent Posts\n\n  • The illness of Zebulon Quarrington of…\n\n    April 2, 2015\n\n{SENTENCE[:90]}…\n"
    (raw / "cut.txt").write_text(listing([Written("Third matter of the isle", (prose(21), prose(22)))]) + cut, "utf-8")


def run(*args: str | Path) -> None:
    result = called(*args)
    assert result.exit_code == 0, result.output


def texts_of(path: Path) -> Iterator[str]:
    """What a file holds: its bytes, the texts of a Parquet file, the statements of a database."""
    if not path.is_file():
        return
    yield path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".parquet":
        for values in pl.read_parquet(path).select(pl.selectors.string()):
            yield from values.drop_nulls().unique()
    if path.suffix in (".sqlite", ".db"):
        with closing(sqlite3.connect(path)) as database:
            yield from database.iterdump()


def leaks(folder: Path) -> list[str]:
    """Files, and columns of Parquet files and databases, that hold a name."""
    return [
        f"{path.relative_to(folder)}: {result[0][:90]}"
        for path in sorted(folder.rglob("*"))
        if (result := [text for text in (path.name, *texts_of(path)) if NAME.search(text)])
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with the article released, then one without it."""
    place = tmp_path_factory.mktemp("complete")
    archive(place / "raw")
    build = ("build", "--raw", place / "raw", "--out", place / "dist", "--text-free", place / "free", "--sqlite")
    run(*build)
    assert leaks(place / "dist"), "the search finds the article before it is withdrawn"
    run("release", place / "dist", "--to", place / "releases", "--on", "2026-11-01")
    articles = pl.read_parquet(place / "dist" / "data" / "articles.parquet")
    ids = articles.filter(pl.col("title") == GONE.title)["article_id"].to_list()
    assert ids
    entry = '[[withdrawn]]\narticle_id = "{}"\nreason = "asked for"\non = 2026-11-24\n'
    (place / "list.toml").write_text("\n".join(map(entry.format, ids)), "utf-8")
    run(*build, "--withdrawn", place / "list.toml")
    run("release", place / "dist", "--to", place / "releases", "--on", "2026-11-02", "--text-free", place / "free")
    return place


@pytest.mark.parametrize("folder", ["dist", "free"])
def test_no_file_of_an_edition_holds_a_trace(place: Path, folder: str) -> None:
    assert leaks(place / folder) == []


def test_no_file_of_the_next_release_holds_a_trace(place: Path) -> None:
    for path in (place / "releases").iterdir():
        if path.is_dir() and path.name.startswith("2026.11.02"):
            assert leaks(path) == []
        elif path.is_file():
            assert not NAME.search(path.read_text("utf-8"))


def files_with_a_run(folder: Path) -> set[str]:
    """Names of the files that hold eight words of the text in a row."""
    words = " ".join(GONE.paragraphs).split()
    runs = {" ".join(words[at : at + 8]) for at in range(len(words) - 7)}
    return {path.name for path in folder.rglob("*") for text in texts_of(path) if any(run in text for run in runs)}


def test_an_article_that_quotes_it_is_a_row_for_a_person_and_nothing_else_has_its_words(place: Path) -> None:
    problems = pl.read_parquet(place / "dist" / "data" / "problems.parquet").filter(
        pl.col("code") == "quotes_withdrawn"
    )
    quoting = pl.read_parquet(place / "dist" / "data" / "articles.parquet").filter(pl.col("text").str.contains(QUOTE))
    assert problems["article_id"].to_list() == quoting["article_id"].to_list() != []
    assert "Paragraphs 1 of" in problems["message"][0]


@pytest.mark.parametrize("decision", ["keep", "remove"])
def test_a_person_decides_about_the_article_that_quotes_it(place: Path, tmp_path: Path, decision: str) -> None:
    articles = pl.read_parquet(place / "dist" / "data" / "articles.parquet")
    (quoting,) = articles.filter(pl.col("text").str.contains(QUOTE))["article_id"]
    listed = f'[quotations]\n{decision} = ["{quoting}"]\n' + (place / "list.toml").read_text("utf-8")
    (tmp_path / "list.toml").write_text(listed, "utf-8")
    run("build", "--raw", place / "raw", "--out", tmp_path / "dist", "--withdrawn", tmp_path / "list.toml", "--sqlite")
    run("validate", tmp_path / "dist")
    assert (files_with_a_run(tmp_path / "dist") == set()) == (decision == "remove")
    assert "quotes_withdrawn" not in pl.read_parquet(tmp_path / "dist" / "data" / "problems.parquet")["code"].to_list()
    after = pl.read_parquet(tmp_path / "dist" / "data" / "articles.parquet")
    assert after["article_id"].to_list() == articles["article_id"].to_list()
    if decision == "remove":
        (text,) = after.filter(pl.col("article_id") == quoting)["text"]
        assert prose(20 * 2 + 61) == text


def test_all_that_was_not_withdrawn_is_still_published(place: Path) -> None:
    titles = set(pl.read_parquet(place / "dist" / "data" / "articles.parquet")["title"].drop_nulls())
    assert {other.title for other in OTHERS} <= titles
    assert len([title for title in titles if title.startswith("Another matter of boats")]) == len(FILES) + 1
    result = called("validate", place / "dist")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
