"""The patterns of a profile as they are used: what `{day}`, `{month}` and their like stand for filled in."""

from __future__ import annotations

from functools import cache

from clippings.segment import profiles
from clippings.segment.profiles import UNKNOWN, Profile

_PIECES = ("label", "clock", "day", "weekday", "month", "count")
"""Patterns that others are made of; a piece may hold those named behind it."""


def pattern(profile: Profile, name: str) -> str:
    """The pattern `name` of a profile, a Rust regular expression."""
    found = profile.patterns[name]
    for piece in _PIECES:
        found = found.replace(f"{{{piece}}}", profile.patterns[piece])
    return found


@cache
def general(name: str) -> str:
    """The pattern `name` that holds for pages of any site."""
    return pattern(profiles.load()[UNKNOWN], name)
