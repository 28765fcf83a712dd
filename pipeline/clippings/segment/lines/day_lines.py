"""Finds short lines that consist of a day, in every language. `fields` reads the day."""

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from clippings.common.phrases import either, either_of
from clippings.common.prose import ends_as_sentence
from clippings.common.text import lazily_compiled
from clippings.enrich.credits.byline_names import name_in
from clippings.enrich.dates import parse_day
from clippings.enrich.dates.calendar_names import MONTHS, fold
from clippings.enrich.dates.calendar_words import weekdays
from clippings.enrich.dates.world_days import CLOCK_BEHIND, find_day, is_relative

# Posted on: May 20, 2016
_LABELS = re.compile(rf"(?:{either('posted_on', 'updated', 'at_time')}(?![^\W\d_])|the\b)[:：\s]*")
_OTHER_MONTHS = [
    re.escape(month) for names in MONTHS.values() for month, (calendar, _) in names.items() if calendar != "gregorian"
]
_OTHER_CALENDAR = re.compile(
    rf"\d{{1,2}}\s+{either_of(_OTHER_MONTHS)}\s+\d{{4}}(?:\s*(?:هـ|ه|هجري[ةه]?|هجری|شمسی|AH)(?!\w))?"
)
"""The same day in another calendar: 5 ربيع الآخر 1435 هـ"""
_REST = 16
"""Maximum number of letters beside the date in a date line: a weekday, a time, a time zone."""
_NO_LETTERS = re.compile(r"[\W\d_]+")
LONGEST = 60
"""Maximum length, in characters, of a tested line of a text page."""


def without_label(text: str) -> str:
    """Return the line without a label such as `Posted on:` at its start."""
    label = _LABELS.match(text.lower())
    return text[label.end() :] if label else text


def is_update(text: str) -> bool:
    """Whether a line begins by saying that its day is of a change: `Last Updated ( 5 March 2008 )`."""
    return _UPDATED.match(text.lower()) is not None


# 4 March 2015 Ada Quill Leave a comment   |   4 March 2015 Ada Quill 3 Comments
COMMENTS_BEHIND = lazily_compiled(
    rf"(?<!\s)[\s|·•]+(?:{either('leave_comment', 'no_comments')}|\d{{1,4}} {either('comments')})\Z", re.IGNORECASE
)
_UPDATED = lazily_compiled(rf"{either('updated')}(?![^\W\d_])")
# Joined: Sun Mar 04, 2012   |   boatman Joined: 3 May 2008
_OF_MEMBER = re.compile(rf"(?:\S{{1,40}} )?{either('forum')}\s*:")
_BY = re.compile(rf"{either('by')}(?:\s*[:：])?\s+", re.IGNORECASE)
_BY_OR_LABEL = lazily_compiled(rf"{either('by')}\s+|{either('by', 'byline')}\s*[:：]\s*", re.IGNORECASE)
_BY_BEHIND = lazily_compiled(rf"(?<![^\W\d_]){either('by')}[:：]?\s+", re.IGNORECASE)
_LETTERS = r"[^\W\d_][\w\u0900-\u0dff.'’-]*"  # the vowels of Indian scripts are marks, not letters
_NAME = re.compile(rf"{_LETTERS}(?: {_LETTERS}){{1,3}}")
_EDGES = " ,|·•–-"
_OF_BATCH = 65536
"""Short lines of a batch of pages: each is asked when its class is read, and again when its page is cut."""
_BEFORE_DAY, _BARS = 2, re.compile("[|·•]")
_PART = re.compile(r"[^\W\d_][^\d.!?:]{1,40}")
_LABEL = rf"{either('byline', 'by', 'source', 'category')}\s*[:：]"
_PARTS = re.compile(rf"\s*[|·•]\s*|\s{{2,}}|\u3000+|\s+(?={_LABEL})", re.IGNORECASE)
_LABELLED = re.compile(
    rf"{_LABEL}\s*[^:：]{{1,40}}|[^\W\d_]{{2,20}}\s*[:：]\s*\d[\d.,]*", re.IGNORECASE
)  # Author: Ada Quill   |   Views: 318
_COLON = re.compile("[:：]")
_NAMED_LONGEST = 80
_MOST_PARTS = 3
_NAME_WORDS = 4


