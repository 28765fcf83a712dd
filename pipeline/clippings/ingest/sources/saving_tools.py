"""Traces of the tool that saved a page: address, day, and for the Wayback Machine a banner and rewritten addresses.

The additions of the tool are removed before the page is read; the words of the page stay.
"""

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_HEAD = 20_000
"""Number of characters at the start of a page that are searched for a tool's comment. Some comments are at the end."""
# <!-- saved from url=(0042)http://www.example.org/ -->
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{4}\)(?P<url>[a-z]+://[^\s>]{4,2000}?)\s*-->", re.IGNORECASE)
# <!-- Mirrored from www.example.org/a.html by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 03 May 2014 10:00:00 GMT -->
_MIRRORED = re.compile(
    r"<!--\s*Mirrored from (?P<url>\S{4,2000}) by HTTrack Website Copier/[^,>]{0,80},\s*(?P<day>[^>]{6,40}?)\s*-->",
    re.IGNORECASE,
)
# <!-- Page saved with SingleFile\n url: https://...\n saved date: Sat May 03 2014 10:00:00 GMT+0200 (...) -->
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>[a-z]+://\S{1,2000})\s+saved date:\s*(?P<day>[^\n>]{10,60})",
    re.IGNORECASE,
)
# <link rel="original" href="https://..."> of the Save Page WE and Zotero kind: <!-- Saved from https://... -->
_OTHER = re.compile(
    r"<!--\s*(?:Page )?saved (?:from|with [^>:]{1,40}:)\s*(?P<url>https?://[^\s>]{4,2000})\s*-->", re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"^[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<year>\d{4})")
_REWRITTEN = re.compile(
    r"(?<=[\"'=])(?:(?:https?:)?//web\.archive\.org)?/web/(?P<timestamp>\d{4,14})(?:[a-z]{2}_)?/(?=(?:https?:)?//|mailto:)",
    re.IGNORECASE,
)
"""Prefix that the Wayback Machine adds to the address in an attribute."""
_BANNER = re.compile(r"<!-- BEGIN WAYBACK TOOLBAR INSERT -->[\s\S]*?<!-- END WAYBACK TOOLBAR INSERT -->")
_BANNER_URL = re.compile(r"<input\b[^<>]*\bid=\"wmtbURL\"[^<>]*\bvalue=\"(?P<url>[^\"<>]{4,2000})\"", re.IGNORECASE)
_WOMBAT = re.compile(r"__wm\.wombat\(\s*[\"'](?P<url>[^\"']{4,2000})[\"']\s*,\s*[\"'](?P<timestamp>\d{8,14})[\"']")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (?P<day>[A-Z][a-z]{2} \d{1,2}, \d{4})")
# <base href="http://www.example.org/"><div style="...#999...">This is Google's cache of ... </div><div style="position:relative">
_GOOGLE = re.compile(
    r"<base href=\"(?P<url>https?://[^\"<>]{4,2000})\">\s*<div style=\"[^\"]{0,200}#999[^\"]{0,200}\">"
    r"(?P<head>(?:(?!<div style=\"position:relative\">)[\s\S]){0,6000})(?=<div style=\"position:relative\">)",
    re.IGNORECASE,
)
_GOOGLE_DAY = re.compile(r"(?P<day>\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)")
# <link rel="bookmark" href="https://archive.today/20160402101112/http://www.example.org/">
_ARCHIVE_TODAY = re.compile(
    r"<link\b[^<>]{0,80}\bhref=\"https?://archive\.(?:today|ph|is|fo|li|md|vn)/(?P<timestamp>\d{14})/(?P<url>https?://[^\"<>]{4,2000})\"",
    re.IGNORECASE,
)
_OF_ARCHIVE_TODAY = re.compile(
    r"<link\b[^<>]{0,40}\brel=\"canonical\"[^<>]{0,200}>|<meta\b[^<>]{0,40}\"og:(?:site_name|url)\"[^<>]{0,2000}>",
    re.IGNORECASE,
)
"""What archive.today says of itself in the head of the page."""
_WAYBACK_SIGNS = ("WAYBACK TOOLBAR INSERT", "web.archive.org/web/", "__wm.wombat(", "FILE ARCHIVED ON")


@dataclass(frozen=True)
class SavedPage:
    """A page without what its saving tool added, and what the tool says of it."""

    markup: str
    url: str | None = None
    captured_on: dt.date | None = None


def read(markup: str) -> SavedPage:
    """Return the page as its site made it, and where and when it was saved, as far as the tool says."""
    if any(sign in markup for sign in _WAYBACK_SIGNS):
        return _of_wayback(markup)
    ends = markup[:_HEAD] + (markup[-_HEAD:] if len(markup) > 2 * _HEAD else markup[_HEAD:])
    for comment in (_SAVED_FROM, _MIRRORED, _SINGLE_FILE, _OTHER):
        if match := comment.search(ends):
            url = match["url"] if "://" in match["url"] else f"http://{match['url']}"
            day = _day(match["day"]) if "day" in comment.groupindex else None
            return SavedPage(markup, url if url.startswith(("http://", "https://")) else None, day)
    if cached := _GOOGLE.search(markup[:_HEAD]):
        day = _GOOGLE_DAY.search(cached["head"])
        return SavedPage(markup.replace(cached[0], "", 1), cached["url"], _day(day["day"]) if day else None)
    if archived := _ARCHIVE_TODAY.search(markup[:_HEAD]):
        return SavedPage(_OF_ARCHIVE_TODAY.sub("", markup), archived["url"], _of_digits(archived["timestamp"]))
    return SavedPage(markup)


def _of_wayback(markup: str) -> SavedPage:
    banner = _BANNER.search(markup)
    wombat = _WOMBAT.search(markup)
    archived = _ARCHIVED.search(markup)
    url = next((match["url"] for match in (wombat, _BANNER_URL.search(markup)) if match), None)
    banner_text = banner[0] if banner else ""
    timestamps = (
        [wombat["timestamp"]] if wombat else [match["timestamp"] for match in _REWRITTEN.finditer(banner_text)][:1]
    )
    day = _of_digits(timestamps[0]) if timestamps else None
    if day is None and archived:
        day = _of_words(archived["day"])
    if day is None and banner is None and wombat is None:
        return SavedPage(markup, url)
    return SavedPage(_REWRITTEN.sub("", _BANNER.sub("", markup)), url, day)


def _of_digits(timestamp: str) -> dt.date | None:
    try:
        return dt.date(int(timestamp[:4]), int(timestamp[4:6]), int(timestamp[6:8]))
    except ValueError:
        return None


def _of_words(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%b %d, %Y").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    if match := _MONTH_FIRST.match(text):
        return _of_words(f"{match['month']} {match['day']}, {match['year']}")
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
