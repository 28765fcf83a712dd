"""Compares the words of a line with the words of a gold text."""

import re

_WORD = re.compile(r"\w+")
_SPACELESS = ((0x3040, 0x9FFF), (0x0E00, 0x0E7F))
"""Scripts without spaces: each letter counts as a word."""
SHINGLE = 4


def tokens(text: str | None) -> list[str]:
    """The words of a text in small letters."""
    result: list[str] = []
    for word in _WORD.findall((text or "").casefold()):
        is_spaceless = any(low <= ord(letter) <= high for letter in word for low, high in _SPACELESS)
        result.extend(word if is_spaceless else [word])
    return result


def shingles(words: list[str], size: int = SHINGLE) -> set[tuple[str, ...]]:
    """All runs of `size` words; the words as one run where they are fewer."""
    if len(words) < size:
        return {tuple(words)} if words else set()
    return set(zip(*(words[at:] for at in range(size)), strict=False))


def flat(text: str | None) -> str:
    """Letters and digits in small letters, one space between words."""
    return " ".join(_WORD.findall((text or "").casefold()))


class GoldText:
    """The text of a page's gold, asked line by line."""

    def __init__(self, text: str | None) -> None:
        words = tokens(text)
        self.shingles = {size: shingles(words, size) for size in (1, 2, 3, SHINGLE)}
        self.lines = {flat(line) for line in (text or "").split("\n")} - {""}

    def covers(self, line: str) -> float:
        """Share of the line's runs of words that the gold text has."""
        words = tokens(line)
        if not words:
            return 0.0
        size = min(SHINGLE, len(words))
        own = shingles(words, size)
        return len(own & self.shingles[size]) / len(own)

    def has_line(self, line: str) -> bool:
        """Whether the line is a whole line of the gold."""
        return flat(line) in self.lines
