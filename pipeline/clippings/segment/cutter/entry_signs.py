"""What repeats beside the entries of a list: an address, a day, a source with a time, a label, the same words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from clippings.common.phrases import either
from clippings.common.prose import width
from clippings.enrich.dates.days_in_lines import month_pattern
from clippings.segment.cutter.line_facts import ADDRESS, AGO
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.dated_titles import dated_title


@dataclass(frozen=True)
class Sign:
    """A kind of line that repeats.

    Attributes:
        steps: From such a line to the title of its entry.
        likely_list: How likely the page holds several posts, at least.
        is_sure: Whether the lines beside it are titles though they are unlike the titles that the model knows.
        least: Lines that repeat, at least.
    """

    steps: tuple[int, ...]
    likely_list: int = CERTAIN * 10 // 100
    is_sure: bool = False
    least: int = 4


SIGNS = {
    "address": Sign((-1,)),
    "day": Sign((-1, 1)),
    "ago": Sign((-1, 1)),
    "source": Sign((-1, 1)),
    "words": Sign((-3, -2, -1, 1), CERTAIN * 16 // 100),
    "opening and day": Sign((-1, 1, -2, 2), CERTAIN * 20 // 100, is_sure=True, least=7),
    "label": Sign((-1, 1, -2, 2, -3), CERTAIN * 24 // 100, is_sure=True, least=7),
    "dated title": Sign((0,), CERTAIN * 10 // 100, is_sure=True, least=3),
}
_MOST_WORDS, _LABELLED_WORDS, _SHORT = 16, 40, 80
"""Words of a line with a day or a label, and letters of a line whose words repeat, at most."""
_ADDRESS, _AGO = (re.compile(pattern, re.IGNORECASE) for pattern in (ADDRESS, AGO))
# 1,244 reactions   |   7:40   |   23rd
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*(?:(?:st|nd|rd|th)\b)?")
# Posted on # ...   |   #-#-#
_OPENING = re.compile(r"(?:[^\W\d]\S* ){0,5}#\S*")
_LABELS = ("category", "tags", "tagged", "leave_comment", "read_more", "continue_reading")
# Pell Gazette · 3 hours ago   |   dpa | vor 2 Stunden
_TIMED = re.compile(r"[^.!?]{2,40}\s[·|•–—-]\s[^.!?·|]{0,12}\d[^.!?]{0,20}")


def masked(line: str, has_day: bool) -> str:
    """A line without what differs from entry to entry: numbers and months."""
    without = _NUMBER.sub("#", line)
    return _month().sub("#", without) if has_day and len(line) <= _SHORT else without


@cache
def _label() -> re.Pattern[str]:
    # Filed under Boats · Tagged with piers
    return re.compile(rf"\W*{either(*_LABELS)}(?!\w)")


@cache
def _labelled() -> re.Pattern[str]:
    # Tags: boats, piers
    return re.compile(rf"\W*{either(*_LABELS)}\s*[:：]")


def is_labelled(head: str) -> bool:
    """Whether a line opens with a label and a colon, as a title does not."""
    return _labelled().match(head.lower()) is not None


@cache
def _month() -> re.Pattern[str]:
    return re.compile(rf"\b{month_pattern()}\b", re.IGNORECASE)


def signs_of(head: str, has_day: bool) -> Iterator[tuple[str, str]]:
    """What a line may be a sign by, and the words of it that other such lines have too.

    Args:
        head: The line, without a bullet.
        has_day: Whether it may hold a day.
    """
    without = masked(head, has_day)
    if _ADDRESS.match(head):
        yield "address", ""
    if has_day and (opening := _OPENING.match(without)):
        yield "opening and day", opening[0]
    if head.count(" ") < _MOST_WORDS:
        if has_day:
            yield "day", ""
            yield "day", without
        if _AGO.search(head.lower()):
            yield "ago", ""
        if _TIMED.fullmatch(head):
            yield "source", ""
    if has_day:
        if dated := dated_title(head):
            yield "dated title", "first" if dated.day_end <= dated.start else "last"
        return
    if head.count(" ") < _LABELLED_WORDS and (label := _label().match(head.lower())):
        yield "label", label[0]
    if width(head) <= _SHORT:
        yield "words", without
