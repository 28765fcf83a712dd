"""Readers of languages whose months and weekdays come from babel alone: named days, months, years, and the words of `rules_words`.

English, Persian, Arabic and Albanian have more, in modules of their own.
"""

from __future__ import annotations

import re
from functools import cache

from clippings.enrich.dates import resolve, rules_words, time_words
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.calendar_names import fold
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import either
from clippings.enrich.dates.reader import Reader
from clippings.enrich.dates.rule import Rule, table
from clippings.enrich.dates.rules_other import LANGUAGES as WITH_OWN_RULES
from clippings.enrich.dates.scan import Scanner
from clippings.enrich.dates.time_words import low
from clippings.enrich.dates.timex import REFUSED, Reading

LANGUAGES = time_words.languages() - WITH_OWN_RULES
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d|[.,]\d)"


@cache
def reader(language: str) -> Reader:
    """Return the reader of a language, made once."""
    words = time_words.of(language)
    heads = rules_words.heads(words)
    heads["month"] = [*rules_words.written(time_words.months(language))]
    heads["weekday"] = [*rules_words.written(time_words.weekdays(language))]
    heads["year"] = [str(year) for year in range(1500, 2100)]
    scanner = Scanner(heads, rules_words.openers(words))
    return Reader(scanner, (*_named(language, words), *rules_words.rules(words)), normal=fold)


def _named(language: str, words: time_words.TimeWords) -> tuple[Rule, ...]:
    months, weekdays = time_words.months(language), time_words.weekdays(language)
    before_year, year_end = time_words.general("before_year"), either(time_words.general("year_end"))
    patterns = {
        "day": _DAY, "year": _YEAR, "month": f"(?P<month>{either(months)})", "weekday": f"(?P<weekday>{either(weekdays)})",
        "joint": f"(?:{either(words.joints)} )?" if words.joints else "",
        "wordofyear": f"(?:{either(words.years)} )" if words.years else r"(?!)",
        "yearend": year_end, "end": f"(?: {year_end})?",
    }  # fmt: skip

    def _day(m: re.Match[str], at: Context) -> Reading | None:
        number, day = months[low(m["month"])], int(m["day"])
        if not m["year"]:
            return resolve.month_day(at, m.start(), number, day) or REFUSED
        on = cal.exact(int(m["year"]), number, day)
        return resolve.date(cal.day(on)) if on else REFUSED

    def _month(m: re.Match[str], at: Context) -> Reading | None:
        return resolve.date(cal.month(int(m["year"]), months[low(m["month"])]))

    def _digits(m: re.Match[str], at: Context) -> Reading | None:
        on = cal.exact(int(m["year"]), int(m["m"]), int(m["day"]))
        return resolve.date(cal.day(on)) if on else REFUSED

    def _year(m: re.Match[str], at: Context) -> Reading | None:
        is_year = m["lead"] or m["end"] or at.word_before(m.start()) in before_year
        return resolve.date(cal.year(int(m["year"]))) if is_year else None

    def _weekday(m: re.Match[str], at: Context) -> Reading | None:
        return resolve.weekday(at, weekdays[low(m["weekday"])])

    return table("of_babel", patterns, day_month=_day, year_month_day=_day, month_year=_month, year_last=_digits,
                 year_first=_digits, year=_year, weekday=_weekday)  # fmt: skip
