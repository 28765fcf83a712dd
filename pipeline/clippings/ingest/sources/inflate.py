"""Damage-tolerant streams of unpacked bytes: they return all readable data, report damage and trust no declared size."""

import re
import zlib
from collections import deque
from typing import Protocol

from clippings.ingest.sources import limits

CHUNK = 1 << 16
MARK = 16
_GZIP = 31
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]", re.S)
_MEMBER_BYTES = 4
_CAREFUL = 256
"""Bytes unpacked at a time up to where gzip is damaged, so that little before the damage is lost."""
_RECENT = 4
"""Chunks remembered. The head of a WARC record, which may turn out to be none, is at most half a chunk long."""


class Readable(Protocol):
    """A source of bytes: returns at most the requested number, and none at its end."""

    def read(self, size: int = ..., /) -> bytes:
        """Return up to `size` bytes."""


class Inflated:
    """Contents of a deflated stream; for gzip, all members in sequence.

    It ends at its end or where it is damaged; `damage` then says how, and `resume` goes on at the next sound member.

    Args:
        packed: The deflated bytes.
        window: Their wrapper as a zlib `wbits` value: 31 gzip, 15 zlib, -15 none.
    """

    def __init__(self, packed: Readable, window: int = _GZIP) -> None:
        self.damage: str | None = None
        self._packed = packed
        self._window = window
        self._inflater = zlib.decompressobj(window)
        self._input = b""
        self._chunk = b""
        self._earlier = b""
        self._taken = 0
        self._given = 0

    def read(self, size: int = CHUNK) -> bytes:
        """Return up to `size` unpacked bytes.

        Raises:
            TooLargeError: It unpacks to more than any page or container does.
        """
        while self.damage is None:
            if self._inflater.eof and not self._next_member():
                return b""
            data = self._inflate(size)
            self._given += len(data)
            limits.check(self._given, self._taken, limits.CONTAINER_BYTES)
            if data:
                return data
            if not self._inflater.eof and not self._input and self.damage is None and not self._take():
                self.damage = "ends in the middle"
        return b""

    def resume(self) -> bool:
        """Go on at the next bytes that look like the beginning of a member; False where none do.

        They are sought from a little before the damage on: where a member is cut off and another follows, the damage
        shows only inside the other.
        """
        window = (self._earlier + self._chunk)[1:]
        while (match := _MEMBER.search(window)) is None:
            kept = window[-_MEMBER_BYTES + 1 :]
            if not self._take():
                return False
            window = kept + self._input
        self._start(window[match.start() :])
        self.damage = None
        return True

    def _take(self) -> bool:
        """Fetch more input, once all was used."""
        self._input = self._packed.read(CHUNK)
        self._earlier, self._chunk = self._chunk, self._input
        self._taken += len(self._input)
        return bool(self._input)

    def _start(self, data: bytes) -> None:
        """Begin a member that `data` begins with."""
        self._earlier, self._chunk, self._input = b"", data, data
        self._inflater = zlib.decompressobj(self._window)

    def _inflate(self, size: int) -> bytes:
        untouched = self._inflater.copy()
        try:
            data = self._inflater.decompress(self._input, size)
        except zlib.error:
            data = self._up_to_damage(untouched)
            self.damage = "is damaged"
        else:
            self._input = self._inflater.unconsumed_tail
        return data

    def _up_to_damage(self, inflater: "zlib._Decompress") -> bytes:
        """Unpack as much of the input as possible: in small steps, the last of them byte by byte."""
        parts = []
        rest = self._input
        for size in (_CAREFUL, 1):
            before = inflater
            try:
                while part := inflater.decompress(rest, size):
                    parts.append(part)
                    rest = inflater.unconsumed_tail
                    before = inflater.copy()
            except zlib.error:
                inflater = before
        return b"".join(parts)

    def _next_member(self) -> bool:
        """Return whether another member of gzip follows; zeros between and behind members mean nothing."""
        window = self._inflater.unused_data.lstrip(b"\0")
        while len(window) < _MEMBER_BYTES and self._take():
            window = (window + self._input).lstrip(b"\0")
        if not window or self._window != _GZIP:
            return False
        if not _MEMBER.match(window):
            self._earlier, self._chunk = b"", window
            self.damage = "is followed by other bytes"
            return False
        self._start(window)
        return True


class Stream:
    """A stream that can be peeked, and resumed at a mark."""

    def __init__(self, source: Readable) -> None:
        self.position = 0
        self._source = source
        self._ahead = b""
        self._recent: deque[bytes] = deque(maxlen=_RECENT)

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes, or as many as there are, which stay to be read."""
        while len(self._ahead) < size and (data := self._source.read(CHUNK)):
            self._ahead += data
        return self._ahead[:size]

    def read(self, size: int = CHUNK) -> bytes:
        """Return up to `size` bytes."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            data = self._source.read(size)
        self.position += len(data)
        self._recent.append(data)
        return data

    def skip_to(self, mark: re.Pattern[bytes], start: int) -> bool:
        """Go to the first `mark`, of at most MARK bytes, at or after the position `start`; return False if it does not occur.

        Only the last few chunks are in memory; if `start` is before them, the search begins at the first of them.
        """
        recent = b"".join(self._recent)
        window = recent[max(0, len(recent) - (self.position - start)) :] if start < self.position else b""
        self.position -= len(window)
        while (match := mark.search(window)) is None:
            kept = window[-MARK:]
            self.position += len(window) - len(kept)
            more, self._ahead = self._ahead or self._source.read(CHUNK), b""
            if not more:
                return False
            window = kept + more
        self.position += match.start()
        self._ahead = window[match.start() :] + self._ahead
        self._recent.clear()
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Always raise, because the stream is not seekable.

        Raises:
            OSError: Always.
        """
        raise OSError("not seekable")

    def tell(self) -> int:
        """Return the position."""
        return self.position

    def close(self) -> None:
        """Nothing: the source is its opener's to close."""


def read_page(stream: Readable, begun: bytes = b"") -> bytes:
    """Return all remaining bytes of `stream` after the ones already read.

    Raises:
        TooLargeError: It is more than a page may hold.
    """
    parts, size = [begun], len(begun)
    while part := stream.read(CHUNK):
        parts.append(part)
        size += len(part)
        limits.check(size, size, limits.PAGE_BYTES)
    return b"".join(parts)
