"""Meaning of words for times: temporal expressions in running text and dates on lines of their own, in several languages and calendars.

Pages, lines and articles do not belong here. One module per subject: `scan` finds places, `rules_*` hold the ways in
which times are written, `resolve` and `stretches` calculate, `reader` puts them together, `days` reads a date on a line of its own.
"""

import datetime as dt

from clippings.enrich.dates import rules_named_days
from clippings.enrich.dates.days import Precision, parse_day
from clippings.enrich.dates.english import READER as ENGLISH
from clippings.enrich.dates.reader import Reader
from clippings.enrich.dates.timex import Timex

__all__ = ["LANGUAGES", "Precision", "Timex", "parse_day", "read"]


LANGUAGES = frozenset({"en"} | rules_named_days.LANGUAGES)
"""Languages whose expressions of time are read, ISO 639-1."""


def reader_of(language: str) -> Reader | None:
    """Return the reader of a language; None if its expressions are not read."""
    if language == "en":
        return ENGLISH
    return rules_named_days.reader(language) if language in LANGUAGES else None


def read(text: str, anchor: dt.date | None = None, language: str = "en") -> list[Timex]:
    """Return the expressions of time in one text, in order, none overlapping.

    Args:
        text: any text; offsets are code points of it.
        anchor: the day the text was written; without it what depends on it keeps an X.
        language: ISO 639-1; of a language without rules nothing is read.
    """
    reader = reader_of(language)
    return reader.read(text, anchor, language) if reader else []
