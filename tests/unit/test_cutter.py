"""The learned cutter of text dumps: its arithmetic, how it decodes a page, what it must never do."""

import datetime as dt
import hashlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clippings
from clippings.enrich.credits.marked_names import marked_names
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter import cut_pages, only_title
from clippings.segment.cutter.build_page import build_page
from clippings.segment.cutter.byline_lines import only_bylines
from clippings.segment.cutter.consent_lines import without_consent
from clippings.segment.cutter.cut_pages import CutLines, cut_lines, forests
from clippings.segment.cutter.cut_post import PostLines, calibrated
from clippings.segment.cutter.labels import (
    ARTICLE,
    BYLINE,
    DATE,
    ITEMS,
    KIND_COUNT,
    LABEL_COUNT,
    OUTSIDE,
    POSTS,
    TEXT,
    TITLE,
)
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.posts_of_labels import decode, is_index
from clippings.segment.cutter.repeated_entries import repeated_entries
from clippings.segment.cutter.rules_or_model import foot_lines, rules_are_kept
from clippings.segment.cutter.text_lines import without_copies
from clippings.segment.cutter.trees import CERTAIN, Forest, likelihoods
from clippings.segment.layouts.page_model import Line, Page, page_of
from clippings.segment.threads.thread_phrases import is_thread
from support.in_memory_stages import tables_of
from support.written_pages import prose

ROOT = Path(__file__).parents[2]
SENTENCES = (
    "The ferry between Orm and Brant stopped at noon, and the council said that it will run again on Monday.",
    "Ada Quill, who keeps the tide tables of the harbour, measured the water at the old quay every hour.",
    "The pilots asked for a second buoy, and the council will vote on the cost of the buoy next week.",
    "Nobody was hurt, but the harbour shop and the school beside the quay stayed closed for the day.",
)
TITLE_LINE = "Ferry between Orm and Brant stops until Monday"
MENU = ("Skip to content", "Home", "News", "Sport", "Culture", "Weather", "About us", "Contact", "Log in", "Subscribe")
SIDE = (
    "Related articles",
    "Orchard fair moved to May",
    "New lamps for the bridge",
    "Choir sings in Pell",
    "Most read",
    "Tram line closed",
)


def dump(*parts: tuple[str, ...] | str) -> str:
    """Return the lines as a text dump: groups become lists with bullets, single lines stay as they are."""
    blocks = ["\n".join(f"  • {line}" for line in part) if isinstance(part, tuple) else part for part in parts]
    return "\n\n".join(blocks) + "\n"


PAGE = dump(
    MENU,
    TITLE_LINE,
    "By Ada Quill",
    "March 4, 2015",
    *SENTENCES,
    SIDE,
    MENU,
    "© 2015 The Brant Courier. All rights reserved.",
)


def lines_of(*pages: str) -> pl.DataFrame:
    rows = [(at, no, line) for at, page in enumerate(pages) for no, line in enumerate(page.split("\n"), 1)]
    lines = pl.DataFrame(rows, schema={"page": pl.UInt32, "line_no": pl.Int64, "text": pl.String}, orient="row")
    return lines.with_columns(
        is_outside=pl.lit(value=False), is_top_heading=pl.lit(value=False), line_class=pl.lit(None, pl.String)
    )


def likely(*labels: int, sure: int = 240) -> Facts:
    """Likelihoods of lines whose labels are nearly sure."""
    table = np.full((len(labels), LABEL_COUNT), (CERTAIN - sure) // (LABEL_COUNT - 1), np.uint8)
    table[np.arange(len(labels)), labels] = sure
    return table


def ranked(*labels: int) -> Facts:
    """Shares of lines: those of a label share the page's certainty for it."""
    table = np.zeros((len(labels), LABEL_COUNT), np.uint8)
    for label in (TITLE, DATE, BYLINE):
        lines = [at for at, known in enumerate(labels) if known == label]
        table[lines, label] = CERTAIN // max(1, len(lines))
    return table


def of_kind(kind: int) -> list[int]:
    """Likelihoods of kinds of a page whose kind is sure."""
    return [CERTAIN if at == kind else 0 for at in range(KIND_COUNT)]


def decoded(heads: Sequence[str], labels: Sequence[int], has_day: Sequence[bool], kind: int) -> list[PostLines]:
    return decode(heads, likely(*labels), ranked(*labels), has_day, of_kind(kind))


def page_with_classes(cut: CutLines, classes: Mapping[int, str] | None = None) -> Page:
    """The lines of a page as the rules see them, with the classes of some."""
    lines = [Line(no, head, (classes or {}).get(no)) for no, head in zip(cut.line_nos, cut.heads, strict=True)]
    return page_of(lines, has_foot=True)


def test_scores_are_sums_of_whole_numbers_whatever_is_judged_beside_a_line() -> None:
    forest = Forest(
        ("length", "words"), np.array([[0, 1]], np.uint16), np.array([[10, 3]], np.uint8),
        np.array([[[0, 1], [0, 2], [0, 3], [0, 4]]], np.int16), np.array([5, 0], np.int32),
    )  # fmt: skip
    facts = np.array([[10, 3], [11, 3], [10, 4], [11, 4]], np.uint8)
    assert forest.scores(["length", "words"], facts).tolist() == [[5, 1], [5, 2], [5, 3], [5, 4]]
    assert forest.scores(["words", "length"], facts[:, ::-1]).tolist() == [[5, 1], [5, 2], [5, 3], [5, 4]]
    many = np.tile(facts, (10_000, 1))
    assert (forest.scores(["length", "words"], many)[-4:] == forest.scores(["length", "words"], facts)).all()


def test_likelihoods_are_shares_of_certainty() -> None:
    assert likelihoods(np.array([[0, 0], [10_000, 0]], np.int32)).tolist() == [[125, 125], [250, 0]]
    assert likelihoods(np.zeros((0, 3), np.int32)).shape == (0, 3)


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Published 3. Mai 2024, 17:47", [dt.date(2024, 5, 3)]),
        ("5 de março de 2021 | Atualizado 6 de março de 2021", [dt.date(2021, 3, 5), dt.date(2021, 3, 6)]),
        ("2024年5月3日", [dt.date(2024, 5, 3)]),
        ("Mon, 05 Feb 2018 09:00", [dt.date(2018, 2, 5)]),
        ("February 30, 2011", []),
        ("In May 1500 people came", []),
        ("By Ada QuillMarch 4, 2015No Comments", [dt.date(2015, 3, 4)]),
        ("HarbourAPRIL 4, 2015Updated: May 2, 20158:23 PM", [dt.date(2015, 4, 4), dt.date(2015, 5, 2)]),
        ("May 21, 2015April 24, 2015 by Ada Quill", [dt.date(2015, 5, 21), dt.date(2015, 4, 24)]),
        ("Publié le15 mars 2016", [dt.date(2016, 3, 15)]),
        ("Sheet A12 March 2015", []),
        ("in dismay 3, 2015 of them", []),
    ],
)
def test_days_are_found_in_lines_of_any_language(line: str, days: list[dt.date]) -> None:
    result = days_in(line)
    assert [span.day for span in result] == days
    assert all(line[span.start : span.end] == span.raw for span in result)


