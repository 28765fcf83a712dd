"""Temporal expressions: expressions that are read, their anchors and days; words that are not read; bare dates."""

import datetime as dt
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clippings.enrich.dates import Timex, read, reader_of
from clippings.enrich.dates.days import parse_day
from clippings.enrich.dates.table import dates, read_paragraphs
from clippings.schema.names_and_dates import Dates
from support import score_invented
from support.score_invented import Marked

SENTENCES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "gold" / "date_sentences.yaml").read_text("utf-8")
)
SATURDAY = dt.date(2013, 9, 14)
LANGUAGES = ("en", "fa", "ar", "sq")
_DAY_PART = r"(?:T(?:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?|MO|MI|AF|EV|NI))"
_CALENDAR = (
    r"(?:[\dX]{4}(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?|-W(?:\d\d|XX)(?:-(?:[1-7]|WE))?|-(?:SP|SU|FA|WI)|-Q[1-4X]|-H[12])?"
    rf"{_DAY_PART}?)"
)
_LENGTH = r"(?:P(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|DE|CE|ML|WE)|PT(?:\d+(?:\.\d+)?|X)[HMS])"
TIMEX3_VALUE = re.compile(rf"(?:{_CALENDAR}(?:/{_CALENDAR})?|{_LENGTH}|(?:PAST|PRESENT|FUTURE)_REF)\Z")
"""Pattern of every value that the package writes."""


def found(sentence: dict[str, Any]) -> list[Timex]:
    return read(sentence["text"], sentence.get("anchor", SATURDAY), sentence.get("language", "en"))


MARKED = [
    sentence for name in ("newswire_dates.txt", "dates_by_language.txt") for sentence in score_invented.marked(name)
]


@pytest.mark.parametrize("sentence", MARKED, ids=lambda sentence: sentence.text[:40])
def test_a_marked_sentence_is_read_exactly(sentence: Marked) -> None:
    assert score_invented.found(sentence) == sentence.wanted


def is_right(sentence: dict[str, Any], got: list[Timex]) -> bool:
    wanted = sentence["expected"]
    return [(item.text, item.type, item.value, item.mod) for item in got] == [
        (w["text"], w["type"], str(w["value"]), w.get("mod")) for w in wanted
    ] and all(
        getattr(item, f) == w[f] for item, w in zip(got, wanted, strict=True) for f in ("begin_on", "end_on") if f in w
    )


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda s: s["text"][:48])
def test_a_sentence_is_read_exactly(sentence: dict[str, Any]) -> None:
    got = found(sentence)
    assert is_right(sentence, got) != ("known_wrong" in sentence), [
        (g.text, g.type, g.value, g.mod, g.rule) for g in got
    ]


def f1(hits: float, found_count: int, gold_count: int) -> float:
    return 2 * hits / (found_count + gold_count)


def test_the_sentences_are_read_well_together(capsys: pytest.CaptureFixture[str]) -> None:
    strict = relaxed = value = found_count = gold_count = 0
    for sentence in SENTENCES:
        got = found(sentence)
        gold: list[tuple[int, int, str]] = []
        at = 0
        for want in sentence["expected"]:
            at = sentence["text"].index(want["text"], at)
            gold.append((at, at + len(want["text"]), str(want["value"])))
            at += len(want["text"])
        found_count, gold_count = found_count + len(got), gold_count + len(gold)
        strict += sum((g.start, g.end) == w[:2] for g in got for w in gold)
        relaxed += sum(any(g.start < w[1] and w[0] < g.end for w in gold) for g in got)
        value += sum(any(g.start < w[1] and w[0] < g.end and g.value == w[2] for w in gold) for g in got)
    figures = [f1(hits, found_count, gold_count) for hits in (strict, relaxed, value)]
    with capsys.disabled():
        sys.stdout.write("\ninvented sentences: strict {:.3f}, relaxed {:.3f}, value {:.3f}\n".format(*figures))
    assert len(SENTENCES) >= 80
    assert min(figures) > 0.97


def test_every_rule_reads_a_sentence() -> None:
    fired = Counter((s.get("language", "en"), item.rule) for s in SENTENCES for item in found(s))
    fired.update((s.language, item.rule) for s in MARKED for item in read(s.text, s.anchor, s.language))
    missing = {
        (language, rule.name)
        for language in LANGUAGES
        if (reader := reader_of(language))
        for rules in reader.rules.values()
        for rule in rules
        if not fired[language, rule.name]
    }
    assert missing == set()


def article(**values: Any) -> dict[str, Any]:
    return {
        "article_id": "0" * 16,
        "title": None,
        "deck": None,
        "text": "",
        "language": "en",
        "published_on": None,
        "source_published_on": None,
        **values,
    }


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema_overrides={
            "title": pl.String,
            "deck": pl.String,
            "published_on": pl.Date,
            "source_published_on": pl.Date,
        },
    )


