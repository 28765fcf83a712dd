"""English words of time, read from the authority file, and the bits of pattern made of them.

The words are in `authority/temporal_en.yaml`; `temporal_rules.yaml` and the rules modules use them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from clippings import data
from clippings.common.phrases import alternatives
from clippings.common.text import lazily_compiled

AUTHORITY = data.FOLDER / "authority"
PARTS = {
    **dict.fromkeys(("early", "beginning", "start", "outset", "opening"), "START"),
    **dict.fromkeys(("mid", "middle"), "MID"),
    **dict.fromkeys(("late", "end", "close", "rest", "remainder"), "END"),
    **dict.fromkeys(("earlier", "later"), None),
}
"""Words for a part of a stretch, and the TIMEX3 modifier they make."""
_HALF = r"(?: and a half| 1/2)"


def load(name: str) -> dict[str, Any]:
    """Return the authority file `name`, as plain data."""
    data: dict[str, Any] = yaml.load((AUTHORITY / name).read_text("utf-8"), Loader=yaml.CSafeLoader)
    return data


WORDS = load("temporal_en.yaml")

MONTHS: dict[str, int] = {name.lower(): n for n, name in enumerate(WORDS["months"]["full"], 1)}
SHORT_MONTHS: dict[str, int] = {name.lower(): n for name, n in WORDS["months"]["short"]}
AMBIGUOUS_MONTHS = frozenset(WORDS["months"]["ambiguous"])
WEEKDAYS: dict[str, int] = {name.lower(): n for n, name in enumerate(WORDS["weekdays"]["full"], 1)}
SHORT_WEEKDAYS: dict[str, int] = {name.lower(): n for name, n in WORDS["weekdays"]["short"]}
UNITS: dict[str, str] = {word: letter for letter, word in WORDS["units"].items()}
PLURALS: dict[str, str] = {WORDS["plurals"].get(word, word + "s"): letter for word, letter in UNITS.items()}
DAY_PARTS: dict[str, str] = WORDS["day_parts"]
CLOCK_POINTS: dict[str, str] = WORDS["clock_points"]
SEASONS: dict[str, str] = WORDS["seasons"]
DECADES: dict[str, int] = WORDS["decades"]
SET_ADVERBS: dict[str, str] = WORDS["adverbs_of_sets"]
REFERENCES: dict[str, str] = WORDS["references"]
HOLIDAYS: dict[str, tuple[int, int]] = {name.lower(): (m, d) for name, (m, d) in WORDS["holidays"].items()}
MOVABLE_HOLIDAYS: dict[str, tuple[int, int, int]] = {
    name.lower(): (month, weekday, nth) for name, (month, weekday, nth) in WORDS["movable_holidays"].items()
}
APPROXIMATIONS: dict[str, str] = WORDS["approximations"]
CONTEXTS: dict[str, frozenset[str]] = {
    name: frozenset(map(str, entry["words"])) for name, entry in WORDS["contexts"].items()
}
"""Words beside an expression that decide whether it is one. The file gives the reasons."""


def either(words: Iterable[str]) -> str:
    """Return a pattern of any of `words`, longest first."""
    return f"(?:{alternatives(map(re.escape, words))})"


_ONES: list[str] = WORDS["numbers"]["ones"]
_TENS: dict[str, int] = WORDS["numbers"]["tens"]
_GROUPS: dict[str, int] = WORDS["numbers"]["groups"]
_ORDINALS: list[str] = [word for row in WORDS["numbers"]["ordinals"] for word in row]
_SMALL = rf"(?:{either(_TENS)}(?:[- ]{either(_ONES[1:10])})?|{either(_ONES[1:])})"

MACROS: dict[str, str] = {
    "month": f"(?:{either(MONTHS)}|{either(SHORT_MONTHS)}\\.?)",
    "longmonth": either(MONTHS),
    "weekday": f"(?:{either(WEEKDAYS)}|{either(SHORT_WEEKDAYS)}\\.?)",
    "longweekday": either(WEEKDAYS),
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|:\d|,\d{3})",
    "ordinal": f"(?:(?:twenty|thirty)[- ])?{either([*_ORDINALS, *WORDS['numbers']['ordinal_tens']])}",
    "nth": r"\d{1,2}(?:st|nd|rd|th)",
    "year": r"(?:1\d|20)\d\d(?!\d|[,.:]\d)",
    "ofyear": r"(?:,? (?:of )?(?P<relyear>last|this|next) year)",
    "unit": either(UNITS),
    "units": either([*UNITS, *PLURALS]),
    "plurals": either(PLURALS),
    "calunit": either(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]),
    "longunit": either(["week", "weekend", "month", "quarter", "year", "decade", "century"]),
    "number": rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d{{1,15}}(?:\.\d{{1,15}})?|a dozen|(?:{_SMALL}|a) hundred|{_SMALL}|hundred)",
    "vague": either([*WORDS["vague_numbers"]]),
    "approx": either(APPROXIMATIONS),
    "daypart": either(DAY_PARTS),
    "season": either(SEASONS),
    "part": (
        r"(?:(?:(?:very )?early|mid|late|earlier|later)(?: in)?[ -]|end-"
        r"|(?:the )?(?:very )?(?:end|beginning|start|outset|opening|middle|close|rest|remainder) of )"
    ),
    "countable": either(CONTEXTS["countable"]) + r"(?!\w)",
    "half": _HALF,
    "decade": either(DECADES),
    "setadverb": either(SET_ADVERBS),
    "reference": either(REFERENCES),
    "holiday": either([*HOLIDAYS, *MOVABLE_HOLIDAYS]),
    "pastnoun": either(CONTEXTS["nouns_of_the_past"]),
    "stretching": f"(?: {either(WORDS['stretching'])})",
}


def pattern(template: str, patterns: Mapping[str, str] = MACROS) -> re.Pattern[str]:
    """Return the pattern of `template`: `@name` is replaced by the pattern of that name; a match never ends inside a word."""
    body = re.sub(r"@([a-z]+)", lambda m: patterns[m[1]], template)
    return lazily_compiled(rf"(?:{body})(?!\w)", re.IGNORECASE)


def ordinal(text: str) -> int | None:
    """Return the number of an ordinal: 1st, first, twenty-first."""
    text = text.lower()
    if text[:1].isdigit():
        return int(text.rstrip("stndrh"))
    if text in WORDS["numbers"]["ordinal_tens"]:
        return int(WORDS["numbers"]["ordinal_tens"][text])
    tens, _, ones = text.replace("-", " ").rpartition(" ")
    return _ORDINALS.index(ones) + 1 + _TENS.get(tens, 0) if ones in _ORDINALS else None


def number(text: str) -> float | None:
    """Return the number of a numeral: 24, 1,500, 2.5, twenty-five, a dozen, two hundred, a, an."""
    text = text.lower()
    if text[:1].isdigit():
        return float(text.replace(",", ""))
    total = 0
    for word in text.replace("-", " ").split():
        if word in _ONES:
            total += _ONES.index(word)
        elif word in _TENS:
            total += _TENS[word]
        elif word in _GROUPS:
            total = max(total, 1) * _GROUPS[word]
        elif word in ("a", "an"):
            total += 1
        else:
            return None
    return float(total)


def approximation(match: re.Match[str]) -> str | None:
    """Return the modifier of the words in the group `approx`, such as "about"; None without such words."""
    return APPROXIMATIONS.get((match["approx"] or "").strip().lower())


def unit_letter(word: str) -> str:
    """Return the TIMEX3 letter of a unit, singular or plural."""
    word = word.lower()
    return UNITS[word] if word in UNITS else PLURALS[word]


def month_number(word: str) -> int:
    """Return the number of a month, by its name or its abbreviation."""
    word = word.lower().rstrip(".")
    return MONTHS[word] if word in MONTHS else SHORT_MONTHS[word]


def weekday_number(word: str) -> int:
    """Return the ISO number of a weekday (Monday is 1), by its name or its abbreviation."""
    word = word.lower().rstrip(".")
    return WEEKDAYS[word] if word in WEEKDAYS else SHORT_WEEKDAYS[word]