def test_a_day_in_digits_keeps_its_other_reading() -> None:
    [span] = days_in("03/04/2012")
    assert (span.day, span.other) == (dt.date(2012, 4, 3), dt.date(2012, 3, 4))
    assert days_in("03.04.2012")[0].other is None


def test_one_post_takes_the_title_above_its_text_and_the_likeliest_day() -> None:
    heads = ["Home", "A ferry stops", "By Ada", "March 4, 2015", "x" * 80, "y" * 80, "Read also"]
    labels = (OUTSIDE, TITLE, BYLINE, DATE, TEXT, TEXT, OUTSIDE)
    [post] = decoded(heads, labels, [False, False, False, True, False, False, False], ARTICLE)
    assert (post.title, post.text, post.date, post.bylines) == (1, [4, 5], 3, [2])
    assert 0 < post.confidence <= CERTAIN


@pytest.mark.parametrize(
    ("labels", "dates"),
    [((TITLE, DATE, TEXT, TITLE, DATE, TEXT), [1, 4]), ((DATE, TITLE, TEXT, DATE, TITLE, TEXT), [0, 3])],
    ids=["below the title", "above the title"],
)
def test_each_of_several_posts_gets_the_day_on_its_side(labels: tuple[int, ...], dates: list[int]) -> None:
    heads = [f"{'word ' * 12}{at}" if label == TEXT else f"line {at}" for at, label in enumerate(labels)]
    posts = decoded(heads, labels, [label == DATE for label in labels], POSTS)
    assert [post.date for post in posts] == dates
    assert [post.text for post in posts] == [[2], [5]]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Quill", ["Ada Quill"]),
        ("ByAda Quill March 4, 2015", ["Ada Quill"]),
        ("• Picture of Ada Quill Ada Quill", ["Ada Quill"]),
        ("Ada Quill's avatar", ["Ada Quill"]),
        ("by tidewriter | Mar 4, 2015", ["tidewriter"]),
        ("Posted by Harbourdesk on Tuesday, March 4, 2015", ["Harbourdesk"]),
        ("Posted on March 4, 2015 by tidewriter", ["tidewriter"]),
        ("• by The Ferry Team • 4 min read", ["The Ferry Team"]),
        ("Ada Quill 4 Mar 2015 Ferry News 7 Comments", ["Ada Quill"]),
        ("4. März 2015 Ada Quill\tKommentar hinterlassen", ["Ada Quill"]),
        ("By Ada Quill, Sam Pole and Ines Crane on March 4, 2015 | Comments", ["Ada Quill", "Sam Pole", "Ines Crane"]),
        ("by Ada QuillNovember 20, 2007", ["Ada Quill"]),
        ("ByAda Quill UpdatedJanuary 25, 2016", ["Ada Quill"]),
        ("By Ada Quill Tuesday, March 4, 2015", ["Ada Quill"]),
        ("by Karl Freitag, March 4, 2015", ["Karl Freitag"]),
        ("4.3.2015 9:40 Uhr Ada Quill 71 Kommentare", ["Ada Quill"]),
        ("Von tidewriter am 4. März 2015", ["tidewriter"]),
        ("Ada Quill Image", ["Ada Quill"]),
        ("By Ada Quill Follow", ["Ada Quill"]),
        ("Profilbild von Ada Quill", ["Ada Quill"]),
        ("Kolumne von Ada Quill - 28.04.2024 um 08:52 Uhr - 12 Ergänzungen", ["Ada Quill"]),
        ("Autorin/Autor Ada Quill", ["Ada Quill"]),
        ("Ada QuillBy Ada Quill", ["Ada Quill"]),
        ("Ada QuillIn Harbour Travel", ["Ada Quill"]),
        ("Published Fri, Mar 4 20152:23 PM EDT", []),
        ("By Ada Maio on March 4, 2015", ["Ada Maio"]),
        ("4 min read time", []),
        ("Ada Quill: Why the harbour needs a second bridge", []),
        ("By", []),
        ("x" * 200, []),
    ],
)
def test_names_are_read_off_a_line_that_is_known_to_be_a_byline(line: str, names: list[str]) -> None:
    assert [line[start:end] for _, start, end in marked_names([line])] == names


def test_a_name_above_a_labelled_byline_is_that_of_a_picture() -> None:
    assert marked_names(["Sam Pole", "By Ada Quill"]) == [(1, 3, 12)]
    assert marked_names(["By Ada Quill", "Sam Pole"]) == [(0, 3, 12), (1, 0, 8)]
    assert marked_names(["Getty Images", "Ada Quill2 minutes ago"]) == [(1, 0, 9)]


def test_a_layout_with_a_day_below_each_title_holds_over_a_page() -> None:
    """A subheading that looks like a title has no day; the line above a day is a title although it does not look like one."""
    labels = (TITLE, DATE, TEXT, TITLE, TEXT, TITLE, DATE, TEXT, OUTSIDE, DATE, TEXT)
    heads = [f"{'word ' * 12}{at}" if label == TEXT else f"line {at}" for at, label in enumerate(labels)]
    table = likely(*labels)
    table[3, TITLE], table[8, TITLE] = CERTAIN * 6 // 10, CERTAIN // 10
    posts = decode(heads, table, ranked(*labels), [label == DATE for label in labels], of_kind(POSTS))
    assert [(post.title, post.date) for post in posts] == [(0, 1), (5, 6), (8, 9)]


def test_a_likely_line_beside_the_title_of_a_dated_post_does_not_open_another_post() -> None:
    """The text of a picture, as pages show it below the title: `Mill` and `Mill, seen from the quay`."""
    labels = (DATE, TITLE, TEXT) * 4 + (DATE, TITLE, TITLE, TEXT)
    heads = [f"{'word ' * 12}{at}" if label == TEXT else f"line {at}" for at, label in enumerate(labels)]
    table = likely(*labels)
    table[13, TITLE] = CERTAIN * 7 // 10
    posts = decode(heads, table, ranked(*labels), [label == DATE for label in labels], of_kind(POSTS))
    assert [(post.date, post.title) for post in posts] == [(0, 1), (3, 4), (6, 7), (9, 10), (12, 13)]


