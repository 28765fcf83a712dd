"""Printed pages: what printing adds is in the ledger and in no text, and a paragraph goes on across a page break."""

from pathlib import Path

import polars as pl
import pytest

from support.in_memory_stages import tables_of_files
from support.written_pages import prose

TITLE = "Ferry fares rise again in the north"
FIRST, SECOND, LAST = prose(3, 5), prose(4, 5), prose(5, 5)
ABOVE = "The harbour office said that the quay would stay open for all boats until the end of"
BELOW = "the winter, when the work on the new gates begins on both sides of the basin."
URL = "https://paper.example/2014/ferry-fares"
HEAD = f"27/11/2014, 10:30    {TITLE} | Quay"

TEXTS = {
    "page numbers": ([TITLE, "", FIRST, "", "Page 1 of 2", "", SECOND, "", "Page 2 of 2"], 2),
    "page numbers in German": ([TITLE, "", FIRST, "", "Seite 1 von 3", "", SECOND, "", "Seite 2 von 3", "", LAST, "", "Seite 3 von 3"], 3),
    "numbers beside form feeds": ([TITLE, "", FIRST, "", "- 1 -", "\f", SECOND, "", "- 2 -", "\f", LAST], 3),
    "running heads": (
        [TITLE, "", FIRST, "", "\fThe Quay Gazette    Page 2", "", SECOND, "", "\fThe Quay Gazette    Page 3", "", LAST], 3,
    ),
    "heads in columns above two pages": (
        ["The Quay Gazette           Spring 1999", "", TITLE, "", FIRST, "", "            - 1 -", "\fThe Quay Gazette           Spring 1999",
         "", SECOND, "", "            - 2 -"], 2,
    ),
    "running feet": (
        [TITLE, "", FIRST, "", "Quay Library copy 1", "\f" + SECOND, "", "Quay Library copy 2", "\f" + LAST, "", "Quay Library copy 3"], 3,
    ),
    "heads and feet of a browser": (
        [HEAD, "", TITLE, "", FIRST, "", f"{URL}    1/2", HEAD, "", SECOND, "", f"{URL}    2/2"], 2,
    ),
    "heads with a clock of twelve hours": (
        [f"11/27/14, 10:30 AM {TITLE}", "", TITLE, "", FIRST, "", f"{URL} 1/2", f"\f11/27/14, 10:30 AM {TITLE}", "", SECOND, "", f"{URL} 2/2"],
        2,
    ),
    "time and address of the print": (
        [TITLE, "", FIRST, "", SECOND, "", "Printed on: 4 February 2021", f"Printed from: {URL}"], 2,
    ),
    "time of the print in French": ([TITLE, "", FIRST, "", SECOND, "", "Imprimé le 4 février 2021"], 2),
    "a paragraph across pages": ([TITLE, "", FIRST, "", ABOVE, "", "Page 1 of 2", "\f", BELOW, "", SECOND, "", "Page 2 of 2"], 3),
    "a paragraph across running heads": (
        [TITLE, "", FIRST, "", ABOVE, "\fThe Quay Gazette 2", BELOW, "", SECOND, "\fThe Quay Gazette 3", LAST], 4,
    ),
}  # fmt: skip
PRINT = ("Page", "Seite", "- 1", "- 2", "Gazette", "Library", "10:30", "paper.example", "Printed", "Imprimé", "\f")


def tables(folder: Path, name: str, text: str) -> dict[str, pl.DataFrame]:
    (folder / "raw").mkdir()
    (folder / "raw" / name).write_text(text, "utf-8")
    return tables_of_files(folder / "raw")


