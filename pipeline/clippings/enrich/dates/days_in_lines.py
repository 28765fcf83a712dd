"""Finds and reads days in lines of any language: month names of many languages from babel, and days in digits.

`day_pattern` is the Rust pattern for lines that may hold a day; `days_in` reads the days of one line.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from clippings.common.phrases import alternatives
from clippings.enrich.dates import calendar_words
from clippings.enrich.dates.stretches import exact
from clippings.enrich.dates.world_days import ERAS

LANGUAGES = (
    "en de fr es it pt nl sv da nb fi pl cs sk hu ro ru uk bg hr sl sr sq tr el ar he hi bn id ms vi th lt lv et ca sw".split()  # noqa: SIM905
)
"""Languages whose month names are known, in the order in which a name that two share is tried."""
_SHORTEST = 3
_LINK = r"[.,º°]?(?:\s?(?:st|nd|rd|th|er|ος|η|ης)\b)?[\s\-/]*(?:de |di |del |of |d'|the |tháng )?\s?"
# UpdatedApril 10, 2023   |   on10 April 2023   |   10 May 2023April 10, 2023
_START, _DAY_START = r"(?:(?<!\w)|(?-i:(?<=[a-z\d])(?=[A-Z])))", r"(?:(?<!\w)|(?-i:(?<=[a-z]{2})))"
# April 10, 20233 years ago   |   May 2nd, 202511 min read   |   May 2nd, 20258:23 PM
_YEAR_END = r"(?:(?!\d)|(?=\d{1,2}(?:\s*(?:years?|months?|weeks?|days?|hours?|min|comments?|views?)|:\d\d)))"
_YEAR = r"[.,]?(?:[\s\-/,]*(?:de |del |г\.|năm )?\s?(?P<y>(?:19|20)\d\d)" + _YEAR_END + ")"


@dataclass(frozen=True)
class DaySpan:
    """Characters `start` to `end` of a line, `raw`, name `day`; `other` is the other reading where day and month may be swapped."""

    start: int
    end: int
    raw: str
    day: dt.date
    other: dt.date | None = None


@cache
def months() -> dict[str, int]:
    """Number of the month by its name in small letters, in every language of LANGUAGES."""
    by_language = {
        re.sub("σ$", "ς", name): numbers
        for name, numbers in calendar_words.months().items()
        if len(name) >= _SHORTEST and not any(map(str.isdigit, name))
    }
    names: dict[str, int] = {}
    for code in LANGUAGES:
        for name, numbers in by_language.items():
            if code in numbers:
                names.setdefault(name, numbers[code])
    names.setdefault("sept", 9)
    return names


@cache
def month_pattern() -> str:
    """The names of all months, longest first."""
    return f"(?:{alternatives(map(re.escape, months()))})"


@cache
def _worded() -> tuple[re.Pattern[str], ...]:
    month = month_pattern()
    return (
        re.compile(rf"{_DAY_START}(?P<d>[0-3]?\d){_LINK}(?P<m>{month})(?!\w)\.?{_YEAR}", re.IGNORECASE),
        re.compile(rf"{_START}(?P<m>{month})(?!\w)\.?[\s\-]*(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d){_YEAR}", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?P<y>(?:19|20)\d\d)[\s.,]+(?P<m>{month})(?!\w)\.?[\s]*(?P<d>[0-3]?\d)(?!\d)", re.IGNORECASE),
    )  # fmt: skip


_CJK = re.compile(
    rf"(?:(?P<era>{'|'.join(ERAS)})\s*(?P<n>\d{{1,3}}|元)|(?P<y>(?:19|20)\d\d))\s*[年년]"
    r"\s*(?P<m>[01]?\d)\s*[月월]\s*(?P<d>[0-3]?\d)\s*[日号일]?"
)
_YEAR_FIRST = re.compile(r"(?<![\d/.\-])(?P<y>(?:19|20)\d\d)\s?[-/.]\s?(?P<m>[01]?\d)\s?[-/.]\s?(?P<d>[0-3]?\d)(?!\d)")
_YEAR_LAST = re.compile(
    r"(?<![\d/.\-])(?P<a>[0-3]?\d)(?P<sep>[-/.])\s?(?P<b>[0-3]?\d)(?P=sep)\s?(?P<y>(?:19|20)\d\d)(?!\d)"
)
# 12.03.11 14:05   |   03-12-12, 02:05 PM
_YEAR_SHORT = re.compile(
    r"(?<![\d/.\-])(?P<a>[0-3]?\d)(?P<sep>[-/.])(?P<b>[0-3]?\d)(?P=sep)(?P<y>\d\d)(?=,?\s(?:[^\W\d_]{1,3}\s|-\s)?[0-2]?\d:\d\d)"
)
"""The same with a year of two digits, before a time of the clock."""
_PIVOT = 70
"""First year of two digits of the last century."""
_LONGEST = 400


def days_in(text: str) -> list[DaySpan]:
    """The days that a line names with their year, from left to right."""
    spans = sorted(_spans(text[:_LONGEST]), key=lambda span: (span.start, -span.end))
    day_spans: list[DaySpan] = []
    for span in spans:
        if not day_spans or span.start >= day_spans[-1].end:
            day_spans.append(span)
    return day_spans


def _spans(text: str) -> Iterator[DaySpan]:
    if not any(map(str.isdigit, text)):
        return
    for pattern in (*_worded(), _CJK, _YEAR_FIRST):
        for match in pattern.finditer(text):
            month = match["m"]
            number = int(month) if month.isdigit() else months()[month.lower()]
            day = exact(_year(match.groupdict()), number, int(match["d"]))
            if day:
                yield DaySpan(match.start(), match.end(), match[0], day)
    for match in (*_YEAR_LAST.finditer(text), *_YEAR_SHORT.finditer(text)):
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        year += 0 if len(match["y"]) > 2 else 1900 if year >= _PIVOT else 2000
        day_first, month_first = exact(year, second, first), exact(year, first, second)
        if day_first and month_first and day_first != month_first:
            # dots are used where the day comes first
            yield DaySpan(match.start(), match.end(), match[0], day_first, None if match["sep"] == "." else month_first)
        elif day_first or month_first:
            yield DaySpan(match.start(), match.end(), match[0], day_first or month_first or dt.date.min)


def _year(parts: dict[str, str | None]) -> int:
    in_era = (parts.get("n") or "").replace("元", "1")
    return int(parts["y"] or 0) or ERAS[parts["era"] or ""] + int(in_era)


@cache
def day_pattern() -> str:
    """A Rust pattern of lines in small letters that may hold a day; without word boundaries, which Rust finds slowly."""
    month = month_pattern()
    return (
        rf"\d\S?\S?\S?[\s\-/]?(?:de |di |of |tháng )?{month}(?:[^\p{{L}}]|$)|(?:^|[^\p{{L}}]){month}\.?[\s\-]*\d"
        rf"|{month}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
        r"|(?:19|20)\d\d\s?[-/.年년]\s?[01]?\d\s?[-/.月월]\s?[0-3]?\d"
        rf"|(?:{'|'.join(ERAS)})\s?[\d元]{{1,3}}\s?年\s?[01]?\d月\s?[0-3]?\d"
        r"|(?:^|[^\d])[0-3]?\d[-/.]\s?[0-3]?\d[-/.]\s?(?:19|20)?\d\d(?:[^\d]|$)"
    )
