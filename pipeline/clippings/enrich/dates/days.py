"""Reads a date on a line of its own, such as the line below a title. Dates inside sentences are read by `read`.

Nothing is guessed: omitted parts stay empty, and a day that no calendar has is not read as another.
"""

import datetime as dt
import re
from functools import cache
from typing import Literal

from clippings.common.text import lazily_compiled
from clippings.enrich.dates import calendars, lexicon
from clippings.enrich.dates.calendar_names import MONTHS, WEEKDAYS, YEAR_WORDS, fold
from clippings.enrich.dates.calendars import Calendar
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import either
from clippings.enrich.dates.rules_named_days import calendar_of, named_day

Precision = Literal["day", "month_day", "month", "year"]
"""Precision of a date: a full day; a day and month; a month and year; a year."""

LONGEST = 80
"""Maximum number of characters of a date on a line of its own."""

_ENGLISH: dict[str, tuple[Calendar, int]] = {
    **{name: ("gregorian", number) for name, number in {**lexicon.MONTHS, **lexicon.SHORT_MONTHS}.items()},
    **MONTHS["en"],
}
_MONTHS: dict[str, dict[str, tuple[Calendar, int]]] = {**MONTHS, "en": _ENGLISH}
_WEEKDAY_NAMES = {*lexicon.WEEKDAYS, *lexicon.SHORT_WEEKDAYS, *(name for names in WEEKDAYS.values() for name in names)}
_WEEKDAY = re.compile(
    rf"(?:(?:on|më|روز|یوم|ditën) )?(?:e |të )?{either(_WEEKDAY_NAMES)}(?!\w)[.,،]? ?(?:the )?", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?:,? ?(?:-|at|T)? ?\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:Z|[A-Z]{2,4}|[+-]\d\d:?\d\d)){0,3})\Z",
    re.IGNORECASE,
)
_ERA = re.compile(r" ?(?:AH|A\.H\.|AD|CE|هـ|ه|م|ش|هـ\.ش|ه\.ش|هجری|هجریه|میلادی|میلادیه|شمسی|قمری)\.?\Z")
_DIGITS_FIRST = re.compile(r"(?P<y>\d{4})(?P<sep>\. |[-/. ])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)\Z")
_DIGITS_LAST = re.compile(r"(?P<a>\d\d?)(?P<sep>\. |[-/. ])(?P<b>\d\d?)(?P=sep)(?P<y>\d{4})\Z")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)\Z")
_YEAR_WORD = either(fold(word) for words in YEAR_WORDS.values() for word in words)
_NUMBER = r"(?P<d>\d\d?)(?:st|nd|rd|th)?"
_LINK = r"(?: ?[-./] ?| )(?:(?:of|من) )?"
_YEAR = rf"(?:[ ,./-]+(?:of |من )?(?:{_YEAR_WORD} )?(?P<y>\d{{4}}))"


@cache
def _shapes(language: str) -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{either(_MONTHS[language])})ٔ?\.?(?: ?[/(] ?{either(_MONTHS[language])}\)?)?"
    ordinal = f"(?P<worded>(?:the )?{lexicon.MACROS['ordinal']})"
    return tuple(
        lazily_compiled(shape + r"\Z", re.IGNORECASE)
        for shape in (
            rf"(?:the )?{_NUMBER}{_LINK}{month}{_YEAR}?",  # 12 September 2013 | 1st of September
            rf"{month}[ -](?:the )?{_NUMBER}{_YEAR}?",  # September 11, 2013
            rf"{ordinal} (?:of )?{month}{_YEAR}?",  # the first of September 2013
            rf"{month}{_YEAR}",  # September 2013
            rf"(?P<y>\d{{4}}){_LINK}{month}(?:{_LINK}{_NUMBER})",  # 2013 September 11
        )
    )


_YEAR_ALONE = re.compile(rf"(?:(?:in|the year|{_YEAR_WORD}) )*(?P<y>\d{{4}})\Z", re.IGNORECASE)


