"""Definition of a parsed temporal expression. Finding and resolving expressions do not belong here."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import NamedTuple

_DAY_PART = r"(?:T(?:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?|MO|MI|AF|EV|NI))"
_CALENDAR = (
    r"(?:[\dX]{4}(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?|-W(?:\d\d|XX)(?:-(?:[1-7]|WE))?|-(?:SP|SU|FA|WI)|-Q[1-4X]|-H[12])?"
    rf"{_DAY_PART}?)"
)
_LENGTH = r"(?:P(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|DE|CE|ML|WE)|PT(?:\d+(?:\.\d+)?|X)[HMS])"
TIMEX3_VALUE = re.compile(rf"(?:{_CALENDAR}(?:/{_CALENDAR})?|{_LENGTH}|(?:PAST|PRESENT|FUTURE)_REF)\Z")
"""Every value this package writes matches this pattern."""


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression: `text[start:end]` is its surface, in code points; the other fields are columns of `dates`."""

    start: int
    end: int
    text: str
    type: str
    value: str
    mod: str | None
    begin_on: dt.date | None
    end_on: dt.date | None
    anchor_on: dt.date | None
    rule: str


class Stretch(NamedTuple):
    """A calendar period: its ISO value and the days it covers, or None if unknown."""

    value: str
    begin: dt.date | None = None
    end: dt.date | None = None


class Reading(NamedTuple):
    """Result of a rule for a match; `stop` is the end of the expression if it differs from the end of the match."""

    type: str
    stretch: Stretch
    mod: str | None = None
    anchor: dt.date | None = None
    stop: int | None = None


REFUSED = Reading("", Stretch(""))
"""The words have the shape of a date that no calendar has: nothing is read from them, nor from a part of them."""

PRESENT = Stretch("PRESENT_REF")
PAST = Stretch("PAST_REF")
FUTURE = Stretch("FUTURE_REF")
