"""A page taken from a container of any kind."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from clippings.ingest.sources.distinct_dumps import Dump


def day_of(timestamp: object) -> dt.date | None:
    """Return the day that an ISO date-time begins with; None for anything else."""
    with suppress(ValueError):
        return dt.date.fromisoformat(timestamp[:10]) if isinstance(timestamp, str) else None
    return None


@dataclass(frozen=True)
class Member:
    """A page of a container.

    Attributes:
        dump: The page; its hash and its size are those of the bytes as stored, unpacked; of a WARC record its block.
        payload: The bytes to read; for a response, the decoded body.
        names: What revisits may call it: the record's identifier, the digest of its payload.
    """

    dump: Dump
    payload: bytes
    names: tuple[str, ...] = ()
