"""Lists on text pages of unknown sites: entries that repeat, and pages that only look like lists."""

from collections.abc import Sequence

import numpy as np
import pytest

from clippings.segment.cutter.entry_signs import is_labelled
from clippings.segment.cutter.labels import ARTICLE, DATE, KIND_COUNT, LABEL_COUNT, OUTSIDE, POSTS, TEXT, TITLE
from clippings.segment.cutter.listed_titles import are_labels, listed_titles
from clippings.segment.cutter.posts_of_labels import decode
from clippings.segment.cutter.repeated_entries import Entries, repeated_entries
from clippings.segment.cutter.trees import CERTAIN
from support.in_memory_stages import tables_of

TITLES = (
    "Ferry between Orm and Brant stops",
    "Neue Lampen für die Brücke am Hafen",
    "Le marché d'hiver ouvre à Pell",
    "El coro de la escuela canta en Tarn",
    "Okul orkestrası limanda konser verdi",
    "Рабочие чинят стену у маяка",
)
TEXT_LINE = "The council of {} measured the water at the old quay, and a second buoy will be laid out before the winter"
MENU = ("Home", "News", "Sport", "Contact")
FORMS = {
    "address": ("{title}", "https://www.pell.example/news/{n}", "{text}"),
    "address with steps": ("{title}", "orm.example › news › {n}", "Cached", "{text}"),
    "source and time": ("{title}", "Pell Gazette · vor {n} Stunden", "{text}"),
    "time above": ("Orm Courier - {n} hours ago", "{title}", "{text}"),
    "reactions below, title twice": ("• {title}", "Orm Courier", "{title}", "{text}", "{n} reactions"),
    "link below": ("{title}", "{text}", "Devamını oku"),
}


def page(form: Sequence[str], *, above: str = "") -> list[str]:
    lines = [*MENU, *([above] if above else [])]
    for n, title in enumerate(TITLES, 3):
        lines += [line.format(title=title, n=n, text=TEXT_LINE.format(n)) for line in form]
    return lines


def entries_of(lines: Sequence[str], likely_posts: int = CERTAIN * 4 // 10) -> Entries | None:
    """The entries of a page whose lines the model does not know: all may be titles, none is likely one."""
    likely = np.zeros((len(lines), LABEL_COUNT), np.uint8)
    likely[:, OUTSIDE], likely[:, TITLE] = CERTAIN - 10, 10
    kinds = [0] * KIND_COUNT
    kinds[POSTS], kinds[ARTICLE] = likely_posts, CERTAIN - likely_posts
    return repeated_entries(lines, likely, [False] * len(lines), kinds)


@pytest.mark.parametrize("form", FORMS)
def test_each_entry_of_a_list_has_its_title_and_its_text(form: str) -> None:
    lines = page(FORMS[form])
    entries = entries_of(lines)
    assert entries is not None
    assert [lines[at].removeprefix("• ") for at in entries.titles] == list(TITLES)
    assert [lines[at] for at in entries.texts] == [TEXT_LINE.format(n) for n in range(3, 3 + len(TITLES))]
    assert len(entries.copies) == (len(TITLES) if "twice" in form else 0)


def test_titles_that_are_shown_twice_in_a_row_are_titles_although_a_category_below_them_is_likelier() -> None:
    titles = [*TITLES, "New slipway at the mill", "Old tram returns to the quay"]
    lines = [*MENU]
    for n, title in enumerate(titles):
        lines += [title, title, "Boats and sheds", f"Ada Quill {n}", TEXT_LINE.format(n)]
    likely = np.zeros((len(lines), LABEL_COUNT), np.uint8)
    for at, line in enumerate(lines):
        likely[at] = np.roll([200, 0, 0, 0, 0], TEXT if line in titles or len(line) > 80 else OUTSIDE)
        likely[at, TITLE] = 80 if line == "Boats and sheds" else 20 if line in titles else 0
    posts = decode(lines, likely, np.zeros_like(likely), [False] * len(lines), [0, CERTAIN, 0, 0])
    assert [post.title and lines[post.title] for post in posts] == titles
    assert [[lines[at] for at in post.text] for post in posts] == [[TEXT_LINE.format(n)] for n in range(len(titles))]


def test_titles_that_are_shown_twice_win_over_lines_of_changing_words_beside_the_days() -> None:
    titles = [*TITLES, "New slipway at the mill", "Old tram returns to the quay"]
    topics = (
        "Boats and their sheds", "Lamps of the bridge", "Markets in winter", "School choirs sing",
        "Bands that play outside", "Repairs beside lighthouses", "Grain ground by water", "Rails under the streets",
    )  # fmt: skip
    lines = [*MENU]
    for n, (title, topic) in enumerate(zip(titles, topics, strict=True)):
        lines += [title, title, topic, f"By Ada Quill 0{n + 1}/04/2017", TEXT_LINE.format(n)]
    likely = np.zeros((len(lines), LABEL_COUNT), np.uint8)
    likely[:, OUTSIDE], likely[:, TITLE] = CERTAIN - 40, 40
    for at, line in enumerate(lines):
        likely[at, TITLE] = 90 if line in topics else 40
    has_day = ["/2017" in line for line in lines]
    entries = repeated_entries(lines, likely, has_day, [0, CERTAIN, 0, 0])
    assert entries is not None
    assert [lines[at] for at in entries.titles] == titles


def test_a_list_that_the_model_takes_for_one_article_is_cut_into_its_entries() -> None:
    lines = page(FORMS["address"])
    likely = np.zeros((len(lines), LABEL_COUNT), np.uint8)
    likely[:, OUTSIDE], likely[:, TITLE] = CERTAIN - 10, 10
    posts = decode(lines, likely, np.zeros_like(likely), [False] * len(lines), [150, 100, 0, 0])
    assert [post.title and lines[post.title] for post in posts] == list(TITLES)
    assert all(len(post.text) == 1 for post in posts)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(page(("{title}", "https://www.pell.example/{n}")), id="links without texts"),
        pytest.param(page(FORMS["address"], above=TEXT_LINE * 9), id="teasers below an article"),
        pytest.param(page(("Ada Quill", "{n} hours ago", "{text}")), id="comments below their writers"),
        pytest.param(page(("{title}", "{text}")), id="headings of an article"),
    ],
)
def test_a_page_without_a_title_and_a_text_for_each_repeated_line_is_not_a_list(lines: list[str]) -> None:
    assert entries_of(lines) is None


