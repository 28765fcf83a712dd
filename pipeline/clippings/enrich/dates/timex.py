"""Definition of a parsed temporal expression. Finding and resolving expressions do not belong here."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple


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
