"""Patterns of the review, from `data/review_cues.toml`, `data/phrases` and babel's names of months. For Rust's `regex`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from babel import Locale

from clippings import data
from clippings.common.phrases import alternatives, either_of_lines
from clippings.enrich.dates import calendar_words

_SHORTEST = 3
"""Letters of the shortest name of a month that counts beside a number."""
_CLOCK = (
    r"(?:[,\s]*(?:[-–|T]|at|à|um|@)?\s*\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|uhr)?(?:\s*\(?[a-z]{1,5}\)?)?)"
)
_TAIL = r"(?:\s*[|·•,–-]?\s*(?:by|von|par|por|di)\s+[^|\d]{2,60})?"
_LEAD = r"(?:(?:(?:posted|written|published|submitted)\s+)?by\s+[^|\d]{2,60}?(?:\s*[|·•,–-]\s*|\s+)(?:on\s+)?)?"


def cues() -> dict[str, Any]:
    """Return the words and limits of the review rules, from `review_cues.toml`."""
    return data.read("review_cues.toml")


@cache
def date_line(languages: frozenset[str]) -> str:
    """Pattern of a line that is a date with its label, clock and writer, and nothing else. Case does not matter.

    English names of months count too.
    """
    languages_known = sorted((languages | {"en"}) & set(cues()["languages"]))
    lead = rf"(?:{_label()}\s*[:：]?\s*)?"
    return rf"(?i)^[\s•·*|(\[–—-]*{_LEAD}{lead}(?:{_day(languages_known)}|{_relative()}){_CLOCK}?{_TAIL}[\s|.,)\]·•]*$"


@cache
def date_sign() -> str:
    """Return a pattern that every line matches that `date_line` matches, and that is much faster."""
    return rf"(?i)\d|\b(?:{_any_of([*cues()['relative_time']['days'], *cues()['relative_time']['units']])})\b"


@cache
def relative_line() -> str:
    """Return the pattern of a line with only a relative time, such as `3 hours ago`."""
    return rf"(?i)^[\s•·*|(\[–—-]*{_relative()}[\s|.,)\]·•]*$"


@cache
def date_label() -> str:
    """Pattern of a label at the start of a line that says when it was published."""
    return rf"(?i)^[\s•·*|(\[–—-]*{_label()}\b"


def _label() -> str:
    return either_of_lines("posted_on", "updated")


def _day(languages: Sequence[str]) -> str:
    month, weekday = _any_of(_months(languages)), _any_of(_weekdays(languages))
    year = r"[\s,،.]*(?:de |del )?\d{4}"
    return (
        rf"(?:(?:{weekday})[.,،]?\s+(?:den |der |the |le )?)?"
        rf"(?:(?:{month})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:{year})?"
        rf"|\d{{1,2}}(?:st|nd|rd|th|er|º)?[.]?[\s-]+(?:of |de )?(?:{month})\.?(?:{year}|-\d{{2,4}})?"
        rf"|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})"
        rf"|\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日)"
    )


def _relative() -> str:
    """`3 hours ago`, `yesterday`, `vor 2 Tagen`."""
    units, days = (_any_of(cues()["relative_time"][name]) for name in ("units", "days"))
    number = r"(?:\d{1,3}|an?|one|two|three|ein(?:em|er)?|une?)"
    return rf"(?:{number}\s+\p{{L}}{{1,12}}\s+(?:{units})|(?:{units})\s+{number}\s+\p{{L}}{{1,12}}|{days})"


def _any_of(names: Iterable[str]) -> str:
    return alternatives(map(re.escape, names))


def _months(languages: Sequence[str]) -> Iterator[str]:
    for name, numbers in calendar_words.months().items():
        if len(name) >= _SHORTEST and not numbers.keys().isdisjoint(languages):
            yield name


def _weekdays(languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        for width in ("wide", "abbreviated"):
            for name in Locale.parse(language).days["format"][width].values():
                if len(name.rstrip(".")) > 1:
                    yield name.rstrip(".").lower()


@cache
def mail_header() -> str:
    """Pattern of a line of a mail's head; the group is its name."""
    names = "|".join(re.escape(name) for name in cues()["mail_header"]["names"])
    return rf"(?i)^({names}):\s+\S"


@cache
def byline() -> str:
    """Pattern of a line that names who wrote the text: a label, then names with capital letters."""
    name = r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*"
    particle = "(?:(?:and|und|et|y|e|&|van|von|der|de|la|del|di|al|bin|ben)\\s+)?"
    return rf"^(?i:{either_of_lines('by', 'byline')})\s*[:：]?\s+{name}(?:,?\s+{particle}{name}){{1,6}}\s*$"
