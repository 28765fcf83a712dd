"""Invented pages of shapes met in archives of any site, each with what a person finds on it; and dates in all their forms."""

import datetime as dt
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clippings.ingest.formats import plain_text
from clippings.schema.working.read_tables import with_hints
from clippings.segment import segment_pages
from clippings.segment.fields import day_order
from clippings.segment.layouts.page_model import Line, page_of
from clippings.segment.layouts.text_strategies import cut_page
from clippings.segment.listed_posts import captured
from clippings.segment.sites import profiles, site_of_page, template_lines
from support.in_memory_stages import tables_of

SHAPES = Path(__file__).parents[1] / "gold" / "shapes"
GOLD = [json.loads(line) for line in (SHAPES / "gold.jsonl").read_text("utf-8").splitlines()]


def squashed(text: object) -> str:
    return re.sub(r"\s+", " ", "" if text is None else str(text)).strip()


def page_id(page: dict[str, Any]) -> str:
    return hashlib.sha256(page["file"].encode()).hexdigest()[:16]


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    """The tables of all the pages as one archive: no page may lead another astray."""
    return tables_of({page_id(page): (SHAPES / page["file"]).read_text("utf-8") for page in GOLD})


def posts_of(tables: dict[str, pl.DataFrame], page: dict[str, Any]) -> list[dict[str, Any]]:
    """The appearances of a page in order, with the columns of their articles."""
    here = tables["appearances"].filter(pl.col("page_id") == page_id(page)).sort("position")
    articles = tables["articles"].rename({"completeness": "published_completeness", "text_sha256": "published_sha256"})
    return here.join(articles, on="article_id", how="left", maintain_order="left").to_dicts()


@pytest.mark.parametrize("page", GOLD, ids=[Path(page["file"]).stem for page in GOLD])
def test_what_a_person_finds_on_a_page_is_found(tables: dict[str, pl.DataFrame], page: dict[str, Any]) -> None:
    result, wanted = posts_of(tables, page), page["articles"]
    assert [squashed(post["title_raw"]) for post in result] == [squashed(post["title"]) for post in wanted]
    for post, gold in zip(result, wanted, strict=True):
        read = (post["published_on"], post["category"], post["comment_count"])
        assert [*map(squashed, read)] == [squashed(gold[name]) for name in ("post_date", "category", "comments")]
        assert squashed(post["text"]).startswith(squashed(gold["body_first_words"]))
        if gold["byline"]:
            assert squashed(post["author"]).casefold() == gold["byline"].casefold()
        if gold["complete"]:
            assert squashed(post["text"]).rstrip(".… []").endswith(squashed(gold["body_last_words"]).rstrip(".… []"))
        else:
            assert post["completeness"] == "truncated"
        assert post["language"] == page.get("language", post["language"])


@pytest.mark.parametrize(
    ("raw", "language", "wanted"),
    [
        ("March 3, 2011", "en", dt.date(2011, 3, 3)),
        ("Thursday, 3rd March 2011", "en", dt.date(2011, 3, 3)),
        ("2011-03-03", "en", dt.date(2011, 3, 3)),
        ("25/12/11", "en", dt.date(2011, 12, 25)),
        ("12/25/98", "en", dt.date(1998, 12, 25)),
        ("3.4.2011", "en", dt.date(2011, 4, 3)),
        ("۲۵ اردیبهشت ۱۴۰۳", "fa", dt.date(2024, 5, 14)),
        ("۱۳۹۲/۱۲/۲۵", "fa", dt.date(2014, 3, 16)),
        ("92/12/25", "fa", dt.date(2014, 3, 16)),
        ("3 آذار 2011", "ar", dt.date(2011, 3, 3)),
        ("12 رمضان 1432 هـ", "ar", dt.date(2011, 8, 12)),
        ("12 shkurt 2014", "sq", dt.date(2014, 2, 12)),
        ("February 30, 2011", "en", None),
        ("a day in spring", "en", None),
    ],
)
def test_a_date_is_read_in_its_language_and_calendar(raw: str, language: str, wanted: dt.date | None) -> None:
    assert day_order.day(raw, language, None, None)[0] == wanted


