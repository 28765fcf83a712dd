"""Applies a table of rules to a text, from left to right. Words of a language do not belong here.

How each rule is written is data (`temporal_rules.yaml`); what it means is a function in rules_*.py.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from clippings.enrich.dates import lexicon
from clippings.enrich.dates.context import Context
from clippings.enrich.dates.scan import HeadWord, Scanner, plain
from clippings.enrich.dates.timex import REFUSED, Reading, Stretch, Timex

Resolver = Callable[[re.Match[str], Context], Reading | None]

Continued = Callable[[Reading, int, Context], Reading]


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


def always(stretch: Stretch) -> Resolver:
    """Return a resolver that reads the same stretch, such as the present, whatever the words are."""
    return lambda m, at: Reading("DATE", stretch, None, at.anchor)


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


def _as_it_is(reading: Reading, end: int, at: Context) -> Reading:
    return reading


class Reader:
    """One language's rules, by the kind of head they are tried at."""

    def __init__(
        self,
        scanner: Scanner,
        rules: Sequence[Rule],
        continued: Continued = _as_it_is,
        normal: Callable[[str], str] = plain,
    ) -> None:
        """`normal` makes a text comparable without moving a character; `continued` extends a reading to its right."""
        self._scanner = scanner
        self._normal = normal
        self._continued = continued
        self.rules: dict[str, list[Rule]] = {}
        for rule in rules:
            for kind in rule.heads:
                self.rules.setdefault(kind, []).append(rule)

    def read(self, text: str, anchor: dt.date | None, language: str) -> list[Timex]:
        """Return the expressions of `text`, in order; no two overlap."""
        at = Context(self._normal(text), anchor, language)
        timexes: list[Timex] = []
        floor = 0
        for head_word in self._scanner.heads(at.text):
            if head_word.start < floor:
                continue
            hit = self._at_head(at, head_word, floor)
            if hit is None:
                continue
            rule, reading, start, end = hit
            floor = end
            if reading is REFUSED:
                continue
            reading = self._continued(reading, end, at)
            end = floor = reading.stop or end
            at.follow(reading, start)
            stretch = reading.stretch
            timexes.append(
                Timex(
                    start, end, text[start:end], reading.type, stretch.value, reading.mod, stretch.begin, stretch.end,
                    reading.anchor, rule,
                )
            )  # fmt: skip
        return timexes

    def _at_head(self, at: Context, head_word: HeadWord, floor: int) -> tuple[str, Reading, int, int] | None:
        """Return the first rule that reads something with this head, tried from the leftmost opening on."""
        rules = self.rules.get(head_word.kind)
        if not rules:
            return None
        text, size = at.text, head_word.end
        for start in self._scanner.openings(text, head_word, floor):
            for rule in rules:
                m = rule.pattern.match(text, start)
                if m is None or m.end() < size:
                    continue
                reading = rule.resolve(m, at)
                if reading is not None:
                    return rule.name, reading, start, m.end()
        return None

    def day_at(self, at: Context, start: int) -> tuple[Reading, int] | None:
        """Return the day that begins exactly at `start`, and where it ends."""
        for kind in ("month", "weekday", "deictic"):
            for rule in self.rules.get(kind, ()):
                m = rule.pattern.match(at.text, start)
                reading = rule.resolve(m, at) if m else None
                if m and reading and reading is not REFUSED and reading.type == "DATE":
                    return reading, m.end()
        return None
