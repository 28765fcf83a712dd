"""Rules for Persian, Arabic and Albanian, and for other calendars' dates in English. English itself does not belong here.

Only explicit expressions are read: days, months and years with their names, dates in digits, weekdays and near days.
"""

from __future__ import annotations

import re
from functools import cache

from clippings.enrich.dates import calendars, resolve, rules_words, time_words
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.calendar_names import MONTHS, WEEKDAYS, YEAR_WORDS, fold
from clippings.enrich.dates.calendars import Calendar
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import either
from clippings.enrich.dates.reader import Reader
from clippings.enrich.dates.rule import Rule, table
from clippings.enrich.dates.scan import Scanner
from clippings.enrich.dates.timex import REFUSED, Reading, Stretch

_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
_YEAR = r"(?P<year>1[2-9]\d\d|20\d\d)(?!\d)"
_OF = {
    "fa": "(?:ماه )?(?:سال )?",
    "ar": "(?:(?:من )?(?:عام|العام|سنه|السنه) )?",
    "sq": "(?:(?:i|të) )?(?:viti(?:t|n)? )?",
}
_DAY_WORD = {"fa": "(?:روز )?", "ar": "(?:یوم )?", "sq": "(?:ditën )?(?:e |të )?"}
_OTHER_CALENDAR: dict[str, Calendar] = {"fa": "jalali", "ar": "hijri"}
"""Calendar of a year before 1500 without a month, by language."""


def _calendar_of(language: str, year: int) -> Calendar | None:
    return "gregorian" if year >= 1500 else _OTHER_CALENDAR.get(language)


def named_day(at: Context, calendar: Calendar, month: int, day: int, year: int | None) -> Reading:
    """Return a day of a named month; without a year it is the last one not more than four weeks after the anchor."""
    if year is not None:
        on = calendars.day(calendar, year, month, day)
        return resolve.date(cal.day(on)) or REFUSED if on else REFUSED
    if calendar == "gregorian":
        return resolve.month_day(at, 0, month, day) or REFUSED
    if at.anchor is None:
        return Reading("DATE", Stretch(cal.UNKNOWN["D"]))
    near = calendars.year_of(calendar, at.anchor)
    days = [on for y in range(near - 2, near + 3) if (on := calendars.day(calendar, y, month, day))]
    past = [on for on in days if (on - at.anchor).days <= resolve.SOON]
    return (resolve.date(cal.day(past[-1]), anchor=at.anchor) or REFUSED) if past else REFUSED


def _fits(calendar: Calendar, year: int) -> bool:
    return (year >= 1500) == (calendar == "gregorian")


def _rules(language: str) -> tuple[Rule, ...]:
    months, weekdays = MONTHS[language], WEEKDAYS[language]
    ordinals = time_words.of(language).ordinals
    patterns = {
        "day": _DAY, "year": _YEAR, "of": _OF[language], "month": f"(?P<month>{either(months)})ٔ?",
        "weekday": f"{_DAY_WORD[language]}(?P<weekday>{either(weekdays)})",
        "second": rf"(?: ?[/(] ?{either(months)}\)?)?",
        "wordofyear": either(map(fold, YEAR_WORDS[language])),
        "worded": f"|(?P<ordinal>{either(ordinals)})" if ordinals else "(?P<ordinal>(?!))?",
    }  # fmt: skip

    def _day(m: re.Match[str], at: Context) -> Reading | None:
        calendar, number = months[m["month"].lower()]
        year = int(m["year"]) if m["year"] else None
        if year is not None and not _fits(calendar, year):
            return None
        day = int(m["day"]) if m["day"] else ordinals[time_words.low(m["ordinal"])]
        return named_day(at, calendar, number, day, year)

    def _month(m: re.Match[str], at: Context) -> Reading | None:
        calendar, number = months[m["month"].lower()]
        if not _fits(calendar, int(m["year"])):
            return None
        return resolve.date(calendars.month(calendar, int(m["year"]), number))

    def _year(m: re.Match[str], at: Context) -> Reading | None:
        calendar = _calendar_of(language, int(m["year"]))
        return resolve.date(calendars.year(calendar, int(m["year"]))) if calendar else None

    def _digits(m: re.Match[str], at: Context) -> Reading | None:
        calendar = _calendar_of(language, int(m["year"]))
        on = calendars.day(calendar, int(m["year"]), int(m["m"]), int(m["day"])) if calendar else None
        return resolve.date(cal.day(on)) if on else REFUSED

    def _weekday(m: re.Match[str], at: Context) -> Reading | None:
        return resolve.weekday(at, weekdays[m["weekday"].lower()])

    return table("own_calendars", patterns, day_month=_day, month_year=_month, year_first=_digits, year_last=_digits,
                 year=_year, weekday=_weekday)  # fmt: skip


def _reader(language: str) -> Reader:
    words = time_words.of(language)
    heads = rules_words.heads(words)
    heads["month"] = [*rules_words.written(MONTHS[language])]
    heads["weekday"] = [*rules_words.written(WEEKDAYS[language])]
    heads["year"] = [str(year) for year in range(1200, 2100)]
    openers = {fold(word) for word in YEAR_WORDS[language]} | {"یوم", "روز", "من", "شهر", "e", "të", "ditën"}
    return Reader(
        Scanner(heads, openers | rules_words.openers(words)),
        (*_rules(language), *rules_words.rules(words)),
        normal=fold,
    )


LANGUAGES = frozenset(WEEKDAYS)


@cache
def reader(language: str) -> Reader:
    """Return the reader of a language, made once."""
    return _reader(language)


def _foreign_day(m: re.Match[str], at: Context) -> Reading | None:
    calendar, number = MONTHS["en"][m["month"].lower()]
    return named_day(at, calendar, number, int(m["day"]), int(m["year"]))


def _foreign_month(m: re.Match[str], at: Context) -> Reading | None:
    calendar, number = MONTHS["en"][m["month"].lower()]
    return resolve.date(calendars.month(calendar, int(m["year"]), number))


FOREIGN_MONTHS_IN_ENGLISH = table(
    "foreign_months",
    {"day": _DAY, "month": f"(?P<month>{either(MONTHS['en'])})", "year": r"(?P<year>1[2-4]\d\d)(?: ?(?:AH|A\.H\.))?"},
    foreign_day=_foreign_day,
    foreign_month_day=_foreign_day,
    foreign_month=_foreign_month,
)
