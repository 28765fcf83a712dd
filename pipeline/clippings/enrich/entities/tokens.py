"""A text as capitalised words and the text between them.

What a word or a run of words names is not decided here.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from clippings.enrich.entities.spelling import ARTICLES
from clippings.enrich.entities.word_lists import Lexicon

JOIN, JOINT, THE, AND, BREAK = "join", "joint", "the", "and", "break"
"""Kinds of text between two capitalised words: nothing, "of the", "the", "and", or what ends a name."""

HYPHENED_ARTICLES = tuple(f"{article}-" for article in ARTICLES)
"""Articles as they begin a word: `al-`."""


def _capitals(last: int) -> str:
    """Return all capital letters up to a code point as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in (code for code in range(last + 1) if chr(code).isupper() or chr(code).istitle()):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges)


def _token(capitals: str) -> re.Pattern[str]:
    """Example words: Harbour, Sayyad, Abdul-Karim, Shi'ya, O'Brien, U.N., Mina-e-Bandar.

    It begins with a set of letters, for which the search is fast; the text before the word is checked afterwards.
    """
    rest = r"[^\W_]*(?:'(?!s\b)[^\W_]+)*"
    joint = r"-(?:(?:e|i|ol|ul|al|el|as|ash|ud|ur|ad|ar)-)?"
    return re.compile(rf"([{capitals}](?:\.(?:[{capitals}]\.)+|{rest}(?:{joint}[{capitals}]{rest})*))")


_LATIN_1 = _token(_capitals(0xFF))
_BEYOND_LATIN_1 = re.compile(r"[^\x00-\xff]")
"""A set of letters beyond Latin-1 is sought ten times slower, so it is used where a text has capitals there."""


@cache
def _unicode() -> re.Pattern[str]:
    return _token(_capitals(0x1FFFF))


_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
_LOWER = re.compile(r"[^\W\d_]{4,}")
_HEADLINE_LENGTH = 160
_LONGEST_GAP = 16


class Token(NamedTuple):
    """A capitalised word: its place in the text and itself."""

    start: int
    end: int
    word: str


@dataclass(slots=True)
class Prose:
    """A text, folded, with its capitalised words.

    Attributes:
        text: The folded text.
        tokens: Its capitalised words in order.
        gaps: gaps[i] is the text between word i - 1 and word i; the first is a BREAK.
        headlines: Start and end of lines in which every word may be capitalised.
    """

    text: str
    tokens: list[Token]
    gaps: list[str]
    headlines: list[tuple[int, int]]

    def in_headline(self, position: int) -> bool:
        """Return whether capital letters mean nothing at this place."""
        if not self.headlines:
            return False
        at = bisect_right(self.headlines, position, key=lambda line: line[0])
        return at > 0 and position < self.headlines[at - 1][1]

    def word_after(self, position: int) -> str:
        """Return the word one space behind this place, or nothing."""
        match = _NEXT_WORD.match(self.text, position)
        return match[1] if match else ""

    def opens_sentence(self, position: int) -> bool:
        """Return whether a sentence, a line or a quotation begins here."""
        before = self.text[max(0, position - 4) : position].rstrip(" ")
        return not before or before[-1] in '.!?:;\n"“(-–—[*•'


def read(text: str, lexicon: Lexicon, *, is_title: bool = False) -> Prose:
    """Return the capitalised words of a folded text."""
    tokens: list[Token] = []
    gaps: list[str] = []
    position = end = 0
    has_more = not text.isascii() and any(c.isupper() or c.istitle() for c in set(_BEYOND_LATIN_1.findall(text)))
    pieces = (_unicode() if has_more else _LATIN_1).split(text)
    for between, word in zip(pieces[::2], pieces[1::2], strict=False):
        start = position + len(between)
        position = start + len(word)
        if between[-1:] != " " and start:
            before = text[start - 1]
            if before.isalnum():
                continue
            if before == "-" and (article := _article_before(text, start)):
                start -= article
                word = text[start:position]
        kind = _gap(text[end:start]) if start - end <= _LONGEST_GAP and tokens else BREAK
        if kind == BREAK and text[end:start] == ". " and tokens and _is_abbreviation(tokens[-1].word, lexicon):
            kind = JOIN
        if "-" in word and word.partition("-")[0].lower() in lexicon.compound_fronts:
            start += word.index("-") + 1
            word, kind = word[word.index("-") + 1 :], BREAK
        tokens.append(Token(start, position, word))
        gaps.append(kind)
        end = position
    return Prose(text, tokens, gaps, _headlines(text, is_title))


def _article_before(text: str, start: int) -> int:
    """Return the length of an Arabic article before a word, with its hyphen: 3 in "al-Sayyad"."""
    for article in HYPHENED_ARTICLES:
        if (
            text.endswith(article, 0, start)
            and not text[max(0, start - len(article) - 1) : start - len(article)].isalnum()
        ):
            return len(article)
    return 0


_JOIN = re.compile(r"'? (?:(?:al|el|bin|ibn|bint|de|del|della|der|di|da|dos|du|la|van|von|van der|von der|de la) )?")
_JOINT = re.compile(r" (?:of|for|on|against|to)(?: the)? ")


@lru_cache(maxsize=50_000)
def _gap(gap: str) -> str:
    if _JOIN.fullmatch(gap):
        return JOIN
    if _JOINT.fullmatch(gap):
        return JOINT
    if gap in (" and ", " & ", " and the "):
        return AND
    if gap == " the ":
        return THE
    return BREAK


def _is_abbreviation(word: str, lexicon: Lexicon) -> bool:
    """Example: "M", "Gen", "J" before a stop that ends no sentence."""
    return (len(word) == 1) or (len(word) <= 5 and word in lexicon.honorifics)


def _headlines(text: str, is_title: bool) -> list[tuple[int, int]]:
    headlines = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if (
            0 < end - start <= _HEADLINE_LENGTH
            and (is_title or text[end - 1] not in ".!?\"'")
            and _is_title_case(text[start:end])
        ):
            headlines.append((start, end))
        start = end + 1
    return headlines


def _is_title_case(line: str) -> bool:
    """Return whether most long words of a line are capitalised, as in "Harbour Council Wants New Pier"."""
    words = _LOWER.findall(line)
    capital = sum(word[0].isupper() for word in words)
    return len(words) >= 2 and capital >= 0.75 * len(words)