def parse_day(
    text: str, *, anchor: dt.date | None = None, language: str = "en", day_first: bool | None = None
) -> tuple[dt.date | None, Precision | None]:
    """Return the day that a date on its own line names, and how precise it is.

    Args:
        text: the date and nothing else but a weekday, a time of the clock, an era.
        anchor: a day near the one meant; it completes a day and month without a year, and nothing more.
        language: ISO 639-1; its month names and its second calendar are known (en, fa, ar, sq).
        day_first: how to read 03/04/2012; by default it is read in no language but with dots, or outside English.

    Returns:
        The day, or None where the date is less precise than a day, impossible, or no date; and its precision, or None
        where the text is not a possible date.
    """
    line = " ".join(fold(text[: 4 * LONGEST]).split()).strip(" ,.;:-()[]|")
    if not line or len(line) > LONGEST:
        return None, None
    line = _ERA.sub("", _CLOCK.sub("", line)).strip(" ,.")
    line = _WEEKDAY.sub("", line, count=1) if _WEEKDAY.match(line) else line
    parsed = _in_digits(line, language, day_first)
    return parsed if parsed is not None else _in_words(line, anchor, language)


def _digits(language: str, year: int, month: int, day: int) -> tuple[dt.date | None, Precision | None]:
    calendar = calendar_of(language, year)
    return _whole(calendars.day(calendar, year, month, day)) if calendar else (None, None)


def _whole(on: dt.date | None) -> tuple[dt.date | None, Precision | None]:
    return (on, "day") if on else (None, None)


def _in_digits(line: str, language: str, day_first: bool | None) -> tuple[dt.date | None, Precision | None] | None:
    """Read a date in digits; None if it is not a date."""
    m = _DIGITS_FIRST.match(line) or _COMPACT.match(line)
    if m:
        return _digits(language, int(m["y"]), int(m["m"]), int(m["d"]))
    m = _DIGITS_LAST.match(line)
    if m is None:
        return None
    first, second, year = int(m["a"]), int(m["b"]), int(m["y"])
    if day_first is None:
        if m["sep"] == "." or language != "en" or first > 12:
            day_first = True
        elif second > 12:
            day_first = False
        elif first != second:
            return None, None
    day, month = (first, second) if day_first else (second, first)
    return _digits(language, year, month, day)


def _in_words(line: str, anchor: dt.date | None, language: str) -> tuple[dt.date | None, Precision | None]:
    for candidate in dict.fromkeys((language if language in _MONTHS else "en", "en")):
        for shape in _shapes(candidate):
            m = shape.match(line)
            if m is None:
                continue
            parts = m.groupdict()
            calendar, month = _MONTHS[candidate][m["month"].lower()]
            year = int(parts["y"]) if parts.get("y") else None
            if year is not None and (year < 1500) != (calendar != "gregorian"):
                return None, None
            number = lexicon.ordinal(parts["worded"].removeprefix("the ")) if parts.get("worded") else parts.get("d")
            if number is None:
                is_month = year is not None and calendars.month(calendar, year, month)
                return None, "month" if is_month else None
            if year is not None:
                return _whole(calendars.day(calendar, year, month, int(number)))
            return _without_year(calendar, month, int(number), anchor)
    m = _YEAR_ALONE.match(line)
    year = int(m["y"]) if m else 0
    named = calendar_of(language, year)
    return None, "year" if named and calendars.year(named, year) else None


def _without_year(
    calendar: Calendar, month: int, day: int, anchor: dt.date | None
) -> tuple[dt.date | None, Precision | None]:
    limit = 31 if calendar != "gregorian" else 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    if not 1 <= day <= limit:
        return None, None
    if anchor is None:
        return None, "month_day"
    return _whole(named_day(Context("", anchor), calendar, month, day, None).stretch.begin)