def test_articles_become_rows_of_the_table() -> None:
    rows = dates(
        frame(
            article(article_id="b" * 16, text="It sank on Friday.", published_on=dt.date(2013, 9, 14)),
            article(
                article_id="a" * 16, title="Pier sold in 2003", deck="Now open", text="Nothing.\n\nIn 1980 it burned."
            ),
        )
    )
    Dates.validate(rows)
    assert rows.select("article_id", "field", "start", "text", "value").rows() == [
        ("a" * 16, "title", 13, "2003", "2003"),
        ("a" * 16, "deck", 0, "Now", "PRESENT_REF"),
        ("a" * 16, "text", 13, "1980", "1980"),
        ("b" * 16, "text", 11, "Friday", "2013-09-13"),
    ]


def test_the_source_s_date_is_the_anchor_before_the_post_s() -> None:
    both = article(text="It sank today.", published_on=dt.date(2013, 9, 14), source_published_on=dt.date(2013, 9, 11))
    post = article(article_id="1" * 16, text="It sank today.", published_on=dt.date(2013, 9, 14))
    rows = dates(frame(both, post))
    assert rows.select("value", "anchor_on").rows() == [
        ("2013-09-11", dt.date(2013, 9, 11)),
        ("2013-09-14", dt.date(2013, 9, 14)),
    ]


def test_no_article_gives_no_row_and_the_same_columns() -> None:
    empty = dates(frame(article()).clear())
    assert empty.height == 0
    Dates.validate(empty)
    assert dates(frame(article())).schema == empty.schema


def test_an_article_is_read_the_same_among_others_in_any_order() -> None:
    rows = [article(article_id=f"{n:016x}", text=s["text"], published_on=SATURDAY) for n, s in enumerate(SENTENCES)]
    together = dates(frame(*rows))
    assert together.equals(dates(frame(*reversed(rows))))
    assert together.equals(pl.concat([dates(frame(row)) for row in rows]))


def test_a_story_is_followed_through_paragraphs_but_at_the_time_is_not() -> None:
    text = "It burned on 3 May 2012.\n\nTwo days later it rained.\n\nNobody was there at the time."
    assert [(item.text, item.value) for item in read(text, SATURDAY)] == [
        ("3 May 2012", "2012-05-03"),
        ("Two days later", "2012-05-05"),
    ]


def test_typographic_spaces_and_quotes_change_nothing() -> None:
    plain = read("It sank on Sept. 1, 2013, in the '80s, or on Friday's tide, 1980-88.", SATURDAY)
    fancy = read("It sank on Sept.\u00a01,\u202f2013, in the ’80s, or on Friday’s tide, 1980–88.", SATURDAY)
    assert [(item.start, item.end, item.value) for item in plain] == [
        (item.start, item.end, item.value) for item in fancy
    ]
    assert len(plain) == 4


def test_an_expression_does_not_run_over_a_line() -> None:
    assert [item.text for item in read("12\nSeptember 2013\nthe last\nthree years", None)] == [
        "September 2013",
        "three years",
    ]


def test_a_line_without_a_space_and_one_full_of_heads_are_read() -> None:
    long = "x" * 1_000_000
    assert [item.text for item in read(f"{long} on Friday{long} on Monday", SATURDAY)] == ["Monday"]
    assert len(read("on 3 May 2012 " + "two days later, at the time, " * 20_000, SATURDAY)) == 40_001
    assert parse_day(long) == (None, None)


VOCABULARY = (
    "the a of in last past next first 1 12 31 30 2013 1980 1980-88 10:30 p.m. GMT Monday Fridays May March Sept. Feb. today"
    " yesterday now current recent years year months day days week hours decade century quarter half ago later earlier"
    " before after from end early late mid - , . ( ) ’s ' \n summer night morning every per twice times time that same"
    " 1,500 2.5 ten hundred more than about nearly few couple 0001 9999 1000 22nd 100000 rest year-end weekend Christmas"
    " Q3 Ramadan 1434 Shahrivar ://x www. ٢٠١٢ ۱۳۹۲ شهریور سبتمبر shtator viti سال عام جمعه الجمعة të premten"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=12).map("".join))
ANCHORS = st.one_of(st.none(), st.dates())


