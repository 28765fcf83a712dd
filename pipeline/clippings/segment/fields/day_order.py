"""Reads the day of a post's date: its language, its calendar, and the order of day and month.

All numeric dates of one page decide the order. Other pages do not count, because an article's date must not depend on
the rest of the archive. If no date of the page decides the order, the date stays unread.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

import polars as pl
from babel import Locale, UnknownLocaleError

from clippings.common.text import with_plain_digits
from clippings.enrich.dates import calendar_words, world_days
from clippings.enrich.dates.days import parse_day

Reason = Literal["ambiguous", "impossible"]

# 3. 3. 2015   |   2015. 03. 03.
_SPACED = re.compile(r"(?<!\d)(\d{1,4})\.\s?(\d{1,2})\.\s(\d{1,4})\b\.?")
_IN_DIGITS = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})\Z")
_PIVOT = 70
"""First two-digit year of the last century."""
_MONTHS = 12
_POSTS = 5
"""Least number of different days whose order in a listing decides."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_PERSIAN = r"[پچژگکی]"
_ARABIC = r"[ةيىكأإ]"
_ALBANIAN = r"[ëËçÇ]"
_ALBANIAN_SHARE = 60
"""An Albanian text has one letter of its own in fewer characters than this."""


def page_languages(rows: pl.DataFrame) -> dict[int, str]:
    """Return the language of dates, by page of `rows` (page, stripped)."""
    counts = rows.group_by("page").agg(
        fa=pl.col("stripped").str.count_matches(_PERSIAN).sum(),
        ar=pl.col("stripped").str.count_matches(_ARABIC).sum(),
        sq=pl.col("stripped").str.count_matches(_ALBANIAN).sum(),
        length=pl.col("stripped").str.len_chars().sum(),
    )
    language = (
        pl.when((pl.col("fa") + pl.col("ar")) * 20 > pl.col("length"))
        .then(pl.when(pl.col("fa") >= pl.col("ar")).then(pl.lit("fa")).otherwise(pl.lit("ar")))
        .when(pl.col("sq") * _ALBANIAN_SHARE > pl.col("length"))
        .then(pl.lit("sq"))
        .otherwise(pl.lit("en"))
    )
    return dict(counts.select("page", language.alias("language")).iter_rows())


def day_first(raws: Sequence[str], lines: Sequence[str] = ()) -> bool | None:
    """Return whether the numeric dates of a page give the day first; None if nothing decides.

    A number above twelve decides, else a weekday beside a date, else the order of the posts: of a listing that is newest first
    under one reading only.

    Args:
        raws: The dates, in the order of the page.
        lines: The line of each date.
    """
    matches = [_IN_DIGITS.search(with_plain_digits(raw)) for raw in raws]
    numbers = [(int(match[1]), int(match[3]), _year(match[4])) for match in matches if match]
    days = any(first > _MONTHS for first, _, _ in numbers)
    months = any(second > _MONTHS for _, second, _ in numbers)
    if days or months:
        return days if days != months else None
    beside = [(match, line) for match, line in zip(matches, lines, strict=False) if match]
    by_weekday = {order for match, line in beside if (order := _by_weekday(match, line)) is not None}
    if by_weekday:
        return by_weekday.pop() if len(by_weekday) == 1 else None
    return _by_order(numbers)


# 03-13-12, 02:05 PM   |   oakbark 03/13/2012 09:11
_SHORT = 100
"""Characters of the longest line whose day may decide for others of its page."""
_WITHIN = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")


def day_first_beside(raws: Sequence[str], lines: Sequence[str]) -> bool | None:
    """Return the same from the other days of a page, those of replies and comments, that are written as `raws`: `03-13-12`."""
    own = forms(raws)
    short = [with_plain_digits(line) for line in lines if len(line) <= _SHORT]
    found = [match for line in short for match in _WITHIN.finditer(line) if _form(match) in own]
    days, months = (any(int(match[part]) > _MONTHS for match in found) for part in (1, 3))
    return days if days != months else None


def forms(raws: Sequence[str]) -> set[tuple[str, int]]:
    """Return how days in digits are written: the mark between the numbers, and the digits of the year."""
    return {_form(match) for raw in raws if (match := _WITHIN.search(with_plain_digits(raw)))}


