"""Date-times that markup and machine-readable forms give, to ISO 8601, as precise as given and in the zone given."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_PARTIAL = re.compile(r"\d{4}(?:-\d{2})?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
# 20130914T100000Z
_COMPACT = re.compile(r"\d{8}(?:T\d{4}(?:\d{2})?.{0,12})?")
# Sat, 14 Sep 2013 10:00:00 +0000; 14 September 13 10:00 GMT
_MAIL = re.compile(r"(?:[A-Za-z]{2,12}\.?,?\s+)?(\d{1,2}[\s-]+[A-Za-z]{3})[a-z]*\.?[\s-]+(\d{4}|\d{2})(?=\s|$)")
# 1541030400   |   1541030400000
_SECONDS = re.compile(r"[1-3]\d{9}(?:\d{3})?")
# Wed Oct 10 20:19:24 +0000 2018, as networks write it
_YEAR_LAST = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")
_LONGEST = 80
"""Characters of the longest date."""
_FIRST_YEAR = 1700
"""Years before this one are of another calendar: 1392 is of the Jalali, 1434 of the Hijri."""
_UNREADABLE = (ValueError, TypeError, IndexError, OverflowError)


def iso(text: str | None) -> str | None:
    """Return the date-time in `text`; None if it is missing or uses another calendar.

    The day is the one of the zone that `text` names, not the one in UTC: "Sat, 14 Sep 2013 01:00:00 +0330" is
    2013-09-14T01:00:00+03:30.
    """
    text = (text or "").strip()
    if not 4 <= len(text) <= _LONGEST or not text.isascii():
        return None
    return _by_iso(text) or _by_mail(text) or _by_day(text)


def of_seconds(text: str) -> str | None:
    """Return the date-time of a number of seconds or milliseconds since 1970, as feeds write it; None for other numbers."""
    if not _SECONDS.fullmatch(text.strip()):
        return None
    return datetime.fromtimestamp(int(text.strip()[:10]), UTC).isoformat()


def _by_iso(text: str) -> str | None:
    if _PARTIAL.fullmatch(text):
        return text if int(text[:4]) >= _FIRST_YEAR and 1 <= int(text[5:] or 1) <= 12 else None
    if not _DAY.match(text) and not _COMPACT.fullmatch(text):
        return None
    try:
        timestamp = datetime.fromisoformat(re.sub(r"(?<!\s)\s+(?=[+-]\d\d:?\d\d$|Z$)", "", text))
    except ValueError:
        return None
    if timestamp.year < _FIRST_YEAR:
        return None
    return timestamp.isoformat() if len(text) > len("2013-09-14") else timestamp.date().isoformat()


def _by_mail(text: str) -> str | None:
    text = _YEAR_LAST.sub(r"\2 \1 \5 \3 \4", text)
    if not _MAIL.match(text):
        return None
    try:
        timestamp = parsedate_to_datetime(text)
    except _UNREADABLE:
        return None
    return timestamp.isoformat() if timestamp.year >= _FIRST_YEAR else None


def _by_day(text: str) -> str | None:
    """Return the day alone, of a date whose time is missing or broken."""
    try:
        if match := _DAY.match(text):
            day = date.fromisoformat(match[1])
        elif match := _MAIL.match(text):
            day = parsedate_to_datetime(f"{match[1].replace('-', ' ')} {match[2]} 00:00:00").date()
        else:
            return None
    except _UNREADABLE:
        return None
    return day.isoformat() if day.year >= _FIRST_YEAR else None
