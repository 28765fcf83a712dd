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
from clippings.enrich.dates.rule import Rule
from clippings.enrich.dates.rules_other import LANGUAGES as WITH_OWN_RULES
from clippings.enrich.dates.rules_words import compiled
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
    joint = f"(?:{either(words.joints)} )?" if words.joints else ""
    month, weekday = f"(?P<month>{either(months)})", f"(?P<weekday>{either(weekdays)})"
    year_word = f"(?:{either(words.years)} )" if words.years else r"(?!)"
    end = f"(?: {year_end})?"

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

    return (
        # 12. September 2013 | 1er mars | 12 de septiembre de 2013 | 12 сентября 2013 года
        Rule(
            "dates.day_month",
            ("month", "weekday"),
            compiled(rf"(?:{weekday},? )?{_DAY}(?:\.|er|º|ª)? {joint}{month}(?:,? {joint}{_YEAR}{end})?"),
            _day,
        ),
        # 2013. szeptember 12
        Rule("dates.year_month_day", ("month",), compiled(rf"{_YEAR}\.? {month} {_DAY}"), _day),
        # März 2012 | marzo de 2012
        Rule("dates.month_year", ("month",), compiled(rf"{month} {joint}{_YEAR}{end}"), _month),
        # 14.09.2013 | 14/09/2013
        Rule(
            "dates.year_last",
            ("year",),
            compiled(rf"(?<![\w/.-]){_DAY}(?P<sep>[-/.])(?P<m>\d\d?)(?P=sep){_YEAR}(?![/-])"),
            _digits,
        ),
        # 2013-09-14
        Rule(
            "dates.year_first",
            ("year",),
            compiled(rf"(?<![\w/.-]){_YEAR}(?P<sep>[-/.])(?P<m>\d\d?)(?P=sep){_DAY}(?![/-])"),
            _digits,
        ),
        # Jahr 2003 | en 2003 | 2003 году
        Rule(
            "dates.year", ("year",), compiled(rf"(?P<lead>{year_word})?{_YEAR}(?![/.-]\d)(?P<end> {year_end})?"), _year
        ),
        # Freitag | vendredi
        Rule("dates.weekday", ("weekday",), compiled(weekday), _weekday),
    )