def test_a_page_that_is_surely_one_article_is_not_a_list() -> None:
    assert entries_of(page(FORMS["address"]), likely_posts=CERTAIN // 20) is None


def test_the_bullet_of_an_entry_is_not_of_its_title() -> None:
    lines = page(("• {title}", "  {n}.03.2016", "  {text}."))
    articles = tables_of({"page.txt": "\n".join(lines)})["articles"]
    assert sorted(filter(None, articles["title"])) == sorted(TITLES)


SERIES = (
    "Orm 9/12",
    "Orm & Brant 2/12",
    "Pell 25/11",
    "Pell",
    "Tarn & Orm 11/11",
    "Brant 4/11",
    "Tarn 30/10",
    "Orm 21/10",
)


def list_of(form: Sequence[str], titles: Sequence[str], rows: int = 2) -> list[str]:
    lines = [*MENU]
    for n, title in enumerate(titles, 3):
        filled = [line.format(title=title, n=n) for line in form]
        lines += [*filled, *(f"{TEXT_LINE.format(n)} {row}" for row in range(rows))]
    return lines


def entries_by_days(lines: Sequence[str], likely_posts: int) -> Entries | None:
    likely = np.zeros((len(lines), LABEL_COUNT), np.uint8)
    likely[:, OUTSIDE] = CERTAIN
    likely[[at for at, line in enumerate(lines) if line in SERIES], TITLE] = 1
    kinds = [0] * KIND_COUNT
    kinds[POSTS], kinds[ARTICLE] = likely_posts, CERTAIN - likely_posts
    return repeated_entries(lines, likely, ["January" in line for line in lines], kinds)


@pytest.mark.parametrize(
    "form",
    [
        ("{title}", "Posted on {n}rd January 2015 by Ada Quill"),
        (
            "{title}",
            "Author adminPosted on {n}th January 2015Categories Boats, Piers, Quays Leave a comment on the pier",
        ),
        ("{n} January 2015", "{title}"),
        ("{title}", "Boats", "{n} January 2015"),
    ],
)
def test_lines_that_open_alike_and_hold_a_day_are_beside_titles_that_are_unlike_titles(form: Sequence[str]) -> None:
    lines = list_of(form, SERIES)
    entries = entries_by_days(lines, CERTAIN * 25 // 100)
    assert entries is not None
    assert [lines[at] for at in entries.titles] == list(SERIES)
    assert entries_by_days(lines, CERTAIN * 15 // 100) is None  # too surely one post
    assert entries_by_days(list_of(form, SERIES[:5]), CERTAIN * 25 // 100) is None  # too few


def test_lines_that_differ_in_their_numbers_alone_are_not_titles() -> None:
    form = ("{title}", "Posted on {n} January 2015 by Ada Quill", "{n} comments")
    long = [f"{title} and a walk that leads {'past the old piers ' * 12}" for title in SERIES]
    lines = [f"{line}." if line.startswith("The council") else line for line in list_of(form, long)]
    assert entries_by_days(lines, CERTAIN * 25 // 100) is None


def test_labels_below_texts_are_beside_titles() -> None:
    tags = ("piers", "boats, quays", "winter · Tagged with buoys", "lamps, walls, ferries and all their old timetables")
    lines = [*MENU]
    for n, title in enumerate(SERIES):
        lines += [title, *(f"{TEXT_LINE.format(n)} {row}" for row in range(1 + n % 5)), f"Filed under {tags[n % 4]}"]
    entries = entries_by_days(lines, CERTAIN * 25 // 100)
    assert entries is not None
    assert [lines[at] for at in entries.titles] == list(SERIES[1:])  # the first has no such line above it


def test_lines_of_categories_beside_a_day_are_not_titles() -> None:
    names = (
        "Boats | Piers of Orm",
        "Piers of Orm | Walls",
        "Walls",
        "Old quays | Boats",
        "Boats",
        "Walls | Old quays",
        "Boats",
        "Walls",
    )
    titles = [*TITLES, "A lamp for the old lighthouse", "The choir of Pell sings"]
    heads = [*MENU]
    for n, (title, name) in enumerate(zip(titles, names, strict=True), 3):
        heads += [f"{n} January 2015", name, title, TEXT_LINE.format(n)]
    likely = np.zeros((len(heads), LABEL_COUNT), np.uint8)
    likely[:, TEXT] = [CERTAIN * (line.startswith("The council")) for line in heads]
    likely[:, DATE] = [CERTAIN * ("January" in line) for line in heads]
    likely[[heads.index(title) for title in titles], TITLE] = CERTAIN * 40 // 100
    likely[[at for at, line in enumerate(heads) if line in names], TITLE] = CERTAIN * 70 // 100
    kinds = [0] * KIND_COUNT
    kinds[POSTS] = CERTAIN
    posts = decode(heads, likely, likely, ["January" in line for line in heads], kinds)
    assert [heads[post.title or 0] for post in posts] == titles


@pytest.mark.parametrize(
    ("line", "expected"), [("Tags: boats, piers", True), ("Filed under: Boats", True), ("Tags on boats are new", False)]
)
def test_a_line_behind_a_label_is_not_a_title(line: str, expected: bool) -> None:
    assert is_labelled(line) is expected


def test_titles_of_a_series_are_titles() -> None:
    assert are_labels(["Boats", "News | Boats", "News", "Old quays"])
    assert not are_labels([f"Minutes of the council of Orm {n}" for n in range(8)])
    assert not are_labels([*TITLES])


@pytest.mark.parametrize(
    ("titles", "texts", "others", "are_more"),
    [
        ([0, 4, 8, 12], [2, 6, 10, 14], [0, 4, 8], True),
        ([0, 4, 8, 12], [2, 6, 10], [0, 4, 8], False),  # no text below the last
        ([0, 4, 8, 12], [2, 6, 10, 14], [4, 8, 12], False),  # the heading of the page
        ([0, 4, 8, 12], [2, 6, 10, 14], [0, 4, 9], False),  # other titles
        ([0, 4, 8, 12], [2, 6, 10, 14], [4, 9], True),  # half as many
    ],
)
def test_entries_are_the_posts_if_they_hold_the_likely_titles_and_more_texts(
    titles: list[int], texts: list[int], others: list[int], are_more: bool
) -> None:
    assert Entries(titles, texts, []).are_more_than(others) is are_more


def test_titles_that_are_shown_twice_are_the_posts_although_other_lines_look_like_titles() -> None:
    entries = Entries([1, 6, 11, 16], [4, 9, 14, 19], [0, 5, 10, 15])
    assert entries.are_more_than([1, 2, 6, 7, 12, 16, 17, 18])
    assert not Entries(entries.titles, entries.texts, []).are_more_than([1, 2, 6, 7, 12, 16, 17, 18])


def test_a_title_that_holds_a_day_is_not_a_date_line_where_date_lines_open_alike() -> None:
    titles = ("New slipway", "Minutes of 18.12.2014", "Lamps of the bridge", "Walls by the sea", "Minutes of 9.12.2014")
    council = "In the council"
    topics = (council, f"{council} | Press releases", "Press releases", f"Press releases | {council}", council)
    lines = []
    for n, (title, topic) in enumerate(zip(titles, topics, strict=True)):
        lines += [f"admin {9 - n} December 2014", topic, title, TEXT_LINE.format(n)]
    likely = np.zeros((len(lines), LABEL_COUNT), np.uint8)
    for at, line in enumerate(lines):
        shares = (0, 0, 240, 0, 0) if len(line) > 80 else (40, 100, 40, 60, 0) if line in titles else (40, 200, 0, 0, 0)
        likely[at] = (150, 0, 0, 60, 0) if line.startswith("admin") else shares
    days = [int("2014" in line) == 1 for line in lines]
    assert [lines[at] for at in listed_titles(lines, likely, days)] == list(titles)
