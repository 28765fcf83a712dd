"""Definition of a rule. English rules are data (`temporal_rules_en.yaml`); other languages' are tables in rules_*.py."""

from __future__ import annotations

import re
from collections.abc import Callable
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
def _english() -> dict[str, dict[str, Any]]:
    return lexicon.load("temporal_rules_en.yaml")


def table(group: str, **resolvers: Resolver) -> tuple[Rule, ...]:
    """Return the English rules of a group, in the order of the file; `resolvers` are by the name of the rule.

    Raises:
        KeyError: A rule has no resolver.
    """
    return tuple(
        Rule(f"dates.{name}", tuple(row["heads"]), lexicon.pattern("".join(row["pattern"])), resolvers[name])
        for name, row in _english()[group].items()
    )