@settings(max_examples=600)
@given(text=TEXTS, anchor=ANCHORS, language=st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_harm(text: str, anchor: dt.date | None, language: str) -> None:
    got = read(text, anchor, language)
    assert got == read(text, anchor, language)
    end = 0
    for item in got:
        assert end <= item.start < item.end
        assert text[item.start : item.end] == item.text == item.text.strip()
        assert TIMEX3_VALUE.match(item.value), item
        assert item.begin_on is None or item.end_on is None or item.begin_on <= item.end_on
        assert item.rule.startswith("dates.")
        end = item.end


@settings(max_examples=300)
@given(text=TEXTS, anchor=ANCHORS, language=st.sampled_from((*LANGUAGES, "de")))
def test_any_text_is_a_date_or_none(text: str, anchor: dt.date | None, language: str) -> None:
    day, precision = parse_day(text, anchor=anchor, language=language)
    assert (day is not None) == (precision == "day")


@settings(deadline=None)
@given(day=st.dates(dt.date(1600, 1, 1), dt.date(2099, 12, 31)), anchor=ANCHORS)
def test_a_full_date_is_read_as_itself_in_any_shape(day: dt.date, anchor: dt.date | None) -> None:
    shapes = [
        day.strftime("%B %-d, %Y"),
        day.strftime("%-d %B %Y"),
        day.strftime("%a %b %-d, %Y"),
        day.strftime("%Y/%m/%d"),
        day.isoformat(),
        day.strftime("%d.%m.%Y"),
    ]
    for shape in shapes:
        assert parse_day(shape, anchor=anchor) == (day, "day")
        assert [(item.text, item.value) for item in read(f"Westport, {shape}", anchor)] == [(shape, day.isoformat())]


ALONE = {
    "September 11, 2013": ("en", dt.date(2013, 9, 11)),
    "Fri Jul 20, 2012": ("en", dt.date(2012, 7, 20)),
    "1st September 2013": ("en", dt.date(2013, 9, 1)),
    "the first of September, 2013": ("en", dt.date(2013, 9, 1)),
    "Wed, 11 Sep 2013 10:15:00 GMT": ("en", dt.date(2013, 9, 11)),
    "2012-07-20T10:30:00+04:30": ("en", dt.date(2012, 7, 20)),
    "20120720": ("en", dt.date(2012, 7, 20)),
    "13/04/2012": ("en", dt.date(2012, 4, 13)),
    "23 Shahrivar 1392": ("en", dt.date(2013, 9, 14)),
    "15 Ramadan 1434": ("en", dt.date(2013, 7, 23)),
    "۱۳۹۲/۰۶/۲۳": ("fa", dt.date(2013, 9, 14)),
    "جمعه ۲۲ شهریور ۱۳۹۲": ("fa", dt.date(2013, 9, 13)),
    "۱۲ سپتامبر ۲۰۱۳": ("fa", dt.date(2013, 9, 12)),
    "١٣ أيلول/سبتمبر ٢٠١٣": ("ar", dt.date(2013, 9, 13)),
    "15 رمضان 1434 هـ": ("ar", dt.date(2013, 7, 23)),
    "E premte, 13 Shtator 2013": ("sq", dt.date(2013, 9, 13)),
}


@pytest.mark.parametrize("text", ALONE)
def test_a_date_alone_is_read(text: str) -> None:
    language, day = ALONE[text]
    assert parse_day(text, language=language) == (day, "day")


PARTIAL = {
    "September 2009": "month",
    "2009": "year",
    "July 29": "month_day",
    "February 30, 2012": None,
    "31 September": None,
    "29 February 2013": None,
    "03/04/2012": None,
    "15/03/1392": None,
    "23 Shahrivar 1100": None,
    "3/4/12": None,
    "Monday": None,
    "May": None,
    "Pier 9": None,
    "": None,
}


@pytest.mark.parametrize("text", PARTIAL)
def test_nothing_is_guessed_where_a_date_is_partial_ambiguous_or_impossible(text: str) -> None:
    assert parse_day(text) == (None, PARTIAL[text])


def test_an_anchor_completes_a_day_without_a_year_and_nothing_more() -> None:
    assert parse_day("July 29", anchor=dt.date(2009, 8, 1)) == (dt.date(2009, 7, 29), "day")
    assert parse_day("December 28", anchor=dt.date(2013, 1, 5)) == (dt.date(2012, 12, 28), "day")
    assert parse_day("۲۳ شهریور", anchor=SATURDAY, language="fa") == (SATURDAY, "day")
    assert parse_day("July 2009", anchor=SATURDAY) == (None, "month")


def test_the_order_of_day_and_month_is_set_by_the_caller() -> None:
    assert parse_day("03/04/2012", day_first=True) == (dt.date(2012, 4, 3), "day")
    assert parse_day("03/04/2012", day_first=False) == (dt.date(2012, 3, 4), "day")


def test_a_paragraph_in_another_script_is_read_in_a_language_of_that_script() -> None:
    text = "بندر دیروز بسته شد.\n\nThe harbour was closed yesterday, the mayor of Orm (بندر) said.\n\nПорт закрыли вчера, сообщил мэр."
    day = dt.date(2013, 9, 14)
    assert [(item.text, item.value) for item in read_paragraphs(text, day, "fa")] == [
        ("دیروز", "2013-09-13"), ("yesterday", "2013-09-13"), ("вчера", "2013-09-13"),
    ]  # fmt: skip
    assert all(text[item.start : item.end] == item.text for item in read_paragraphs(text, day, "en"))
    assert [item.text for item in read_paragraphs(text, day, "en")] == [
        "دیروز",
        "yesterday",
        "вчера",
    ]
