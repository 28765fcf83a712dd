"""WARC files record by record: which are pages, and what of them is hashed and read."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fastwarc.warc import ArchiveIterator, WarcRecord

from clippings.common.wording import tally
from clippings.ingest.sources import http_response, limits
from clippings.ingest.sources.distinct_dumps import Dump, Revisit
from clippings.ingest.sources.inflate import CHUNK, Inflated, Stream, read_page
from clippings.ingest.sources.member import Member, day_of
from clippings.schema.problem_report import Problem

_MARK = re.compile(rb"WARC/1\.[01]\r?\n")
_PAGES = ("response", "resource", "conversion")
_KINDS = {
    "request": "requests",
    "metadata": "notes of the crawler",
}
_SUCCESS, _REDIRECTS, _ERRORS = 200, 300, 400
_TEXT_FORMS = (
    "text/", "application/xhtml", "application/xml", "application/json", "application/rss", "application/atom",
)  # fmt: skip
_TEXT_SUFFIXES = ("+xml", "+json")
_NOT_PAGES = (
    "text/css", "text/javascript", "text/ecmascript", "text/x-javascript", "text/vtt", "application/javascript",
    "application/x-javascript", "application/manifest+json", "application/opensearchdescription+xml",
)  # fmt: skip
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream", "unknown/unknown")
"""Media types that say nothing: the bytes decide."""
_OWN_NOTES = ("metadata:", "dns:", "whois:", "urn:pageinfo:", "urn:view:", "urn:thumbnail:", "urn:fullPage:")
"""Records in which a crawler notes what it did, or keeps a picture of the page."""
_EXTRACT = "urn:text:"
"""Prefix of the page's address if a crawler stores the page's text in a separate record."""


@dataclass
class _Tally:
    """Counts of the records of a container by outcome."""

    records: int = 0
    pages: int = 0
    broken: int = 0
    first_broken: int = 0
    damage: list[str] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    def note_broken(self) -> None:
        """Count a place without a valid record."""
        self.first_broken = self.first_broken if self.broken else self.records
        self.broken += 1

    def problems(self, path: str) -> Iterator[Problem]:
        """Yield one problem each for damage, for broken records and for records that are not pages."""
        if self.damage:
            places = "" if len(self.damage) == 1 else f", in {len(self.damage)} places"
            yield Problem("cut_container", path, f"The gzip {self.damage[0]}{places}. What could be unpacked was read.")
        if self.broken:
            message = f"{self.broken:,} places are not a record, the first near record {self.first_broken:06}; they were skipped."
            yield Problem("broken_record", path, message)
        if self.passed_over:
            yield Problem(
                "passed_over",
                path,
                f"{self.pages} of {self.records} records are pages. Others: {tally(self.passed_over)}.",
            )


def members(stream: Stream, path: str, inflated: Inflated | None = None) -> Iterator[Member | Revisit | Problem]:
    """Yield the pages of a WARC file, and problems.

    Args:
        stream: The file's bytes, unpacked.
        path: The container's path; the pages' are made of it and their records' ordinals.
        inflated: Unpacks them if they are packed; records after damage are then read too.

    Raises:
        OSError: The file cannot be read.
    """
    tally = _Tally()
    try:
        for record in _records(stream, inflated, tally):
            for member in _read(record, f"{path}/{tally.records:06}", tally):
                tally.pages += isinstance(member, Member)
                yield member
    except limits.TooLargeError as error:
        yield Problem("too_large", path, f"{error}: the rest was left out.")
    yield from tally.problems(path)


def _records(stream: Stream, inflated: Inflated | None, tally: _Tally) -> Iterator[WarcRecord]:
    """Yield each record in order; skip and count invalid records."""
    while True:
        base = end = stream.position
        try:
            for record in ArchiveIterator(stream, parse_http=False, stream_detect=False):
                tally.records += 1
                if tally.records > limits.RECORDS:
                    raise limits.TooLargeError(f"It holds more than {limits.RECORDS:,} records")
                end = record.stream_pos + record.content_length
                yield record
        except OSError as error:
            if error.errno:
                raise
            tally.note_broken()
            if tally.broken > limits.BROKEN_RECORDS:
                raise limits.TooLargeError(f"It is broken in more than {limits.BROKEN_RECORDS:,} places") from None
            if stream.skip_to(_MARK, max(end, base + 1)):
                continue
        if inflated is None or inflated.damage is None:
            return
        tally.damage.append(inflated.damage)
        if len(tally.damage) > limits.BROKEN_RECORDS or not inflated.resume():
            return


def _read(record: WarcRecord, path: str, tally: _Tally) -> Iterator[Member | Revisit | Problem]:
    """Yield the page in `record`, if there is one, and its problems."""
    kind = (record.headers.get("WARC-Type") or "").lower()
    if not kind or "Content-Length" not in record.headers:
        tally.note_broken()
        return
    if kind == "warcinfo":
        return
    day = day_of(record.headers.get("WARC-Date"))
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ").removeprefix(_EXTRACT) or None
    if kind == "revisit":
        tally.passed_over["revisits"] += 1
        yield Revisit(path, _names(record, "WARC-Refers-To", "WARC-Payload-Digest"), url, day)
        return
    block = record.reader.read(CHUNK)
    http_head = http_response.parse_head(block) if kind == "response" else None
    reason = _reason(record, http_head, block) if kind in _PAGES else _KINDS.get(kind, "other records")
    if reason:
        tally.passed_over[reason] += 1
        return
    try:
        block = read_page(record.reader, block)
        data, damage = http_response.body(http_head, block[http_head.length :]) if http_head else (block, None)
    except limits.TooLargeError as error:
        yield Problem("too_large", path, f"{error}: it was left out.")
        return
    dump = Dump(hashlib.sha256(block).hexdigest(), path, len(block), url=url, captured_on=day)
    if http_head:
        dump = replace(dump, charset=http_head.charset, language=http_head.headers.get("content-language"))
    if len(block) < record.content_length:
        message = "The record ends in the middle; the part before the end was read."
        yield Problem("cut_container", path, message, dump.page_id)
    elif damage:
        yield Problem("cut_container", path, f"The body {damage}. What could be unpacked was read.", dump.page_id)
    yield Member(dump, data, _names(record, "WARC-Record-ID", "WARC-Payload-Digest"))


def _names(record: WarcRecord, *headers: str) -> tuple[str, ...]:
    return tuple(value for header in headers if (value := record.headers.get(header)))


def _reason(record: WarcRecord, http_head: http_response.ResponseHead | None, block: bytes) -> str | None:
    """Return the reason why the record is not a page; None if its head describes a page."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if url.startswith(_OWN_NOTES):
        return "notes of the crawler"
    if url.partition("?")[0].endswith("/robots.txt"):
        return "robots.txt"
    if not block:
        return "empty answers"
    if http_head is None:
        return _form_reason((record.headers.get("Content-Type") or "").partition(";")[0].strip().lower(), block)
    if http_head.status >= _ERRORS:
        return "error pages"
    if not _SUCCESS <= http_head.status < _REDIRECTS:
        return "redirects"
    if http_head.length >= record.content_length:
        return "empty answers"
    packed = "content-encoding" in http_head.headers
    return _form_reason(http_head.media_type, b"" if packed else block[http_head.length :])


def _form_reason(media_type: str, data: bytes) -> str | None:
    """Return the reason why a file of this declared media type is not a page; None if it may be one."""
    if media_type.startswith("image/"):
        return "images"
    if media_type in _NOT_PAGES:
        return "scripts and styles"
    if media_type.startswith(_TEXT_FORMS) or media_type.endswith(_TEXT_SUFFIXES):
        return None
    if media_type not in _UNTOLD or b"\0" in data[:1024]:
        return "other files"
    return None
