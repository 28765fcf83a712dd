"""What `{day}`, `{month}`, `{read_more}` and their like are in a pattern of a profile: pieces, and lists of phrases."""

import re
from collections.abc import Mapping
from functools import cache

from clippings.common import phrases
from clippings.enrich.dates import calendar_names
from clippings.project import additions, overlay
from clippings.project.additions import Additions

PIECES = ("post_links", "label", "clock", "day", "weekday", "month", "count")
"""Patterns that others are made of; a piece may hold those named behind it. They match no whole line."""
CALENDAR = {"month": calendar_names.MONTH, "weekday": calendar_names.WEEKDAY}
"""Pieces made from the names of the calendar; a profile may have its own."""
GROUP = re.compile(r"\(\?P?<([A-Za-z_]\w*)>")
"""The name of a group of a pattern."""
_NAMED = re.compile(r"\{([a-z_]+)\}")


def expanded(pattern: str, patterns: Mapping[str, str]) -> str:
    """A pattern with its pieces filled in; a name that no piece has is a list of phrases."""
    for part in PIECES:
        pattern = pattern.replace(f"{{{part}}}", piece(patterns, part))
    return _NAMED.sub(lambda match: _either(additions.current(), match[1]), pattern)


def check_phrases() -> None:
    """Read the project's phrases.

    Raises:
        ProjectError: The file cannot be used.
    """
    _lists(additions.current())


@cache
def _either(added: Additions, name: str) -> str:
    """A pattern of any phrase of a list, with those of the project."""
    return phrases.either_of(_lists(added)[name])


@cache
def _lists(added: Additions) -> dict[str, list[str]]:
    built_in = {name: list(lists_of_phrases) for name, lists_of_phrases in phrases.lists().items()}
    return overlay.laid_over(built_in, "phrases.toml", added)


def piece(patterns: Mapping[str, str], name: str) -> str:
    """A pattern of the profile as it is written, or of the calendar."""
    return patterns[name] if name in patterns else CALENDAR[name]