def test_the_order_of_day_and_month_is_known_from_the_other_dates_of_the_page() -> None:
    assert day_order.day_first(["03/04/2012", "25/04/2012"]) is True
    assert day_order.day_first(["03/04/2012", "04/25/2012"]) is False
    assert day_order.day_first(["03/04/2012", "05/06/2012"]) is None
    assert day_order.day_first(["25/04/2012", "04/25/2012"]) is None


@pytest.mark.parametrize(
    ("dates", "lines", "is_day_first"),
    [
        (["03/04/2012"], ["Tuesday, 03/04/2012"], True),
        (["03/04/2012"], ["Sunday 03/04/2012"], False),
        (["04/03/2012"], ["Posted on Sunday 04/03/2012"], True),
        (["3/4/12"], ["Sonntag, 3/4/12"], False),
        (["03/04/2012", "05/06/2012"], ["Tuesday, 03/04/2012", "Sunday 05/06/2012"], None),
        (["09/06/2012", "11/05/2012", "02/05/2012", "12/03/2012", "01/02/2012"], [], True),
        (["06/09/2012", "05/11/2012", "05/02/2012", "03/12/2012", "02/01/2012"], [], False),
        (["09/06/2012", "11/05/2012", "02/05/2012"], [], None),
        (["05/05/2012", "04/04/2012", "03/03/2012", "02/02/2012", "01/01/2012"], [], None),
    ],
)
def test_a_weekday_or_the_order_of_the_posts_shows_which_number_is_the_day(
    dates: list[str], lines: list[str], is_day_first: bool | None
) -> None:
    assert day_order.day_first(dates, lines) is is_day_first
    assert day_order.day("03/04/2012", "en", True, None) == (dt.date(2012, 4, 3), None)
    assert day_order.day("03/04/2012", "en", False, None) == (dt.date(2012, 3, 4), None)
    assert day_order.day("03/04/2012", "en", None, None) == (None, "ambiguous")
    assert day_order.day("April 31, 2013", "en", None, None) == (None, "impossible")
    assert day_order.day("April 31", "en", None, None) == (None, None)


def test_a_day_without_a_year_takes_that_of_the_heading_above() -> None:
    assert day_order.day("25 اردیبهشت", "fa", None, "1403")[0] == dt.date(2024, 5, 14)
    assert day_order.day("25 اردیبهشت", "fa", None, None)[0] is None


def test_a_page_was_saved_not_before_the_newest_post_it_lists() -> None:
    recent = pl.DataFrame(
        {"page_id": ["a", "a", "b"], "published_on": [dt.date(2020, 1, 2), dt.date(2020, 1, 5), None]},
        schema={"page_id": pl.String, "published_on": pl.Date},
    )
    assert captured(recent).rows() == [("a", dt.date(2020, 1, 5))]


def test_a_chronicle_with_dates_between_its_paragraphs_is_not_ten_articles() -> None:
    text = "The board met again and went over the ledger of the slipway, line by line, until the lamps went out."
    dates = [f"March {n}, 2011" for n in range(1, 11)]
    page = "\n\n".join(line for date in dates for line in (text, date)) + f"\n\n{text}\n"
    assert tables_of({"0" * 16: page})["appearances"].height == 1


LISTINGS = [page for page in GOLD if Path(page["file"]).stem[0] == "f" and "no_menu" not in page["file"]]
"""Listings below a menu; without one, nothing tells the category above a first title from the title."""


CUTS = 30


