"""Stretches of the Gregorian calendar and sums with them. Words and patterns do not belong here.

Every function that makes a stretch returns None for one the calendar does not have, or that lies outside the years
1 to 9999, which is as far as dates reach.
"""

import calendar
import datetime as dt
from collections.abc import Callable

from clippings.enrich.dates.timex import Stretch

ONE_DAY = dt.timedelta(days=1)
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season, as weather services of the northern half count them."""


def exact(year: int, month: int, day: int) -> dt.date | None:
    """Return the day, or None if the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def moved(day: dt.date, days: int) -> dt.date | None:
    """Return the day `days` later, or earlier if negative."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date | None:
    """Return the nth such weekday (Monday is 1) of a month; the last one if `nth` is 0."""
    first = exact(year, month, 1)
    if first is None:
        return None
    days = [first + dt.timedelta((weekday - first.isoweekday()) % 7 + 7 * n) for n in range(5)]
    return [day for day in days if day.month == month][nth - 1]


def moved_months(day: dt.date, months: int) -> dt.date | None:
    """Return the same day of another month, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day(on: dt.date) -> Stretch:
    """Return one day: 2013-09-01."""
    return Stretch(on.isoformat(), on, on)


def month(year: int, number: int) -> Stretch | None:
    """Return a month: 2013-09."""
    first = exact(year, number, 1)
    if first is None:
        return None
    return Stretch(f"{year:04d}-{number:02d}", first, first.replace(day=calendar.monthrange(year, number)[1]))


def year(number: int) -> Stretch | None:
    """Return a year: 2013."""
    first = exact(number, 1, 1)
    return Stretch(f"{number:04d}", first, first.replace(month=12, day=31)) if first else None


def years(prefix: str) -> Stretch | None:
    """Return the years that begin with `prefix`: 198X is a decade, 19XX a century."""
    missing = 4 - len(prefix)
    first, last = int(prefix + "0" * missing), int(prefix + "9" * missing)
    if first < 1:
        return None
    return Stretch(prefix + "X" * missing, dt.date(first, 1, 1), dt.date(last, 12, 31))


def week(of: dt.date) -> Stretch | None:
    """Return the ISO week, Monday to Sunday, of a day: 2013-W37."""
    iso = of.isocalendar()
    return Stretch(f"{iso.year:04d}-W{iso.week:02d}", moved(of, 1 - iso.weekday), moved(of, 7 - iso.weekday))


def weekend(of: dt.date) -> Stretch | None:
    """Saturday and Sunday of the ISO week of a day: 2013-W37-WE."""
    iso = of.isocalendar()
    return Stretch(f"{iso.year:04d}-W{iso.week:02d}-WE", moved(of, 6 - iso.weekday), moved(of, 7 - iso.weekday))


def season(year: int, name: str) -> Stretch | None:
    """Return a season (SP, SU, FA, WI), named by the year it begins in: 2013-SU."""
    first = exact(year, SEASON_MONTHS[name], 1)
    if first is None:
        return None
    after = moved_months(first, 3)
    return Stretch(f"{year:04d}-{name}", first, moved(after, -1) if after else None)


def quarter(year: int, number: int, months: int = 3, letter: str = "Q") -> Stretch | None:
    """Return a quarter of a year: 2013-Q3."""
    first, last = month(year, (number - 1) * months + 1), month(year, number * months)
    return Stretch(f"{year:04d}-{letter}{number}", first.begin, last.end) if first and last else None


def half(year: int, number: int) -> Stretch | None:
    """Return a half of a year: 2013-H1."""
    return quarter(year, number, 6, "H")


def interval(first: Stretch, last: Stretch) -> Stretch:
    """From one stretch to another: 1980/1988."""
    return Stretch(f"{first.value}/{last.value}", first.begin, last.end)


AROUND: dict[str, Callable[[dt.date], Stretch | None]] = {
    "D": day, "W": week, "WE": weekend, "M": lambda on: month(on.year, on.month),
    "Q": lambda on: quarter(on.year, (on.month + 2) // 3), "Y": lambda on: year(on.year),
    "DE": lambda on: years(f"{on.year:04d}"[:3]), "CE": lambda on: years(f"{on.year:04d}"[:2]),
}  # fmt: skip
"""TIMEX3 unit to the stretch of that unit around a day."""

UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX",
    "DE": "XXXX", "CE": "XXXX",
}  # fmt: skip
"""TIMEX3 unit to the value of a stretch of that unit when it is not known which."""

_DAYS = {"D": 1, "W": 7, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}


def shifted(on: dt.date, unit: str, count: int) -> dt.date | None:
    """Return the day `count` units after (before, if negative) `on`."""
    if unit in _DAYS:
        return moved(on, count * _DAYS[unit])
    return moved_months(on, count * _MONTHS[unit])


def away(on: dt.date, unit: str, count: int) -> Stretch | None:
    """Return the stretch of `unit` that lies `count` units after the one around `on`."""
    there = shifted(on, unit, count)
    return AROUND[unit](there) if there else None
