"""Tests of one line: title, prose, cut excerpt."""

import re
from functools import cache, lru_cache

from clippings.common.phrases import either
from clippings.common.prose import SENTENCE_ENDS, prose_words
from clippings.segment.layouts.listing_openings import TITLE_MAX
from clippings.segment.layouts.page_model import DATED_END, DATES, LINKED_END, Line
from clippings.segment.layouts.text_runs import PROSE_WORDS

_OPEN_END = re.compile(r"[.,;:…،؛。，、；：]$|(?<!\.)\.{2,}$|[.!…][”\"’')\]»]+$|\[…\]$")
"""Pattern of line ends that exclude a title."""
_SHORTENED = re.compile(r"(?<![\w.])(?:\w\.){2,}$")
"""Pattern of a title's end with a full stop that does not end a sentence: `A letter to the U.S.`"""
CUT = re.compile(r"(?:\.{3}|…|\[\s*(?:…|\.{3})\s*\])\s*[\])»]?$")
"""Pattern of the end of a cut excerpt."""
_ENDS = re.compile(rf"[{SENTENCE_ENDS}:;)\]”\"’»」』）]\s*$")
_END = 20
"""Characters in which the end of a sentence or an excerpt shows."""
MENU = re.compile(r"[^|·•]{1,30}(?: [|·•] [^|·•]{1,30}){2,}")
"""Pattern of a menu on one line: `Home | News | Letters`."""
_LONGEST_CRY = 12
"""Words of the longest title that ends in an exclamation mark; a longer line is a sentence."""
_LEAST_CUT_WORDS = 6


_MAIL, _DIGIT = re.compile(r"\S@[^\s@]+\.\w"), re.compile(r"\d")


@cache
def _telephone() -> re.Pattern[str]:
    """tel. 01234"""
    return re.compile(rf"(?<!\w){either('contact')}\.?:? {{0,3}}[+(]?\d", re.IGNORECASE)


def is_contact(text: str) -> bool:
    """Return whether the text holds a mail address or a telephone number behind its label."""
    is_mail = "@" in text and _MAIL.search(text) is not None
    return is_mail or (_DIGIT.search(text) is not None and _telephone().search(text) is not None)


def word_count(line: Line) -> int:
    """Return the number of words of the line."""
    return prose_words(line.stripped)


def is_title(line: Line) -> bool:
    """Return whether the line may be a title."""
    return line.line_class in (None, "bullet") and _reads_as_title(line.stripped)


@lru_cache(maxsize=16384)
def _reads_as_title(text: str) -> bool:
    words = prose_words(text)
    if len(text) > TITLE_MAX or words > PROSE_WORDS + 5 or not any(map(str.isalpha, text)):
        return False
    if MENU.fullmatch(text) or is_contact(text):
        return False
    if text.endswith("!"):
        return words <= _LONGEST_CRY
    return not _OPEN_END.search(text) or bool(_SHORTENED.search(text))


def is_prose(line: Line) -> bool:
    """Return whether the line is text, and not a title, a date or a menu."""
    is_fact = line.line_class in (*DATES, "month_heading") or MENU.fullmatch(line.stripped) is not None
    return not is_fact and not is_title(line)


def is_cut(line: Line) -> bool:
    """Return whether the line ends in dots, a date or a link, as an excerpt does."""
    return line.line_class in (DATED_END, LINKED_END) or bool(CUT.search(line.stripped[-_END:]))


def breaks_off(line: Line) -> bool:
    """Return whether the line stops within a sentence."""
    return word_count(line) >= _LEAST_CUT_WORDS and not _ENDS.search(line.stripped[-_END:])
