"""Rules for whole stretches: from the anchor ("last week", "the third quarter"), years and longer ("2003", "the late 1980s").

A number of four digits is a year only where nothing counts with it.
Moments at a distance ("a year ago", "two days later") are in rules_offsets, lengths in rules_durations.
"""

import re

from clippings.enrich.dates import resolve
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import SENTENCE, Context
from clippings.enrich.dates.lexicon import CONTEXTS, DECADES, SEASONS, either, ordinal, pattern, unit_letter
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


def _part_of_unit(m: re.Match[str], at: Context) -> Reading | None:
    """Read a part of the year, month or week of the anchor, or of the day mentioned last."""
    unit = unit_letter(m["unit"])
    return resolve.relative(at, unit, 0, part_mod(m["part"]), to=at.narrative if unit == "D" else None)


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


LIKELY_YEARS = range(1900, 2030)
"""A number in this range is taken for a year unless its neighbours contradict that."""

_COUNTED = pattern(r"[ -]@countable| ?(?:%|percent|per cent)| (?:more|fewer|less|other|such|different)")
_OF_SOME = re.compile(r" of (?:them|the|these|those|whom|which|his|its|their|our)\b", re.IGNORECASE)


def is_year(at: Context, start: int, end: int, number: int) -> bool:
    """Return whether a number of four digits is a year. An early or round number needs a word that says so."""
    before = at.word_before(start)
    if _COUNTED.match(at.text, end) or before.rstrip(".") in CONTEXTS["numbered"] or before[-1:] in tuple("$€£#№%"):
        return False
    if _OF_SOME.match(at.text, end) and before not in CONTEXTS["before_any_year"]:
        return False
    if number not in LIKELY_YEARS:
        return before in CONTEXTS["before_any_year" if number < 1500 else "before_a_year"] - {"of", "from", "between"}
    if number % 1000 == 0:
        return before in CONTEXTS["before_a_year"] or at.text[end : end + 1] in (")", ".", ",", ";", "'", "\n", "")
    return True


def _year(m: re.Match[str], at: Context) -> Reading | None:
    number = int(m["year"])
    named = m["sure"] or (m["part"] and number in LIKELY_YEARS and not _COUNTED.match(at.text, m.end()))
    if not named and not is_year(at, m.start(), m.end(), number):
        return None
    return resolve.date(cal.year(number), part_mod(m["part"]))


def _year_range(m: re.Match[str], at: Context) -> Reading | None:
    """From year to year; where the second is not the later one, 2012-07 is a month."""
    first = int(m["a"])
    if m["short"] and int(m["short"]) <= first % 100:
        return resolve.date(cal.month(first, int(m["short"])))
    last = int(m["b"]) if m["b"] else first // 100 * 100 + int(m["short"])
    if not first < last <= first + 300 or _COUNTED.match(at.text, m.end()):
        return None
    if at.word_before(m.start()).rstrip(".") in CONTEXTS["numbered"]:
        return None
    begin, end = cal.year(first), cal.year(last)
    return Reading("DURATION", cal.interval(begin, end)) if begin and end else None


def _short_decade(m: re.Match[str], at: Context) -> Reading | None:
    if m["quote"] is None and not re.search(
        r"\d0s(?: and| or| to|,|-)? ?\Z", at.text[max(0, m.start() - 12) : m.start()]
    ):
        return None
    return resolve.date(cal.years("19" + m["ten"]), part_mod(m["part"]))


def _century(m: re.Match[str], at: Context) -> Reading | None:
    number = ordinal(m["nth"])
    if number is None or not 2 <= number <= 30:
        return None
    return resolve.date(cal.years(f"{number - 1:02d}"), part_mod(m["part"]))


RULES = (
    *table(
        "periods", quarter=_quarter, part_of_unit=_part_of_unit, the_unit=_the_unit, weekend=_weekend, season=_season,
        quarter_code=_quarter_code,
        relative_unit=lambda m, at: resolve.relative(
            at, unit_letter(m["unit"]), _STEPS[m["which"].lower()], part_mod(m["part"])
        ),
        unit_end=lambda m, at: resolve.relative(at, unit_letter(m["unit"]), 0, "END"),
        # where a fiscal year begins is not known, so it is the year of its number
        fiscal_year=lambda m, at: resolve.date(cal.year(int(m["year"]) if len(m["year"]) > 2 else 2000 + int(m["year"]))),
    ),
    *table(
        "years", year_range=_year_range, year=_year, century=_century, short_decade=_short_decade,
        decade=lambda m, at: resolve.date(cal.years(m["ten"]), part_mod(m["part"])),
        worded_decade=lambda m, at: resolve.date(cal.years(str(DECADES[m["word"].lower()])), part_mod(m["part"])),
    ),
)  # fmt: skip
