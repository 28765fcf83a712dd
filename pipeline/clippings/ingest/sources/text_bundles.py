"""Several text dumps in one file, each below a line of rules with its address: `==== https://harbour.example/1 ====`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from clippings.ingest.sources.distinct_dumps import Dump
from clippings.ingest.sources.inflate import Readable, read_page
from clippings.ingest.sources.member import Member

_RULE = rb"[=#*_~+-]{3,200}"
_LABEL = rb"(?:\[?\d{1,6}[.)\]]? ?)?(?:(?i:url|source|address|page|link|from)[ \t]?[:=] ?)?"
# ==== https://harbour.example/1 ====   |   or the address on a line between two rules
_HEADING = (
    rb"(?:" + _RULE + rb"[ \t]?\r?\n[ \t]?" + _LABEL + rb"<?(?P<between>https?://[^\s<>]+)>?[ \t]?\r?\n" + _RULE
    + rb"|" + _RULE + rb"[ \t]?" + _LABEL + rb"<?(?P<beside>https?://[^\s<>]+?)>?[ \t]{0,4}[=#*_~+-]{0,200})[ \t]?(?:\r?\n|\Z)"
)  # fmt: skip
SIGN = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{0,9}" + _HEADING)
"""The beginning of such a file."""
_PARTS = re.compile(rb"^" + _HEADING, re.MULTILINE)


def members(stream: Readable, path: str) -> Iterator[Member]:
    """Yield the dumps of the file at `path`, in order."""
    data = read_page(stream).removeprefix(b"\xef\xbb\xbf")
    headings = list(_PARTS.finditer(data))
    ends = [*(heading.start() for heading in headings[1:]), len(data)]
    for number, (heading, end) in enumerate(zip(headings, ends, strict=True), 1):
        part = data[heading.end() : end]
        address = (heading["between"] or heading["beside"]).decode("utf-8", "replace")
        whole = data[heading.start() : end]
        dump = Dump(hashlib.sha256(whole).hexdigest(), f"{path}/{number:06}", len(whole), url=address)
        yield Member(dump, part)
