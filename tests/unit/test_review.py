"""The review of the tables: for each code, tables that give it and tables that do not."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl
import pytest

from clippings.review import review_archive
from clippings.schema import TABLES
from clippings.schema.frames import schema_of
from clippings.schema.problem_report import Problem
from support.written_pages import prose

LONG = prose(1, sentences=3)
Line = tuple[str, str]
"""Role and text. A role that begins with `-` is of a line in no post."""


@dataclass
class Page:
    """A page as a segmenter could have left it: its lines, its post (all lines but those marked `-`), what was read."""

    lines: Sequence[Line]
    title: str | None = "Harbour wall repaired"
    day: dt.date | None = dt.date(2013, 5, 1)
    author: str | None = None
    language: str = "en"
    site: str = "harbour"
    read: dict[int, str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)
    links: Sequence[int] = ()
    problem: str | None = None
    has_post: bool = True


def reviewed(*pages: Page, languages: Sequence[str] = ("en",), one_article: bool = False) -> list[Problem]:
    """What the review finds in these pages, as one batch; with `one_article`, the posts are one article."""
    rows = [_tables(number, page) for number, page in enumerate(pages, 1)]
    frames = [pl.concat(frames, how="diagonal_relaxed") for frames in zip(*rows, strict=True)]
    page_table, lines, markup, posts, evidence, problems, articles, appearances = frames
    if one_article:
        articles = articles.head(1)
        appearances = appearances.with_columns(article_id=pl.lit(articles["article_id"].first()))
    batch = review_archive.prepare(page_table, lines, markup, posts, evidence, problems)
    result = review_archive.found_in(batch, lines.filter(role="withdrawn").select("page_id").unique())
    return result.problems + review_archive.over_archive(
        result.left_out, result.text_lines, articles, appearances, page_table, languages
    )


def codes(*pages: Page, languages: Sequence[str] = ("en",)) -> set[str]:
    return {problem.code for problem in reviewed(*pages, languages=languages)}


def _tables(number: int, page: Page) -> tuple[pl.DataFrame, ...]:
    page_id, appearance_id, article_id = f"{number:016x}", f"{number:016x}-001", f"{number + 4096:016x}"
    own = [n for n, (role, _) in enumerate(page.lines, 1) if not role.startswith("-")]
    text = "\n\n".join(text for role, text in page.lines if role in ("body", "subheading", "list_item"))
    lines = pl.DataFrame(
        [
            {
                "page_id": page_id,
                "line_no": n,
                "role": role.lstrip("-"),
                "appearance_id": appearance_id if n in own and page.has_post else None,
                "text": text,
            }
            for n, (role, text) in enumerate(page.lines, 1)
        ],
        schema=schema_of(TABLES["lines"]),
    )
    is_html = bool(page.places or page.links)
    markup = lines.select("page_id", "line_no").with_columns(
        tag=pl.lit("p" if is_html else None, pl.String),
        place=pl.Series(
            [page.places.get(n, "body/div[0]/p[1]" if is_html else None) for n in lines["line_no"]], dtype=pl.String
        ),
        href=pl.Series(["/x" if n in page.links else None for n in lines["line_no"]], dtype=pl.String),
        hint=pl.Series(["link" if n in page.links else None for n in lines["line_no"]], dtype=pl.String),
    )
    path = f"{page.site}/{number}.txt"
    pages = pl.DataFrame({"page_id": page_id, "path": path, "site": page.site, "url": None, "kind_reason": "its lines"})
    post = {
        "appearance_id": appearance_id, "page_id": page_id, "line_start": own[0] if own else 1, "line_end": own[-1] if own else 1,
        "title": page.title, "published_on": page.day, "author": page.author, "language": page.language, "text": text,
        "article_id": article_id, "position": 1, "text_length": len(text),
    }  # fmt: skip
    types = {
        "published_on": pl.Date,
        "title": pl.String,
        "author": pl.String,
        "line_start": pl.Int64,
        "line_end": pl.Int64,
    }
    posts = pl.DataFrame(
        [post] if page.has_post else [],
        schema={
            name: types.get(name, pl.Int64 if isinstance(value, int) else pl.String) for name, value in post.items()
        },
    )
    evidence = pl.DataFrame(
        [{"page_id": page_id, "line_no": n, "field": name} for n, name in page.read.items()],
        schema={"page_id": pl.String, "line_no": pl.Int64, "field": pl.String},
    )
    rows = [{"page_id": page_id, "line_no": 1, "code": page.problem}] if page.problem else []
    problems = pl.DataFrame(rows, schema={"page_id": pl.String, "line_no": pl.Int64, "code": pl.String})
    articles = posts.select("article_id", "title", "published_on", "language", "text_length")
    appearances = posts.select("appearance_id", "article_id", "page_id", "line_start", "position")
    return (
        pages.with_columns(pl.col("url").cast(pl.String)),
        lines,
        markup,
        posts,
        evidence,
        problems,
        articles,
        appearances,
    )


def article(*more: Line, **options: object) -> Page:
    """A page with one post that is read as it should be."""
    lines = [("title", "Harbour wall repaired"), ("post_date", "May 1, 2013"), ("body", LONG), *more]
    return Page(lines, read={2: "published_on"}, **options)  # type: ignore[arg-type]


def test_a_page_that_is_read_as_it_should_be_is_quiet() -> None:
    assert codes(article(("-navigation", "Home"), ("-footer", "Printed on the quay"))) == set()


def test_a_page_without_an_article_has_a_row() -> None:
    (result,) = reviewed(Page([("-navigation", "Home"), ("-unknown", LONG)], has_post=False))
    assert (result.code, result.line_no) == ("page_without_article", 2)
    assert "1 line has 12 words or more" in result.message
    assert codes(Page([("-navigation", "Home")], has_post=False)) == {"page_without_article"}


@pytest.mark.parametrize("code", ["unread_form", "reader_failed", "empty_file"])
def test_a_page_whose_lack_of_articles_is_explained_has_no_second_row(code: str) -> None:
    assert codes(Page([("-unknown", LONG)], has_post=False, problem=code)) == set()


def test_a_page_whose_article_is_withdrawn_has_no_row() -> None:
    assert codes(Page([("-withdrawn", "")], has_post=False)) == set()


LOST = [("-navigation", prose(n, sentences=3)) for n in (11, 12, 13)]


def test_prose_in_no_article_is_counted_and_its_lines_are_named() -> None:
    (result,) = reviewed(article(*LOST))
    assert result.code == "prose_left_out"
    words = sum(len(text.split()) for _, text in LOST)
    assert f"{words} words of prose are in no article" in result.message
    assert "lines 4-6" in result.message
    assert result.line_no == 4


@pytest.mark.parametrize("role", ["footer", "share_bar", "page_heading", "unknown", "related", "navigation"])
def test_prose_is_left_out_in_whatever_role(role: str) -> None:
    assert codes(article(*[(f"-{role}", text) for _, text in LOST])) == {"prose_left_out"}


def test_a_little_prose_is_left_out_without_a_row() -> None:
    assert codes(article(LOST[0], *[("body", prose(n)) for n in range(20, 24)])) == set()


def test_prose_that_recurs_over_the_site_or_is_in_another_article_is_not_lost() -> None:
    assert codes(article(*LOST), article(*LOST)) - {"same_title_and_day"} <= {"repeated_title"}
    other = article(*[("body", text) for _, text in LOST], title="Quay swept")
    assert "prose_left_out" not in codes(article(*LOST), other)


@pytest.mark.parametrize(
    "place", ["body/aside[3]", "body/div.post-comments[2]", "body/div.site-footer[2]", "body/ul.fig-comments__list[1]"]
)
def test_prose_in_a_part_that_the_page_marks_as_a_side_part_is_not_lost(place: str) -> None:
    page = article(*LOST, *[("body", prose(n)) for n in range(20, 24)])
    page.places = {n: f"{place}/p[{n}]" for n in (4, 5, 6)}
    assert codes(page) == set()


def test_a_name_of_boilerplate_on_the_part_with_the_text_marks_nothing() -> None:
    page = article(*LOST)
    page.places = {n: f"body.comments-enabled[0]/div[1]/p[{n}]" for n in range(1, 7)}
    assert codes(page) == {"prose_left_out"}


def test_comments_are_a_side_part_even_if_they_are_longer_than_the_article() -> None:
    page = article(*[("-footer", prose(n)) for n in range(30, 36)])
    page.places = {n: f"body/ol.commentlist[2]/li[{n}]" for n in range(4, 10)}
    assert codes(page) == set()
    page.places = {n: f"body/ol.promo-posts[2]/li[{n}]" for n in range(4, 10)}
    assert codes(page) == {"prose_left_out"}


def test_prose_of_a_script_without_spaces_counts_by_characters() -> None:
    lost = [
        ("-navigation", str(n) + "港口的墙在春天之前修好了而且船只又可以停靠在那里过冬和夏天" * 3) for n in range(3)
    ]
    assert "prose_left_out" in codes(article(*lost))


def test_a_text_of_links_has_a_row() -> None:
    lines = [("title", "Archive"), *[("list_item", f"Harbour wall repaired in year {n}") for n in range(5)]]
    (result,) = reviewed(Page(lines, links=range(2, 7)))
    assert (result.code, result.line_no) == ("link_list_text", 2)


def test_a_dump_whose_text_is_titles_alone_has_a_row_and_a_poem_has_none() -> None:
    titles = [("list_item", f"Harbour wall number {n} repaired") for n in range(6)]
    assert codes(Page([("title", "Archive"), *titles])) == {"link_list_text"}
    poem = [("body", f"The wall of stone was number {n},") for n in range(6)]
    assert codes(Page([("title", "A song"), *poem])) == set()


def test_links_beside_paragraphs_are_not_a_list() -> None:
    lines = [("title", "Quay"), ("body", LONG), *[("list_item", f"Wall {n}") for n in range(4)]]
    assert codes(Page(lines, links=range(3, 7))) == set()


def test_wrapped_lines_that_became_paragraphs_have_a_row() -> None:
    wrapped = [
        ("body", text)
        for text in ("The wall of the harbour was", "repaired before the spring and the", "boats came", "back to it.")
    ]
    (result,) = reviewed(Page([("title", "Wall"), *wrapped]))
    assert result.code == "wrapped_text"
    assert codes(Page([("title", "Wall"), *[("body", prose(n)) for n in range(4)]])) == set()


def test_one_title_on_all_pages_of_a_site_has_a_row() -> None:
    pages = [
        Page([("title", "Harbour Review"), ("body", prose(n, n))], title="Harbour Review", day=None) for n in (3, 4)
    ]
    (result,) = reviewed(*pages)
    assert result.code == "repeated_title"
    assert "2 of the site's 2 articles" in result.message
    pages[1].title = "Quay swept"
    assert codes(*pages) == set()


def test_a_column_with_one_title_among_many_articles_is_quiet() -> None:
    weekly = [article(("body", prose(n, n)), title="The week", day=dt.date(2013, 5, n)) for n in (1, 2, 3)]
    others = [article(("body", prose(n)), title=f"Wall {n}") for n in range(10, 17)]
    assert codes(*weekly, *others) - {"repeated_text_line"} == set()


def test_one_title_and_day_twice_has_a_row_with_both_ids() -> None:
    pages = [
        Page([("title", "Wall"), ("body", prose(n, n))], title=title)
        for n, title in ((3, "Wall"), (4, "WALL"), (5, "Q"), (6, "R"), (7, "S"))
    ]
    (result,) = reviewed(*pages)
    assert result.code == "same_title_and_day"
    assert all(f"{number + 4096:016x}" in result.message for number in (1, 2))
    pages[1].day = dt.date(2014, 1, 1)
    assert codes(*pages) == set()


def test_a_line_in_many_texts_of_a_site_has_one_row() -> None:
    pages = [
        article(
            ("body", "Support the harbour watch today"),
            ("body", "Send us news."),
            ("body", prose(n)),
            title=f"Wall {n}",
        )
        for n in range(11, 16)
    ]
    (result,) = reviewed(*pages)
    assert result.code == "repeated_text_line"
    assert "is in 5 of the site's 5 texts; 2 other lines" in result.message
    assert codes(*pages[:4]) == set()


@pytest.mark.parametrize(
    "text",
    ["2 hours ago", "Yesterday", "Posted on 3 May 2013", "Last updated: May 3, 2013", "2013/05/03", "Posted by Ann Lee on May 3, 2013 10:30 PM",
        "3 May 2013 | by Ann Lee"],
)  # fmt: skip
def test_a_date_that_was_not_read_has_a_row(text: str) -> None:
    page = Page([("title", "Wall"), ("deck", text), ("body", LONG)], title="Wall", day=None)
    (result,) = reviewed(page)
    assert (result.code, result.line_no) == ("unread_date", 2)
    page.read = {2: "published_on"}
    assert codes(page) == set()


def test_a_date_in_the_language_of_the_page_has_a_row() -> None:
    page = Page(
        [("title", "Mauer"), ("body", "Am Montag, den 3. März 2014"), ("body", LONG)],
        title="Mauer",
        day=None,
        language="de",
    )
    assert codes(page, languages=["en", "de"]) == {"unread_date"}


@pytest.mark.parametrize(
    "text", ["In May 2013 the wall fell.", "May God be with you", "1984", "Chapter 3", "Wall 2013"]
)
def test_a_line_with_a_year_or_a_month_is_not_a_date(text: str) -> None:
    assert codes(Page([("title", "Wall"), ("deck", text), ("body", LONG)], title="Wall", day=None)) == set()


def test_a_date_above_the_title_or_in_a_menu_role_counts_where_the_article_has_none() -> None:
    lines = [("-navigation", "Posted on 3 May 2013"), ("title", "Wall"), ("body", LONG)]
    assert codes(Page(lines, title="Wall", day=None)) == {"unread_date"}
    assert codes(Page(lines, title="Wall")) == set()


def test_dates_down_a_chronicle_and_in_side_parts_are_quiet() -> None:
    chronicle = [line for n in range(2, 6) for line in (("body", prose(n)), ("subheading", f"{n} May 1940"))]
    assert codes(article(*chronicle)) == set()
    page = Page([("title", "Wall"), ("-navigation", "May 3, 2013"), ("body", LONG)], title="Wall", day=None)
    page.places = {2: "body/nav[1]/p[1]"}
    assert codes(page) == set()


def test_a_time_relative_to_today_is_not_a_paragraph_wherever_it_is() -> None:
    page = Page([("title", "Wall"), ("body", LONG), ("body", "Yesterday"), ("body", prose(5))], title="Wall", day=None)
    (result,) = reviewed(page)
    assert (result.code, result.line_no) == ("unread_date", 3)


def test_a_date_with_a_problem_of_its_own_has_no_second_row() -> None:
    page = Page([("post_date", "April 31, 2013"), ("title", "Wall"), ("body", LONG)], title="Wall", day=None)
    page.problem = "impossible_date"
    assert codes(page) == set()


def test_dates_of_a_page_share_a_row() -> None:
    page = Page(
        [("title", "Wall"), ("deck", "2 hours ago"), ("body", "Yesterday"), ("body", LONG)], title="Wall", day=None
    )
    (result,) = reviewed(page)
    assert result.message == "Lines 2-3 read as a date, but none was read; the first is “2 hours ago”."


@pytest.mark.parametrize(
    "text", ["By Ann Lee", "Written by Ann Lee and Bob Roy", "Von Jan Maler", "نویسنده: علی رضایی"]
)
def test_a_byline_that_was_not_read_has_a_row(text: str) -> None:
    page = Page([("title", "Wall"), ("deck", text), ("body", LONG)], title="Wall")
    (result,) = reviewed(page)
    assert (result.code, result.line_no) == ("unread_byline", 2)
    page.read = {2: "author"}
    assert codes(page) == set()


@pytest.mark.parametrize("text", ["By train to the coast", "By the sea", "By Monday the wall was up.", "Authors"])
def test_a_line_that_begins_with_by_is_not_a_byline(text: str) -> None:
    assert codes(Page([("title", "Wall"), ("deck", text), ("body", LONG)], title="Wall")) == set()


def test_the_head_of_a_mail_in_a_text_has_a_row() -> None:
    head = [
        ("body", text) for text in ("From: Ann Lee <ann@mail.example>", "To: all@mail.example", "Subject: The wall")
    ]
    (result,) = reviewed(Page([("title", "Wall"), *head, ("body", LONG)], title="Wall"))
    assert (result.code, result.line_no) == ("unread_mail_header", 2)
    assert codes(Page([("title", "Wall"), head[0], ("body", LONG)], title="Wall")) == set()


def test_one_article_on_many_pages_is_one_text() -> None:
    pages = [article(("body", "Support the harbour watch today"), ("body", prose(9)), title="Wall") for _ in range(6)]
    result = reviewed(*pages, one_article=True)
    assert "repeated_text_line" not in {problem.code for problem in result}


def test_a_language_that_is_not_read_has_one_row_a_site() -> None:
    pages = [Page([("title", f"Mur {n}"), ("body", prose(n))], title=f"Mur {n}", language="fr") for n in (1, 2)]
    (result,) = reviewed(*pages)
    assert (result.code, result.message) == ("language_not_read", _FRENCH)
    assert codes(*pages, languages=["en", "fr"]) == set()


_FRENCH = "2 articles, of which this is the first, are in French (fr): names and expressions of time are not read."


def test_the_language_of_a_short_text_is_not_trusted() -> None:
    assert codes(Page([("title", "Mur"), ("body", "Le mur.")], title="Mur", language="fr")) == set()
