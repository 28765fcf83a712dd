"""Definition of a rule. The rules themselves are tables in the modules rules_*.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

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
