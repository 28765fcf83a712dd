"""Where a text may contain a temporal expression: heads, found in one pass, and the positions before them to try.

A head is a word no expression of its kind is without: the month of a date, the unit of a length. Which expressions
there are is defined in the rules.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

LEFT = 70
"""Maximum number of characters, and of words, between the start of an expression and its head."""
LEFT_WORDS = 8
_OPENING = "\"'“”‘([{«-"
_PLAIN = (("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("’", "'"), ("‘", "'"), ("–", "-"), ("‑", "-"), ("−", "-"))
_ADDRESS = re.compile(r"[^\s<>\"]{0,4096}")
ADDRESS = "address"
AFTER_DIGITS = ("clock", "minutes", "decade", "slash_year", "short_year")
"""Kinds of head that may touch a digit on their left: 10am."""
BEFORE = {"weekday": "s", "year": "s", "minutes": "0123456789", "fiscal": "0123456789"}
"""Kinds of head that may touch such a character on their right: Fridays, 1980s, 10:30."""


class HeadWord(NamedTuple):
    """A word that an expression may be built on: text[start:end], of this kind."""

    start: int
    end: int
    kind: str


def plain(text: str) -> str:
    """Return `text` with one kind of space, apostrophe and short dash; every character keeps its place."""
    for odd, usual in _PLAIN:
        text = text.replace(odd, usual)
    return text


class Scanner:
    """Finds heads. `words` gives the words of each kind; they are found as given, and no other way of writing them."""

    def __init__(self, words: Mapping[str, Iterable[str]], openers: Iterable[str]) -> None:
        kinds: dict[str, str] = {}
        for kind, forms in words.items():
            for form in forms:
                kinds.setdefault(form, kind)
        kinds.update(dict.fromkeys(("://", "www."), ADDRESS))
        self._forms = sorted(kinds)
        self._kinds = [kinds[form] for form in self._forms]
        self._openers = frozenset(openers)
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest)

    def heads(self, text: str) -> Iterator[HeadWord]:
        """Yield heads from left to right, none inside a longer word or a web address."""
        free = 0
        size = len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if start < free:
                continue
            kind = self._kinds[index]
            if kind == ADDRESS:
                address = _ADDRESS.match(text, start)
                free = address.end() if address else end
                continue
            left = text[start - 1] if start else " "
            if (left.isalnum() or left == "_") and not (kind in AFTER_DIGITS and left.isdigit()):
                continue
            right = text[end] if end < size else " "
            if (right.isalnum() or right in "_@") and right not in BEFORE.get(kind, ()):
                continue
            yield HeadWord(start, end, kind)

    def openings(self, text: str, head_word: HeadWord, floor: int) -> list[int]:
        """Return places where an expression with this head may begin, leftmost first, none before `floor`."""
        start = head_word.start
        floor = max(floor, start - LEFT)
        chunk = text[floor:start]
        line = chunk.rfind("\n")
        if line >= 0:
            chunk = chunk[line + 1 :]
        places = [start]
        words = chunk.split(" ")
        glued = words.pop()
        at = start - len(glued)
        if glued:
            bare = glued.lstrip(_OPENING)
            if bare:
                places.append(start - len(bare))
            if glued[-1] == "'":
                places.append(start - 1)
            if len(bare) < len(glued) and glued != "'":
                return places[::-1]
        for word in reversed(words[-LEFT_WORDS:]):
            at -= len(word) + 1
            bare = word.lstrip(_OPENING)
            low = bare.lower()
            if low not in self._openers and not bare[:1].isdigit() and low.partition("-")[0] not in self._openers:
                break
            if bare:
                places.append(at + len(word) - len(bare))
            if len(bare) < len(word):
                break
        return places[::-1]
