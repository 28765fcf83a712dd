"""A page as it comes out of a container, whatever the container is."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass


def day_of(timestamp: object) -> dt.date | None:
    """Return the day that an ISO date-time begins with; None for anything else."""
    with suppress(ValueError):
        return dt.date.fromisoformat(timestamp[:10]) if isinstance(timestamp, str) else None
    return None


@dataclass(frozen=True)
class Member:
    """A page of a container.

    Attributes:
        path: Of the container, and the page's place in it.
        sha256: Of the bytes as they are stored in the container, unpacked; of a WARC record its block.
        byte_count: Number of the bytes hashed.
        payload: The bytes to read; for a response, the decoded body.
        url: Its address.
        captured_on: Day it was saved.
        charset: Encoding the server declared.
        title: Its title, where the container says it.
        language: Language the server declared.
    """

    path: str
    sha256: str
    byte_count: int
    payload: bytes
    url: str | None = None
    captured_on: dt.date | None = None
    charset: str | None = None
    title: str | None = None
    language: str | None = None
    names: tuple[str, ...] = ()
    """What revisits may call it: the record's identifier, the digest of its payload."""

    @property
    def page_id(self) -> str:
        """First 16 hexadecimal digits of the hash."""
        return self.sha256[:16]


@dataclass(frozen=True)
class Revisit:
    """A record without content: its page had not changed since another record.

    Attributes:
        path: Of the container, and the record's place in it.
        names: Identifier of the other record, and the digest of its payload.
        url: Address of the page.
        captured_on: Day of the visit.
    """

    path: str
    names: tuple[str, ...]
    url: str | None
    captured_on: dt.date | None
