"""Rules for whole stretches named from the anchor: "last week", "the end of the year", "last winter", "the third quarter".

Moments at a distance ("a year ago", "two days later") are in rules_offsets, lengths in rules_durations.
"""

from __future__ import annotations

import re

from clippings.enrich.dates import resolve
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import SENTENCE, Context
from clippings.enrich.dates.lexicon import CONTEXTS, SEASONS, either, ordinal, unit_letter
from clippings.enrich.dates.reader import table
from clippings.enrich.dates.rules_days import part_mod
from clippings.enrich.dates.timex import Reading

_STEPS = {
    "last": -1, "past": -1, "previous": -1, "prior": -1, "latest": -1, "this": 0, "current": 0, "the": 0,
    "next": 1, "coming": 1,
}  # fmt: skip
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


RULES = table(
    "periods", quarter=_quarter, relative_unit=_relative_unit, part_of_unit=_part_of_unit, the_unit=_the_unit,
    unit_end=_unit_end, weekend=_weekend, season=_season, quarter_code=_quarter_code, fiscal_year=_fiscal_year,
)  # fmt: skip
