"""The day of a post where none is beside title or text: shown elsewhere on the page, or only that of its last change."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from clippings.common.phrases import either
from clippings.common.prose import ends_as_sentence
from clippings.enrich.dates.world_days import find_day, is_relative
from clippings.segment.layouts.html_authors import above_end
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_dates import is_plain_date
from clippings.segment.layouts.html_model import Line, Post, parts

# Printed on: 4 February 2021   |   Last updated May 5
_NOT_POSTED = re.compile(
    r"\b(?:accessed|downloaded|edited|modified|printed|retrieved|saved|today|updated)\b", re.IGNORECASE
)
_COPIED = re.compile(r"\b(?:accessed|downloaded|printed|retrieved|saved|today)\b")
_CHANGED = re.compile(rf"(?:^|\W){either('updated')}\W*$")
_LABEL = re.compile(rf"{either('posted_on')}\W*")
# post-date   |   published-on   |   articleDateline
_DATE_NAME = re.compile(r"(?:^|[-_])(?:date|dateline|published|publish|time|timestamp)(?:$|[-_])")
_IN_DIGITS = re.compile(r"(?<![\d.])(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?![\d.])")
_WORDS, _LONGEST = 16, 110
"""Words and characters of the longest line that may hold a day beside other facts."""
_WORDS_BEFORE, _MARKS = 5, re.compile(r"[|·•/:–—()]| - |,.*,|\d")
"""Words of facts before a day that no mark separates, at most; and such marks."""
# Posted by Ada Quill in Boats and harbours on
_OPENING = re.compile(rf"\W*{either('posted_on', 'posted', 'by', 'updated')}\b", re.IGNORECASE)
_NEAR = 12
"""Lines above the title that are searched for such a line."""


def shown_far(post: Post, lines: Sequence[Line], boilerplate: Boilerplate) -> int | None:
    """Return the line with the day of a post: the only day of the page, the first beside other facts, the only one of a side part."""
    above = above_end(post, lines, boilerplate)
    plain = {line.stripped: line for line in reversed(above) if _is_posted_alone(line)}
    title = post.title_line or 0
    text = min((no for no, role in post.roles.items() if role == "body"), default=0)
    beside = [line for line in above if line.line_no != title and _is_posted(line)]
    ranked: tuple[Callable[[], Sequence[Line]], ...] = (
        lambda: list(plain.values()) if len(plain) == 1 else [],
        lambda: [line for line in beside if title < line.line_no <= text],
        lambda: [line for line in beside if title - _NEAR <= line.line_no < title],
        lambda: [line for line in beside if line.line_no > text],
        lambda: _in_side_part(post, lines),
    )
    day_line = next((candidates[0] for choose in ranked if (candidates := choose())), None)
    if day_line is None:
        return None
    if post.roles.get(day_line.line_no) in (None, "body", "navigation", "deck"):
        post.roles[day_line.line_no] = "post_date"
    return day_line.line_no


def of_change(post: Post, lines: Sequence[Line], boilerplate: Boilerplate) -> int | None:
    """Return the first line with the day of the last change: `Updated May 5, 2021`."""
    for line in above_end(post, lines, boilerplate):
        day = _day(line)
        label = line.lower[: day[0]] if day else ""
        if day and _CHANGED.search(label) and not _COPIED.search(label) and post.roles.get(line.line_no) != "title":
            if post.roles.get(line.line_no) in (None, "body", "navigation", "byline"):
                post.roles.setdefault(line.line_no, "post_date")
            return line.line_no
    return None


def _day(line: Line) -> tuple[int, int] | None:
    """Return the characters of the first whole day in a short line that is neither a heading, a link nor a sentence."""
    if line.words > _WORDS or len(line.stripped) > _LONGEST or line.is_heading or ends_as_sentence(line.stripped):
        return None
    if line.hint in ("title", "caption", "navigation", "link", "list_item", "subheading"):
        return None
    if match := _IN_DIGITS.search(line.stripped):
        return match.span()
    day = find_day(line.stripped)
    return (day.start, day.end) if day and day.year is not None else None


def _is_posted(line: Line) -> bool:
    day = _day(line)
    before = line.stripped[: day[0]] if day else ""
    return day is not None and not _NOT_POSTED.search(before) and not _is_phrase(before)


def _is_phrase(before: str) -> bool:
    """Whether the words before a day are those of a sentence: `• The bridge was opened to carts in the spring of`."""
    words = len(before.split())
    return words > _WORDS_BEFORE and not _MARKS.search(before) and not _OPENING.match(before)


def _is_posted_alone(line: Line) -> bool:
    is_plain = is_plain_date(line) and not _NOT_POSTED.search(line.stripped)
    return is_plain and (line.timestamp is not None or not is_relative(line.stripped))


def _in_side_part(post: Post, lines: Sequence[Line]) -> list[Line]:
    """Return the only day below a label such as `Published`, or else in an element of the date's name, in any part of the page."""
    end = max(post.roles, default=0)
    days = [
        (above, line)
        for above, line in pairwise(lines)
        if is_plain_date(line) and not _NOT_POSTED.search(f"{above.stripped} {line.stripped}")
    ]
    labelled = {line.stripped: line for above, line in days if _LABEL.fullmatch(above.lower)}
    named = {
        line.stripped: line
        for _, line in days
        if line.line_no <= end and (line.hint == "post_date" or line.tag == "time" or _is_named(line))
    }
    return next((list(line_of_day.values()) for line_of_day in (labelled, named) if len(line_of_day) == 1), [])


def _is_named(line: Line) -> bool:
    return bool(line.steps) and any(_DATE_NAME.search(name) for name in parts(line.steps[-1])[1])
