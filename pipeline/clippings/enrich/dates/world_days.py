"""Finds the day a short line names in any language babel has, and days named from the day a page was saved.

For the lines that date posts. Dates inside running text are read by `read`, and only in the languages that have rules.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from clippings.enrich.dates import calendar_words, time_words
from clippings.enrich.dates.lexicon import load
from clippings.enrich.dates.stretches import exact

LONGEST = 120
"""Characters of the longest line that is looked at."""
_MAJORITY = 0.8
"""A name that several languages give to different months means the month of this share of them at least."""
_SHORTEST = 3
"""Letters of the shortest Latin name of a month: `de` is one in a language of Senegal, and `14 de enero` is of January."""
_NAME_WORDS = 3
"""Words of the longest name of a month."""
_BUDDHIST = 543
_FIRST_BUDDHIST = 2400
_FIRST_YEAR, _LAST_YEAR = 1500, 2200
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][^\s\d.,;:|()\[\]/–—年月]*")
"""A word; marks of scripts that write vowels above and below are of it."""
_DAY_BEFORE = re.compile(
    r"(?<![\d.:/-])(?P<d>\d{1,2})(?:\.|º|ª|°|er|ère|re|st|nd|rd|th|-?(?:го|е|й)|:a|:e|e)?"
    r"[\s.,/-]*(?:(?:de|di|do|da|del|of|din)\s+|d['’]\s*)?$",
    re.IGNORECASE,
)
_DATA = load("calendar_names.yaml")
_MARKS = "|".join(map(re.escape, _DATA["era_marks"]))
_YEAR_BEHIND = re.compile(
    rf"\.?[\s,./-]*(?:(?:de|del|do|da|di|of|von|năm|aasta)\s+|(?:{_MARKS})\s*)?(?P<y>\d{{4}})(?!\d)", re.IGNORECASE
)
_DAY_BEHIND = re.compile(
    r"\.?[\s,-]*(?P<d>\d{1,2})(?:st|nd|rd|th|\.|日|º|ª|°)?(?![\d:])(?:[\s,.]+(?:(?:de|del|do|of)\s+|\d{1,2}:\d\d(?::\d\d)?\s+(?:[A-Z]{2,5}\s+)?)?(?P<y>\d{4})(?!\d))?",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<y>\d{4})(?:年|년|\.|-|/|г\.|\.\s*gada)?[\s,]*$", re.IGNORECASE)
ERAS: dict[str, int] = _DATA["eras"]
"""Name of an era of East Asia to the year before its first."""
# 2014年3月4日   |   民國103年3月4日   |   令和元年5月1日   |   2014년 3월 4일   |   4 tháng 3, 2014
_UNITS = re.compile(
    rf"(?:(?P<era>{'|'.join(ERAS)})\s*(?P<y3>\d{{1,3}}|元)\s*年\s*)"
    r"?(?<!\d)(?:(?P<y>\d{4})\s*[年년]\s*)?(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]"
    r"|(?<!\d)(?P<d2>\d{1,2})\s+(?:tháng)\s+(?P<m2>\d{1,2})(?:,?\s+(?:năm\s+)?(?P<y2>\d{4}))?",
    re.IGNORECASE,
)
_NEAR: dict[str, int] = {
    calendar_words.fold(name): days
    for names in (*(time_words.of(code).near for code in ("fa", "ar", "sq")), *_DATA["listed_near_days"].values())
    for name, days in names.items()
}
_LAST = frozenset(calendar_words.fold(word) for word in _DATA["last_words"])
_PAST_UNITS = {calendar_words.fold(name): unit for unit, names in _DATA["past_units"].items() for name in names}
_NUMBER = re.compile(r"\d{1,3}")
_UNIT_DAYS = {"second": 0, "minute": 0, "hour": 0, "day": 1, "week": 7}
_ONE = re.compile(r"\b(?:an?|one|einer?m?|une?|un[ao]?|uma?|en|ett|één|een)\b", re.IGNORECASE)
CLOCK_BEHIND = re.compile(
    r"(?:(?<![\s,])[\s,]+)?(?:[^\W\d_]{1,5}\.?\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*(?:uhr|uur))?\Z",
    re.IGNORECASE,
)


class FoundDay(NamedTuple):
    """A day and month that characters `start` to `end` of a line name, with the year where they do."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def on(self) -> dt.date | None:
        """Return the day, where the year is named and the calendar has it."""
        return exact(self.year, self.month, self.day) if self.year is not None else None


@lru_cache(maxsize=8192)
def find_day(text: str, language: str | None = None) -> FoundDay | None:
    """Return the first day that a short line names in words of any language; None if it names no day or is ambiguous."""
    if len(text) > LONGEST or not _DIGIT.search(text):
        return None
    units = _UNITS.search(text)
    if units:
        units_found = units.groupdict()
        year = units_found["y"] or units_found["y2"] or (units_found["y3"] or "").replace("元", "1")
        month, day_of_month = (int(units_found[name] or units_found[f"{name}2"]) for name in "md")
        first = ERAS.get(units_found["era"] or "", 0)
        return FoundDay(*units.span(), first + int(year) if year else None, month, day_of_month)
    words = list(_WORD.finditer(text))
    for at, word in enumerate(words):
        for last in (*reversed(words[at + 1 : at + _NAME_WORDS]), word):  # tháng mười hai
            month = _month(text[word.start() : last.end()], language)
            if month is not None and (day := _around(text, word.start(), last.end(), month)):
                return day
    return None


