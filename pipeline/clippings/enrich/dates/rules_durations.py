"""Rules for lengths of time: "8-year", "nearly four hours", "the past three years", "months", "half an hour".

A length counted from the anchor to one moment ("three years ago") is a date; see rules_periods.
Ages ("45-year-old", "aged 52 years") are not temporal expressions.
"""

import re

from clippings.enrich.dates import stretches as cal
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.lexicon import CONTEXTS, UNITS, approximation, number, unit_letter
from clippings.enrich.dates.reader import table
from clippings.enrich.dates.timex import Reading, Stretch

_LENGTH_AFTER = re.compile(r" (?:of|after|before|later|earlier|into|on end|to come|without)\b", re.IGNORECASE)
_OFFSET_AFTER = re.compile(r" (?:after|before|since|later|earlier)\b", re.IGNORECASE)
_AGE_AFTER = re.compile(r"[ -](?:old|olds|of age)\b", re.IGNORECASE)
_BEFORE_LASTING = frozenset(("will", "to", "would", "could", "may", "might", "can", "should", "not"))
_NOT_BARE = frozenset(("TS", "WE", "Q", "ML"))
_HALVES = {"TM": ("TS", 30), "TH": ("TM", 30), "D": ("TH", 12), "Y": ("M", 6), "DE": ("Y", 5), "CE": ("Y", 50)}
_QUARTERS = {"TH": ("TM", 15), "D": ("TH", 6), "Y": ("M", 3), "CE": ("Y", 25)}
"""Half of a unit, and a quarter of it, in the next smaller one."""


_COMPOUND = {"F": ("W", 2), "Q": ("M", 3)}
"""Units without a TIMEX3 length, expressed in units that have one."""


def length(unit: str, count: float | None) -> Stretch:
    """Return a length: P8Y, PT4H, PXD where the count is not known."""
    unit, times = _COMPOUND.get(unit, (unit, 1))
    digits = "X" if count is None else f"{count * times:.3f}".rstrip("0").rstrip(".")
    return Stretch(f"PT{digits}{unit[1]}" if unit.startswith("T") else f"P{digits}{unit}")


def _is_age(m: re.Match[str], at: Context) -> bool:
    return bool(_AGE_AFTER.match(at.text, m.end())) or at.word_before(m.start()) in CONTEXTS["before_an_age"]


def _numbered(m: re.Match[str], at: Context) -> Reading | None:
    """Return a number of units; "a day" is one only where a length is expected."""
    if _is_age(m, at):
        return None
    unit, count = unit_letter(m["unit"]), number(m["n"])
    if count is None:
        return None
    singular = m["n"].lower() in ("a", "an")
    mod = approximation(m)
    if unit == "TS" and (singular or m["n"].lower() == "one" or m["unit"].lower() == "second"):
        return None
    if (singular and unit in ("Q", "WE", "TM")) or (unit == "Q" and at.text.startswith(" of ", m.end())):
        return None
    if m["half"] or m["after"]:
        count += 0.5
    elif not mod and not _is_length(m, at, singular, unit):
        return None
    return Reading("DURATION", length(unit, count), mod)


def _is_length(m: re.Match[str], at: Context, singular: bool, unit: str) -> bool:
    """Return whether "a week", "one day" is a length: other words can make it the name of a week, or some day."""
    if unit in ("DE", "CE") or not (singular or (m["n"].lower() == "one" and unit == "D")):
        return True
    if unit in ("W", "M", "Y") and at.word_after(m.end()) == "of":
        return True  # a week of rain
    return at.word_before(m.start()) in CONTEXTS["before_one_unit"] or bool(_OFFSET_AFTER.match(at.text, m.end()))


def _half(m: re.Match[str], at: Context) -> Reading | None:
    part = (_QUARTERS if m["quarter"] else _HALVES).get(unit_letter(m["unit"]))
    if part is None or _is_age(m, at):
        return None
    return Reading("DURATION", length(*part), approximation(m))


def _hyphened(m: re.Match[str], at: Context) -> Reading | None:
    words, unit = m["n"].lower(), unit_letter(m["unit"])
    if _is_age(m, at):
        return None
    if words == "multi":
        return Reading("DURATION", length(unit, None))
    count = number(words)
    return Reading("DURATION", length(unit, count), approximation(m)) if count is not None else None


def _long(m: re.Match[str], at: Context) -> Reading | None:
    unit = unit_letter(m["unit"])
    return Reading("DURATION", length(unit, None if m["unit"].lower().endswith("s") else 1))


def _all(m: re.Match[str], at: Context) -> Reading | None:
    if m["units"]:
        return Reading("DURATION", length(unit_letter(m["units"]), None))
    return Reading("DURATION", length(unit_letter(m["unit"]), 1))


def _vague(m: re.Match[str], at: Context) -> Reading | None:
    if _is_age(m, at):
        return None
    return Reading("DURATION", length(unit_letter(m["unit"]), None))


def _bare_plural(m: re.Match[str], at: Context) -> Reading | None:
    unit, before = unit_letter(m["unit"]), at.word_before(m.start())
    if unit in _NOT_BARE or _is_age(m, at):
        return None
    if m["the"]:
        return Reading("DURATION", length(unit, None)) if before in CONTEXTS["before_the_years"] else None
    leads = CONTEXTS["before_a_short_length" if unit in ("TM", "TH", "D") else "before_a_length"]
    leads_itself = at.opens_sentence(m.start()) or before in ("and", "but")
    if before not in leads and not (leads_itself and unit != "TM" and _LENGTH_AFTER.match(at.text, m.end())):
        return None
    return Reading("DURATION", length(unit, None))


def _span_from_anchor(m: re.Match[str], at: Context) -> Reading | None:
    """Read a number of units before or after the anchor."""
    which, unit = m["which"].lower(), unit_letter(m["unit"])
    words = (m["n"] or "").strip().lower()
    plural = m["unit"].lower() not in UNITS
    if which == "last" and not m["the"] and at.word_before(m.start()) in _BEFORE_LASTING:
        return None  # will last nine days
    if not words and not plural and not (m["the"] and which in ("past", "coming", "last", "next")):
        return None
    if not words and not plural and (unit in ("TS", "TM", "WE", "D", "Q") or at.text.startswith(" of ", m.end())):
        return None
    count = None if plural else 1.0
    mod = None
    if words in ("couple of", "couple"):
        count, mod = 2.0, "APPROX"
    elif words:
        count = number(words)
    back = which in ("past", "last", "latest", "previous", "preceding")
    if which in ("first", "final", "same", "intervening") or at.anchor is None:
        return Reading("DURATION", length(unit, count), mod)
    stretch = length(unit, count)
    if count is None or unit.startswith("T") or unit in ("F", "ML") or count > 5000 or count % 1:
        begin, end = (None, at.anchor) if back else (at.anchor, None)
    else:
        other = cal.shifted(at.anchor, unit, -int(count) if back else int(count))
        begin, end = (other, at.anchor) if back else (at.anchor, other)
    return Reading("DURATION", stretch._replace(begin=begin, end=end), mod, at.anchor)


RULES = table(
    "durations", span_from_anchor=_span_from_anchor, half=_half, length=_numbered,
    couple=lambda m, at: Reading("DURATION", length(unit_letter(m["unit"]), 2), "APPROX"),
    hyphened_length=_hyphened, long=_long, all=_all, vague_length=_vague, bare_plural=_bare_plural,
)  # fmt: skip
