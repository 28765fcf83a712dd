"""The parts of a credit line, between commas and dashes, and what each of them is: a person, an outlet, a domain, a date."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from clippings.common.phrases import whole
from clippings.enrich.credits import outlets
from clippings.enrich.credits.person_names import is_person
from clippings.enrich.dates import parse_day
from clippings.enrich.dates.calendar_names import ENGLISH_MONTH, ENGLISH_WEEKDAY
from clippings.enrich.dates.calendar_words import fold, weekdays

_MONTH = rf"{ENGLISH_MONTH}\.?"
_WEEKDAY = rf"(?:{ENGLISH_WEEKDAY}\.?,?\s+)?"
DATE = re.compile(
    rf"{_WEEKDAY}(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}"
    rf"|\d{{4}}[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}|\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{4}}|\d{{1,2}}\. \d{{1,2}}\. \d{{4}})(?!\w)"
)
"""A day with its year: September 11, 2013 | Fri Jul 20, 2012 | 12 September 2013 | 2007/08/17 | 17.08.2007."""
DAY_OF_YEAR = re.compile(
    rf"{_WEEKDAY}(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})(?!\w)"
)
"""A day without its year, as datelines give it: July 29."""
DOMAIN = re.compile(r"^(?:www\.)?[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}$", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?:(?<!\s)\s+)?[,;|()]\s*|(?<!\s)\s+(?:[–—\-/]|and|&)\s+")
_EDGES = " \t\r\u00a0,;|–—-"
_EMPLOYER = re.compile(r"(?<!\s)\s+(?:for|of|from|with|at)\s+(?:the\s+)?(?=[A-Z])")
"""Between a person and whom they write for: Adam Example of Example Wire."""


@dataclass(frozen=True)
class CreditPart:
    """Characters `start` to `end` of a line and what they are: date, domain, outlet, person or other."""

    start: int
    end: int
    text: str
    kind: str


def parts(text: str, start: int = 0) -> list[CreditPart]:
    """Return the parts of `text` from `start` on, in order."""
    parts_found: list[CreditPart] = []
    for stretch_start, stretch_end, is_date in _stretches(text, start):
        if is_date:
            parts_found.append(CreditPart(stretch_start, stretch_end, text[stretch_start:stretch_end], "date"))
        else:
            parts_found += _split(text, stretch_start, stretch_end)
    return parts_found


def _stretches(text: str, start: int) -> Iterator[tuple[int, int, bool]]:
    at = start
    for match in DATE.finditer(text, start):
        yield at, match.start(), False
        yield match.start(), match.end(), True
        at = match.end()
    yield at, len(text), False


def _split(text: str, start: int, end: int) -> Iterator[CreditPart]:
    whole = text[start:end].strip(_EDGES)
    if outlets.load().by_name(whole):  # an outlet's name may hold what separates others
        yield _part(text, start, end)
        return
    at = start
    for match in [*_SEPARATOR.finditer(text, start, end), None]:
        stop = match.start() if match else end
        if text[at:stop].strip(_EDGES + "."):
            yield from _with_employer(text, at, stop)
        at = match.end() if match else end


def _with_employer(text: str, start: int, end: int) -> Iterator[CreditPart]:
    between = _EMPLOYER.search(text, start, end)
    if between and is_person(text[start : between.start()]):
        yield _part(text, start, between.start())
        start = between.end()
    yield _part(text, start, end)


def _part(text: str, start: int, end: int) -> CreditPart:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGES))
    piece = text[start:end].rstrip(_EDGES)
    if piece.endswith(".") and not re.search(r"\b\w\.$", piece):
        piece = piece[:-1]
    return CreditPart(start, start + len(piece), piece, _kind(piece))


def _kind(text: str) -> str:
    if DOMAIN.match(text):
        return "domain"
    if outlets.load().by_name(text) or outlets.reads_as_outlet(text):
        return "outlet"
    return "person" if is_person(text) else "other"


def day_of(text: str, anchor: dt.date | None = None) -> str | None:
    """Return the day that `text` names, as ISO date; None if the calendar has no such day."""
    day, precision = parse_day(text, anchor=anchor)
    return day.isoformat() if day is not None and precision == "day" else None


BEFORE_DAY = frozenset(("on", "at", "am", "le", "el", "op"))
"""Words before a day, behind a name."""
_SHORT_WEEKDAY = 3
"""Letters of the longest short form of a weekday, which may be a word of another language: `Di` for Dienstag."""


def without_weekday(name: str) -> str:
    """Return `name` without the weekday, and the word before it, that a day behind the name begins with: `Ada Quill el Mar`.

    `Published Fri` names nobody.
    """
    if whole("posted_on").fullmatch(name.lower().strip(" .,")):  # von am 3. Mai 2016
        return ""
    words = name.rstrip(" .,").split(" ")
    before = words[-2] if len(words) > 1 else ""
    last = fold(words[-1])
    is_before_day = len(words) > 2 and before in BEFORE_DAY and len(last) <= _SHORT_WEEKDAY  # Ada Quill am Di.
    is_label = is_before_day or whole("posted_on").fullmatch(before.lower()) is not None
    if is_before_day or ((is_label or before.endswith(",")) and last in weekdays()):
        words = words[:-2] if is_label else words[:-1]
    elif (len(words) > 2 or (before and words[-1].islower())) and whole("posted_on").fullmatch(words[-1].lower()):
        words = words[:-1]
    return " ".join(words).rstrip(" ,")
