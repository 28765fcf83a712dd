"""Rules for days, months and weekdays that are named: "September 11, 2013", "the first of September", "last Friday".

Years alone, stretches counted from the anchor, and times of day have modules of their own.
"""

import re

from clippings.enrich.dates import resolve
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import (
    AMBIGUOUS_MONTHS,
    CONTEXTS,
    HOLIDAYS,
    MONTHS,
    MOVABLE_HOLIDAYS,
    PARTS,
    month_number,
    ordinal,
    weekday_number,
)
from clippings.enrich.dates.reader import table
from clippings.enrich.dates.timex import REFUSED, Reading, Stretch


def part_mod(words: str | None) -> str | None:
    """Return the modifier that words for a part of a stretch make: "the end of " is END, "mid-" is MID."""
    if not words:
        return None
    return next((PARTS[w] for w in re.findall(r"[a-z]+", words.lower()) if w in PARTS), None)


def _day_number(text: str) -> int | None:
    return int(text) if text.isdigit() else ordinal(text.removeprefix("the "))


def named_day(m: re.Match[str], at: Context) -> Reading | None:
    """Return a day and a month, perhaps a year and a second day."""
    month, first = month_number(m["month"]), _day_number(m["day"])
    if first is None or (m["month"].islower() and m["month"] in AMBIGUOUS_MONTHS and not m["year"]):
        return None
    groups = m.groupdict()
    year = int(m["year"]) if m["year"] else resolve.year_named(at, m["relyear"])
    if year is not None:
        on = cal.exact(year, month, first)
        reading = resolve.date(cal.day(on), anchor=None if m["year"] else at.anchor) if on else None
    else:
        reading = resolve.month_day(at, m.start(), month, first)
    if reading is None:
        return REFUSED
    if not groups.get("last"):
        return reading
    last, begin = _day_number(m["last"]), reading.stretch.begin
    if last is None or begin is None or last <= first:
        return REFUSED if last is not None and last <= first else None
    end = cal.exact(begin.year, month, last)
    if end is None:
        return REFUSED
    return reading._replace(type="DURATION", stretch=cal.interval(reading.stretch, cal.day(end)))


def _month_year(m: re.Match[str], at: Context) -> Reading | None:
    if m["month"] in AMBIGUOUS_MONTHS and at.word_before(m.start()) not in CONTEXTS["before_may"]:
        return None  # "may" and "march" without a capital are verbs
    return resolve.date(cal.month(int(m["year"]), month_number(m["month"])), part_mod(m["part"]))


def _month(m: re.Match[str], at: Context) -> Reading | None:
    """Return a month alone. A name that is another word too needs a word before it that leads to a time, "Sept." its stop."""
    name, which = m["month"].lower().rstrip("."), (m["which"] or "").strip().lower()
    if name not in MONTHS and m["month"][-1] != ".":
        return None
    if name in AMBIGUOUS_MONTHS and not _is_month(m, at, name, bool(which or m["part"])):
        return None
    year = resolve.year_named(at, m["relyear"])
    if year is not None:
        return resolve.date(cal.month(year, month_number(name)), part_mod(m["part"]), at.anchor)
    return resolve.bare_month(at, m.start(), month_number(name), which, part_mod(m["part"]))


def _is_month(m: re.Match[str], at: Context, name: str, is_led: bool) -> bool:
    """Return whether a name that is another word too is the month: in May, a June fair; not April Jones, the March of Towns."""
    before, after = at.word_before(m.start()), at.word_after(m.end())
    if m["month"].islower() or (at.text[m.end() : m.end() + 1] == " " and after[:1].isupper()):
        return False
    if name == "march" and before == "the" and after in CONTEXTS["after_a_march"]:
        return False
    leads = CONTEXTS["before_may" if name in ("may", "march") else "before_a_month"]
    return is_led or before in leads or before.endswith("'s")


def _weekday(m: re.Match[str], at: Context) -> Reading | None:
    after, before = at.word_after(m.end()), at.word_before(m.start())
    if m["weekday"].islower() and not m["which"] and before not in CONTEXTS["before_lower_weekday"]:
        return None
    if before in CONTEXTS["epithets_of_weekdays"] or (after.istitle() and after.lower() in CONTEXTS["newspapers"]):
        return None
    which = (m["which"] or "").lower()
    reading = resolve.weekday(
        at, weekday_number(m["weekday"]), {"coming": "next", "past": "last"}.get(which, which), m.start()
    )
    return reading._replace(mod=part_mod(m["part"]))


def _weekday_of_week(m: re.Match[str], at: Context) -> Reading | None:
    number = weekday_number(m["weekday"])
    if at.anchor is None:
        return resolve.weekday(at, number)
    weeks = {"last": -1, "this": 0, "next": 1}[m["which"].lower()]
    on = cal.moved(at.anchor, weeks * 7 + number - at.anchor.isoweekday())
    return resolve.date(cal.day(on), anchor=at.anchor) if on else None


def _year_first(m: re.Match[str], at: Context) -> Reading | None:
    on = cal.exact(int(m["year"]), int(m["m"]), int(m["d"])) if int(m["year"]) >= 1500 else None
    return resolve.date(cal.day(on)) if on else REFUSED


def _year_last(m: re.Match[str], at: Context) -> Reading | None:
    first, second, year = int(m["a"]), int(m["b"]), int(m["year"])
    if m["sep"] == "." or at.language != "en" or first > 12:
        first, second = second, first
    elif second <= 12 and first != second:
        # 03/04/2012 is a day in March for some readers and in April for others
        if at.anchor not in (cal.exact(year, first, second), cal.exact(year, second, first)):
            return Reading("DATE", Stretch(f"{year:04d}-XX-XX"))
        return resolve.date(cal.day(at.anchor)) if at.anchor else None
    on = cal.exact(year, first, second) if year >= 1500 else None
    return resolve.date(cal.day(on)) if on else REFUSED


def _short_year_last(m: re.Match[str], at: Context) -> Reading | None:
    """Read 11/02/89 if one order of its parts is the day of writing, or only one order is a day near it."""
    if at.anchor is None or at.language != "en":
        return None
    year = at.anchor.year // 100 * 100 + int(m["yy"])
    year -= 100 * (year > at.anchor.year + 1)
    first, second = int(m["a"]), int(m["b"])
    days = {on for on in (cal.exact(year, first, second), cal.exact(year, second, first)) if on}
    on = at.anchor if at.anchor in days else days.pop() if len(days) == 1 else None
    return resolve.date(cal.day(on)) if on else None


def _holiday(m: re.Match[str], at: Context) -> Reading | None:
    name = m["name"].lower()
    year = int(m["year"]) if m["year"] else None
    if name in MOVABLE_HOLIDAYS:
        of = year or (at.anchor.year if at.anchor else 0)
        on = cal.nth_weekday(of, *MOVABLE_HOLIDAYS[name])
        return resolve.date(cal.day(on), anchor=None if year else at.anchor) if on else None
    month, day = HOLIDAYS[name]
    if year:
        on = cal.exact(year, month, day)
        return resolve.date(cal.day(on)) if on else None
    return resolve.month_day(at, m.start(), month, day)


RULES = table(
    "days", month_day=named_day, day_month=named_day, day_of_month=named_day, month_year=_month_year,
    month=_month, weekday_of_week=_weekday_of_week, weekday=_weekday, year_first=_year_first,
    year_last=_year_last, short_year_last=_short_year_last, holiday=_holiday,
)  # fmt: skip
