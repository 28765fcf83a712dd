"""Lists on text pages of unknown sites: entries that repeat, and pages that only look like lists."""

from collections.abc import Sequence

import numpy as np
import pytest

from clippings.segment.cutter.labels import ARTICLE, KIND_COUNT, LABEL_COUNT, OUTSIDE, POSTS, TEXT, TITLE
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
def test_a_page_without_a_title_and_a_text_for_each_repeated_line_is_no_list(lines: list[str]) -> None:
    assert entries_of(lines) is None


def test_a_page_that_is_surely_one_article_is_no_list() -> None:
    assert entries_of(page(FORMS["address"]), likely_posts=CERTAIN // 20) is None


def test_the_bullet_of_an_entry_is_not_of_its_title() -> None:
    lines = page(("• {title}", "  {n}.03.2016", "  {text}."))
    articles = tables_of({"page.txt": "\n".join(lines)})["articles"]
    assert sorted(filter(None, articles["title"])) == sorted(TITLES)
