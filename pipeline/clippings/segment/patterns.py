"""The patterns of a profile as they are used: pieces and lists of phrases filled in."""

from __future__ import annotations

from functools import cache

from clippings.project import additions
from clippings.project.additions import Additions
from clippings.segment import profiles
from clippings.segment.pattern_pieces import expanded, piece
from clippings.segment.profiles import UNKNOWN, Profile


def pattern(profile: Profile, name: str) -> str:
    """The pattern `name` of a profile, a Rust regular expression."""
    return expanded(piece(profile.patterns, name), profile.patterns)


def general(name: str) -> str:
    """The pattern `name` that holds for pages of any site."""
    return _general(additions.current(), name)


@cache
def _general(_added: Additions, name: str) -> str:
    return pattern(profiles.load()[UNKNOWN], name)
