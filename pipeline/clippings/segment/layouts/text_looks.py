"""What a line or paragraph looks like: a title, prose, an excerpt that was cut. Looks at one line only."""

from __future__ import annotations

import re

from clippings.common.prose import SENTENCE_ENDS, prose_words
from clippings.segment.layouts.model import DATED_END, DATES, LINKED_END, Line
from clippings.segment.layouts.text_listing import TITLE_MAX
from clippings.segment.layouts.text_runs import PROSE_WORDS

_OPEN_END = re.compile(r"[.,;:…،؛。，、；：]$|(?<!\.)\.{2,}$|[.!…][”\"’')\]»]+$|\[…\]$")
"""How a title does not end."""
_SHORTENED = re.compile(r"(?<![\w.])(?:\w\.){2,}$")
"""The end of a title that is no sentence: `A letter to the U.S.`"""
_CUT = re.compile(r"(?:\.{3}|…|\[\s*(?:…|\.{3})\s*\])\s*[\])»]?$")
"""The end of an excerpt that was cut."""
_ENDS = re.compile(rf"[{SENTENCE_ENDS}:;)\]”\"’»」』）]\s*$")
_END = 20
"""Characters in which the end of a sentence or an excerpt shows."""
_LONGEST_CRY = 12
"""Words of the longest title that ends in an exclamation mark; a longer line is a sentence."""
_LEAST_CUT_WORDS = 6


def word_count(line: Line) -> int:
    """Words of the line."""
    return prose_words(line.head)


def is_title(line: Line) -> bool:
    """Whether the line, by itself, may be a title."""
    if line.shape is not None and line.shape != "bullet":
        return False
    words = word_count(line)
    if len(line.head) > TITLE_MAX or words > PROSE_WORDS + 5 or not any(map(str.isalpha, line.head)):
        return False
    if line.head.endswith("!"):
        return words <= _LONGEST_CRY
    return not _OPEN_END.search(line.head) or bool(_SHORTENED.search(line.head))


def is_prose(line: Line) -> bool:
    """Whether the line is of a text rather than a title or a date."""
    return line.shape not in (*DATES, "month_heading") and not is_title(line)


def is_cut(line: Line) -> bool:
    """Whether the line ends in dots, a date or a link, as an excerpt does."""
    return line.shape in (DATED_END, LINKED_END) or bool(_CUT.search(line.head[-_END:]))


def breaks_off(line: Line) -> bool:
    """Whether the line stops within a sentence."""
    return word_count(line) >= _LEAST_CUT_WORDS and not _ENDS.search(line.head[-_END:])
