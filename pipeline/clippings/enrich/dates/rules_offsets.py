"""Rules for moments at a distance: "a year ago" from the anchor, "two days later" from the day mentioned last.

The reference point is the day the text mentioned last, else the anchor.
"""

import datetime as dt
import re

from clippings.enrich.dates import resolve
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import approximation, number, unit_letter
from clippings.enrich.dates.reader import table
from clippings.enrich.dates.timex import FUTURE, PAST, Reading, Stretch

_AWAY_MODS = {
    "MORE_THAN": "BEFORE",
    "LESS_THAN": "AFTER",
    "EQUAL_OR_MORE": "ON_OR_BEFORE",
    "EQUAL_OR_LESS": "ON_OR_AFTER",
}
"""The modifier of a length as that of the moment so long ago: "more than a year ago" is before it."""
_IN_MONTHS = {"Y": 12, "DE": 120, "CE": 1200}
_LARGEST = 100_000
"""Maximum number of units that stays within the calendar."""
_NO_CALENDAR = ("TS", "TM", "TH", "ML")
"""Units whose stretches are not reckoned: an anchor is a day, and a millennium leaves the calendar."""


def _count(m: re.Match[str]) -> float | None:
    count = 1.0 if m["n"].lower() == "the" else number(m["n"])
    return None if count is None else count + (0.5 if m["half"] or m.groupdict().get("after") else 0)


def _moved(at: Context, on: dt.date | None, unit: str, count: float, mod: str | None = None) -> Reading | None:
    """Return the stretch of `unit` that lies `count` units from `on`; half a year counts as six months."""
    if unit == "F":
        unit, count = "W", count * 2
    if on is None:
        return Reading("DATE", Stretch(cal.UNKNOWN[unit]), mod)
    if count % 1:
        if unit not in _IN_MONTHS:
            return None
        unit, count = "M", round(count * _IN_MONTHS[unit])
    return resolve.relative(at, unit, int(count), mod, to=on) if abs(count) <= _LARGEST else None


def _ago(m: re.Match[str], at: Context) -> Reading | None:
    unit, count, forward = unit_letter(m["unit"]), _count(m), m["way"].lower() != "ago"
    mod = _AWAY_MODS.get(approximation(m) or "", approximation(m))
    if unit in _NO_CALENDAR:
        return Reading("DATE", FUTURE if forward else PAST, mod, at.anchor)
    return None if count is None else _moved(at, at.anchor, unit, count if forward else -count, mod)


_PARTS_OF_YEAR = {"Q": 4, "M": 12}
_COMPARED = 200
"""Characters in which a figure is compared with that of a year earlier."""


def _unit_of_part(at: Context) -> str:
    """Q or M where the text last spoke of a quarter or a month; empty otherwise."""
    value = at.stretch.value if at.stretch else ""
    return "Q" if "-Q" in value else "M" if len(value) == len("2013-09") and value[5:].isdigit() else ""


def _part_of_year(m: re.Match[str], at: Context) -> dt.date | None:
    """Return the beginning of the quarter or month that a year earlier is compared with: "in the third quarter, from a year earlier"."""
    is_near = 0 <= m.start() - at.stretch_at <= _COMPARED and "\n" not in at.text[at.stretch_at : m.start()]
    return at.stretch.begin if at.stretch and is_near and _unit_of_part(at) else None


def _unit_ago(m: re.Match[str], at: Context) -> Reading | None:
    if unit_letter(m["unit"]) == "Y" and (part := _part_of_year(m, at)):
        unit = _unit_of_part(at)
        return resolve.relative(at, unit, -_PARTS_OF_YEAR[unit], to=part)
    return resolve.relative(at, unit_letter(m["unit"]), -1)


def _offset(m: re.Match[str], at: Context) -> Reading | None:
    """Read a number of units before or after the day mentioned last."""
    unit, count = unit_letter(m["unit"]), _count(m)
    if count is None or unit in _NO_CALENDAR:
        return None
    back = m["way"].lower() in ("earlier", "before", "previously")
    if back and unit == "Y" and not m["approx"] and (part := _part_of_year(m, at)) and count % 1 == 0:
        return _moved(at, part, _unit_of_part(at), -count * _PARTS_OF_YEAR[_unit_of_part(at)])
    on = at.narrative if unit in ("D", "W", "F", "WE") else at.story(m.start(), anywhere=not back)
    return _moved(at, on, unit, -count if back else count, approximation(m))


def _offset_from_event(m: re.Match[str], at: Context) -> Reading | None:
    """Read a number of days or weeks after an event; a date only if the text named a day for the event."""
    count = _count(m)
    if at.day is None or count is None:
        return None
    return _moved(at, at.day, unit_letter(m["unit"]), -count if m["way"].lower() == "before" else count)


def _neighbour(m: re.Match[str], at: Context) -> Reading | None:
    """Return the next, previous or same day, week, month or year of the story."""
    unit, which = unit_letter(m["unit"]), (m["which"] or "").lower()
    step = -1 if which in ("previous", "preceding") else 1 if which in ("next", "following") else 0
    anchor = at.day if unit == "D" or (unit in ("W", "WE") and at.day) else at.stretch and at.stretch.begin
    if step == 0 and anchor is None:
        return None
    return resolve.relative(at, unit, step, to=anchor or at.anchor)


def _day_before(m: re.Match[str], at: Context) -> Reading | None:
    unit = unit_letter(m["unit"])
    on = at.narrative if unit in ("D", "W") else at.story(m.start(), anywhere=False)
    return resolve.relative(at, unit, -1 if m["way"].lower() == "before" else 1, to=on)


def _time_of(m: re.Match[str], at: Context) -> Reading | None:
    """Return the day last mentioned for "the time of" something; "at the time" alone looks no further than its paragraph."""
    day = at.day if m["event"] else at.day_of_paragraph(m.start())
    return resolve.date(cal.day(day), anchor=day) if day else None


RULES = table(
    "offsets", ago=_ago, hyphened_ago=_unit_ago,
    two_days_off=lambda m, at: resolve.anchored_day(at, -2 if m["before"] else 2),
    vaguely_ago=lambda m, at: Reading("DATE", FUTURE if m["way"].lower() != "ago" else PAST, None, at.anchor),
    offset_from_event=_offset_from_event, offset=_offset, neighbour=_neighbour, day_before=_day_before,
    time_of=_time_of,
)  # fmt: skip
