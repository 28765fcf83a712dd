"""Days that are shown in a dateline, below a text, or as the headings of a diary."""

from datetime import date

import pytest

import clippings
from clippings.segment.further_days import dateline
from support.in_memory_stages import tables_of_texts
from support.written_pages import prose

TITLES = ("Old pier closes for repairs", "Ferry runs again from Brant", "School wins the lighthouse prize")
DAYS = ("March 28, 2011", "March 23, 2011", "March 18, 2011")
DATES = [date(2011, 3, 28), date(2011, 3, 23), date(2011, 3, 18)]
TEXTS = tuple(f"{prose(7 * n, 3)}\n\n{prose(7 * n + 3, 3)}" for n in range(3))


def page(posts: list[str]) -> str:
    return "Quay Notes\n• Home\n• About\n• Contact\n\n" + "\n\n".join(posts) + "\n\n• Older posts\n© 2011 Quay Notes\n"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BRANT, March 28, 2011 – The pier closed.", "March 28, 2011"),
        ("Brant, le 28 mars 2011 : Le quai ferme.", "28 mars 2011"),
        ("(Brant, 28. März 2011) - Der Pier schließt.", "28. März 2011"),
        ("Brant, Monday, March 28, 2011 /Quay Wire/ -- The pier closed.", "March 28, 2011"),
        ("The council met on March 28, 2011 - and voted.", None),
        ("On Monday, March 28, 2011 - the council met.", None),
        ("Update, March 28, 2011: The pier is open.", None),
        ("Posted on March 28, 2011 - The pier closed.", None),
        ("Brant had a storm on March 28, 2011 that closed the pier.", None),
    ],
)
def test_a_dateline_is_a_place_a_day_and_a_dash(line: str, day: str | None) -> None:
    found = dateline(f"{line} {prose(1, 2)}")
    assert (None if found is None else found.raw) == day


def test_posts_are_dated_by_their_datelines() -> None:
    posts = [f"{title}\n\nBRANT, {day} – {text}" for title, day, text in zip(TITLES, DAYS, TEXTS, strict=True)]
    tables = tables_of_texts(page(posts))
    articles = tables["articles"].sort("published_on", descending=True)
    assert articles["published_on"].to_list() == DATES
    assert all(text.startswith(f"BRANT, {day} – ") for text, day in zip(articles["text"], DAYS, strict=True))
    days = tables["evidence"].filter(tables["evidence"]["field"] == "published_on").sort("line_no")
    assert days["raw"].to_list() == list(DAYS)


def test_a_line_with_the_category_dates_its_post() -> None:
    article = clippings.extract(f"{TITLES[0]}\n{TEXTS[0]}\n\nFiled under Harbour by Ada Quill on {DAYS[0]}\n")
    assert [(item.title, item.published_on) for item in article] == [(TITLES[0], DATES[0])]


def test_days_as_headings_are_the_posts_of_a_diary() -> None:
    found = clippings.extract(page([f"{day}\n\n{text}" for day, text in zip(DAYS, TEXTS, strict=True)]))
    assert [(item.title, item.published_on) for item in found] == [(None, day) for day in DATES]
    assert [item.text.count("\n") > 0 for item in found] == [True] * 3


def test_days_below_an_article_of_another_text_are_not_a_diary() -> None:
    posts = [f"{TITLES[0]}\n\n{TEXTS[0]}\n\n{TEXTS[1]}", *(f"{day}\n\n{prose(90, 2)}" for day in DAYS)]
    assert [item.title for item in clippings.extract(page(posts))] == [TITLES[0]]
