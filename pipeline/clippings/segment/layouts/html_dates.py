"""Which lines are a post's date. Other modules read the day."""

import re

from clippings.common.phrases import either
from clippings.common.prose import ends_as_sentence
from clippings.enrich.dates.world_days import CLOCK_BEHIND, find_day
from clippings.segment.layouts.html_model import DateForm, Line
from clippings.segment.lines.day_lines import is_day, name_and_day

_SHAPES = ("post_date", "dated_by", "date_stamp", "recent_date")
_LONGEST = 90
_WORDS = 16
"""Words of the longest line that may hold a date beside names and links."""
_FEW_WORDS = 8
"""Words of the longest line that the markup's own timestamp, or a bar, makes a date line."""
# Posted by Adam Example on May 20, 2016 (23 reads)   |   Updated May 21, 2016 | Published May 20, 2016
_SIGNED = re.compile(
    rf"{either('posted', 'posted_on', 'by')}(?![^\W\d_])|{either('updated')}[^|·•(;]{{4,60}}[|·•(;]\s*{either('posted_on')}"
)
# Adam Example — May 20, 2016   |   May 20, 2016 | Harbour
_BESIDE = re.compile(r"\s[|·•—–-]\s")
_DAY = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?[ ./-][^\W\d_]+\.?,?[ ./-]\d{4}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}(?:[/.]|\. )\d{1,2}(?:[/.]|\. )\d{4})\b"
)


def is_plain_date(line: Line) -> bool:
    """Whether the line is a date and hardly anything else."""
    return _form(line) is DateForm.PLAIN


def is_date(line: Line) -> bool:
    """Whether the line is a date, or a date beside who wrote the post or how often it was read."""
    return _form(line) is not DateForm.NONE


def _form(line: Line) -> DateForm:
    if line.date_form is None:
        form = DateForm.PLAIN if _is_plain(line) else DateForm.BESIDE if _is_beside(line) else DateForm.NONE
        line.date_form = form
    return line.date_form


def _is_plain(line: Line) -> bool:
    if line.line_class in _SHAPES:
        return True
    if len(line.stripped) > _LONGEST or line.words > _WORDS:
        return False
    if line.timestamp is not None and (line.tag == "time" or line.hint == "post_date" or line.words <= _FEW_WORDS):
        return True
    return is_day(line.stripped)


def _is_sentence(text: str) -> bool:
    return ends_as_sentence(text) and CLOCK_BEHIND.search(text) is None  # at 6:00 a.m.


def _is_beside(line: Line) -> bool:
    if _LONGEST < len(line.stripped) <= 2 * _LONGEST and not line.is_heading:
        parts = [part.strip() for part in re.split("[|·•]", line.stripped)]
        return len(parts) > 2 and max(map(len, parts)) <= _LONGEST // 2 and any(map(is_day, parts))
    if len(line.stripped) > _LONGEST or line.words > _WORDS or _is_sentence(line.stripped):
        return False
    if line.is_heading or line.hint == "title" or line.tag == "b":
        return False
    if line.href is None and name_and_day(line.stripped) is not None:
        return True
    is_signed = _SIGNED.match(line.lower) is not None
    is_beside = line.words <= _FEW_WORDS + 1 and line.href is None and _BESIDE.search(line.stripped) is not None
    return (is_signed or is_beside) and (_DAY.search(line.stripped) is not None or find_day(line.stripped) is not None)
