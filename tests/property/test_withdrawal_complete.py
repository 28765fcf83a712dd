"""A withdrawn article leaves no trace: every byte of every file is searched for its words, its title and its names."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from clippings.cli import main
from support.written_pages import Written, listing, prose

NAME = re.compile(rb"quarrington|zebulon", re.IGNORECASE)
SENTENCE = "Mr. Zebulon Quarrington told the council on Monday that he was ill and asked for the help of his neighbours at once."
GONE = Written(
    "The illness of Zebulon Quarrington of Harbour Street",
    (f"{SENTENCE} {prose(1)}", prose(51)),
    dt.date(2015, 3, 20),
)
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
    cut = f"\nRecent Posts\n\n  • The illness of Zebulon Quarrington of…\n\n    April 2, 2015\n\n{SENTENCE[:90]}…\n"
    (raw / "cut.txt").write_text(listing([Written("Third matter of the isle", (prose(21), prose(22)))]) + cut, "utf-8")


def run(*args: str | Path) -> None:
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exit_code == 0, result.output


def leaks(folder: Path) -> list[str]:
    """Files, and columns of Parquet files and databases, that hold a name."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if NAME.search(path.name.encode()) or NAME.search(path.read_bytes()):
            found.append(str(path.relative_to(folder)))
        if path.suffix == ".parquet":
            for column, values in pl.read_parquet(path).select(pl.selectors.string()).to_dict().items():
                found += [
                    f"{path.name}:{column}: {v[:90]}" for v in values.drop_nulls().unique() if NAME.search(v.encode())
                ]
        if path.suffix in (".sqlite", ".db"):
            with sqlite3.connect(path) as database:
                found += [f"{path.name}: {line[:90]}" for line in database.iterdump() if NAME.search(line.encode())]
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with the article released, then one without it."""
    place = tmp_path_factory.mktemp("complete")
    archive(place / "raw")
    build = ("build", "--raw", place / "raw", "--out", place / "dist", "--text-free", place / "free")
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
            assert not NAME.search(path.read_bytes())


def test_no_run_of_eight_words_of_the_text_is_left(place: Path) -> None:
    words = " ".join(GONE.paragraphs).split()
    runs = {" ".join(words[at : at + 8]) for at in range(len(words) - 7)}
    for path in (place / "dist").rglob("*.csv"):
        text = path.read_text("utf-8")
        assert [run for run in runs if run in text] == [], path.name


def test_all_that_was_not_withdrawn_is_still_published(place: Path) -> None:
    titles = set(pl.read_parquet(place / "dist" / "data" / "articles.parquet")["title"].drop_nulls())
    assert {other.title for other in OTHERS} <= titles
    assert len([title for title in titles if title.startswith("Another matter of boats")]) == len(FILES)
    result = CliRunner().invoke(main, ["validate", str(place / "dist")])
    assert (result.exit_code, result.stderr) == (0, ""), result.output