def _form(match: re.Match[str]) -> tuple[str, int]:
    return match[2], len(match[4])


@cache
def is_day_first_in(language: str) -> bool | None:
    """Return whether dates in digits give the day first in a language; None for English, which has both orders, and others."""
    try:
        pattern = Locale(language).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return None
    is_first = "d" in pattern and pattern.lower().index("d") < pattern.index("M") < pattern.index("y")
    return True if is_first and language != "en" else None


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else int(text) + (1900 if int(text) >= _PIVOT else 2000)


def _by_weekday(match: re.Match[str], line: str) -> bool | None:
    """Return the order under which the day has the weekday of its line; None if both or none has it."""
    weekdays = calendar_words.weekdays()
    named = {weekdays[word] for word in map(calendar_words.fold, _WORD.findall(line)) if word in weekdays}
    if len(named) != 1:
        return None
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    (weekday,) = named
    fits = [dt.date(year, month, day).isoweekday() == weekday for day, month in ((first, second), (second, first))]
    return fits[0] if fits[0] != fits[1] else None


def _by_order(numbers: Sequence[tuple[int, int, int]]) -> bool | None:
    """Return the order under which the days fall from post to post; None if both or none does, or the posts are too few."""
    if len(set(numbers)) < _POSTS:
        return None
    falls = [
        all(later >= earlier for later, earlier in pairwise(days))
        for days in (
            [(year, second, first) for first, second, year in numbers],
            [(year, first, second) for first, second, year in numbers],
        )
    ]
    return falls[0] if falls[0] != falls[1] else None


def day(
    raw: str, language: str, first: bool | None, year: str | None, saved: dt.date | None = None
) -> tuple[dt.date | None, Reason | None]:
    """Return the day that `raw` names, or a reason why it has none; neither if it is not a date.

    Args:
        raw: The date, with at most a weekday and a time.
        language: The language of the page.
        first: Whether the page's dates give the day first.
        year: The year of a heading above, for a date without one.
        saved: Save date of the page, if known, to resolve `3 hours ago` and dates without a year.
    """
    if world_days.is_relative(raw):
        return (world_days.relative(raw, saved) if saved else None), None
    line = _whole_year(_SPACED.sub(r"\1.\2.\3", with_plain_digits(raw)), language)
    if line is None:
        return None, None
    match = _IN_DIGITS.search(line)
    if match and int(match[1]) != int(match[3]) and max(int(match[1]), int(match[3])) <= _MONTHS:
        is_known = first is not None or match[2] == "." or language != "en"
        if not is_known:
            return None, "ambiguous"
    order = first if match and max(int(match[1]), int(match[3])) <= _MONTHS else None
    for candidate in dict.fromkeys((language, "en", "sq")):
        parsed, precision = parse_day(line, language=candidate, day_first=order)
        if parsed:
            return parsed, None
        if precision == "month_day" and year:
            parsed, _ = parse_day(f"{line} {year}", language=candidate)
            if parsed:
                return parsed, None
        if precision == "month_day" and saved and (worded := world_days.find_day(line, candidate)):
            return world_days.latest(worded, saved), None
        if precision:
            return None, None
    worded = world_days.find_day(raw, language)
    if worded is not None:
        if worded.year is None:
            return (world_days.latest(worded, saved) if saved else None), None
        named_day = worded.on()
        return named_day, None if named_day else "impossible"
    return None, "impossible" if re.search(r"\d", line) else None


def _whole_year(line: str, language: str) -> str | None:
    """`line` with the century of a two-digit year: 25/12/11, in Persian 92/12/25."""
    match = _IN_DIGITS.search(line)
    if match is None or len(match[4]) > 2:
        return line
    first, mark, second, last = match.groups()
    if language == "fa" and int(last) <= 31 and (int(first) > 31 or (len(first) == 2 and int(first) < 10)):
        century = "13" if int(first) > 31 else "14"
        return f"{line[: match.start()]}{century}{first}{mark}{second}{mark}{last}"
    century = "19" if int(last) >= _PIVOT else "20"
    return f"{line[: match.start()]}{first}{mark}{second}{mark}{century}{last}"