class NamedDay(NamedTuple):
    """Positions of a name and the day after it in a line."""

    name_start: int
    name_end: int
    day_start: int
    day_end: int


@lru_cache(maxsize=_OF_BATCH)
def name_and_day(text: str) -> NamedDay | None:
    """Return a person's name and a day if the line holds nothing else."""
    # Ada Quill 3 hours ago   |   By Ada Quill, 14 March
    if len(text) > _NAMED_LONGEST or _is_of_member(text):
        return None
    if _BARS.search(text) and (parts := _in_parts(text)):
        return parts
    if not text[:1].isalpha():
        return None
    label = _BY.match(text)
    first = label.end() if label else 0
    spaces = [at for at, c in enumerate(text) if c == " " and at > first]
    for space in spaces[1 : _NAME_WORDS + 1]:
        name, rest = text[first:space].rstrip(_EDGES), text[space:].strip(_EDGES)
        if _is_name(name) and (is_relative(rest) or _is_whole_day(rest)):
            start = text.rindex(rest)
            return NamedDay(first, first + len(name), start, start + len(rest))
    return None


def _in_parts(text: str) -> NamedDay | None:
    """The name and the relative day that are parts of a line, with at most one short part more: `by Ada Quill | 3 hours ago | Boats`."""
    bounds = [0, *(at for bar in _BARS.finditer(text) for at in bar.span()), len(text)]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    days = [part for part in parts if is_relative(text[slice(*part)])]
    if not days or not len(days) < len(parts) <= _MOST_PARTS:
        return None
    for start, end in parts:
        part = text[start:end].strip(_EDGES)
        label = _BY.match(part)
        name = part[label.end() :] if label else part
        if name and (start, end) not in days and (_is_name(name) if label else name_in(name) == (0, len(name))):
            at, day = text.index(name, start), text[slice(*days[0])].strip(_EDGES)
            day_at = text.index(day, days[0][0])
            return NamedDay(at, at + len(name), day_at, day_at + len(day))
    return None


# Submitted 3 hours ago by brasshat   |   Posted in Boats by Ada Quill 5 days ago   |   5 days ago by Ada Quill
_POSTED = lazily_compiled(rf"{either('by', 'posted', 'posted_on', 'updated')}\s", re.IGNORECASE)
_AGO_WORDS, _POSTED_WORDS = (2, 3, 4), 10


@lru_cache(maxsize=_OF_BATCH)
def is_posted_ago(text: str) -> bool:
    """Whether a line says who posted a text, and how long ago."""
    words = text.split()
    if len(words) > _POSTED_WORDS or ends_as_sentence(text):
        return False
    if not _POSTED.match(text):
        return any(_BY.match(" ".join(words[size:])) and is_relative(" ".join(words[:size])) for size in _AGO_WORDS)
    return any(
        is_relative(" ".join(words[at : at + size])) for size in _AGO_WORDS for at in range(1, len(words) - size + 1)
    )


_EDGE = 3
"""Characters before a day at the start of a line, or after one at its end, at most: a bracket, a dash."""
_IN_DIGITS = re.compile(r"(?<![\d.])(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?![\d.])")


class EdgeDay(NamedTuple):
    """Positions of a day at an end of a line, and the day; None where its digits are read in two ways."""

    start: int
    end: int
    day: dt.date | None


def day_at_edge(text: str) -> EdgeDay | None:
    """Return the day with its year that a line begins or ends with. A line with a day in digits does not end as a sentence."""
    # 4 March 2012 Ferry runs again   |   Ferry runs again (2012-03-04)
    found_day = find_day(text)
    if found_day is not None and found_day.year is not None:
        edge = EdgeDay(found_day.start, found_day.end, found_day.on())
    elif (digits := _IN_DIGITS.search(text)) and not ends_as_sentence(text):
        edge = EdgeDay(*digits.span(), parse_day(digits[0])[0])
    else:
        return None
    return edge if edge.start <= _EDGE or len(text) - edge.end <= _EDGE else None


