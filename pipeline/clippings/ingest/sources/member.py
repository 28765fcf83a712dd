"""A page as it comes out of a container, whatever the container is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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
    """

    path: str
    sha256: str
    byte_count: int
    payload: bytes
    url: str | None = None
    captured_on: dt.date | None = None
    charset: str | None = None

    @property
    def page_id(self) -> str:
        """First 16 hexadecimal digits of the hash."""
        return self.sha256[:16]
