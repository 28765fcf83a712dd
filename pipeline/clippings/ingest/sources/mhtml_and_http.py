"""Wrappers of a saved page: the response of a server with its head, or a browser's single file (MHTML).

Not containers: the file is one page and keeps its path and hash.
"""

import datetime as dt
import email
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import chain

from clippings.common.addresses import whole_address
from clippings.ingest.sources import http_response

_HEAD = 1 << 13
# From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"
_MHTML = re.compile(rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related\b", re.I)
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_PARTS = 1000
"""Maximum number of parts of a file that are searched for the page. It is the first part or one soon after."""


@dataclass(frozen=True)
class Unwrapped:
    """A page without its wrapper: its bytes, and what the wrapper says of it."""

    data: bytes
    charset: str | None = None
    url: str | None = None
    captured_on: dt.date | None = None
    damage: str | None = None
    language: str | None = None


def unwrap(data: bytes) -> Unwrapped:
    """Return the page in `data`; all of it where it is not wrapped in anything known.

    Raises:
        TooLargeError: It unpacks to more than a page may hold.
    """
    begin = data[:_HEAD]
    if http_head := http_response.parse_head(begin):
        content, damage = http_response.body(http_head, data[http_head.length :])
        return Unwrapped(content, http_head.charset, damage=damage, language=http_head.headers.get("content-language"))
    if _MHTML.match(begin):
        return _of_mhtml(data) or Unwrapped(data)
    return Unwrapped(data)


def _of_mhtml(data: bytes) -> Unwrapped | None:
    outer = email.message_from_bytes(data[:_HEAD].lstrip())
    boundary = outer.get_boundary()
    if not boundary:
        return None
    pages = (part for part in _parts(data, boundary) if part.get_content_type() in _PAGE_TYPES)
    root = str(outer.get_param("start") or "")
    first = next(pages, None)
    page = next((part for part in chain([first], pages) if part and root and part["Content-ID"] == root), first)
    content = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(content, bytes):
        return None
    return Unwrapped(
        content, page.get_content_charset(), _url(outer, page), _day(outer), language=page["Content-Language"]
    )


def _parts(data: bytes, boundary: str) -> Iterator[Message]:
    """Yield the parts of a file, and the parts of parts."""
    for part in data.split(b"\n--" + boundary.encode(), _PARTS)[1:]:
        if part.lstrip(b"\r\n").startswith((b"Content-", b"content-")):
            yield from email.message_from_bytes(part.lstrip(b"\r\n")).walk()


def _url(outer: Message, part: Message) -> str | None:
    """Return the address of the page: the tool's own note, or the part's location, which may be relative to the file's."""
    base = str(outer["Content-Base"] or outer["Content-Location"] or "").strip()
    named = str(outer["Snapshot-Content-Location"] or part["Content-Location"] or base).strip()
    address = whole_address(named, base) or ""
    return address if address.startswith(("http://", "https://")) else None


def _day(outer: Message) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(str(outer["Date"])).date()
    except ValueError:
        return None
