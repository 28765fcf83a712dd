"""Rules for parts of a day: "Wednesday evening", "at 3 p.m. on Friday", "this morning", "tonight", "noon".

A part of a day belongs to a day that other rules read; the reader's `day_at` gives it.
"""

import re
from collections.abc import Callable

from clippings.enrich.dates import resolve
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import CLOCK_POINTS, CONTEXTS, DAY_PARTS, either, number, pattern
from clippings.enrich.dates.reader import Rule
from clippings.enrich.dates.timex import Reading

DayAt = Callable[[Context, int], tuple[Reading, int] | None]
"""Reads a day that begins exactly at a place of the text: the reading and where it ends."""

_ZONES = r"(?: ?(?:local time|GMT|UTC|EST|EDT|CST|CDT|MST|MDT|PST|PDT|ET|PT|CET|CEST|BST|IRST|IRDT)| \(\d{4} GMT\))?"
_HALF_DAY = r" ?(?P<half>[ap])(?:\.m\.?|m\b)"
_CLOCK = (
    rf"(?:(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<min>[0-5]\d))?{_HALF_DAY}{_ZONES}"
    rf"|(?P<h24>[01]?\d|2[0-4]):(?P<min24>[0-5]\d)(?::[0-5]\d)?(?![:\d]){_ZONES}"
    rf"|(?P<hoc>@number) o'clock(?: in the (?P<oc>morning|afternoon|evening))?"
    rf"|(?P<point>{either(CLOCK_POINTS)})"
    r"|(?P<gmt>[0-2]\d[0-5]\d) (?:GMT|UTC|hours)\b)"
)
_AFTER_DAY = pattern(rf",? (?:(?:at|by) )?(?:(?:around|about) )?{_CLOCK}")
_PART_AFTER_DAY = pattern(r"(?:'s)?,? (?:early |late )?(?P<daypart>@daypart)")
_DAY_AFTER_CLOCK = re.compile(r",? (?:on )?")


def _is_clock(m: re.Match[str], at: Context) -> bool:
    """Return whether 15:30 is a time and not a score or a verse: a time zone follows, or a word such as "at" precedes."""
    if at.text[m.start() - 1 : m.start()] in ("/", "-", ".", ":"):
        return False
    return m[0][-1].isalpha() or at.word_before(m.start()) in CONTEXTS["before_a_clock"]


def clock(m: re.Match[str]) -> str | None:
    """Return the suffix THH:MM of a time of the clock, or None if no clock shows it."""
    if m["point"]:
        return "T" + CLOCK_POINTS[m["point"].lower()]
    if m["gmt"]:
        hour, minute = int(m["gmt"][:2]), int(m["gmt"][2:])
    elif m["h24"]:
        hour, minute = int(m["h24"]), int(m["min24"])
    elif m["hoc"]:
        count = number(m["hoc"])
        if count is None or count % 1 or not 1 <= count <= 12:
            return None
        hour, minute = int(count) + 12 * (m["oc"] in ("afternoon", "evening")), 0
    else:
        hour, minute = int(m["h"]) % 12 + 12 * (m["half"].lower() == "p"), int(m["min"] or 0)
    return f"T{hour:02d}:{minute:02d}" if hour < 24 or (hour == 24 and minute == 0) else None


def continued(reading: Reading, end: int, at: Context) -> Reading:
    """Return `reading` with the part of the day that follows it, if one does: "Friday" + " evening", " at 3 p.m."."""
    if not resolve.is_day(reading):
        return reading
    part = _PART_AFTER_DAY.match(at.text, end)
    if part:
        return resolve.at_time(reading, "T" + DAY_PARTS[part["daypart"].lower()])._replace(stop=part.end())
    time = _AFTER_DAY.match(at.text, end) if at.text[end : end + 1] in (" ", ",") else None
    suffix = clock(time) if time else None
    return resolve.at_time(reading, suffix)._replace(stop=time.end()) if time and suffix else reading


def rules(day_at: DayAt) -> tuple[Rule, ...]:
    """Return the table of rules; `day_at` reads the day a time is followed by."""

    def _clock(m: re.Match[str], at: Context) -> Reading | None:
        suffix = clock(m)
        if suffix is None:
            return None
        if m["h24"] and not _is_clock(m, at):
            return None
        gap = _DAY_AFTER_CLOCK.match(at.text, m.end())
        named_day = day_at(at, gap.end()) if gap else None
        if named_day and resolve.is_day(named_day[0]):
            return resolve.at_time(named_day[0], suffix)._replace(stop=named_day[1])
        day = at.day_of_paragraph(m.start()) or at.anchor
        base = resolve.date(cal.day(day), anchor=day) if day else resolve.anchored_day(at, 0)
        return resolve.at_time(base, suffix) if base else None

    def _part_of_day(m: re.Match[str], at: Context) -> Reading | None:
        suffix = "T" + DAY_PARTS[m["daypart"].lower()]
        which = m["which"].lower()
        if which == "this":
            return resolve.at_time(resolve.anchored_day(at, 0), suffix)
        if which == "last":
            return resolve.at_time(resolve.anchored_day(at, -1), suffix)
        base = at.day if at.day else at.anchor
        step = {"that": 0, "the same": 0, "the next": 1, "the following": 1, "the previous": -1}.get(which)
        on = cal.moved(base, step) if base and step is not None else None
        reading = resolve.date(cal.day(on), anchor=base) if on else None
        return resolve.at_time(reading, suffix) if reading else None

    def _part_of_named_day(m: re.Match[str], at: Context) -> Reading | None:
        named_day = day_at(at, m.end() + 1)
        if named_day is None or not resolve.is_day(named_day[0]):
            return None
        return resolve.at_time(named_day[0], "T" + DAY_PARTS[m["daypart"].lower()])._replace(stop=named_day[1])

    def _of_the_day(m: re.Match[str], at: Context) -> Reading | None:
        day = at.day_of_paragraph(m.start())
        if day is None or at.word_before(m.start()) not in ("in", "during", "by"):
            return None
        reading = resolve.date(cal.day(day), anchor=day)
        return resolve.at_time(reading, "T" + DAY_PARTS[m["daypart"].lower()]) if reading else None

    def _night(m: re.Match[str], at: Context) -> Reading | None:
        return resolve.at_time(resolve.anchored_day(at, 0), "TNI")

    return (
        # tonight
        Rule("dates.tonight", ("deictic",), pattern(r"tonight"), _night),
        # 3 p.m. on Friday | 15:30 GMT | noon | 9 o'clock
        Rule("dates.clock", ("clock", "minutes"), pattern(_CLOCK), _clock),
        # the evening of Sept. 1 | the night of Friday
        Rule(
            "dates.part_of_named_day",
            ("daypart",),
            pattern(r"(?:the )?(?:(?:early|late) )?(?P<daypart>@daypart) (?:of|on)(?= [A-Z\d])"),
            _part_of_named_day,
        ),
        # this morning | last night | that night | the next morning
        Rule(
            "dates.part_of_day",
            ("daypart",),
            pattern(
                r"(?:(?:earlier|later|early|late) )?(?P<which>this|last|that|the same|the next|the following|the previous)"
                r" (?P<daypart>@daypart)"
            ),
            _part_of_day,
        ),
        # in the morning, after a day was named
        Rule(
            "dates.part_of_the_day", ("daypart",), pattern(r"the (?:early )?(?P<daypart>@daypart)(?! of)"), _of_the_day
        ),
    )
