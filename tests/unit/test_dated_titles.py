"""Titles whose line holds the day of their post too, in text and in HTML."""

from datetime import date

import polars as pl
import pytest

import clippings
from clippings.segment.dated_titles import dated_title, only_days
from support.in_memory_stages import tables_of_texts
from support.written_pages import prose

TITLES = (
    "Old pier closes for repairs",
    "Ferry runs again from Brant",
    "School wins the lighthouse prize",
    "A new bell for the tower",
)
DAYS = ("12 March 2011", "3 March 2011", "27 February 2011", "14 February 2011")
IN_DIGITS = ("2011-03-12", "2011-03-03", "2011-02-27", "2011-02-14")
DATES = [date(2011, 3, 12), date(2011, 3, 3), date(2011, 2, 27), date(2011, 2, 14)]
FORMS = [
    ("{day} – {title}", DAYS),
    ("{title} ({day})", DAYS),
    ("{title}, {day}", DAYS),
    ("[{day}] {title}", IN_DIGITS),
    ("{day} {title}", IN_DIGITS),
    ("{title} - {day} 22:10:05", IN_DIGITS),
]


def heads(form: str, days: tuple[str, ...]) -> list[str]:
    return [form.format(title=title, day=day) for title, day in zip(TITLES, days, strict=True)]


def posts_of(page: str) -> list[tuple[str | None, date | None]]:
    return [(post.title, post.published_on) for post in clippings.extract(page)]


@pytest.mark.parametrize(("form", "days"), FORMS)
def test_a_text_page_of_dated_titles_is_a_list_of_posts(form: str, days: tuple[str, ...]) -> None:
    posts = [f"{head}\n\n{prose(4 * n, 4)}\n\n{prose(4 * n + 2, 3)}\n" for n, head in enumerate(heads(form, days))]
    text = "Quay Notes\n• Home\n• About\n• Contact\n\n" + "\n".join(posts) + "\n• Older posts\n"
    assert posts_of(text) == list(zip(TITLES, DATES, strict=True))


@pytest.mark.parametrize(("form", "days"), FORMS)
def test_headings_with_days_are_posts_of_an_html_page(form: str, days: tuple[str, ...]) -> None:
    posts = [f"<h2>{head}</h2><p>{prose(4 * n, 4)}</p>" for n, head in enumerate(heads(form, days))]
    html = f"<html><head><title>Quay Notes</title></head><body>{''.join(posts)}</body></html>"
    assert posts_of(html) == list(zip(TITLES, DATES, strict=True))


def test_headings_with_days_below_the_heading_of_an_article_are_its_own() -> None:
    parts = [f"<h2>{head}</h2><p>{prose(4 * n, 4)}</p>" for n, head in enumerate(heads("{day} – {title}", DAYS))]
    html = (
        "<html><head><title>The harbour dispute in days</title></head><body><h1>The harbour dispute in days</h1>"
        f"<p>{prose(90, 4)}</p>{''.join(parts)}</body></html>"
    )
    assert [title for title, _ in posts_of(html)] == ["The harbour dispute in days"]


@pytest.mark.parametrize(
    "head", ["12 March 2011 – Old pier closes for repairs", "Old pier closes for repairs (12 March 2011)"]
)
def test_the_only_post_of_a_page_has_the_day_of_its_title(head: str) -> None:
    text = f"Quay Notes\n• Home\n• About\n• Contact\n\n{head}\n\n{prose(1, 4)}\n\n{prose(5, 4)}\n\n• Older posts\n"
    tables = tables_of_texts(text)
    assert tables["articles"].select("title", "published_on").rows() == [(TITLES[0], DATES[0])]
    (line,) = tables["lines"].filter(tables["lines"]["role"] == "title")["text"]
    evidence = tables["evidence"].filter(tables["evidence"]["field"].is_in(["title", "published_on"]))
    shown = {field: line[start:end] for field, start, end in evidence.select("field", "start", "end").rows()}
    assert shown == {"title": TITLES[0], "published_on": "12 March 2011"}


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Saturday, 12 March 2011 – Old pier closes", "Old pier closes"),
        ("Old pier closes, Saturday 12 March 2011", "Old pier closes"),
        ("12.03.2011 10:15 Old pier closes", "Old pier closes"),
        ("2011年3月12日 港の灯台が閉鎖", "港の灯台が閉鎖"),
        ("Новый причал закрыт (12 марта 2011)", "Новый причал закрыт"),
        ("Ada Quill - 12 March 2011", None),
        ("Posted in Boats on 12 March 2011", None),
        ("Source: Quay Gazette, 12 March 2011", None),
        ("Date of the meeting: 12 March 2011", None),
        ("12 March 2011 | 8 min read", None),
        ("12 March 2011, 8:41 AM UTC", None),
        ("12 March 2011 Last modified on 14 March 2011", None),
        ("Gazette, 12 March 2011", None),
        ("The pier closed on 12 March 2011 and has been closed", None),
    ],
)
def test_a_day_at_an_edge_of_a_line_is_apart_from_its_title(line: str, title: str | None) -> None:
    found = dated_title(line)
    assert (None if found is None else line[found.start : found.end]) == title


def test_a_day_of_a_line_that_is_read_with_another_is_left_as_it_is() -> None:
    dated = pl.DataFrame({"block": [1, 2], "stripped": ["March 4, 2015", None]})
    posts = pl.DataFrame({"block": [1, 2], "date_line": [3, 9], "title_line": [2, 8]})
    assert only_days(dated, posts)["stripped"].to_list() == ["March 4, 2015", None]
