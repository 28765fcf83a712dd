"""The lists of pages in a WACZ: address, title and time of each page, as the tool that saved them noted it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from clippings.ingest.sources import limits, zip_members
from clippings.ingest.sources.member import Member


class ListedPage(NamedTuple):
    """What a list says of a page."""

    title: str | None
    captured_on: dt.date | None


def read(lists: Iterable[bytes]) -> dict[str, ListedPage]:
    """Return the listed pages by address. A list or a line that cannot be read is passed over: the pages are in the archive."""
    pages: dict[str, ListedPage] = {}
    with suppress(OSError, limits.TooLargeError, *zip_members.ERRORS):
        for content in lists:
            for entry in _entries(content):
                title, timestamp = entry.get("title"), entry.get("ts") or entry.get("timestamp")
                own_title = title.strip() if isinstance(title, str) and title.strip() else None
                pages.setdefault(str(entry["url"]), ListedPage(own_title, _day(timestamp)))
    return pages


def with_facts(member: Member, pages: Mapping[str, ListedPage]) -> Member:
    """Return a page with the title that a list gives it, and with the day where its record has none."""
    listed = pages.get(member.url or "")
    if listed is None:
        return member
    return replace(member, title=listed.title, captured_on=member.captured_on or listed.captured_on)


def _entries(content: bytes) -> Iterator[dict[str, object]]:
    for line in content.decode("utf-8", "replace").splitlines():
        with suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict) and isinstance(entry.get("url"), str):
                yield entry


def _day(timestamp: object) -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat(timestamp[:10]) if isinstance(timestamp, str) else None
    return None
