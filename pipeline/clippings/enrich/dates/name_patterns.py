"""Patterns of the months and weekdays of the languages whose calendars are known, for Rust's and Python's expressions.

The names come from babel and the calendar file; this module only adds the ways to write one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from clippings.enrich.dates import lexicon
from clippings.enrich.dates.calendar_names import MONTHS, WEEKDAYS

_WAYS = {"ا": "[اأإآٱ]", "ی": "[یيىۍ]", "ک": "[كک]", "ه": "[هةۀ]", "ë": "[eë]", " ": r"[ \u200c]?", "'": "['’]"}
"""Letters that are written in several ways, as `names.fold` makes them one."""


def _either(names: Iterable[str]) -> str:
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return f"(?i:{'|'.join(''.join(_WAYS.get(c, re.escape(c)) for c in name) for name in longest_first)})"


ENGLISH_MONTHS = frozenset({*lexicon.MONTHS, *lexicon.SHORT_MONTHS})
ENGLISH_WEEKDAYS = frozenset({*lexicon.WEEKDAYS, *lexicon.SHORT_WEEKDAYS})
ENGLISH_MONTH = _either(ENGLISH_MONTHS)
"""A month in English, in letters of any case."""
ENGLISH_WEEKDAY = _either(ENGLISH_WEEKDAYS)
MONTH = _either({*ENGLISH_MONTHS, *(name for names in MONTHS.values() for name in names)})
"""A month in any language of `names.MONTHS`."""
WEEKDAY = _either({*ENGLISH_WEEKDAYS, *(name for names in WEEKDAYS.values() for name in names)})
