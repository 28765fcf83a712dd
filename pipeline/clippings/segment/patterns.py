"""The patterns of a profile as they are used: what `{day}`, `{month}`, `{read_more}` and their like stand for filled in."""

from __future__ import annotations

import re
from functools import cache

from clippings.common import phrases
from clippings.extract.dates import name_patterns
from clippings.segment import profiles
from clippings.segment.profiles import UNKNOWN, Profile

_PIECES = ("label", "clock", "day", "weekday", "month", "count")
"""Patterns that others are made of; a piece may hold those named behind it."""
_CALENDAR = {"month": name_patterns.MONTH, "weekday": name_patterns.WEEKDAY}
"""Pieces made from the names of the calendar; a profile may have its own."""
_NAMED = re.compile(r"\{([a-z_]+)\}")


def pattern(profile: Profile, name: str) -> str:
    """The pattern `name` of a profile, a Rust regular expression; a name that no piece has is a list of phrases."""
    found = piece(profile, name)
    for part in _PIECES:
        found = found.replace(f"{{{part}}}", piece(profile, part))
    return _NAMED.sub(lambda m: phrases.either_of_lines(m[1]), found)


def piece(profile: Profile, name: str) -> str:
    """A pattern of the profile as it is written, or of the calendar."""
    return profile.patterns[name] if name in profile.patterns else _CALENDAR[name]


@cache
def general(name: str) -> str:
    """The pattern `name` that holds for pages of any site."""
    return pattern(profiles.load()[UNKNOWN], name)
