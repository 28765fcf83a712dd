"""English: which heads there are, and the rules in the order they are tried."""

import re
from collections.abc import Callable, Iterable, Iterator

from clippings.enrich.dates import (
    lexicon,
    rules_days,
    rules_durations,
    rules_offsets,
    rules_periods,
    rules_refs,
    rules_sets,
    rules_times,
)
from clippings.enrich.dates.calendar_names import MONTHS
from clippings.enrich.dates.reader import Reader
from clippings.enrich.dates.rules_named_days import FOREIGN_MONTHS_IN_ENGLISH
from clippings.enrich.dates.scan import Scanner

YEARS = range(1000, 2100)


Way = Callable[[str], str]
_LOWER_OR_CAPITAL: tuple[Way, ...] = (str.lower, str.capitalize)
_CAPITAL_OR_UPPER: tuple[Way, ...] = (str.capitalize, str.upper)


def _cased(words: Iterable[str], ways: tuple[Way, ...] = (str.lower, str.capitalize, str.upper)) -> Iterator[str]:
    """Return each word in each of the ways to write it."""
    return (way(word) for word in words for way in ways)


def _titled(word: str) -> str:
    return re.sub(r"(?<![\w'])[a-z]", lambda m: m[0].upper(), word)


_UNITS = (*lexicon.UNITS, *lexicon.PLURALS)

HEADS: dict[str, Iterable[str]] = {
    "month": [*_cased(lexicon.MONTHS), *_cased(lexicon.SHORT_MONTHS, _CAPITAL_OR_UPPER)],
    "weekday": [*_cased(lexicon.WEEKDAYS), *_cased(lexicon.SHORT_WEEKDAYS, _CAPITAL_OR_UPPER)],
    "year": [str(n) for n in YEARS],
    "decade": [*_cased(lexicon.DECADES, _LOWER_OR_CAPITAL), *(f"{n}0s" for n in range(2, 10))],
    "unit": [*_cased(_UNITS), *(unit + long for unit in _UNITS for long in ("long", "-long"))],
    "daypart": [*_cased((*lexicon.DAY_PARTS, *(f"{part}s" for part in lexicon.DAY_PARTS)))],
    "season": [*_cased(lexicon.SEASONS, _LOWER_OR_CAPITAL)],
    "deictic": [*_cased(("today", "yesterday", "tomorrow", "tonight"))],
    "reference": [
        *_cased(
            (*lexicon.REFERENCES, "current", "present", "moment", "this point", "this stage", "past", "future"),
            _LOWER_OR_CAPITAL,
        )
    ],
    "set": [*_cased((*lexicon.SET_ADVERBS, "weekends", "weekdays"), _LOWER_OR_CAPITAL)],
    "clock": [
        *("p.m", "a.m", "pm", "am", "PM", "AM", "P.M", "A.M", "o'clock", "GMT", "UTC"),
        *_cased(lexicon.CLOCK_POINTS, _LOWER_OR_CAPITAL),
    ],
    "slash_year": [f"/{n}" for n in YEARS],
    "short_year": [f"/{n:02d}" for n in range(100)],
    "minutes": [f":{n}" for n in range(6)],
    "holiday": [_titled(name) for name in (*lexicon.HOLIDAYS, *lexicon.MOVABLE_HOLIDAYS)],
    "foreign_month": [*_cased(MONTHS["en"], _CAPITAL_OR_UPPER), *map(_titled, MONTHS["en"])],
    "time": ["the time", "that time"],
    "half": [f"{nth}{gap}half" for nth in ("first", "second", "First", "Second") for gap in " -"],
    "fiscal": ["FY", "Q1", "Q2", "Q3", "Q4"],
}
"""Kind of head to its words."""

OPENERS = lexicon.CONTEXTS["openers"].union(
    lexicon.WORDS["numbers"]["ones"],
    lexicon.WORDS["numbers"]["tens"],
    (word for row in lexicon.WORDS["numbers"]["ordinals"] for word in row),
    lexicon.WORDS["numbers"]["ordinal_tens"],
)
"""Words an expression may contain before its head."""

_SCANNER = Scanner(HEADS, OPENERS)
_DAYS = Reader(_SCANNER, (*rules_days.RULES, *rules_refs.RULES))
READER = Reader(
    _SCANNER,
    (
        *rules_times.rules(_DAYS.day_at),
        *rules_sets.RULES,
        *rules_days.RULES,
        *rules_periods.RULES,
        *rules_offsets.RULES,
        *rules_durations.RULES,
        *FOREIGN_MONTHS_IN_ENGLISH,
        *rules_refs.RULES,
    ),
    continued=rules_times.continued,
)