@lru_cache(maxsize=16384)
def _month(name: str, language: str | None) -> int | None:
    by_language = calendar_words.months().get(calendar_words.fold(name))
    if by_language is None or (len(name) < _SHORTEST and name.isascii()):
        return None
    if language in by_language:
        return by_language[language]
    numbers = list(by_language.values())
    most = max(set(numbers), key=lambda number: (numbers.count(number), number))
    return most if numbers.count(most) >= _MAJORITY * len(numbers) else None


def _around(text: str, start: int, end: int, month: int) -> FoundDay | None:
    """Return the day whose month is at `start` to `end`, from the numbers around it."""
    before = _DAY_BEFORE.search(text[:start])
    if before:
        behind = _YEAR_BEHIND.match(text, end)
        stop = behind.end() if behind else end
        return _valid(before.start(), stop, behind["y"] if behind else None, month, before["d"])
    behind = _DAY_BEHIND.match(text, end)
    if behind is None:
        return None
    first = _YEAR_BEFORE.search(text[:start])
    if behind["y"]:
        return _valid(start, behind.end(), behind["y"], month, behind["d"])
    if first:
        return _valid(first.start(), behind.end(), first["y"], month, behind["d"])
    return _valid(start, behind.end(), None, month, behind["d"])


def _valid(start: int, end: int, year: str | None, month: int, day: str) -> FoundDay | None:
    number = int(year) if year else None
    if number is not None and number >= _FIRST_BUDDHIST:
        number -= _BUDDHIST
    if number is not None and not _FIRST_YEAR <= number <= _LAST_YEAR:
        return None
    return FoundDay(start, end, number, month, int(day)) if 1 <= int(day) <= 31 else None


def latest(found_day: FoundDay, saved: dt.date) -> dt.date | None:
    """Return the last such day and month that is not after the day a page was saved, which may lag a day behind."""
    for year in (saved.year + 1, saved.year, saved.year - 1):
        on = exact(year, found_day.month, found_day.day)
        if on is not None and on <= saved + dt.timedelta(days=1):
            return on
    return None


@lru_cache(maxsize=4096)
def is_relative(text: str) -> bool:
    """Return whether a line as a whole names a day from the day of writing: `3 hours ago`, `Yesterday`, `Last Monday`."""
    return _relative(text) is not None


def relative(text: str, saved: dt.date) -> dt.date | None:
    """Return the day such a line names, from the day the page was saved."""
    offset = _relative(text)
    if offset is None:
        return None
    kind, number = offset
    if kind == "weekday":
        return saved - dt.timedelta(days=(saved.isoweekday() - number - 1) % 7 + 1)
    if kind in _UNIT_DAYS:
        return saved - dt.timedelta(days=_UNIT_DAYS[kind] * number)
    return saved + dt.timedelta(days=number) if kind == "near" else None


def _relative(text: str) -> tuple[str, int] | None:
    line = calendar_words.fold(text.strip(" ,;:|·•()[]"))
    if not line or len(line) > 40:
        return None
    has_digit = _DIGIT.search(line) is not None
    bare = calendar_words.fold(CLOCK_BEHIND.sub("", line)) if has_digit else line.strip().rstrip(".")
    if bare in _NEAR and (_NEAR[bare] < 0 or bare != line or " " in bare):
        return "near", _NEAR[bare]  # `Today` alone is the heading of a part, or a newspaper
    line = bare
    words = line.split()
    if 1 < len(words) <= 3 and (words[0] in _LAST or words[-1] in _LAST):
        name = " ".join(words[1:] if words[0] in _LAST else words[:-1])
        if name in _PAST_UNITS:
            return _PAST_UNITS[name], 1
        if name in calendar_words.weekdays():
            return "weekday", calendar_words.weekdays()[name]
    number = _NUMBER.search(line) or _ONE.search(line)
    if number is None:
        return None
    before, behind = (
        calendar_words.fold(part).replace(".", "") for part in (line[: number.start()], line[number.end() :])
    )
    unit = calendar_words.ago().get((before, behind)) or _plural_unit(before, behind)
    if unit is None and not before and behind.endswith(" ago"):
        unit = _DATA["short_units"].get(behind.removesuffix(" ago"))
    return (unit, int(number[0]) if number[0].isdigit() else 1) if unit else None


def _plural_unit(before: str, behind: str) -> str | None:
    """`an hour ago`, `1 minutes ago`: babel has the phrase with another number."""
    for other in (behind.replace(" ", "s ", 1), behind.replace("s ", " ", 1)):
        if unit := calendar_words.ago().get((before, other)):
            return unit
    return None
