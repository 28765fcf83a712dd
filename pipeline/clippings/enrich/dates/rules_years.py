"""Rules for years and longer stretches that are named: "2003", "1980-88", "the late 1980s", "the 19th century".

A number of four digits is a year only where nothing counts with it.
"""

from __future__ import annotations

import re

from clippings.enrich.dates import resolve
from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import CONTEXTS, DECADES, ordinal, pattern
from clippings.enrich.dates.reader import table
from clippings.enrich.dates.rules_days import part_mod
from clippings.enrich.dates.timex import Reading

LIKELY_YEARS = range(1900, 2030)
"""A number in this range is taken for a year unless its neighbours speak against it."""

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


def _decade(m: re.Match[str], at: Context) -> Reading | None:
    return resolve.date(cal.years(m["ten"]), part_mod(m["part"]))


def _short_decade(m: re.Match[str], at: Context) -> Reading | None:
    if m["quote"] is None and not re.search(
        r"\d0s(?: and| or| to|,|-)? ?\Z", at.text[max(0, m.start() - 12) : m.start()]
    ):
        return None
    return resolve.date(cal.years("19" + m["ten"]), part_mod(m["part"]))


def _worded_decade(m: re.Match[str], at: Context) -> Reading | None:
    return resolve.date(cal.years(str(DECADES[m["word"].lower()])), part_mod(m["part"]))


def _century(m: re.Match[str], at: Context) -> Reading | None:
    number = ordinal(m["nth"])
    if number is None or not 2 <= number <= 30:
        return None
    return resolve.date(cal.years(f"{number - 1:02d}"), part_mod(m["part"]))


RULES = table(
    "years", year_range=_year_range, decade=_decade, short_decade=_short_decade, worded_decade=_worded_decade,
    year=_year, century=_century,
)  # fmt: skip
