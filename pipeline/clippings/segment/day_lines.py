"""Which short lines are a day and hardly anything else, in every language. What day they name is read in `fields`."""

from __future__ import annotations

import re
from functools import lru_cache

from clippings.common.phrases import either
from clippings.enrich.dates import parse_day
from clippings.enrich.dates.world_days import find_day, is_relative

# Posted on: May 20, 2016
_LABELS = re.compile(rf"(?:{either('posted_on', 'updated', 'at_time')}(?![^\W\d_])|the\b)[:：\s]*")
_REST = 16
"""Letters that may stand beside a date in a line that is a date: a weekday, a clock, a zone."""
_NO_LETTERS = re.compile(r"[\W\d_]+")
LONGEST = 60
"""Characters of the longest line of a text dump that is asked."""


def without_label(text: str) -> str:
    """A line without `Posted on:` or its like at the start."""
    label = _LABELS.match(text.lower())
    return text[label.end() :] if label else text


@lru_cache(maxsize=8192)
def is_worded_day(text: str) -> bool:
    """Whether a line is a day with its month in words of any language, or a day named from the day of writing."""
    bare = without_label(text)
    if is_relative(text) or is_relative(bare):
        return True
    found = find_day(bare)
    return found is not None and len(_NO_LETTERS.sub("", bare[: found.start] + bare[found.end :])) <= _REST


@lru_cache(maxsize=8192)
def is_day(text: str) -> bool:
    """Whether a line is a day, in words or digits."""
    if any(c.isdigit() for c in text):
        bare = without_label(text)
        languages = ("en",) if text.isascii() else ("en", "fa", "ar", "sq")
        if any(parse_day(bare, language=language, day_first=True)[0] is not None for language in languages):
            return True
    return is_worded_day(text)
