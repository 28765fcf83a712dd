"""Rules for whole stretches named from the anchor: "last week", "the end of the year", "last winter", "the third quarter".

Moments at a distance ("a year ago", "two days later") are in rules_offsets, lengths in rules_durations.
"""

from __future__ import annotations

import re

from clippings.enrich.dates import resolve
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import SENTENCE, Context
from clippings.enrich.dates.lexicon import CONTEXTS, SEASONS, either, ordinal, pattern, unit_letter
from clippings.enrich.dates.rule import Rule
from clippings.enrich.dates.rules_days import part_mod
from clippings.enrich.dates.timex import Reading

_STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "prior": -1,
    "latest": -1,
    "this": 0,
    "current": 0,
    "the": 0,
    "next": 1,
    "coming": 1,
}
_BESIDE_A_HALF = re.compile(rf"{either(CONTEXTS['beside_a_half'])}(?!\w)", re.IGNORECASE)
_ALSO_VERBS = ("spring", "fall")
"""Seasons whose names are other words too: only "in the fall" is one."""


def _relative_unit(m: re.Match[str], at: Context) -> Reading | None:
    return resolve.relative(at, unit_letter(m["unit"]), _STEPS[m["which"].lower()], part_mod(m["part"]))


def _part_of_unit(m: re.Match[str], at: Context) -> Reading | None:
    """Read a part of the year, month or week of the anchor, or of the day mentioned last."""
    unit = unit_letter(m["unit"])
    return resolve.relative(at, unit, 0, part_mod(m["part"]), to=at.narrative if unit == "D" else None)


def _unit_end(m: re.Match[str], at: Context) -> Reading | None:
    return resolve.relative(at, unit_letter(m["unit"]), 0, "END")


def _weekend(m: re.Match[str], at: Context) -> Reading | None:
    """Return the current weekend, or on other days the last one."""
    is_on = at.anchor is None or at.anchor.isoweekday() > 5
    return resolve.relative(at, "WE", 0 if is_on else -1)


def _season(m: re.Match[str], at: Context) -> Reading | None:
    name, which, mod = SEASONS[m["season"].lower()], (m["which"] or "").lower(), part_mod(m["part"])
    if m["year"]:
        return resolve.date(cal.season(int(m["year"]), name), mod)
    if not which or m["season"][0].isupper():
        return None
    if which == "the":
        leads = ("in",) if m["season"] in _ALSO_VERBS else CONTEXTS["before_a_season"]
        if at.word_before(m.start()) not in leads or at.word_after(m.end()) == "of":
            return None
    return resolve.season(at, name, {"the": "", "past": "last", "coming": "next"}.get(which, which), mod, m.start())


def _quarter(m: re.Match[str], at: Context) -> Reading | None:
    is_half = m["what"].lower() == "half"
    make, count = cal.half if is_half else cal.quarter, ordinal(m["nth"])
    if m["nth"].lower() in ("last", "final"):
        count = (2 if is_half else 4) if m["year"] or m["rel"] else None
    if count is None or count > (2 if is_half else 4):
        return None
    named, relative = m["year"] or m["yearbefore"], m["rel"] or m["relbefore"]
    if named:
        return resolve.date(make(int(named), count), part_mod(m["part"]))
    if relative:
        year = at.anchor.year + _STEPS[relative.lower()] if at.anchor else None
        return resolve.date(make(year, count), anchor=at.anchor) if year else None
    if is_half and not _BESIDE_A_HALF.search(at.text, max(0, m.start() - SENTENCE), m.end() + SENTENCE):
        return None
    return resolve.part_of_year(at, m.start(), count, 6 if is_half else 3)


def _the_unit(m: re.Match[str], at: Context) -> Reading | None:
    """Return the quarter or year that the text last spoke of; else the last whole quarter, or the year of the anchor."""
    if at.word_after(m.end()).lower() in CONTEXTS["after_the_year"] or at.anchor is None:
        return None
    unit = unit_letter(m["unit"])
    stretch_begin = at.stretch.begin if at.stretch and (unit == "Y" or "-Q" in at.stretch.value) else None
    return resolve.relative(at, unit, -1 if unit == "Q" and not stretch_begin else 0, to=stretch_begin)