@lru_cache(maxsize=_OF_BATCH)
def is_dateline(text: str) -> bool:
    """Whether a line is a person or an agency, a place and a day between bars or dots, without a label: `dpa | Brant | 11.02.2016`."""
    *before, last = [part.strip() for part in _BARS.split(text)]
    if len(before) != _BEFORE_DAY or not all(_PART.fullmatch(part) and not _BY.match(part) for part in before):
        return False
    return is_day(last) or is_worded_day(last)


# Publié le mardi
_POSTED_ON = lazily_compiled(
    rf"{either('posted_on', 'posted', 'updated')}(?:[\s:：]+[^\W\d_]{{1,13}}[,.]?){{0,2}}[\s:：]*"
)


@lru_cache(maxsize=_OF_BATCH)
def is_signed_day(text: str) -> bool:
    """Whether a line is a day and a person behind a label: `mercredi 14 mai 2008, par Jean Mercier`, `Par Jean Mercier, le 14 mai 2008`."""
    day = find_day(text) or _IN_DIGITS.search(text)
    if day is None:
        return False
    start, end = day.span() if isinstance(day, re.Match) else (day.start, day.end)
    before, after = text[:start].rstrip(), text[end:]
    if label := _BY_BEHIND.search(after):
        clock, name = after[: label.start()].strip(_EDGES), after[label.end() :]
        is_clock = not clock or CLOCK_BEHIND.fullmatch(clock) is not None
        is_posted = _POSTED_ON.fullmatch(before.lower()) or not before or fold(before.rstrip(_EDGES)) in weekdays()
        return is_clock and _is_name(name) and bool(is_posted)
    label = _BY_OR_LABEL.match(before)
    if label is None or CLOCK_BEHIND.sub("", after).strip():
        return False
    words = before[label.end() :].split()
    while words and (words[-1].islower() or fold(words[-1]) in weekdays()):
        words.pop()
    return _is_name(" ".join(words).rstrip(_EDGES))


@lru_cache(maxsize=_OF_BATCH)
def is_labelled_day(text: str) -> bool:
    """Whether a line is a day and parts with a label each: `2018-11-26 09:15　来源：青石日报　作者：林小雨`."""
    if not _COLON.search(text):
        return False
    parts = [part for part in _PARTS.split(text) if part]
    others = [part for part in parts if not _LABELLED.fullmatch(part)]
    return len(parts) > 1 and len(others) == 1 and len(others[0]) < LONGEST and is_day(others[0])


def _is_of_member(text: str) -> bool:
    return ":" in text and _OF_MEMBER.match(text.lower()) is not None


def _is_name(text: str) -> bool:
    words = text.split()
    ends = [words[0][0], words[-1][0]] if len(words) > 1 else []
    return bool(ends) and _NAME.fullmatch(text) is not None and all(c.isupper() or c.lower() == c.upper() for c in ends)


def _is_whole_day(text: str) -> bool:
    found_day = find_day(text)
    return found_day is not None and found_day.start == 0 and CLOCK_BEHIND.sub("", text[found_day.end :]) == ""


@lru_cache(maxsize=_OF_BATCH)
def is_worded_day(text: str) -> bool:
    """Whether a line is a day with its month in words of any language, or a day named from the day of writing."""
    if _is_of_member(text):
        return False
    bare = COMMENTS_BEHIND.sub("", without_label(text))
    if is_relative(text) or is_relative(bare):
        return True
    found_day = find_day(bare)
    if found_day is None:
        return False
    rest = _OTHER_CALENDAR.sub("", fold(bare[: found_day.start] + bare[found_day.end :]))
    return len(_NO_LETTERS.sub("", rest)) <= _REST


@lru_cache(maxsize=8192)
def is_day(text: str) -> bool:
    """Return whether a line is a day, in words or digits."""
    if any(map(str.isdigit, text)) and not _is_of_member(text):
        bare = without_label(text)
        days = dict.fromkeys((bare, CLOCK_BEHIND.sub("", bare)))  # 14/05/2024 às 08h30   |   14.05.2024 um 8:30 Uhr
        languages = ("en",) if text.isascii() else ("en", "fa", "ar", "sq")
        if any(parse_day(day, language=language, day_first=True)[0] for day in days for language in languages):
            return True
    return is_worded_day(text)
