"""Completes expressions that leave something out, with the help of an anchor. The rules say what an expression looks like.

Without an anchor the value keeps an X for each unknown part, and covers no days.
"""

import datetime as dt
import re

from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.timex import Reading, Stretch

SOON = 28
"""A day without a year may lie this many days after the anchor: announcements name days of the next weeks."""
JUST_PAST = 90
"""Number of days within which a past day is meant even if the sentence is about the future."""
JUST_PAST_MONTHS = 3
"""The same for a month."""
DAY_LENGTHS = (len("XXXX-WXX-5"), len("2013-09-01"))
"""Length of the value of one day."""
_BY = re.compile(r"(?:by|before|until|till|than)[ ]\Z", re.IGNORECASE)
_PAST_VERB = re.compile(r"\b(?:was|were|had|did|has|have been|\w+ed)\b", re.IGNORECASE)
_WOULD = re.compile(r"\bwould (?!have)(?:(?!\b(?:was|were|had|did|said|told)\b)[^,;:])*\Z")
_WAS_AFTER = re.compile(r"[^.;:!?\n]{0,50}\b(?:was|were|had|did)\b", re.IGNORECASE)


def date(stretch: Stretch | None, mod: str | None = None, anchor: dt.date | None = None) -> Reading | None:
    """Return a DATE, or None where the calendar has no such stretch."""
    return Reading("DATE", stretch, mod, anchor) if stretch else None


def _forward(at: Context, start: int) -> bool:
    """Return whether the sentence is about the future.

    It says "will"; or, without a verb in the past tense, it says "by" or that something takes effect.
    """
    if at.looks_forward(start):
        return True
    sentence = at.before_in_sentence(start)
    leads = bool(_BY.search(sentence)) or at.is_planned(start)
    return leads and not _PAST_VERB.search(sentence) and not _WAS_AFTER.match(at.text, start)


def _would(at: Context, start: int) -> bool:
    """Return whether the sentence up to `start` has `would` for a plan, in a story of the last weeks."""
    stretch_begin = at.stretch.begin if at.stretch else None
    is_of_now = stretch_begin is None or at.anchor is None or (at.anchor - stretch_begin).days <= JUST_PAST
    return is_of_now and bool(_WOULD.search(at.before_in_sentence(start)))


def year_named(at: Context, which: str | None) -> int | None:
    """Return the year that "last", "this" or "next" year is; None without these words or without an anchor."""
    return at.anchor.year + {"last": -1, "this": 0, "next": 1}[which.lower()] if which and at.anchor else None


def month_day(at: Context, start: int, month: int, day: int) -> Reading | None:
    """Return a day of a month without its year: the last one that is not more than four weeks after the anchor.

    In a sentence of the future it is the next one, unless such a day has just passed.
    """
    if cal.exact(2000, month, day) is None:
        return None
    if at.anchor is None:
        return Reading("DATE", Stretch(f"XXXX-{month:02d}-{day:02d}"))
    days = [d for y in range(-4, 5) if (d := cal.exact(at.anchor.year + y, month, day))]
    past = [d for d in days if (d - at.anchor).days <= SOON]
    coming = [d for d in days if d >= at.anchor]
    best = past[-1] if past else coming[0] if coming else None
    if best and coming and (at.anchor - best).days > JUST_PAST and (_forward(at, start) or _would(at, start)):
        best = coming[0]
    return date(cal.day(best), anchor=at.anchor) if best else None


def bare_month(at: Context, start: int, month: int, which: str, mod: str | None) -> Reading | None:
    """Return a month without its year: the last one begun by the anchor; `which` is last, next, this or nothing."""
    if at.anchor is None:
        return Reading("DATE", Stretch(f"XXXX-{month:02d}"), mod)
    year, now = at.anchor.year, at.anchor.month
    if which == "last":
        year -= month >= now
    elif which == "next":
        year += month <= now
    elif which != "this" and month > now:
        year -= not (_forward(at, start) or _would(at, start))
    elif which != "this" and month < now - JUST_PAST_MONTHS:
        year += _forward(at, start) or _would(at, start)
    return date(cal.month(year, month), mod, at.anchor)


def weekday(at: Context, number: int, which: str = "", start: int | None = None) -> Reading:
    """Resolve a weekday: the last one on or before the anchor, or as `which` (last, next, this) says.

    In a sentence that is about the future up to `start` it is the next one.
    """
    if at.anchor is None:
        return Reading("DATE", Stretch(f"XXXX-WXX-{number}"))
    today = at.anchor.isoweekday()
    back = (today - number) % 7
    if not which and back and start is not None and (_forward(at, start) or _would(at, start)):
        which = "next"
    step = {"last": -(back or 7), "next": (number - today) % 7 or 7, "this": number - today}.get(which, -back)
    on = cal.moved(at.anchor, step)
    return Reading("DATE", cal.day(on) if on else Stretch(f"XXXX-WXX-{number}"), None, at.anchor)


def season(at: Context, name: str, which: str = "", mod: str | None = None, start: int = 0) -> Reading | None:
    """Resolve a season without a year: the last one that began by the anchor, or as `which` says.

    In a sentence that is about the future up to `start` it is the next one.
    """
    if at.anchor is None:
        return Reading("DATE", Stretch(f"XXXX-{name}"), mod)
    first = cal.SEASON_MONTHS[name]
    year, month = at.anchor.year, at.anchor.month
    begun = year if first <= month else year - 1
    running = (year * 12 + month) - (begun * 12 + first) < 3
    if which == "last":
        begun -= running
    elif which == "next" or (not which and not running and _forward(at, start)):
        begun += 1
    elif which == "this":
        begun = begun if running else year
    return date(cal.season(begun, name), mod, at.anchor)


def part_of_year(at: Context, start: int, number: int, months: int) -> Reading | None:
    """Return a numbered quarter (`months` is 3) or half (6) without its year: the last one begun by the anchor.

    In a sentence of the future it is the next one, unless it has just ended.
    """
    make, letter = (cal.quarter, "Q") if months == 3 else (cal.half, "H")
    if at.anchor is None:
        return Reading("DATE", Stretch(f"XXXX-{letter}{number}"))
    running = (at.anchor.month - 1) // months + 1
    year = at.anchor.year - (number > running)
    if (running - number) % (12 // months) > 1 and _forward(at, start):
        year += 1
    return date(make(year, number), anchor=at.anchor)


def relative(at: Context, unit: str, count: int, mod: str | None = None, to: dt.date | None = None) -> Reading | None:
    """Return the stretch of `unit` that lies `count` units from the one around `to`, or around the anchor."""
    on = to or at.anchor
    if on is None:
        return Reading("DATE", Stretch(cal.UNKNOWN[unit]), mod)
    return date(cal.away(on, unit, count), mod, on)


def anchored_day(at: Context, days: int) -> Reading:
    """Return the day `days` after the anchor (before, if negative)."""
    on = cal.moved(at.anchor, days) if at.anchor else None
    return Reading("DATE", cal.day(on) if on else Stretch(cal.UNKNOWN["D"]), None, at.anchor)


def at_time(reading: Reading, suffix: str) -> Reading:
    """Return the part of a day: `suffix` is TEV, T15:00 ...; a day that is not known gets the same suffix."""
    return reading._replace(type="TIME", stretch=reading.stretch._replace(value=reading.stretch.value + suffix))


def is_day(reading: Reading) -> bool:
    """Return whether a reading is one day, known or not."""
    value = reading.stretch.value
    return reading.type == "DATE" and len(value) in DAY_LENGTHS and not value.endswith("_REF")
