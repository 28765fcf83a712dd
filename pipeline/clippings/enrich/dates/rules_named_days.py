"""Named days, months and years in languages other than English, and days of other calendars in English.

Persian, Arabic and Albanian have further names and calendars. The other languages have the months and weekdays of babel alone.
Only explicit expressions are read here; the words of `rules_words` are the same in all of them.
"""

import re
from functools import cache

from clippings.enrich.dates import calendars, resolve, rules_words, time_words
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.calendar_names import MONTHS, WEEKDAYS, YEAR_WORDS, fold
from clippings.enrich.dates.calendars import Calendar
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import either
from clippings.enrich.dates.reader import Reader, Rule, table
from clippings.enrich.dates.scan import Scanner
from clippings.enrich.dates.time_words import TimeWords, low
from clippings.enrich.dates.timex import REFUSED, Reading, Stretch

_WITH_CALENDARS = frozenset(WEEKDAYS)
"""Languages with a group of rules of their own."""
LANGUAGES = time_words.languages() | _WITH_CALENDARS
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
_OF = {
    "fa": "(?:ماه )?(?:سال )?",
    "ar": "(?:(?:من )?(?:عام|العام|سنه|السنه) )?",
    "sq": "(?:(?:i|të) )?(?:viti(?:t|n)? )?",
}
_DAY_WORD = {"fa": "(?:روز )?", "ar": "(?:یوم )?", "sq": "(?:ditën )?(?:e |të )?"}
_DAY_OPENERS = {"یوم", "روز", "من", "شهر", "e", "të", "ditën"}
_OTHER_CALENDAR: dict[str, Calendar] = {"fa": "jalali", "ar": "hijri"}
"""Calendar of a year before 1500 without a month, by language."""


@cache
def reader(language: str) -> Reader:
    """Return the reader of a language, made once."""
    words = time_words.of(language)
    months, weekdays = _months(language), _weekdays(language)
    heads = rules_words.heads(words)
    heads["month"], heads["weekday"] = [*rules_words.written(months)], [*rules_words.written(weekdays)]
    openers = rules_words.openers(words)
    if language in _WITH_CALENDARS:
        heads["year"] = [str(year) for year in range(1200, 2100)]
        openers |= {fold(word) for word in YEAR_WORDS[language]} | _DAY_OPENERS
    else:
        heads["year"] = [str(year) for year in range(1500, 2100)]
    rules = (*_rules(language, words), *rules_words.rules(words))
    return Reader(Scanner(heads, openers), rules, normal=fold)


def _months(language: str) -> dict[str, tuple[Calendar, int]]:
    if language in _WITH_CALENDARS:
        return MONTHS[language]
    return {name: ("gregorian", number) for name, number in time_words.months(language).items()}


def _weekdays(language: str) -> dict[str, int]:
    return WEEKDAYS[language] if language in _WITH_CALENDARS else time_words.weekdays(language)


def _patterns(language: str, words: TimeWords) -> tuple[str, dict[str, str]]:
    """Return the group of rules of a language, and what `@name` in them means."""
    month, weekday = (f"(?P<{kind}>{either(names)})" for kind, names in (
        ("month", _months(language)), ("weekday", _weekdays(language)),
    ))  # fmt: skip
    if language in _WITH_CALENDARS:
        ordinals = f"|(?P<ordinal>{either(words.ordinals)})" if words.ordinals else "(?P<ordinal>(?!))?"
        return "own_calendars", {
            "day": _DAY, "year": r"(?P<year>1[2-9]\d\d|20\d\d)(?!\d)", "of": _OF[language], "month": f"{month}ٔ?",
            "weekday": f"{_DAY_WORD[language]}{weekday}", "second": rf"(?: ?[/(] ?{either(_months(language))}\)?)?",
            "wordofyear": either(map(fold, YEAR_WORDS[language])), "worded": ordinals,
        }  # fmt: skip
    year_end = either(time_words.general("year_end"))
    return "of_babel", {
        "day": _DAY, "year": r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d|[.,]\d)", "month": month, "weekday": weekday,
        "joint": f"(?:{either(words.joints)} )?" if words.joints else "",
        "wordofyear": f"(?:{either(words.years)} )" if words.years else r"(?!)",
        "yearend": year_end, "end": f"(?: {year_end})?",
    }  # fmt: skip


def _rules(language: str, words: TimeWords) -> tuple[Rule, ...]:
    months, weekdays = _months(language), _weekdays(language)
    before_year = time_words.general("before_year")

    def _day(m: re.Match[str], at: Context) -> Reading | None:
        calendar, number = months[low(m["month"])]
        year = int(m["year"]) if m["year"] else None
        if year is not None and not _fits(calendar, year):
            return None
        day = int(m["day"]) if m["day"] else words.ordinals[low(m["ordinal"])]
        return named_day(at, calendar, number, day, year, m.start())

    def _month(m: re.Match[str], at: Context) -> Reading | None:
        calendar, number = months[low(m["month"])]
        fits = _fits(calendar, int(m["year"]))
        return resolve.date(calendars.month(calendar, int(m["year"]), number)) if fits else None

    def _year(m: re.Match[str], at: Context) -> Reading | None:
        calendar = calendar_of(language, int(m["year"]))
        is_bare = "lead" in m.groupdict() and not (m["lead"] or m["end"])
        if calendar is None or (is_bare and at.word_before(m.start()) not in before_year):
            return None
        return resolve.date(calendars.year(calendar, int(m["year"])))

    def _digits(m: re.Match[str], at: Context) -> Reading | None:
        calendar = calendar_of(language, int(m["year"]))
        on = calendars.day(calendar, int(m["year"]), int(m["m"]), int(m["day"])) if calendar else None
        return resolve.date(cal.day(on)) if on else REFUSED

    def _weekday(m: re.Match[str], at: Context) -> Reading | None:
        return resolve.weekday(at, weekdays[low(m["weekday"])])

    return table(
        *_patterns(language, words), day_month=_day, year_month_day=_day, month_year=_month, year_first=_digits,
        year_last=_digits, year=_year, weekday=_weekday,
    )  # fmt: skip


def named_day(at: Context, calendar: Calendar, month: int, day: int, year: int | None, start: int = 0) -> Reading:
    """Return a day of a named month; without a year it is the last one not more than four weeks after the anchor."""
    if year is not None:
        on = calendars.day(calendar, year, month, day)
        return resolve.date(cal.day(on)) or REFUSED if on else REFUSED
    if calendar == "gregorian":
        return resolve.month_day(at, start, month, day) or REFUSED
    if at.anchor is None:
        return Reading("DATE", Stretch(cal.UNKNOWN["D"]))
    near = calendars.year_of(calendar, at.anchor)
    days = [on for y in range(near - 2, near + 3) if (on := calendars.day(calendar, y, month, day))]
    past = [on for on in days if (on - at.anchor).days <= resolve.SOON]
    return (resolve.date(cal.day(past[-1]), anchor=at.anchor) or REFUSED) if past else REFUSED


def calendar_of(language: str, year: int) -> Calendar | None:
    """Return the calendar of a year in digits; a year before 1500 shows one only where the language has a second calendar."""
    return "gregorian" if year >= 1500 else _OTHER_CALENDAR.get(language)


def _fits(calendar: Calendar, year: int) -> bool:
    return (year >= 1500) == (calendar == "gregorian")


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
