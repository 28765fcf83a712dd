"""A byline as pieces between separators, cut also where another kind of work begins. Who a piece names is for `byline_names`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clippings.enrich.credits.byline_words import words
from clippings.enrich.credits.split_line import DATE, DAY_OF_YEAR

EDGES = " \t\r\u00a0,;:|–—-.…“”\"'‘’*#»«›‹→/"
"""Characters at the ends of a piece that are no part of a name."""
# @adamexample   |   adam@example.org   |   https://example.org/adam   |   10:30 AM   |   2013
_NOT_TEXT = re.compile(
    r"(?<!\S)[^\s@]*+@\S+|(?:https?://|www\.)\S+|\b\d{1,2}[:.]\d{2}(?:\s*[AaPp]\.?[Mm]\b\.?)?(?:\s+[A-Z]{2,4}\b)?|\d\S*"
)
_SUFFIX = re.compile(r",\s+(?=(?:Jr|Sr|II|III|IV|PhD|Ph\.D|MD|M\.D|MP|QC|KC|OBE|MBE|CBE)\b)")


class Piece(NamedTuple):
    """Characters `start` to `end` between two separators; `mark` is the separator before them: start, comma, joint or hard."""

    start: int
    end: int
    mark: str
    work: str = "text"


def masked(text: str) -> str:
    """Return `text` with days, times, handles and addresses as separators; offsets do not change."""
    for pattern in (DATE, DAY_OF_YEAR, _NOT_TEXT):
        text = pattern.sub(lambda match: ";" * len(match[0]), text)
    return _SUFFIX.sub(lambda match: " " * len(match[0]), text)


def pieces(text: str, start: int) -> Iterator[Piece]:
    """Yield the pieces of a line, cut also where another kind of work begins."""
    begin, mark, work = start, "start", "text"
    for label in [*words().work.finditer(text, start), None]:
        stop = label.start() if label else len(text)
        if stop > begin:
            yield from _split(text, begin, stop, mark, work)
        if label:
            begin, mark, work = label.end(), "hard", str(label.lastgroup)


def _split(text: str, begin: int, stop: int, mark: str, work: str) -> Iterator[Piece]:
    for match in [*words().separator.finditer(text, begin, stop), None]:
        end = match.start() if match else stop
        if text[begin:end].strip(EDGES):
            yield Piece(begin, end, mark, work)
            mark = "comma"
        if match:
            kind = str(match.lastgroup)
            mark = kind if mark == "start" or kind != "comma" else mark if mark == "hard" else kind
            begin = match.end()