def _quarter_code(m: re.Match[str], at: Context) -> Reading | None:
    if m["year"]:
        return resolve.date(cal.quarter(int(m["year"]), int(m["nth"])))
    return (
        resolve.part_of_year(at, m.start(), int(m["nth"]), 3)
        if at.word_before(m.start()) in CONTEXTS["before_a_quarter"]
        else None
    )


def _fiscal_year(m: re.Match[str], at: Context) -> Reading | None:
    """Return a fiscal year by its number; where it begins and ends is not known, so it is the year of that number."""
    return resolve.date(cal.year(int(m["year"]) if len(m["year"]) > 2 else 2000 + int(m["year"])))


RULES = (
    # the second quarter of 1998 | second-quarter figures | the first half of this year
    Rule(
        "dates.quarter",
        ("unit", "half", "year"),
        pattern(
            r"(?:the )?(?P<part>@part(?:the )?)?(?:(?P<yearbefore>@year)(?:'s)? |(?P<relbefore>last|this|next) year's )?(?:fiscal )?"
            r"(?P<nth>first|second|third|fourth|[1-4](?:st|nd|rd|th)|(?:last|final)(?= (?:quarter|half) of))"
            r"[ -](?P<what>quarter|half)"
            r"(?:,? (?:of )?(?:(?:the year |fiscal )?(?P<year>@year)|(?P<rel>last|this|next|the) year))?"
        ),
        _quarter,
    ),
    # earlier this month | late last year | the end of next week | the current year | this past week
    Rule(
        "dates.relative_unit",
        ("unit",),
        pattern(
            r"(?P<part>@part)?(?:this (?=past|coming)|(?:the )?(?=current)|the (?=latest|prior)|(?<=of )the (?=next|previous|coming))?"
            r"(?P<which>(?<=this )(?:past|coming)|(?<=the )(?:previous|coming|latest|prior)|current|this|last|next)[ -](?P<unit>@longunit)"
            r"(?! of (?:the|his|her|its|their)(?!\w))"
        ),
        _relative_unit,
    ),
    # the end of the year | earlier in the day | the rest of the week | early in the month
    Rule(
        "dates.part_of_unit",
        ("unit",),
        pattern(
            r"(?P<part>(?:early|late|earlier|later) in "
            r"|(?:the )?(?:very )?(?:end|beginning|start|middle|close|rest|remainder) of )"
            r"(?:the |that )?(?P<unit>@calunit)(?! of)"
        ),
        _part_of_unit,
    ),
    # in the quarter | for the year
    Rule(
        "dates.the_unit",
        ("unit",),
        pattern(r"(?:(?<=for )|(?<=in )|(?<=during ))the (?P<unit>quarter|year)(?! @year)"),
        _the_unit,
    ),
    # by year end | at the year's end | month-end
    Rule(
        "dates.unit_end",
        ("unit",),
        pattern(r"(?:the )?(?P<unit>week|month|quarter|year|century)(?:'s)?[ -]end"),
        _unit_end,
    ),
    # over the weekend | at the weekend
    Rule("dates.weekend", ("unit",), pattern(r"the weekend(?! of)"), _weekend),
    # the summer of 2009 | last winter | this spring | spring 2012
    Rule(
        "dates.season",
        ("season",),
        pattern(
            r"(?P<part>@part)?(?:(?:(?:this|the) (?=past|coming))?(?P<which>past|coming|this|last|next|the) )?"
            r"(?P<season>@season)(?:,? (?:of )?(?P<year>@year))?"
        ),
        _season,
    ),
    # Q3 2012 | Q3 of FY 2012 | in Q3
    Rule(
        "dates.quarter_code",
        ("fiscal",),
        pattern(r"Q(?P<nth>[1-4])(?:(?:,? (?:of )?|[-/])(?:FY ?|fiscal )?(?P<year>@year))?"),
        _quarter_code,
    ),
    # FY 2012 | FY2012 | FY12
    Rule("dates.fiscal_year", ("fiscal",), pattern(r"FY[ -]?'?(?P<year>@year|\d\d)"), _fiscal_year),
)
