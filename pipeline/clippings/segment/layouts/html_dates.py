"""Which lines are a post's date. What day they name is read elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache

from clippings.common.phrases import either
from clippings.common.prose import ends_as_sentence
from clippings.enrich.dates import parse_day
from clippings.segment.layouts.html_model import Line

_SHAPES = ("post_date", "dated_by", "date_stamp", "recent_date")
_LONGEST = 90
_WORDS = 16
"""Words of the longest line that may hold a date beside names and links."""
_FEW_WORDS = 8
"""Words of the longest line that the markup's own moment, or a bar, makes a date line."""
# Posted on: May 20, 2016
_LABELS = re.compile(rf"(?:{either('posted_on', 'updated', 'at_time')}(?![^\W\d_])|the\b)[:：\s]*")
# Posted by Adam Example on May 20, 2016 (23 reads)
_SIGNED = re.compile(rf"(?:{either('posted', 'posted_on', 'by')})(?![^\W\d_])")
# Adam Example — May 20, 2016   |   May 20, 2016 | Harbour
_BESIDE = re.compile(r" [|·•—–-] ")
_DAY = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?[ ./-][^\W\d_]+\.?,?[ ./-]\d{4}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4})\b"
)


def is_plain_date(line: Line) -> bool:
    """Whether the line is a date and hardly anything else."""
    if line.shape in _SHAPES:
        return True
    if len(line.head) > _LONGEST or line.words > _WORDS:
        return False
    if line.moment is not None and (line.tag == "time" or line.hint == "post_date" or line.words <= _FEW_WORDS):
        return True
    return _is_day(line.head)


def is_date(line: Line) -> bool:
    """Whether the line is a date, or a date beside who wrote the post or how often it was read."""
    if is_plain_date(line):
        return True
    if len(line.head) > _LONGEST or line.words > _WORDS or ends_as_sentence(line.head):
        return False
    if line.is_heading or line.hint == "title" or line.tag == "b":
        return False
    is_signed = _SIGNED.match(line.lower) is not None
    is_beside = line.words <= _FEW_WORDS + 1 and line.href is None and _BESIDE.search(line.head) is not None
    return (is_signed or is_beside) and _DAY.search(line.head) is not None


@lru_cache(maxsize=8192)
def _is_day(text: str) -> bool:
    if not any(c.isdigit() for c in text):
        return False
    label = _LABELS.match(text.lower())
    bare = text[label.end() :] if label else text
    languages = ("en",) if text.isascii() else ("en", "fa", "ar", "sq")
    return any(parse_day(bare, language=language, day_first=True)[0] is not None for language in languages)
