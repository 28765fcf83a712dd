"""An HTTP response as a crawler stored it: its head, and its body, decoded as in a browser."""

import io
import re
from dataclasses import dataclass

from fastwarc.stream_io import BrotliReader, ZstdReader

from clippings.ingest.sources import limits
from clippings.ingest.sources.inflate import CHUNK, Inflated, read_page

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*+[\"']?\s*([\w.:-]{2,40})", re.I)
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class ResponseHead:
    """The head of a response.

    Attributes:
        status: Of three digits.
        headers: By name in lower case; of several by one name the last.
        length: Bytes it takes, the blank line that ends it included.
    """

    status: int
    headers: dict[str, str]
    length: int

    @property
    def media_type(self) -> str:
        """Media type that the server declared, without parameters; empty if it declared none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding the server declared."""
        match = _CHARSET.search(self.headers.get("content-type", ""))
        return match[1] if match else None


def parse_head(block: bytes) -> ResponseHead | None:
    """Return the head that `block` begins with; None if it begins with no response."""
    status, end = _STATUS.match(block), _HEAD_END.search(block)
    if status is None:
        return None
    length = end.end() if end else len(block)
    fields = (line.partition(":") for line in block[:length].decode("latin-1").splitlines()[1:])
    return ResponseHead(
        int(status[1]), {name.strip().lower(): value.strip() for name, colon, value in fields if colon}, length
    )


def body(http_head: ResponseHead, data: bytes) -> tuple[bytes, str | None]:
    """Return the body `data` with its transfer and content encodings undone, and what is damaged about it.

    Crawlers often undo an encoding and leave its header: a body that is not encoded as declared stays unchanged.

    Raises:
        TooLargeError: It unpacks to more than a page may hold.
    """
    damage = None
    if "chunked" in http_head.headers.get("transfer-encoding", "").lower():
        data, damage = _unchunked(data)
    codings = [coding.strip().lower() for coding in http_head.headers.get("content-encoding", "").split(",")]
    for coding in reversed(codings):
        data, decoded = _decoded(coding, data)
        damage = damage or decoded
    return data, damage


def _unchunked(data: bytes) -> tuple[bytes, str | None]:
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(data, at):
        count = int(size[1], 16)
        if not count:
            return b"".join(parts), None
        at = size.end() + count
        parts.append(data[size.end() : at])
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    if not parts:
        return data, None
    return b"".join(parts), "ends in the middle" if at >= len(data) else "is damaged"


def _decoded(coding: str, data: bytes) -> tuple[bytes, str | None]:
    match coding:
        case "gzip" | "x-gzip" if data.startswith(_GZIP):
            return _inflated(Inflated(io.BytesIO(data)))
        case "deflate":
            for window in (15, -15):
                content, damage = _inflated(Inflated(io.BytesIO(data), window))
                if content and (window > 0 or damage != "is damaged"):  # without a wrapper anything may begin well
                    return content, damage
        case "br":
            return _unpacked(BrotliReader(io.BytesIO(data)), data)
        case "zstd" if data.startswith(b"\x28\xb5\x2f\xfd"):
            return _unpacked(ZstdReader(io.BytesIO(data)), data)
    return data, None


def _inflated(stream: Inflated) -> tuple[bytes, str | None]:
    return read_page(stream), stream.damage


def _unpacked(stream: BrotliReader | ZstdReader, data: bytes) -> tuple[bytes, str | None]:
    """Return everything that `stream` makes of `data`; `data` itself where it makes nothing of it."""
    parts = _Parts(stream, len(data))
    content = read_page(parts)
    return (content, parts.damage) if content else (data, None)


class _Parts:
    """A stream that ends where the one below is damaged."""

    def __init__(self, stream: BrotliReader | ZstdReader, packed: int) -> None:
        self.damage: str | None = None
        self._stream = stream
        self._packed = packed
        self._given = 0

    def read(self, size: int = CHUNK) -> bytes:
        try:
            data = self._stream.read(size)
        except OSError:
            self.damage = "is damaged"
            return b""
        self._given += len(data)
        limits.check(self._given, self._packed, limits.PAGE_BYTES)
        return data
