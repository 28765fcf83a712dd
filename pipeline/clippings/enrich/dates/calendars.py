"""The Gregorian, the Solar Hijri (jalali) and the Islamic (hijri) calendar: their days, months and years in Gregorian days.

Names of months are in `calendar_names`. Hijri days are those of the Umm al-Qura calendar, which is tabled for the
Hijri years 1343 to 1500; months that are sighted may begin a day apart from it.
"""

import datetime as dt
from typing import Literal

from hijridate import Hijri
from persiantools.jdatetime import JalaliDate

from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.timex import Stretch

Calendar = Literal["gregorian", "jalali", "hijri"]

JALALI_YEARS = range(1200, 1500)
HIJRI_YEARS = range(1343, 1501)


def day(calendar: Calendar, year: int, month: int, number: int) -> dt.date | None:
    """Return the Gregorian day of a day of `calendar`, or None if the calendar has no such day."""
    if calendar == "gregorian":
        return cal.exact(year, month, number)
    try:
        if calendar == "jalali":
            if year not in JALALI_YEARS:
                return None
            return JalaliDate(year, month, number).to_gregorian()  # type: ignore[no-untyped-call]
        gregorian = Hijri(year, month, number).to_gregorian() if year in HIJRI_YEARS else None
        return dt.date(gregorian.year, gregorian.month, gregorian.day) if gregorian else None
    except (ValueError, OverflowError):
        return None


def month(calendar: Calendar, year: int, number: int) -> Stretch | None:
    """Return a month; one of another calendar is an interval of Gregorian days."""
    if calendar == "gregorian":
        return cal.month(year, number)
    following = (year, number + 1) if number < 12 else (year + 1, 1)
    return _until(day(calendar, year, number, 1), day(calendar, *following, 1))


def year(calendar: Calendar, number: int) -> Stretch | None:
    """Return a year; one of another calendar is an interval of Gregorian days."""
    if calendar == "gregorian":
        return cal.year(number)
    return _until(day(calendar, number, 1, 1), day(calendar, number + 1, 1, 1))


def year_of(calendar: Calendar, on: dt.date) -> int:
    """Return the year of `calendar` in which most of the Gregorian year of `on` lies; exact to one year."""
    return {"gregorian": on.year, "jalali": on.year - 621, "hijri": round((on.year - 622) * 33 / 32)}[calendar]


def _until(first: dt.date | None, after: dt.date | None) -> Stretch | None:
    if first is None or after is None:
        return None
    return cal.interval(cal.day(first), cal.day(after - cal.ONE_DAY))
