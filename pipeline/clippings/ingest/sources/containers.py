"""Files that hold pages: gzip, WARC, WACZ, zip, texts below addresses; gzip, WARC and texts in a zip. Their bytes identify them.

Each page comes with its bytes and a path below the container's; nothing is written here, so a member's name can do no harm.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import BinaryIO, NamedTuple

from clippings.ingest.sources import limits, warc, zip_members
from clippings.ingest.sources.distinct_dumps import Dump, Revisit
from clippings.ingest.sources.inflate import CHUNK, Inflated, Readable, Stream, read_page
from clippings.ingest.sources.member import Member, day_of
from clippings.schema.problem_report import Problem

_RULE = rb"[=#*_~+-]{3,200}"
_LABEL = rb"(?:\[?\d{1,6}[.)\]]? ?)?(?:(?i:url|source|address|page|link|from)[ \t]?[:=] ?)?"
# ==== https://harbour.example/1 ====   |   or the address on a line between two rules
_HEADING = (
    rb"(?:" + _RULE + rb"[ \t]?\r?\n[ \t]?" + _LABEL + rb"<?(?P<between>https?://[^\s<>]+)>?[ \t]?\r?\n" + _RULE
    + rb"|" + _RULE + rb"[ \t]?" + _LABEL + rb"<?(?P<beside>https?://[^\s<>]+?)>?[ \t]{0,4}[=#*_~+-]{0,200})[ \t]?(?:\r?\n|\Z)"
)  # fmt: skip
_SIGN_OF_TEXTS = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{0,9}" + _HEADING)
_PARTS = re.compile(rb"^" + _HEADING, re.MULTILINE)

_TAR_AT = slice(257, 262)


def _texts(stream: Readable, path: str) -> Iterator[Member]:
    """Yield the text dumps in one file, each below a line of rules with its address: `==== https://harbour.example/1 ====`."""
    data = read_page(stream).removeprefix(b"\xef\xbb\xbf")
    headings = list(_PARTS.finditer(data))
    ends = [*(heading.start() for heading in headings[1:]), len(data)]
    for number, (heading, end) in enumerate(zip(headings, ends, strict=True), 1):
        part = data[heading.end() : end]
        address = (heading["between"] or heading["beside"]).decode("utf-8", "replace")
        whole = data[heading.start() : end]
        dump = Dump(hashlib.sha256(whole).hexdigest(), f"{path}/{number:06}", len(whole), url=address)
        yield Member(dump, part)


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
                pages.setdefault(str(entry["url"]), ListedPage(own_title, day_of(timestamp)))
    return pages


def with_facts(member: Member, pages: Mapping[str, ListedPage]) -> Member:
    """Return a page with the title that a list gives it, and with the day where its record has none."""
    dump = member.dump
    listed = pages.get(dump.url or "")
    if listed is None:
        return member
    captured_on = dump.captured_on or listed.captured_on
    return replace(member, dump=replace(dump, title=listed.title, captured_on=captured_on))


def _entries(content: bytes) -> Iterator[dict[str, object]]:
    for line in content.decode("utf-8", "replace").splitlines():
        with suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict) and isinstance(entry.get("url"), str):
                yield entry


class Form(Enum):
    """A file that holds pages; its first bytes say which form it has."""

    GZIP = "gzip"
    WARC = "WARC"
    ZIP = "zip"
    TEXTS = "text"


_SIGNS = {
    Form.GZIP: re.compile(rb"\x1f\x8b\x08"),
    Form.WARC: re.compile(rb"WARC/[01]\.\d{1,2}\r?\n"),
    Form.ZIP: re.compile(rb"PK(\x03\x04|\x05\x06)"),
    Form.TEXTS: _SIGN_OF_TEXTS,
}


def form(opening: bytes) -> Form | None:
    """Return the form of the container that begins with `opening`; None if it is not a container."""
    return next((form for form, sign in _SIGNS.items() if sign.match(opening)), None)


def members(path: Path, name: str, form: Form) -> Iterator[Member | Revisit | Problem]:
    """Yield the pages of the container at `path` in order, and problems for members that are unreadable or not pages.

    Args:
        path: The file.
        name: Its path relative to the raw folder.
        form: Its form.
    """
    try:
        with path.open("rb") as file:
            if form is Form.ZIP:
                yield from _zip(file, name)
            elif form is Form.GZIP:
                yield from _gzip(file, name)
            elif form is Form.TEXTS:
                yield from _texts(file, name)
            else:
                yield from warc.members(Stream(file), name)
    except limits.TooLargeError as error:
        yield Problem("too_large", name, f"{error}: it was left out.")
    except (OSError, *zip_members.ERRORS) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Problem("unreadable_file", name, f"{reason}.")


def _zip(file: BinaryIO, name: str) -> Iterator[Member | Revisit | Problem]:
    """Yield the pages of a zip: each member, and what gzip and WARC among them hold; of a WACZ what its archive holds."""
    archive = zip_members.Archive(file, name)
    listed = read(archive.page_lists())
    overlapping: list[str] = []
    for entry in archive.entries():
        if isinstance(entry, Problem):
            yield entry
            continue
        try:
            with closing(archive.open(entry)) as opened:
                for member in _member(opened, entry.path):
                    yield with_facts(member, listed) if isinstance(member, Member) else member
        except limits.TooLargeError as error:
            yield Problem("too_large", entry.path, f"{error}: it was left out.")
        except (OSError, *zip_members.ERRORS) as error:
            if str(error).startswith(zip_members.OVERLAPPING):
                overlapping.append(entry.path)
            else:
                yield Problem("unreadable_file", entry.path, f"{error}.")
    if overlapping:
        message = f"{len(overlapping)} members share their packed bytes and were left out, the first {overlapping[0]}."
        yield Problem("unreadable_file", name, message)
    yield from archive.passed_over()


def _member(opened: Readable, name: str) -> Iterator[Member | Revisit | Problem]:
    stream = Stream(opened)
    match form(stream.peek(CHUNK)):
        case Form.GZIP:
            yield from _gzip(stream, name)
        case Form.WARC:
            yield from warc.members(stream, name)
        case Form.TEXTS:
            yield from _texts(stream, name)
        case Form.ZIP:
            yield _nested(name, "zip")
        case None:
            yield _page(stream, name)


def _gzip(file: Readable, name: str) -> Iterator[Member | Revisit | Problem]:
    """Yield the page, or the pages of the WARC, that a gzip holds."""
    inflated = Inflated(file)
    stream = Stream(inflated)
    try:
        opening = stream.peek(CHUNK)
        inner_form = form(opening)
        if inner_form is Form.WARC:
            yield from warc.members(stream, name, inflated)
        elif inner_form is Form.TEXTS:
            yield from _texts(stream, name)
        elif inner_form or opening[_TAR_AT] == b"ustar":
            yield _nested(name, inner_form.value if inner_form else "tar")
        else:
            page = _page(stream, name)
            if page.payload or inflated.damage is None:
                yield page
            if inflated.damage:
                yield Problem("cut_container", name, f"The gzip {inflated.damage}. What could be unpacked was read.")
    except limits.TooLargeError as error:
        yield Problem("too_large", name, f"{error}: it was left out.")


def _page(stream: Readable, name: str) -> Member:
    data = read_page(stream)
    return Member(Dump(hashlib.sha256(data).hexdigest(), name, len(data)), data)


def _nested(name: str, form: str) -> Problem:
    return Problem("nested_container", name, f"It contains a {form} file, which is not opened here.")
