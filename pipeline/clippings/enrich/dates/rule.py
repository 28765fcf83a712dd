"""Definition of a rule. How each is written is data (`temporal_rules.yaml`); what it means is a function in rules_*.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from clippings.enrich.dates import lexicon
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.timex import Reading

Resolver = Callable[[re.Match[str], Context], Reading | None]


class Rule(NamedTuple):
    """One way to write a time.

    `heads` are the kinds of word (scan.py) at which the rule is tried; `pattern` is matched from the words before the
    head on; `resolve` makes a reading of the match, or None if the words mean something else.
    The expression is the group `x` of the pattern where it has one, else the whole match.
    """

    name: str
    heads: tuple[str, ...]
    pattern: re.Pattern[str]
    resolve: Resolver


@cache
def _groups() -> dict[str, dict[str, Any]]:
    return lexicon.load("temporal_rules.yaml")


def table(group: str, patterns: Mapping[str, str] = lexicon.MACROS, /, **resolvers: Resolver) -> tuple[Rule, ...]:
    """Return the rules of a group, in the order of the file.

    Args:
        group: Name of the group.
        patterns: What `@name` in a rule means.
        resolvers: What reads the matches of each rule, by its name.

    Raises:
        KeyError: A rule has no resolver.
    """
    return tuple(
        Rule(f"dates.{name}", tuple(row["heads"]), lexicon.pattern("".join(row["pattern"]), patterns), resolvers[name])
        for name, row in _groups()[group].items()
    )
