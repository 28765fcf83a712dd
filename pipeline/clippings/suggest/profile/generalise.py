"""Generalises lines to a pattern: numbers and months match any other, everything else matches itself.

Patterns stay narrow: a person notices a pattern that is too narrow faster than one that is too wide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from clippings.segment.patterns import general, pattern
from clippings.segment.profiles import Profile

MOST_FORMS = 8
"""Maximum number of forms of a pattern."""
_MONTH_MARK, _WEEKDAY_MARK = "\ue000", "\ue001"
"""Placeholders for months and weekdays during generalisation: private-use characters, which pages do not contain."""
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]{2,}|[\t\u00a0\u2000-\u200a\u202f\u3000]")
_NEEDLESS = re.compile(r"\\([-#&~])")
_TAIL = r"\S.{0,80}"
_LONGEST_YEAR = 4


def literal(piece: str) -> str:
    """Return a pattern for exactly this text, except that any white space matches any other."""
    escaped = _NEEDLESS.sub(r"\1", pl.escape_regex(piece))
    return _SPACES.sub(lambda _: r"\s+", escaped)


def form(piece: str, *, is_date: bool = False) -> str:
    """Return the pattern of one piece of a line. Any month matches a month in a date; elsewhere only beside a number."""
    marked = _marked(piece, is_date=is_date)
    numbers = _DIGITS.sub("\ue002", literal(marked))
    digits = iter(_DIGITS.findall(marked))
    numbers = re.sub("\ue002", lambda _: _number(next(digits)), numbers)
    return numbers.replace(_MONTH_MARK, "{month}").replace(_WEEKDAY_MARK, "{weekday}")


def _number(digits: str) -> str:
    return rf"\d{{{_LONGEST_YEAR}}}" if len(digits) == _LONGEST_YEAR else r"\d{1,2}" if len(digits) < 3 else r"\d+"


def _marked(piece: str, *, is_date: bool) -> str:
    month, weekday = general("month"), general("weekday")
    line = pl.Series([piece])
    if is_date:
        line = line.str.replace_all(rf"(?i){weekday}", _WEEKDAY_MARK).str.replace_all(rf"(?i){month}", _MONTH_MARK)
    else:
        line = line.str.replace_all(rf"(?i)\b{month}(,?\s+\d)", f"{_MONTH_MARK}$1")
    return str(line[0])


def whole(forms: Sequence[str]) -> str | None:
    """Return a pattern of whole lines that have one of `forms`, in their order; None if there are too many forms."""
    distinct = list(dict.fromkeys(forms))
    if not distinct or len(distinct) > MOST_FORMS:
        return None
    return f"^{distinct[0]}$" if len(distinct) == 1 else f"^({'|'.join(distinct)})$"


def of_lines(heads: Sequence[str], *, is_open: bool = False) -> str | None:
    """Return a pattern of lines like `heads`: their forms, or, for an open set, their common beginning and any rest.

    `Browsing Category Ferries`, `Browsing Category Old quay`: there will be more categories.
    """
    forms = list(dict.fromkeys(form(stripped) for stripped in heads))
    if is_open and len(forms) > 1 and (opening := _opening(heads)):
        return f"^{literal(opening)} {_TAIL}$"
    return whole(forms)


def _opening(heads: Sequence[str]) -> str:
    """Return the words that all lines begin with, if each line has at least one more word."""
    rows = [stripped.split(" ") for stripped in heads]
    shared = 0
    while all(len(row) > shared + 1 for row in rows) and len({row[shared] for row in rows}) == 1:
        shared += 1
    return " ".join(rows[0][:shared])


def fitted(pattern: str | None, profile: Profile, wanted: pl.Series, others: pl.Series) -> str | None:
    """Return `pattern` if it matches all lines `wanted` and none of the `others`, ignoring case if necessary."""
    if pattern is None:
        return None
    for candidate in (pattern, f"(?i){pattern}"):
        filled = pattern_of(profile, candidate)
        try:
            if wanted.str.contains(filled).all() and not others.str.contains(filled).any():
                return candidate
        except pl.exceptions.ComputeError:  # too large to compile
            return None
    return None


def pattern_of(profile: Profile, expression: str) -> str:
    """Return `expression` with `{month}` and the other placeholders filled in."""
    return pattern(replace(profile, patterns=profile.patterns | {"draft": expression}), "draft")
