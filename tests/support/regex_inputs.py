"""Adversarial inputs for a regular expression, made from its own parts: what it can begin with, repeated.

A backtracking matcher is slow where many ways to begin, or to go on, fail late. So the inputs are long repetitions of the
characters and of the beginnings that the expression itself accepts.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a", sre.CATEGORY_NOT_WORD: ".",
}  # fmt: skip
_PROBES = "a1 A.\n-_<>\"'(é٣\t[&;:/,@"
_PAIRS = 4
"""Number of characters whose pairs are all repeated."""
_UNITS = 16
"""Maximum number of characters and of beginnings that are tested."""
_STRANGE = "\ufdd0"
"""A character that few expressions accept: it makes a match fail at its end."""


def inputs(pattern: re.Pattern[str] | re.Pattern[bytes], length: int) -> Iterator[str]:
    """Yield strings of about `length` characters on which the expression may be slow."""
    text = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    tree = list(
        parser.parse(text, pattern.flags & ~re.DEBUG & ~(re.UNICODE if isinstance(pattern.pattern, bytes) else 0))
    )
    singles = list(dict.fromkeys(_characters(tree)))[:_UNITS]
    beginnings = list(dict.fromkeys(filter(None, _beginnings(tree))))[:_UNITS]
    for unit in dict.fromkeys([*singles, *beginnings]):
        yield _repeated(unit, length) + _STRANGE
    for single in singles[:_UNITS]:
        yield _STRANGE + _repeated(single, length) + _STRANGE
    for first, second in islice(product(singles[:_PAIRS], repeat=2), _PAIRS * _PAIRS):
        if first != second:
            yield _repeated(first + second, length) + _STRANGE
    for beginning in beginnings:
        for single in singles[:_PAIRS]:
            yield beginning + _repeated(single, length) + _STRANGE


def _repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def _beginnings(items: list[Any]) -> Iterator[str]:
    """Yield strings that match the first parts of an expression, and of each of its groups and alternatives."""
    done = ""
    for op, value in items:
        for inner in _inner(op, value):
            yield from (done + beginning for beginning in _beginnings(list(inner)))
        done += _sample([(op, value)])
        yield done


def _inner(op: Any, value: Any) -> Iterable[Any]:
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.ATOMIC_GROUP:
        return [value]
    if op is sre.BRANCH:
        return value[1][:4]
    return []


def _sample(items: Iterable[Any]) -> str:
    """Return a string that the parts match."""
    result = ""
    for op, value in items:
        if op is sre.LITERAL:
            result += chr(value)
        elif op is sre.ANY:
            result += "a"
        elif op is sre.NOT_LITERAL:
            result += next(c for c in _PROBES if ord(c) != value)
        elif op is sre.IN:
            result += next(iter(_of_class(value)), "a")
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            result += _sample(value[2]) * max(value[0], 1)
        elif op is sre.SUBPATTERN:
            result += _sample(value[3])
        elif op is sre.ATOMIC_GROUP:
            result += _sample(value)
        elif op is sre.BRANCH:
            result += _sample(value[1][0])
    return result


def _characters(items: Iterable[Any]) -> Iterator[str]:
    """Return a few characters that each part of the expression accepts."""
    for op, value in items:
        if op is sre.LITERAL:
            yield chr(value)
        elif op is sre.ANY:
            yield from ("a", "\n")
        elif op is sre.NOT_LITERAL:
            yield from ([c for c in _PROBES if ord(c) != value][:2])
        elif op is sre.IN:
            yield from _of_class(value)
        for inner in _inner(op, value):
            yield from _characters(inner)


def _of_class(items: Any) -> list[str]:
    """Return up to three probes that a character class accepts."""
    is_negated = items[0][0] is sre.NEGATE
    own = [c for op, value in items for c in _named(op, value)]
    if not is_negated:
        return list(dict.fromkeys(own))[:3]
    refused = set(own)
    classes = {value for op, value in items if op is sre.CATEGORY}
    return [c for c in _PROBES if c not in refused and not any(_is_of(c, group) for group in classes)][:3]


def _named(op: Any, value: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(value)]
    if op is sre.RANGE:
        return [chr(value[0]), chr(value[1])]
    return [_CATEGORIES[value]] if op is sre.CATEGORY else []


def _is_of(character: str, category: Any) -> bool:
    tests = {
        sre.CATEGORY_DIGIT: character.isdigit(), sre.CATEGORY_SPACE: character.isspace(),
        sre.CATEGORY_WORD: character.isalnum() or character == "_",
    }  # fmt: skip
    negated = {
        sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT, sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
        sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
    }  # fmt: skip
    return not tests[negated[category]] if category in negated else tests[category]
