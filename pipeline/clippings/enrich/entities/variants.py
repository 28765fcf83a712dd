"""Transliterated names in other spellings than the listed ones: a tree of the keys of their words.

`spelling` makes the key of one word; the meaning of names does not belong here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from clippings.enrich.entities.spelling import ONE_FOR_ONE, PARTICLES, fold, is_firm, parts

Meaning = TypeVar("Meaning")

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_GAP = re.compile(r"'?(?: (?P<bracket>\()| ?[-–]|[-–] ?| )'?")
_REMEMBERED = 200_000
"""Words of which it is remembered whether a name begins with them."""


@dataclass(slots=True)
class Spellings(Generic[Meaning]):
    """Names by the keys of their words.

    Attributes:
        next: The nodes that one more word leads to, by its key.
        ended: What the names that end here mean, and whether case does not matter to them.
        opens: Whether a name begins with a word, of words that were asked for.
    """

    next: "dict[str, Spellings[Meaning]]" = field(default_factory=dict)
    ended: list[tuple[Meaning, bool]] = field(default_factory=list)
    opens: dict[str, bool] = field(default_factory=dict)

    def add(self, keys: Iterable[str], meaning: Meaning, *, is_folded: bool) -> None:
        """Enter a name."""
        node = self
        for word_key in keys:
            node = node.next.setdefault(word_key, Spellings())
        node.ended.append((meaning, is_folded))

    def may_begin(self, text: str, start: int) -> bool:
        """Return whether some name begins with a word spelled like the one at `start`."""
        match = _WORD.match(text, start)
        if match is None:
            return False
        word = match.group()
        may = self.opens.get(word)
        if may is None:
            if len(self.opens) > _REMEMBERED:
                self.opens.clear()
            may = self.opens[word] = any(option[0] in self.next for option in parts(word))
        return may

    def walk(self, text: str, start: int) -> Iterator[tuple[int, list[tuple[Meaning, bool]]]]:
        """Yield the ends and meanings of names that begin at `start`; skip articles and joints inside.

        A word may be in brackets, which are then included: "Mina (Bandari)". A possessive ending is not: "Bandari's".
        """
        node, position, bracket = self, start, False
        while word := _WORD.match(text, position):
            spelling, end = word.group(), word.end()
            if spelling.endswith("'s") and (stem := node._step(spelling[:-2])) and stem.ended:
                yield end - 2, stem.ended
            following = node._step(spelling)
            if following is None and (position == start or spelling.lower() not in PARTICLES):
                return
            node = following or node
            if bracket:
                if text[end : end + 1] != ")":
                    return
                end += 1
            if following is not None and node.ended:
                yield end, node.ended
            if not node.next or (gap := _GAP.match(text, end)) is None:
                return
            position, bracket = gap.end(), bool(gap["bracket"])

    def _step(self, spelling: str) -> "Spellings[Meaning] | None":
        """Return the node a word leads to, as itself or taken apart."""
        for option in parts(spelling):
            following: Spellings[Meaning] | None = self
            for word_key in option:
                following = following.next.get(word_key) if following else None
            if following is not None:
                return following
        return None


def keys(text: str) -> tuple[str, ...] | None:
    """Return the keys of a name's words without articles and joints; None if they are too short to identify it."""
    words = [word for word in _WORD.findall(fold(text)) if word.lower() not in PARTICLES]
    keys_of_words = tuple(word_key for word in words for word_key in parts(word)[-1])
    if not keys_of_words or not all(keys_of_words) or (len(keys_of_words) == 1 and not is_firm(keys_of_words[0])):
        return None
    return keys_of_words


_CLASSES = {
    "o": "[ouw]", "a": "[aeiy]", "k": "(?:[kqc]|gh)", "x": "kh", "v": "[vw]", "f": "(?:f|ph)", "j": "d?j",
    "Y": "y",
}  # fmt: skip
_QUOTE = f"[{''.join(c for c, plain in ONE_FOR_ONE.items() if plain == chr(39))}']?"
_BETWEEN = f"[ (–-]{{1,3}}{_QUOTE}(?:[a-z]{{1,2}}[ -])?"


def lower_pattern(first_keys: Iterable[tuple[str, ...]]) -> str | None:
    """Return a pattern of possible lower-case words with one of these keys, or two in a row; group 1 is the words.

    It is the same for Python and polars, and has no boundaries and classes of Unicode, with which polars is ten times slower.
    """
    every = sorted(
        {
            _BETWEEN.join(_looks_like(word_key, is_first=not n) for n, word_key in enumerate(word_keys))
            for word_keys in first_keys
        }
    )
    return f"(?:^|[^a-zA-Z])({'|'.join(every)})" if every else None


def _looks_like(word_key: str, *, is_first: bool) -> str:
    """Return a pattern of words that may have a key, with any kind of apostrophe; only the first word of a name is in lower case."""
    letters = [f"(?:{_CLASSES.get(c, c)})+" for c in word_key]
    if not is_first:
        letters[0] = f"(?:{_CLASSES.get(word_key[0], word_key[0])}|[A-Z])+"
    return _QUOTE.join(letters)
