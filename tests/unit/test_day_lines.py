"""Days of posts in every language babel has names for, and days named from the day a page was saved."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import clippings
from clippings.common.large_patterns import contains
from clippings.enrich.dates import calendar_words
from clippings.enrich.dates.world_days import find_day, is_relative, latest, relative
from clippings.segment.fields.beside_date import beside
from clippings.segment.lines.day_lines import (
    is_dateline,
    is_day,
    is_labelled_day,
    is_posted_ago,
    is_signed_day,
    is_worded_day,
    name_and_day,
)
from clippings.segment.sites.patterns import general
from support.in_memory_stages import tables_of_texts
from support.written_pages import prose

SAVED = dt.date(2024, 5, 16)  # a Thursday


@pytest.mark.parametrize("line", ["14.03.2014 um 8:30 Uhr", "14/03/2014 às 08h30", "14/03/2014 à 8h30"])
def test_a_day_in_digits_may_have_a_time_of_the_clock_behind_it(line: str) -> None:
    assert is_day(line)


def test_the_file_of_calendar_words_is_what_babel_has() -> None:
    # a process of its own: babel resolves aliases in its data when they are first read, so what was read before matters
    program = Path(__file__).parents[2] / "tools" / "calendar_words.py"
    fresh = subprocess.run([sys.executable, program], capture_output=True, check=True).stdout
    assert calendar_words.FILE.read_bytes() == fresh


@pytest.mark.parametrize(
    "line",
    [
        "14. März 2014",
        "Publié le 14 mars 2014",
        "14 de marzo de 2014",
        "14 de março de 2014",
        "14 de mar. de 2014",
        "2014年3月14日",
        "三月 14, 2014",
        "14 марта 2014 г.",
        "2014. március 14., péntek",
        "14 mrt 2014",
        "Thứ sáu, 14 tháng 3, 2014",
        "14 มีนาคม 2557",
        "14 Mart 2014 Cuma",
        "१४ मार्च २०१४",
        "2014년 3월 14일",
        "14 Maret 2014",
        "14 Machi 2014",
        "民國103年3月14日",
        "平成26年3月14日（金）",
        "14 มีนาคม พ.ศ. 2557",
        "الجمعة 13 جمادى الأولى 1435 هـ الموافق 14 مارس 2014م",
    ],
)
def test_a_day_with_its_month_in_words_of_any_language_is_read(line: str) -> None:
    result = find_day(line)
    assert result is not None
    assert result.on() == dt.date(2014, 3, 14)
    assert is_day(line)


@pytest.mark.parametrize(
    "line", ["The 12 apples of 2014", "In 3 hours the ferry leaves", "Chapter 4", "Route 66, 2014", "Today"]
)
def test_other_short_lines_are_not_days(line: str) -> None:
    assert not is_day(line)


@pytest.mark.parametrize(
    "line", ["14 de enero de 2014", "14 de janeiro de 2014", "14 de xaneiro de 2014", "14 de jan. de 2014"]
)
def test_the_word_between_day_and_month_is_not_a_month(line: str) -> None:
    day = find_day(line)
    assert day is not None
    assert day.on() == dt.date(2014, 1, 14)


def test_a_name_of_two_months_is_read_only_where_the_language_is_known() -> None:
    assert find_day("12 listopada 2014") is None  # November in Polish, October in Croatian
    assert find_day("12 listopada 2014", "pl").on() == dt.date(2014, 11, 12)
    assert find_day("12 listopada 2014", "hr").on() == dt.date(2014, 10, 12)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("3 hours ago", 16),
        ("Yesterday", 15),
        ("yesterday at 10:20", 15),
        ("2 days ago", 14),
        ("an hour ago", 16),
        ("Last Monday", 13),
        ("vor 2 Tagen", 14),
        ("Gestern, 14:30 Uhr", 15),
        ("il y a 3 jours", 13),
        ("2時間前", 16),
        ("2 дня назад", 14),
        ("lundi dernier", 13),
        ("1 week ago", 9),
    ],
)
def test_a_day_named_from_the_day_of_writing_is_read_with_the_day_the_page_was_saved(line: str, day: int) -> None:
    assert is_relative(line)
    assert relative(line, SAVED) == dt.date(2024, 5, day)


def test_a_day_without_a_year_is_the_last_such_day_before_the_page_was_saved() -> None:
    assert latest(find_day("May 9"), SAVED) == dt.date(2024, 5, 9)
    assert latest(find_day("9. Dezember"), SAVED) == dt.date(2023, 12, 9)
    assert latest(find_day("29 février"), SAVED) == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    "line",
    ["last month", "Letzten Monat", "le mois dernier", "il mese scorso", "el año pasado", "geçen ay", "6 mo ago", "2 yrs. ago", "3 mths ago"],
)  # fmt: skip
def test_a_month_or_year_before_the_day_of_writing_is_such_a_line_and_no_day(line: str) -> None:
    assert is_relative(line)
    assert relative(line, SAVED) is None


@pytest.mark.parametrize("line", ["last week", "la semana pasada", "1 wk. ago", "vorige week"])
def test_a_week_before_the_day_of_writing_is_seven_days(line: str) -> None:
    assert relative(line, SAVED) == SAVED - dt.timedelta(days=7)


@pytest.mark.parametrize("line", ["Joined: Sun Mar 04, 2012", "Registered: 4 March 2012"])
def test_the_day_a_member_joined_does_not_date_a_post(line: str) -> None:
    assert not is_worded_day(line)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("dpa | Brant | 11.02.2016", True), ("Ferries · Ada Quill · 3 mars 2016", True), ("Ada Quill | Brant | 9 de octubre de 2018", True),
        ("Home | News | Letters", False), ("Town | By Ada Quill | 9 March 2016", False), ("Brant | 11.02.2016", False),
    ],
)  # fmt: skip
def test_a_person_or_agency_a_place_and_a_day_between_bars_date_a_post(line: str, is_one: bool) -> None:
    assert is_dateline(line) is is_one


def test_names_with_vowel_marks_are_names_and_the_day_of_joining_a_forum_is_none() -> None:
    assert name_and_day("सुनीता वर्मा 5 मार्च 2018") is not None
    assert name_and_day("Ada Quill Joined: 3 May 2008") is None


@pytest.mark.parametrize(
    ("before", "writer", "category"),
    [
        ("Ada Quill | Brant", "Ada Quill", None), ("Ferries · Anna Quill", "Anna Quill", "Ferries"), ("dpa | Brant", None, None),
        ("Cecily Quill", "Cecily Quill", None), ("Ferry Quay", None, None),
    ],
)  # fmt: skip
def test_a_person_between_bars_before_a_day_wrote_the_post(
    before: str, writer: str | None, category: str | None
) -> None:
    line = f"{before} | 12.04.2013"
    spans = beside(line, len(before) + 3, len(line))
    assert [span and line[slice(*span)] for span in spans] == [writer, category]


@pytest.mark.parametrize(
    "line",
    [
        "2018-11-26 09:15:00　来源：青石日报　作者：林小雨",
        "12 May 2014 | Source: Quay Post | Author: Ada Quill",
        "12 мая 2014 Автор: Анна Пирс",
    ],
)
def test_a_day_with_labelled_parts_is_a_line_of_a_day(line: str) -> None:
    assert is_labelled_day(line)
    assert not is_labelled_day(line.replace("12", "Harbour").replace("2018-11-26", "Harbour"))


def test_a_person_behind_a_day_and_a_comma_is_its_writer() -> None:
    line = "18. června 2013, Jana Hořejší"
    assert beside(line, 0, 15) == ((17, 29), None)
    assert beside("18 June 2013, New Holm", 0, 12) == (None, None)
    assert beside("18 June 2013 · Anna Quill in Harbour News", 0, 12) == ((15, 25), None)


def test_a_label_of_an_unknown_language_before_a_person_is_that_of_the_writer() -> None:
    line = "Piše: Ana Marić | 12.3.2014. | Luka"
    assert beside(line, 18, 27) == ((6, 15), (31, 35))
    assert beside("Foto: Ana Marić | 12.3.2014. | Luka", 18, 27) == (None, None)


def test_a_label_of_categories_beside_a_day_and_a_byline_is_not_of_the_category() -> None:
    line = "12.3.2014 | Раздел: Гавань | Автор: Нина Орлова"
    assert beside(line, 0, 9) == ((36, 47), (20, 26))
    assert beside("Na Juma Mwakyusa | 12 Machi 2014", 19, 32) == ((3, 16), None)
    assert beside("Na Bandari | 12 Machi 2014", 13, 26) == (None, None)


@pytest.mark.parametrize(
    ("line", "section"), [("Anna Quill | 2 May 2015", None), ("Anna Quill | 2 May 2015 | Harbour", "Harbour")]
)
def test_a_person_before_a_day_is_its_writer(line: str, section: str | None) -> None:
    start = line.index("2 May")
    writer, category = beside(line, start, start + len("2 May 2015"))
    assert writer == (0, len("Anna Quill"))
    assert (category and line[slice(*category)]) == section
    assert beside("Harbour News | 2 May 2015", 15, 25) == (None, None)


def test_tabs_separate_the_parts_beside_a_day() -> None:
    line = "May 2, 2015\tDelphine Quill\tHarbour"
    assert beside(line, 0, 11) == ((12, 26), (27, 34))


@pytest.mark.parametrize("path", ["2013/11/26/bell", "2013/11/bell.html", "news-2013-11-26-bell"])
def test_a_day_without_a_year_has_that_of_the_address(path: str) -> None:
    text = (
        "The harbour board voted on Tuesday to keep the night ferry for one more winter, after a meeting of two hours. "
    )
    page = f"<article><h1>Night ferry stays</h1><p>Nov 26</p><p>{text * 2}</p><p>{text * 2}</p></article>"
    [article] = clippings.extract(page, url=f"https://quay.example.org/{path}")
    assert article.published_on == dt.date(2013, 11, 26)
    [undated] = clippings.extract(page, url="https://quay.example.org/bell")
    assert undated.published_on is None


@pytest.mark.parametrize("line", ["4. 3. 2016", "04. 03. 2016 8:15", "2016. 3. 4."])
def test_a_day_in_digits_may_have_spaces_behind_its_dots(line: str) -> None:
    assert is_day(line)


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("by Ada Quill | 3 hours ago | Boats", "Ada Quill", "3 hours ago"),
        ("Ada Quill · 2 days ago · 4 min read", "Ada Quill", "2 days ago"),
        ("3 hours ago | By Noor Vale", "Noor Vale", "3 hours ago"),
    ],
)
def test_a_name_and_how_long_ago_are_parts_of_a_line(line: str, name: str, day: str) -> None:
    found = name_and_day(line)
    assert found is not None
    assert (line[found.name_start : found.name_end], line[found.day_start : found.day_end]) == (name, day)


@pytest.mark.parametrize(
    ("line", "is_posted"),
    [
        ("Submitted 3 hours ago by brasshat", True),
        ("Posted in Boats by Ada Quill 5 days ago", True),
        ("5 days ago by Ada Quill", True),
        ("Town votes on a pier that closed 3 years ago", False),
        ("By 1911 the pier was open; it closed 3 years ago.", False),
    ],
)
def test_a_line_says_who_posted_a_text_and_how_long_ago(line: str, is_posted: bool) -> None:
    assert is_posted_ago(line) is is_posted


@pytest.mark.parametrize(
    "line",
    [
        "Par Luce Marchand, le 1er mars 2015 à 10h15",
        "Publié le mardi 24 février 2015 par Denis Aubry",
        "Publié le 4 mars 2014 à 10h15 | Par Luce Marchand",
        "04.03.2014, 10:15 Uhr von Edna Farren",
        "Por Edna Faria em 4 de março de 2014 às 10h15",
        "Publicado em 04/03/2014 por Edna Faria",
        "Author: Ada Quill, 4 March 2014, 10:15",
    ],
)
def test_a_person_and_a_day_may_have_a_label_each(line: str) -> None:
    assert is_signed_day(line)


@pytest.mark.parametrize(
    "line",
    ["By the river on March 4, 2014", "A speech on 4 March 2014 by Ada Quill", "Signed 4 March 2014 by Ada Quill"],
)
def test_other_words_beside_a_day_and_a_person_are_not_the_day_of_a_post(line: str) -> None:
    assert not is_signed_day(line)


@pytest.mark.parametrize(
    "line", ["Posted: 03/28/2014 10:22:11 AM MDT", "03/28/2014 10:22 AM EDT", "28-03-2014 10:22 WIB"]
)
def test_a_day_in_digits_may_have_a_time_with_its_zone(line: str) -> None:
    assert contains(pl.Series([line]), general("dated_by")).all()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Author: Ada Quill, 4 March 2014, 10:15", "Ada Quill"),
        ("Автор: Мария Соколова, 4 марта 2014", "Мария Соколова"),
        ("Par : Luce Marchand - 4 mars 2014", "Luce Marchand"),
    ],
)
def test_a_label_of_bylines_with_a_person_and_a_day_dates_a_post(line: str, name: str) -> None:
    page = "\n\n".join(["Quay Post", "Home\nNews", f"Ferry sails on after a vote\n{line}", prose(1, 3), prose(2, 3)])
    articles = tables_of_texts(page)["articles"]
    assert [(str(day), author) for day, author in articles.select("published_on", "author").rows()] == [
        ("2014-03-04", name)
    ]


@pytest.mark.parametrize(
    "comments", ["Leave a comment", "3 Comments", "\t2 Comments", "| No Comments", "Hinterlasse einen Kommentar"]
)
def test_a_day_a_person_and_a_number_of_comments_are_a_line_of_a_day(comments: str) -> None:
    line = f"14 March 2015 Anna Quill {comments}"
    assert is_worded_day(line)
    assert beside(line, 0, 13) == ((14, 24), None)
    assert not is_worded_day(f"14 March 2015 Anna Quill of the harbour board {comments}")


def test_a_person_behind_and_a_section_before_a_day_are_its_writer_and_category() -> None:
    line = "Ferries | 12 March 2015 | Cecily Quill"
    assert beside(line, 10, 23) == ((26, 38), (0, 7))
    assert beside("Ferries | 12 March 2015 | Quay News", 10, 23) == (None, None)