def cut_off(page: dict[str, Any]) -> list[str]:
    """A listing that ends at many places, from its second post on: the first post is whole."""
    text = (SHAPES / page["file"]).read_text("utf-8")
    first = text.index(page["articles"][1]["title"]) if len(page["articles"]) > 1 else len(text) // 2
    return [text[: first + (len(text) - first) * n // CUTS] for n in range(CUTS)]


@pytest.fixture(scope="module")
def titles_when_cut_off() -> dict[str, list[str]]:
    """The titles of each listing that is cut off, by page; no page is held against another."""
    texts = {f"{Path(page['file']).stem}-{n}": text for page in LISTINGS for n, text in enumerate(cut_off(page))}
    lines = with_hints(plain_text.lines(list(texts), list(texts.values())))
    sites = profiles.load()
    pages = site_of_page.recognise(lines, sites.values()).with_columns(path="page_id", media_type=pl.lit("text/plain"))
    posts = segment_pages.segment(lines, pages, sites, template_lines.find_repeated([])).posts.drop_nulls("title")
    return {stem: posts.filter(page_id=stem)["title"].to_list() for stem in texts}


@pytest.mark.parametrize("page", LISTINGS, ids=lambda page: Path(page["file"]).stem)
def test_a_full_listing_cut_off_anywhere_shows_no_title_the_page_does_not_have(
    titles_when_cut_off: dict[str, list[str]], page: dict[str, Any]
) -> None:
    titles = [squashed(post["title"]) for post in page["articles"]]
    for n in range(CUTS):
        result = titles_when_cut_off[f"{Path(page['file']).stem}-{n}"]
        assert [title for title in map(squashed, result) if not any(known.startswith(title) for known in titles)] == []
    assert result


SHAPE = st.sampled_from(
    [None, "dated_by", "date_label", "byline", "comments", "category_label", "read_more", "breadcrumb", "thread",
     "dated_end", "linked_end", "dated_start", "date_stamp", "month_heading", "share_bar", "bullet"]
)  # fmt: skip
HEAD = st.sampled_from(["A pier", "March 3, 2011", "The clerk wrote it all down and signed it.", "It ends …", "Is it?"])


@settings(deadline=None)
@given(st.lists(st.tuples(HEAD, SHAPE), max_size=25), st.booleans())
def test_every_line_of_any_page_gets_one_role_and_at_most_one_post(
    drawn: list[tuple[str, str | None]], has_foot: bool
) -> None:
    lines = [Line(number, head, shape) for number, (head, shape) in enumerate(drawn, 1)]
    cut = cut_page(page_of(lines, has_foot=has_foot))
    owned = [line_no for post in cut.posts for line_no in post.roles]
    assert len(owned) == len(set(owned))
    assert set(owned) | set(cut.roles) == {line.line_no for line in lines}
    assert not set(owned) & set(cut.roles)
    for above, below in zip(cut.posts, cut.posts[1:], strict=False):
        assert max(above.roles) < min(below.roles)


def test_a_heading_above_excerpts_without_titles_and_a_menu_of_bars_are_not_title() -> None:
    texts = [
        f"The council of place {n} said that the ferry will run again on the day after the spring fair"
        for n in range(5)
    ]

    def titles(*heads: str) -> list[str]:
        lines = [Line(number, head, None) for number, head in enumerate(heads, 1)]
        posts = cut_page(page_of(lines, has_foot=True)).posts
        return [heads[number - 1] for post in posts for number, role in post.roles.items() if role == "title"]

    assert titles("Harbour news", *(f"{text} [...]" for text in texts)) == []
    bars = "Home | News from the harbour and the villages | Sport and games"
    assert titles(bars, "Ferry stops until Monday", *(f"{text}, and on all days after it." for text in texts)) == [
        "Ferry stops until Monday"
    ]


def test_a_declared_category_below_a_heading_of_a_page_that_is_cut_off_is_not_a_title() -> None:
    heads = ("Archive of the harbour", "Ferries", "Ferry stops until Monday")
    lines = [Line(2 * number, head, None) for number, head in enumerate(heads, 1)]
    text = (
        "The council of the place said that the ferry will run again on the day after the spring fair, and on all days."
    )
    cut = cut_page(page_of([*lines, Line(8, text, None)], has_foot=False, has_head=True, categories=["Ferries"]))
    assert cut.posts[0].roles[4] == "category"
    assert cut.posts[0].roles[6] == "title"