@pytest.mark.parametrize(("share", "titles"), [(CERTAIN * 90 // 100, [0]), (CERTAIN * 40 // 100, [0, 5, 7])])
def test_short_texts_below_a_post_whose_title_is_surely_that_of_the_page_are_not_posts(
    share: int, titles: list[int]
) -> None:
    labels = (TITLE, *[TEXT] * 4, TITLE, TEXT, TITLE, TEXT)
    heads = [TITLE_LINE, *SENTENCES, "Buoys are counted", SENTENCES[0][:60], "Nets are mended", SENTENCES[1][:60]]
    shares = ranked(*labels)
    shares[[0, 5, 7], TITLE] = share, 3, 2
    posts = decode(heads, likely(*labels), shares, [False] * len(heads), of_kind(POSTS))
    assert [post.title for post in posts] == titles
    assert posts[0].text == [1, 2, 3, 4]


@pytest.mark.parametrize(("chance", "date"), [(0, None), (CERTAIN * 4 // 100, 5)])
def test_the_only_day_of_a_page_dates_its_post_if_it_is_at_all_likely(chance: int, date: int | None) -> None:
    labels = (TITLE, *[TEXT] * 4, OUTSIDE)
    heads = [TITLE_LINE, *SENTENCES, "Page last changed 4 March 2015"]
    table, shares = likely(*labels), ranked(*labels)
    table[5, [DATE, BYLINE]], shares[5, DATE] = (chance, 0), CERTAIN
    [post] = decode(heads, table, shares, [*[False] * 5, True], of_kind(ARTICLE))
    assert post.date == date


@pytest.mark.parametrize(
    ("lines", "bylines"),
    [
        (["Written by Ada Quill"], [5]),
        (["Photo by Ada Quill"], []),
        (["Old Piers by Ada Quill", "Nets by Ada Quill"], []),
    ],
)
def test_one_line_of_a_text_that_is_a_label_and_a_name_is_the_byline(lines: list[str], bylines: list[int]) -> None:
    heads = [TITLE_LINE, *SENTENCES, *lines]
    table, shares = (of(TITLE, *[TEXT] * (len(heads) - 1)) for of in (likely, ranked))
    shares[5, BYLINE] = CERTAIN * 30 // 100
    [post] = decode(heads, table, shares, [False] * len(heads), of_kind(ARTICLE))
    assert post.bylines == bylines
    assert post.text == [at for at in range(1, len(heads)) if at not in bylines]


@pytest.mark.parametrize(
    ("day", "at", "date"),
    [("4 March 2015", 1, 1), ("4 March", 1, None), ("4 March 2015", 6, None)],  # the last one is below the text
)
def test_a_day_between_title_and_text_dates_the_only_post_if_it_is_likely_that_of_its_page(
    day: str, at: int, date: int | None
) -> None:
    heads = [TITLE_LINE, "Harbour", *SENTENCES, "Ferry walks"]
    heads[at] = day
    labels = (TITLE, OUTSIDE, *[TEXT] * 4, OUTSIDE)
    shares = ranked(*labels)
    shares[at, DATE] = CERTAIN * 80 // 100
    [post] = decode(heads, likely(*labels), shares, [head == day for head in heads], of_kind(ARTICLE))
    assert post.date == date


def test_a_line_with_a_year_alone_gives_way_to_one_with_a_day() -> None:
    labels = (TITLE, OUTSIDE, DATE, *[TEXT] * 4)
    heads = [TITLE_LINE, "The walks of March 2015", "4 March 2015", *SENTENCES]
    shares = ranked(*labels)
    shares[[1, 2], DATE] = CERTAIN * 70 // 100, CERTAIN * 30 // 100
    table = likely(*labels)
    table[1, DATE] = CERTAIN * 90 // 100
    [post] = decode(heads, table, shares, [False, True, True, *[False] * 4], of_kind(ARTICLE))
    assert post.date == 2


def test_titles_and_days_without_text_are_an_index_and_no_posts() -> None:
    labels = (TITLE, DATE, TITLE, DATE)
    heads = ["One", "May 1, 2015", "Two", "May 2, 2015"]
    posts = decoded(heads, labels, [False, True] * 2, POSTS)
    assert is_index(heads, posts)
    page = CutLines(0, [1, 2, 3, 4], heads, [0] * 4, [False, True] * 2, posts, likely(*labels))
    cut = build_page(page, page_with_classes(page))
    assert not cut.posts
    assert list(cut.roles.values()) == ["recent_title", "recent_date"] * 2
    for post in posts:
        post.bylines = [0]
    assert not is_index(heads, posts)


def test_a_short_stretch_far_from_the_text_of_an_article_is_not_of_it() -> None:
    labels = (TITLE, *[TEXT] * 4, *[OUTSIDE] * 9, TEXT)
    table = likely(*labels)
    table[-1, TEXT], table[-1, OUTSIDE] = CERTAIN // 2, CERTAIN // 2
    heads = ["A ferry stops", *SENTENCES, *["Home"] * 9, "Subscribe to the courier and read it every morning."]
    [post] = decode(heads, table, ranked(*labels), [False] * 15, of_kind(ARTICLE))
    assert post.text == [1, 2, 3, 4]
    [post] = decode(heads, table, ranked(*labels), [False] * 15, of_kind(ITEMS))
    assert post.text == [1, 2, 3, 4, 14]


def test_the_rules_cut_is_kept_on_clean_pages_only() -> None:
    heads = ["A ferry stops", *SENTENCES]
    page = CutLines(0, [1, 2, 3, 4, 5], heads, [0] * 5, [False] * 5, [], likely(TITLE, *[TEXT] * 4))
    roles = {1: "title", **dict.fromkeys(range(2, 6), "body")}
    assert rules_are_kept(page, roles, 1)
    assert not rules_are_kept(replace(page, posts=[PostLines(0), PostLines(2)]), roles, 1)
    assert not rules_are_kept(page, {1: "title", 2: "body"}, 2)  # most of the text is in no post
    assert not rules_are_kept(page, {}, 0)
    assert not rules_are_kept(page, dict.fromkeys(range(1, 6), "body"), 1)
    menu = CutLines(
        0,
        list(range(1, 16)),
        [*heads[:3], *["Home"] * 10, *heads[3:]],
        [0] * 15,
        [False] * 15,
        [],
        likely(TITLE, *[TEXT] * 2, *[OUTSIDE] * 10, *[TEXT] * 2),
    )
    assert not rules_are_kept(menu, {**roles, **dict.fromkeys(range(6, 16), "body")}, 1)


def test_rules_that_take_unlikely_lines_for_titles_give_way_on_a_page_of_several_posts() -> None:
    heads = ["Harbour", TITLE_LINE, *SENTENCES[:2], "Harbour", "A buoy for the pilots", *SENTENCES[2:]]
    labels = (OUTSIDE, TITLE, TEXT, TEXT, OUTSIDE, TITLE, TEXT, TEXT)
    page = CutLines(0, list(range(1, 9)), heads, [0] * 8, [False] * 8, [], likely(*labels))
    page.likely[[0, 4], TITLE] = CERTAIN // 10
    texts = dict.fromkeys((3, 4, 7, 8), "body")
    assert rules_are_kept(page, {**texts, 2: "title", 6: "title"}, 2)
    assert not rules_are_kept(page, {**texts, 1: "title", 5: "title"}, 2)


@pytest.mark.parametrize(
    ("heads", "shares", "bylines"),
    [
        (("Contact", "By Ada Quill"), (60, 40), [1]),
        (("Harbour news", "Tide tables"), (15, 10), []),
        (("By", "Ada Quill"), (80, 5), [0, 1]),
        (("Ada Quill", "Pavel Novak", "Home", "Ines Harbour"), (40, 30, 0, 35), [0, 1]),
        (("Fire destroys four boats →", "Ada Quill"), (70, 20), [1]),
        (("By Ada Quill", "Ada Quill", "Contact"), (2, 0, 5), [0]),
        (("By Ada Quill Harbour Correspondent", "News", "Ada Quill"), (60, 0, 0), [2]),
        (("Set Goals", "Ada Quill", "How to set goals for a harbour"), (60, 20, 0), [1]),
        (("News", "Ada Quill", "ada quill in the harbour"), (0, 60, 0), [1]),
        (("Home", "Peace Lily"), (0, 40), []),
        (("Home", "Peace Lily"), (0, 55), [1]),
        (("Home", "Mahina Quill"), (0, 20), []),
        (("Home", "Yasmina Quill"), (0, 20), [1]),
        (("Home", "By Mahina Quill"), (0, 25), [1]),
        (("Home", "Mahina Quill | March 4, 2015"), (0, 25), [1]),
        (("Home", "Used By Bread Bakers"), (0, 15), []),
        (("Home", "Share this page"), (0, 90), []),
        (("Home", "Yasmina"), (0, 40), [1]),
        (("Home", "Harbour Post Staff"), (0, 40), [1]),
        (("Home", "Written by people, not robots"), (0, 40), []),
        (("Media contact:", "Ada Quill", "Press officer"), (0, 60, 0), []),
        (("Pressekontakt", "Ada Quill"), (0, 60), []),
        (("Home", "boat repair"), (0, 100), []),
        (("Home", "By Yasmina"), (0, 20), []),
        (("Home", "By Yasmina on March 4, 2015"), (0, 20), [1]),
        (("Home", "March 4, 2015 by The Tidewriter"), (0, 20), [1]),
    ],
)
def test_a_line_without_label_and_name_is_credited_only_if_it_is_likely(
    heads: Sequence[str], shares: Sequence[int], bylines: list[int]
) -> None:
    chances = np.zeros((len(heads), 5), np.uint8)
    chances[:, BYLINE] = [CERTAIN * share // 100 for share in shares]
    assert only_bylines(heads, chances, np.zeros_like(chances), []) == bylines


def test_the_entries_of_a_live_report_are_text_although_less_likely() -> None:
    heads = ["Storm reaches the coast", "14:32", "The piers are closed, the harbour master says, and the boats are tied up.",
             "13:10", "Schools stay closed tomorrow, the council says, and the buses run on one road.", "Related"]  # fmt: skip
    table = likely(TITLE, OUTSIDE, TEXT, OUTSIDE, OUTSIDE, OUTSIDE)
    table[4, TEXT] = CERTAIN * 30 // 100

    def text(times: tuple[str, str]) -> list[int]:
        own = [heads[0], times[0], heads[2], times[1], *heads[4:]]
        return decode(
            own, table, ranked(TITLE, OUTSIDE, TEXT, OUTSIDE, OUTSIDE, OUTSIDE), [False] * 6, of_kind(ARTICLE)
        )[0].text

    assert text(("14:32", "1.10 pm")) == [2, 4]
    assert text(("Photos", "Share")) == [2]


def test_a_line_beside_the_only_title_that_is_nothing_but_a_day_dates_the_post() -> None:
    heads = ["• 4 March 2015", TITLE_LINE, *SENTENCES]
    labels = likely(OUTSIDE, TITLE, *(TEXT for _ in SENTENCES))
    posts = [PostLines(title=1, text=[2, 3, 4, 5], confidence=CERTAIN)]
    cut = CutLines(1, [*range(1, 7)], heads, [0] * 6, [True, *[False] * 5], posts, labels)
    (post,) = build_page(cut, page_with_classes(cut)).posts
    assert (post.date_line, post.sure["day"]) == (1, dt.date(2015, 3, 4))


@pytest.mark.parametrize(
    "foot", ["Tags: ferries, quays, buoys", "« Nets are mended", "Buoys are counted »", "Copyright 2015 Orm Press"]
)
@pytest.mark.parametrize(("above", "kept"), [(4, [1, 2, 3, 4]), (1, [1, 2, 3, 4, 5, 6])])
def test_the_tags_of_a_post_and_a_link_to_the_next_one_end_its_text(foot: str, above: int, kept: list[int]) -> None:
    heads = [TITLE_LINE, *SENTENCES[:above], foot, *SENTENCES[above:], "Three boats."]
    labels = likely(TITLE, *(TEXT for _ in heads[1:]))
    posts = [PostLines(title=0, text=[*range(1, len(heads))], confidence=CERTAIN)]
    cut = CutLines(1, [*range(len(heads))], heads, [0] * len(heads), [False] * len(heads), posts, labels)
    name = {"T": "tags", "C": "copyright"}.get(foot[0])
    (post,) = build_page(cut, page_with_classes(cut, {above + 1: name} if name else {})).posts
    assert [no for no, role in sorted(post.roles.items()) if role == "body"] == kept


@pytest.mark.parametrize(
    "embedded",
    ["View this post on Instagram", "A post shared by Orm Ferries (@ormferries) on Jun 16, 2019 at 7:30am PDT",
     "Sieh dir diesen Beitrag auf Instagram an", "Ein Beitrag geteilt von Orm (@orm) am Jun 16, 2019 um 7:30 PDT"],
)  # fmt: skip
def test_a_line_of_a_post_of_a_network_is_not_of_the_article_that_shows_it(embedded: str) -> None:
    page = PAGE.replace(SENTENCES[2], f"{embedded}\n\n{SENTENCES[2]}")
    assert embedded in page
    [article], [plain] = (tables_of({"0" * 16: text})["articles"].to_dicts() for text in (page, PAGE))
    assert [article[name] for name in ("title", "text", "published_on")] == [
        plain[name] for name in ("title", "text", "published_on")
    ]


def test_a_sentence_between_a_title_and_the_byline_is_the_standfirst() -> None:
    page = PAGE.replace("By Ada Quill\n", f"{SENTENCES[3]}\n\nBy Ada Quill\n")
    [article] = tables_of({"0" * 16: page})["articles"].to_dicts()
    assert (article["title"], article["deck"], article["author"]) == (TITLE_LINE, SENTENCES[3], "Ada Quill")


@pytest.mark.parametrize(("between", "below", "text"), [
    ("Advertisement", 8, [1, 3]), ("Advertisement", 3, [1]), ("Who pays", 33, [1, 2, 3]), ("Who pays", 25, [1]), ("Share", 33, [1]),
])  # fmt: skip
def test_a_less_likely_sentence_goes_on_below_a_heading_or_an_advertisement(
    between: str, below: int, text: list[int]
) -> None:
    heads = [TITLE_LINE, SENTENCES[0], between, SENTENCES[1], "Contact"]
    table = likely(TITLE, TEXT, OUTSIDE, OUTSIDE, OUTSIDE)
    table[2, TEXT] = CERTAIN * (2 if between == "Share" else 12) // 100
    table[3, TEXT] = CERTAIN * below // 100
    [post] = decode(heads, table, ranked(TITLE, TEXT, OUTSIDE, OUTSIDE, OUTSIDE), [False] * 5, of_kind(ARTICLE))
    assert post.text == text


def test_a_sentence_between_the_day_and_the_text_is_of_the_text() -> None:
    heads = [TITLE_LINE, "March 4, 2015", SENTENCES[0], SENTENCES[1], "Contact"]
    table = likely(TITLE, DATE, TITLE, TEXT, OUTSIDE)
    [post] = decode(
        heads, table, ranked(TITLE, DATE, OUTSIDE, TEXT, OUTSIDE), [False, True, *[False] * 3], of_kind(ARTICLE)
    )
    assert (post.title, post.text) == (0, [2, 3])


def test_a_page_whose_rules_leave_out_likely_text_is_cut_by_the_model() -> None:
    heads = [TITLE_LINE, *SENTENCES[:2], "Read also: Choir sings in Pell", SENTENCES[2]]
    roles = {1: "title", 2: "body", 3: "body"}

    def kept(last: int) -> bool:
        labels = likely(TITLE, TEXT, TEXT, OUTSIDE, last)
        return rules_are_kept(CutLines(0, [1, 2, 3, 4, 5], heads, [0] * 5, [False] * 5, [], labels), roles, 1)

    assert (kept(TEXT), kept(OUTSIDE)) == (False, True)


def test_short_lines_at_the_end_that_the_model_finds_to_be_no_text_are_the_foot() -> None:
    heads = ["A ferry stops", *SENTENCES[:2], "Contact", "Terms"]
    roles = {1: "title", **dict.fromkeys(range(2, 6), "body")}

    def foot(*labels: int) -> list[int]:
        return foot_lines(CutLines(0, [1, 2, 3, 4, 5], heads, [0] * 5, [False] * 5, [], likely(*labels)), roles)

    assert foot(TITLE, TEXT, TEXT, OUTSIDE, OUTSIDE) == [5, 4]
    assert foot(TITLE, TEXT, TEXT, TEXT, TEXT) == []
    assert foot(TITLE, TEXT, TEXT, TEXT, OUTSIDE) == [5]
    assert foot(TITLE, TEXT, OUTSIDE, TEXT, TEXT) == []


@pytest.mark.parametrize("rule", ["* * *", "-----", "________"])
def test_ruled_lines_divide_posts_without_days(rule: str) -> None:
    titles = ("Old pier closes for repairs", "Ferry runs again from Brant", "School wins the lighthouse prize")
    posts = [f"{title}\n\n{prose(9 * n, 4)}\n\n{prose(9 * n + 4, 3)}\n\n{rule}\n" for n, title in enumerate(titles)]
    assert [article.title for article in clippings.extract("\n".join(posts))] == list(titles)


def test_a_name_that_signs_a_text_is_not_of_the_foot() -> None:
    text = f"Quay Notes\n\nHome\nNews\nContact\n\nOld pier closes for repairs\n\n{prose(0, 4)}\n\n{prose(4, 4)}\n\nAda Quill, Brant\n"
    (article,) = clippings.extract(text)
    assert (article.title, article.author) == ("Old pier closes for repairs", "Ada Quill")


def test_a_day_of_a_change_below_a_text_is_none_of_it() -> None:
    posts = "".join(
        f"Ferry number {n} stops at the old quay\n\nTuesday, 0{n} March 2015\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n\n"
        f"Last Updated ( Wednesday, 1{n} March 2015 )\n\n"
        for n in (3, 4, 5)
    )
    tables = tables_of({"0" * 16: posts})
    assert {post["text"] for post in tables["articles"].to_dicts()} == {f"{SENTENCES[0]}\n\n{SENTENCES[1]}"}
    assert sorted(tables["articles"]["published_on"]) == [dt.date(2015, 3, n) for n in (3, 4, 5)]


def test_an_article_of_an_unknown_site_is_cut_out_of_menus_and_teasers() -> None:
    tables = tables_of({"0" * 16: PAGE})
    [post] = tables["appearances"].to_dicts()
    [article] = tables["articles"].to_dicts()
    assert post["title_raw"] == TITLE_LINE
    assert article["published_on"] == dt.date(2015, 3, 4)
    assert article["text"] == "\n\n".join(SENTENCES)
    assert article["author"] == "Ada Quill"


@pytest.mark.parametrize(
    ("above", "category"), [("Sport", "Sport"), ("Home", None), ("Quayside", None), ("Home > News > Sport", "Sport")]
)
def test_a_section_of_the_menu_above_the_title_and_the_last_step_to_the_page_are_its_category(
    above: str, category: str | None
) -> None:
    [article] = tables_of({"0" * 16: PAGE.replace(TITLE_LINE, f"{above}\n\n{TITLE_LINE}", 1)})["articles"].to_dicts()
    assert (article["title"], article["category"]) == (TITLE_LINE, category)


def test_a_byline_above_the_title_names_the_author() -> None:
    page = PAGE.replace(f"{TITLE_LINE}\n\nBy Ada Quill", f"By Ada Quill\n\n{TITLE_LINE}")
    [article] = tables_of({"0" * 16: page})["articles"].to_dicts()
    assert (article["title"], article["author"]) == (TITLE_LINE, "Ada Quill")


def test_a_page_is_cut_the_same_whatever_is_beside_it() -> None:
    def cut(*pages: str) -> list[tuple[list[PostLines], bytes]]:
        return [(page.posts, page.likely.tobytes()) for page in cut_lines(lines_of(*pages))]

    other = dump(MENU, "Choir sings in Pell", *SENTENCES[:2])
    assert cut(PAGE, other, PAGE) == [*cut(PAGE), *cut(other), *cut(PAGE)]
    assert cut("", "\n \n") == []


def test_pages_of_a_site_with_a_profile_never_depend_on_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(*_: object) -> None:
        raise AssertionError("the weights were read")

    monkeypatch.setattr(cut_pages, "forests", unread)
    page = next(iter(sorted((ROOT / "raw").glob("*.txt")))).read_text("utf-8")
    assert tables_of({"0" * 16: page})["appearances"].height > 1


def test_the_card_names_the_weights_that_ship() -> None:
    card = (ROOT / "docs" / "model-card.md").read_text("utf-8")
    digest = hashlib.sha256(cut_pages.WEIGHTS.read_bytes()).hexdigest()
    assert re.findall(r"`([0-9a-f]{64})`", card) == [digest]
    assert cut_pages.WEIGHTS.stat().st_size < 500_000
    assert [*forests()] == ["first", "kind", "second", *cut_pages.RANKED]


def test_a_small_model_is_trained_from_the_repository_alone(tmp_path: Path) -> None:
    pytest.importorskip("catboost", reason="the dependency group `train` is not installed")
    script = ROOT / "bench" / "train_cutter" / "train.py"
    weights = [tmp_path / "first.npz", tmp_path / "second.npz"]
    for out in weights:
        subprocess.run([sys.executable, str(script), "--small", "--all", "--out", str(out)], check=True)
    assert weights[0].read_bytes() == weights[1].read_bytes()
    assert [forest.leaves.shape[2] for forest in forests(weights[0]).values()] == [
        LABEL_COUNT,
        KIND_COUNT,
        LABEL_COUNT,
        *[1] * len(cut_pages.RANKED),
    ]


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(range(LABEL_COUNT)), st.sampled_from(range(LABEL_COUNT)), st.booleans(), st.integers(1, 90)
        )
    ),
    st.sampled_from(range(KIND_COUNT)),
)
def test_no_line_is_of_two_posts_and_no_post_reaches_into_the_next(
    drawn: list[tuple[int, int, bool, int]], kind: int
) -> None:
    """Whatever the model thinks: half of its trust goes to one label, half to another."""
    table = np.zeros((len(drawn), LABEL_COUNT), np.uint8)
    for at, (label, other, _, _) in enumerate(drawn):
        table[at, label] += CERTAIN // 2
        table[at, other] += CERTAIN // 2
    heads = ["x" * length for *_, length in drawn]
    posts = decode(heads, table, table, [day for _, _, day, _ in drawn], of_kind(kind))
    owned = [
        at
        for above, post in pairwise([PostLines(), *posts])  # a day that is a heading dates the post above too
        for at in {post.title, post.date, *post.text, *post.bylines} - {None, above.date}
    ]
    assert len(owned) == len(set(owned))
    for post, following in pairwise(posts):
        assert following.title is not None
        assert max([post.title or 0, *post.text]) < following.title


def test_an_author_beside_the_day_is_read_once() -> None:
    tables = tables_of({"0" * 16: PAGE.replace("By Ada Quill\n\nMarch 4, 2015", "By Ada Quill | March 4, 2015")})
    [article] = tables["articles"].to_dicts()
    assert (article["author"], article["published_on"]) == ("Ada Quill", dt.date(2015, 3, 4))
    evidence = tables["evidence"]
    assert evidence.select("article_id", "field", "page_id", "line_no", "start").is_unique().all()


def test_a_line_that_dates_one_post_is_not_a_category_of_the_post_above() -> None:
    heads = ["One", "Filed under Ferries, May 1, 2015", "Two", SENTENCES[0]]
    posts = [PostLines(title=0), PostLines(title=2, text=[3], date=1)]
    page = CutLines(0, [1, 2, 3, 4], heads, [0] * 4, [False] * 4, posts, likely(TITLE, DATE, TITLE, TEXT))
    first, second = build_page(page, page_with_classes(page, {2: "category_label"})).posts
    assert second.roles[2] == "post_date"
    assert not first.roles.keys() & second.roles.keys()


@pytest.mark.parametrize(
    ("texts", "link", "completeness"),
    [
        ((SENTENCES[0], "It sails again…"), "read_more", "excerpt"),
        ((SENTENCES[0], "It sails again…"), "footer", "full"),
        ((SENTENCES[0], "It sails again."), "read_more", "full"),
        ((f"{SENTENCES[0]}…",), "footer", "excerpt"),
        ((SENTENCES[0],), "read_more", "excerpt"),
    ],
)
def test_an_excerpt_of_several_paragraphs_ends_in_dots_above_a_link(
    texts: Sequence[str], link: str, completeness: str
) -> None:
    heads = ["One", *texts, "Read on"]
    count = len(heads)
    post = PostLines(title=0, text=list(range(1, count - 1)))
    numbers = list(range(1, count + 1))
    page = CutLines(
        0, numbers, heads, [0] * count, [False] * count, [post], likely(TITLE, *[TEXT] * len(texts), OUTSIDE)
    )
    [built] = build_page(page, page_with_classes(page, {count: link})).posts
    assert built.completeness == completeness


def test_a_post_of_the_cutter_has_the_fields_of_one_that_rules_cut() -> None:
    heads = ["Home » Ferries » One", "One", "۱۴۰۲/۰۱/۲۰", *SENTENCES[:2], "Read more", "Two comments"]
    post = PostLines(title=1, text=[3, 4, 5])
    labels = (OUTSIDE, TITLE, OUTSIDE, *[TEXT] * 3, OUTSIDE)
    page = CutLines(0, list(range(1, 8)), heads, [0] * 7, [False] * 7, [post], likely(*labels))
    classes = {1: "breadcrumb", 3: "dated_by", 6: "read_more", 7: "comments"}
    cut = build_page(page, page_with_classes(page, classes))
    [built] = cut.posts
    assert (built.category_line, built.date_line) == (1, 3)
    assert built.roles == {2: "title", 3: "post_date", 4: "body", 5: "body", 7: "comment_count"}
    assert cut.roles == {1: "navigation", 6: "read_more"}


def test_a_day_that_is_a_heading_dates_the_posts_below_it() -> None:
    labels = (DATE, TITLE, TEXT, TITLE, TEXT, DATE, TITLE, TEXT)
    heads = ["May 1, 2015", "One", SENTENCES[0], "Two", SENTENCES[1], "May 2, 2015", "Three", SENTENCES[2]]
    posts = decoded(heads, labels, [label == DATE for label in labels], POSTS)
    assert [post.date for post in posts] == [0, 0, 5]


def test_headings_that_look_like_titles_make_no_posts_of_a_page_that_may_be_one() -> None:
    labels = (TITLE, DATE, *(TEXT, TITLE) * 6, TEXT)
    heads = [f"{'word ' * 12}{at}" if label == TEXT else f"line {at}" for at, label in enumerate(labels)]
    has_day = [label == DATE for label in labels]
    kinds = [CERTAIN // 2, CERTAIN * 2 // 5, 0, 0]
    assert len(decode(heads, likely(*labels), ranked(*labels), has_day, kinds)) == 1
    assert len(decode(heads, likely(*labels), ranked(*labels), has_day, of_kind(POSTS))) == 7


def test_a_page_of_few_dated_posts_is_of_several_where_each_has_a_text() -> None:
    labels = (TITLE, DATE, TEXT, TITLE, DATE, TEXT)
    heads = ["One", "May 1, 2015", SENTENCES[0], "Two", "May 2, 2015", SENTENCES[1]]
    has_day = [label == DATE for label in labels]
    kinds = [CERTAIN // 2, CERTAIN * 2 // 5, 0, 0]
    assert len(decode(heads, likely(*labels), ranked(*labels), has_day, kinds)) == 2
    textless = (TITLE, DATE, OUTSIDE, TITLE, DATE, TEXT)
    assert len(decode(heads, likely(*textless), ranked(*textless), has_day, kinds)) == 1


def test_a_day_above_the_titles_is_that_of_the_nearest_line() -> None:
    labels = (DATE, DATE, TITLE, TEXT, DATE, TITLE, TEXT)
    heads = ["July 1, 2015", "May 2, 2015", "One", SENTENCES[0], "May 1, 2015", "Two", SENTENCES[1]]
    posts = decoded(heads, labels, [label == DATE for label in labels], POSTS)
    assert [post.date for post in posts] == [1, 4]


def test_a_line_that_is_a_day_by_its_class_is_not_a_title() -> None:
    lines = lines_of(PAGE).with_columns(line_class=pl.lit("dated_by"))
    [page] = cut_lines(lines)
    assert all(page.has_day)
    assert not any(post.title for post in page.posts)


@pytest.mark.parametrize("line", ["© 2021 Quay Post. Powered by Hexo Theme Obsidian", "Posted in: Uncategorized"])
def test_a_line_that_is_of_a_foot_by_its_words_is_not_a_title(line: str) -> None:
    entries = [f"{line}\n\n{title}\n\n3 May 2015\n\n{text}" for title, text in zip(SIDE[1:], SENTENCES, strict=False)]
    [page] = cut_lines(lines_of("\n\n".join(entries)))
    shown = [page.likely[at, TITLE] for at, head in enumerate(page.heads) if head == line]
    assert shown == [0] * len(shown)
    assert line not in [page.heads[post.title] for post in page.posts if post.title is not None]


@pytest.mark.parametrize("is_alone", [True, False])
def test_confidence_rises_with_the_score(is_alone: bool) -> None:
    shown = [calibrated(share, is_alone=is_alone) for share in range(CERTAIN + 1)]
    assert shown == sorted(shown)
    assert 0 < shown[0] < CERTAIN * 2 // 3 < shown[-1] < CERTAIN


@pytest.mark.parametrize(
    ("heads", "title"),
    [
        (["Quay Post", "The pier opens again today", "It has eleven piles and no roof at all", "Text."], 1),
        (["Quay Post", "The pier", "It has eleven piles and no roof at all", "Text."], 2),
        (["The pier opens again - Quay Post", "The pier opens again", "Text.", "Text."], 1),
    ],
)
def test_a_title_is_above_its_standfirst_and_below_the_head_of_its_page(heads: list[str], title: int) -> None:
    sums = np.array([300, 200, 5, 5] if "-" in heads[0] else [10, 290, 340, 5])
    best = int(sums.argmax())
    assert best + only_title._step_to_title(heads, sums, best) == title


@pytest.mark.parametrize(("above", "title"), [(170, 1), (90, 2)])
def test_a_title_may_be_longer_than_the_line_below_it_and_half_as_likely(above: int, title: int) -> None:
    heads = ["Quay Post", "The pier opens again today after eleven years of work", "It has eleven piles.", "Text."]
    assert 2 + only_title._step_to_title(heads, np.array([10, above, 340, 5]), 2) == title


def test_the_title_of_a_reader_view_is_below_its_host() -> None:
    heads = (
        "www.orm.example",
        "„Ein Moor“",
        "5–6 Minuten",
        "Seit zwanzig Jahren misst sie das Wasser im Moor von Orm.",
    )
    texts = ("Der Verein zählt heute elf Mitglieder. Sie treffen sich jeden zweiten Samstag am alten Steg.",
             "Die Gemeinde will den Graben im Herbst schließen. Dann steigt das Wasser wieder.", "„Wir haben Zeit“, sagt sie.")  # fmt: skip
    (article,) = clippings.extract("\n".join((*heads, *texts)) + "\n")
    assert article.title == "„Ein Moor“"


@pytest.mark.parametrize(
    "notice",
    [
        "An official website of the Orm harbour authority",
        "This article is more than 2 years old",
        "Dieser Artikel ist mehr als zwei Jahre alt.",
        "Please turn off your ad blocker to read this page.",
        "« Ferry sails again | Main | The pier opens »",
    ],
)
def test_a_notice_of_the_site_is_not_a_title(notice: str) -> None:
    likely = np.zeros((2, LABEL_COUNT), np.uint8)
    likely[:, TITLE] = CERTAIN
    looks = cut_pages.Judgement(likely, np.zeros(2, bool), np.array([0, 2]), np.zeros((1, 4), np.uint8), likely)
    assert cut_pages._cannot_be_titles(pl.Series([notice, "Your browser is a harbour"]), looks).tolist() == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    "link",
    ["Ferry sails again »", "Continue reading Ferry sails again on Monday", "Contact: Ada Quill, ada@orm.example"],
)
def test_a_link_to_another_text_or_a_contact_beside_the_title_is_not_a_title(link: str) -> None:
    (article,) = clippings.extract(dump("A barn burns in Orm", link, *SENTENCES))
    assert article.title == "A barn burns in Orm"


def test_a_page_with_a_breadcrumb_has_its_title_below_it() -> None:
    text = "　　镇上的老粮仓近日改建为乡村书屋，首批三千册图书已经上架。\n\n　　粮仓建于一九五六年，墙厚六十厘米，冬暖夏凉。"
    (article,) = clippings.extract(
        f"青石镇新闻网\n首页 > 本地新闻 > 正文\n老粮仓改建为乡村书屋\n2018-11-26 09:15:00　来源：青石日报　作者：林小雨\n\n{text}\n"
    )
    assert (article.title, article.category, article.author) == ("老粮仓改建为乡村书屋", "本地新闻", "林小雨")
    assert (article.source_name, str(article.published_on)) == ("青石日报", "2018-11-26")


def test_an_entry_of_the_menu_gives_way_to_a_title_and_a_reporter_without_spaces_is_credited() -> None:
    texts = "廃線になった山辺鉄道のトンネルで、町民が育てたワインが熟成を始めた。\n\n樽は地元の職人が杉で作った。春には試飲会が開かれる予定だ。"
    menu = "山辺日報\nニュース\n地域\nスポーツ\n\n地域"
    (article,) = clippings.extract(
        f"{menu}\n廃線のトンネルでワイン熟成　町民が貯蔵庫に\n2014.05.18 07:00\n佐藤健一記者\n\n{texts}\n"
    )
    assert (article.title, article.author) == ("廃線のトンネルでワイン熟成　町民が貯蔵庫に", "佐藤健一")


def test_a_path_to_the_page_in_a_language_without_phrases_is_a_breadcrumb_and_a_menu_credits_nobody() -> None:
    text = "Po štirih letih premora knjižni vlak spet obiskuje vasi ob reki. V dveh vagonih je tri tisoč knjig in peč na drva."
    menu = "Radio Sotočje\nDomov\nNovice\n\nDomov > Novice > Knjižni vlak spet vozi"
    (article,) = clippings.extract(f"{menu}\n\nKnjižni vlak spet vozi\nNina Kobal, 7. maj 2018\n\n{text}\n")
    assert (article.title, article.category, article.author) == ("Knjižni vlak spet vozi", "Novice", "Nina Kobal")


def test_a_line_that_ends_every_post_is_not_the_category_of_the_next() -> None:
    text = "Svjetionik je dobio novu lampu, koju je poklonio brodar iz mjesta"
    posts = [f"Vijest broj {n} s otoka\n{n}.3.2014.\n\n{text} {n}.\n\nPročitaj komentare" for n in (19, 17, 14)]
    articles = clippings.extract(
        "Otočki Glasnik\nNaslovnica\nPretplata\n\n" + "\n\n".join(posts) + "\nStarije vijesti\n"
    )
    assert [article.category for article in articles] == [None] * 3


def test_a_day_that_is_not_given_up_for_a_cut_without_one() -> None:
    text = (
        "Die Uferpromenade hat jetzt vierzehn Schilder und sechs Bänke. Das Verhältnis sagt viel über die Verwaltung."
    )
    head = "Merken Weiterleiten Drucken\nMeinung\nMehr Bänke, weniger Schilder\nVon Hanna Kröger\nStand: 09.06.2021, 12:00 Uhr"
    foot = "Kommentare\nAlle Kommentare anzeigen\nDas könnte Sie auch interessieren\nStreit um Grillplatz\nNeuer Fahrplan\nNeue Rutsche"
    texts = "\n\n".join([text, text.replace("vierzehn", "elf"), text])
    (article,) = clippings.extract(f"{head}\n\n{texts}\n\n{foot}\n")
    assert (str(article.published_on), article.author) == ("2021-06-09", "Hanna Kröger")


def test_a_title_has_its_standfirst_directly_below_it_and_above_the_day() -> None:
    texts = "\n".join(
        f"The boat left {n} times that day. Nobody on the upper deck had asked for it."
        for n in ("three", "four", "nine")
    )
    deck = "A crossing of forty minutes is the last place where nobody can reach you"
    (article,) = clippings.extract(f"In praise of the slow ferry\n{deck}\nMar 4, 2013\n{texts}\nNORA PELL\n")
    assert (article.title, article.deck) == ("In praise of the slow ferry", deck)


def test_quoted_posts_of_a_thread_and_a_second_copy_of_an_article_are_text_once() -> None:
    heads = [*SENTENCES, "Yes.", *SENTENCES[:2], "Yes.", SENTENCES[3]]
    lines = list(range(len(heads)))
    assert without_copies(heads, lines, is_article=False) == [0, 1, 2, 3, 4, 7]
    assert without_copies(heads, lines, is_article=True) == lines, "a page of a few lines that repeat shows no copy"
    question = "What did you find when you came back to the old quay of Pell in the spring?"
    longer = [*SENTENCES, "One.", "Two.", "Three.", question, "Four.", question, SENTENCES[0]]
    assert without_copies(longer, list(range(11)), is_article=True) == list(range(10)), "an interview may ask again"


@pytest.mark.parametrize(("ranked", "title"), [(60, 0), (160, 4)])
def test_a_title_below_most_of_the_text_gives_way_unless_it_is_sure(ranked: int, title: int) -> None:
    heads = [TITLE_LINE, *SENTENCES[:3], "What the pilots of Orm asked", SENTENCES[3]]
    likely = np.zeros((6, LABEL_COUNT), np.uint8)
    likely[[0, 4], TITLE] = 20, 90
    shares = np.zeros_like(likely)
    shares[[0, 4], TITLE] = 10, ranked
    assert only_title.only_title(heads, likely, shares, [1, 2, 3, 5]) == title


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["Harbour", "Home » Harbours » Old piers"], 4),
        (["1. Home", "2. Old piers"], 4),
        (["Harbour", "• Old piers"], 3),  # one entry alone
        (["Home » Harbours", "Old piers | Quay Post"], 3),
    ],
)
def test_a_line_that_ends_the_trail_to_its_page_is_the_title(above: list[str], title: int) -> None:
    heads = ["Quay Post", *above, "The eleven piers of Orm", "Old piers", *SENTENCES]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[[3, 4], TITLE] = 120, 12
    assert only_title.only_title(heads, likely, likely, [5, 6, 7, 8]) == title


@pytest.mark.parametrize(
    "unlike",
    [
        "Three of the old piers are open again.",
        "This walk is for you if:",
        "… and the ferry stays",
        "桟橋が開いた。",
        "Harbour, From the shore, Boats",
    ],
)
def test_a_line_that_is_unlike_titles_gives_way_to_one_of_a_third_of_its_chances(unlike: str) -> None:
    heads = ["Harbour council", "Ada Quill", unlike, *SENTENCES]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[[0, 2], TITLE] = 30, 90
    assert only_title.only_title(heads, likely, likely, [3, 4, 5, 6]) == 0
    heads[2] = "Three council pilots"
    assert only_title.only_title(heads, likely, likely, [3, 4, 5, 6]) == 2


@pytest.mark.parametrize(
    ("above", "entry", "is_entry"),
    [("Harbour", "• Piers of the old harbour", True), ("2. Harbour", "3. Piers of the old harbour", True),
     ("Harbour", "3. Piers of the old harbour", False)],
)  # fmt: skip
def test_an_entry_of_a_list_gives_way_to_a_line_of_a_twelfth_of_its_chances(
    above: str, entry: str, is_entry: bool
) -> None:
    heads = ["Harbour council", above, entry, *SENTENCES]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[[0, 2], TITLE] = 10, 120
    assert only_title.only_title(heads, likely, likely, [3, 4, 5, 6]) == (0 if is_entry else 2)


def test_a_title_whose_words_are_in_the_text_wins_over_one_with_few_of_them() -> None:
    text = "The kilns of Orm were fired with driftwood while potters carried glazed bowls, dishes, jugs and tiles"
    more = "down narrow steps towards barges waiting under lanterns beside warehouses, cranes, ropes, sails, nets, oars and empty baskets"
    heads = [
        "Subscribe for weekly potters newsletters",
        "Menu",
        "Potters glazed bowls with driftwood",
        f"{text} {more}.",
    ]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[[0, 2], TITLE] = 150, 30
    assert only_title.only_title(heads, likely, likely, [3]) == 2
    assert only_title.only_title(heads, likely, likely, []) == 0


def test_the_share_of_a_line_among_those_of_its_page_counts_more_than_how_likely_a_title_it_is() -> None:
    heads = ["Old piers", "Ada Quill", "Pier walks", *SENTENCES]
    likely, ranked = (np.zeros((len(heads), LABEL_COUNT), np.uint8) for _ in range(2))
    likely[[0, 2], TITLE], ranked[[0, 2], TITLE] = (20, 150), (120, 90)
    assert only_title.only_title(heads, likely, ranked, [3, 4, 5, 6]) == 0


def test_a_line_that_is_shown_again_with_who_made_the_picture_is_not_the_title() -> None:
    heads = ["Harbour council", "Ada Quill", "Boats at low tide", "Boats at low tide Photo: Pim Reed", *SENTENCES]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[[0, 2], TITLE] = 30, 90
    assert only_title.only_title(heads, likely, likely, [4, 5, 6, 7]) == 0


def test_a_line_whose_words_are_in_the_text_is_likelier_its_title() -> None:
    heads = [
        "Stoats of the moor",
        "Ada Quill",
        "Letters for readers",
        *(f"{line} Stoats cross the moor." for line in SENTENCES),
    ]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[[0, 2], TITLE] = 60, 90
    assert only_title.only_title(heads, likely, likely, [3, 4, 5, 6]) == 0


def test_titles_that_are_shown_twice_above_a_text_are_the_entries_of_a_list() -> None:
    heads = ["Harbour desk"]
    for number in range(8):
        title = f"{TITLE_LINE[: 20 + number]} {number}"
        heads += [f"• {title}", f"{MENU[number]} desk", title, SENTENCES[number % 4]]
    likely = np.full((len(heads), LABEL_COUNT), CERTAIN // LABEL_COUNT, np.uint8)
    entries = repeated_entries(heads, likely, [False] * len(heads), [CERTAIN // 2, CERTAIN // 4, 0, 0])
    assert entries is not None
    assert entries.titles == list(range(3, len(heads), 4))
    assert repeated_entries(heads[:16], likely[:16], [False] * 16, [CERTAIN // 2, CERTAIN // 4, 0, 0]) is None


def test_a_window_that_asks_for_consent_is_outside_and_an_article_on_cookies_is_not() -> None:
    window = [
        "These cookies are necessary.",
        "Always active",
        "These cookies count visits.",
        "Diese Cookies sind nötig.",
    ]
    heads = [*SENTENCES, *window]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[:, TEXT] = CERTAIN
    assert without_consent(heads, likely)[:, OUTSIDE].tolist() == [0] * 4 + [CERTAIN] * 4
    heads[5] = "What the council found"
    assert without_consent(heads, likely) is likely


def test_a_page_with_members_beside_their_posts_is_one_thread_of_the_day_of_its_first_post() -> None:
    heads = [TITLE_LINE]
    for number, (member, text) in enumerate(zip(("Quill", "Lark", "Moor"), SENTENCES, strict=False), 4):
        heads += [member, f"Messages: {number}", "Joined Mar 1, 2012", f"March {number}, 2015", text]
        heads += [f"{member} wrote: ↑", SENTENCES[0]]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    texts, days = [5, 7, 12, 14, 19, 21], [4, 11, 18]
    likely[[0, 6, 13, 20], TITLE], likely[texts, TEXT], likely[days, DATE] = 200, CERTAIN, (150, 200, 180)
    kinds = [0, CERTAIN, 0, 0]
    (post,) = decode(heads, likely, likely, [at in days for at in range(len(heads))], kinds)
    assert (post.title, post.date, post.text) == (0, 4, [5, 12, 19])
    assert not is_thread([*SENTENCES, "Top 100", "Top 100", "Top 100", "Posts", "Posts", "Posts: 3"][:7])