@pytest.mark.parametrize("name", TEXTS)
def test_what_printing_adds_is_in_the_ledger_and_in_no_text(name: str, tmp_path: Path):
    lines, paragraphs = TEXTS[name]
    result = tables(tmp_path, "a.txt", "\n".join(lines))
    (article,) = result["articles"].to_dicts()
    assert article["title"] == TITLE
    assert not [mark for mark in PRINT if mark in article["text"]]
    assert len(article["text"].split("\n\n")) == paragraphs
    assert result["lines"]["text"].to_list() == lines
    if ABOVE in lines:
        assert f"{ABOVE} {BELOW}" in article["text"]
    spans = result["text_spans"].join(
        result["lines"].select("page_id", "line_no", line="text"), on=["page_id", "line_no"]
    )
    for start, end, line_start, line_end, line in spans.select(
        "start", "end", "line_start", "line_end", "line"
    ).iter_rows():
        assert article["text"][start:end] == line[line_start:line_end]
    assert "part_of_a_text" not in result["problems"]["code"].to_list()


@pytest.mark.parametrize("line", ["Page 1 of 2", "Seite 1 von 3", "página 2 de 3"])
@pytest.mark.parametrize("form", ["a.txt", "a.html"])
def test_a_page_that_is_one_part_of_a_text_has_a_row(line: str, form: str, tmp_path: Path):
    paragraphs = [FIRST, SECOND, line]
    text = "\n\n".join([TITLE, *paragraphs])
    markup = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{paragraph}</p>' for paragraph in paragraphs)}</article>"
    result = tables(tmp_path, form, markup if form == "a.html" else text)
    (article,) = result["articles"].to_dicts()
    assert line not in article["text"]
    assert "part_of_a_text" in result["problems"]["code"].to_list()


@pytest.mark.parametrize(
    "sentence", ["On page 3 of 4 the report names the quay.", "The book was printed in 1931 and sold out.", "3"]
)
def test_a_sentence_about_a_page_or_a_print_stays_in_the_text(sentence: str, tmp_path: Path):
    result = tables(tmp_path, "a.txt", "\n\n".join([TITLE, FIRST, sentence, SECOND]))
    assert sentence in result["articles"]["text"][0].split("\n\n")


@pytest.mark.parametrize(
    "banner",
    [
        "http://quay.example/1\tGo\tJAN\tFEB\tMAR\n08\n2012\t2013\t2014\n12 captures\n8 Feb 2013 - 30 Nov 2019\nAbout this capture",
        "The Wayback Machine - https://web.archive.org/web/20130208/http://quay.example/1",
        "webpage capture\tSaved from\thttp://quay.example/1\n\n8 Feb 2013 10:12:31 UTC\nshare\ndownload .zip\nreport bug or abuse",
    ],
)
def test_the_toolbar_of_an_archive_gives_no_title_and_no_day(banner: str, tmp_path: Path):
    page = "\n\n".join([banner, "Harbour Watch", TITLE, "By Ada Quill\nPosted 6 February 2013", FIRST, SECOND])
    (article,) = tables(tmp_path, "a.txt", page)["articles"].to_dicts()
    assert (article["title"], str(article["published_on"])) == (TITLE, "2013-02-06")
    assert article["text"] == f"{FIRST}\n\n{SECOND}"


def test_a_head_of_a_day_and_the_title_is_not_text(tmp_path: Path):
    head, foot = f"3/5/2016\t{TITLE} - Harbour Watch", "https://quay.example/1?print=1\t{}/2"
    page = "\n\n".join([head, TITLE, "4 March 2016", FIRST, foot.format(1), f"\f{head}", SECOND, foot.format(2)])
    (article,) = tables(tmp_path, "a.txt", page)["articles"].to_dicts()
    assert article["text"] == f"{FIRST}\n\n{SECOND}"


def test_the_notes_of_a_print_version_are_not_text(tmp_path: Path):
    notes = (
        "Article printed from Harbour Watch: https://quay.example",
        "URL to article: https://quay.example/1",
        "Click here to print.",
    )
    body = (
        "".join(f"<p>{line}</p>" for line in (FIRST, SECOND)) + "<hr>" + "".join(f"<div>{note}</div>" for note in notes)
    )
    (article,) = tables(tmp_path, "a.html", f"<html><body><h2>{TITLE}</h2>{body}</body></html>")["articles"].to_dicts()
    assert article["text"] == f"{FIRST}\n\n{SECOND}"
