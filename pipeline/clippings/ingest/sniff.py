"""Detects the form of a text, or of bytes that have no reader, from the beginning. File names are not used."""

import re
from collections.abc import Mapping
from itertools import islice
from types import ModuleType

from clippings.ingest.formats import front_matter, labelled, mail, movable_type, records
from clippings.ingest.formats.json_values import ASSIGNED

PLAIN = "text/plain"
HTML = "text/html"
RSS = "application/rss+xml"
ATOM = "application/atom+xml"
XML = "application/xml"
LIVEJOURNAL = "application/x-livejournal+xml"
JSON = "application/json"
JSON_FEED = "application/feed+json"
CSS = "text/css"
SCRIPT = "text/javascript"
TEXT_FORMS: Mapping[str, ModuleType] = {
    "text/x-movable-type": movable_type,
    "message/rfc822": mail,
    "text/x-labelled": labelled,
    "text/csv": records,
    "text/markdown": front_matter,
}
"""Media type of a form of text to its module: `begins(opening)` recognises it, `read(text)` reads it. The first that begins wins."""

_HEAD = 1 << 16
_PROLOGUE = re.compile(r"(?:\s+|\ufeff|<!--.*?-->|<\?.*?\?>|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>)*", re.I | re.S)
"""Text that may precede the first element: <?xml ...?>, <!DOCTYPE ...>, <!-- saved from url=... -->."""
_ELEMENT = re.compile(r"<([a-z][\w:.-]*)(?=[\s/>])", re.I)
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.I)
_XML_DECLARATION = re.compile(r"\s*<\?xml\s", re.I)
_PAGE_NAMES = "html head body meta title link script style base noscript frameset"
_OF_PAGES = frozenset(_PAGE_NAMES.split())
"""Elements that begin nothing but HTML."""
_FRAGMENT_NAMES = """
    a abbr address article aside b blockquote br center dd div dl dt em figcaption figure font footer form h1 h2 h3 h4 h5 h6
    header hr i iframe img input li main nav ol p pre section small span strong sub sup table tbody td th thead tr u ul
"""
_OF_FRAGMENTS = frozenset(_FRAGMENT_NAMES.split())
"""Elements that a part of a page may begin with, and now and then a text."""
_CLOSING = re.compile(r"</[a-z][a-z0-9]*\s*>", re.I)
_TAG = re.compile(r"<[a-z][a-z0-9]*(?:\s[^<>]*)?>", re.I)
_CLOSING_LENGTH = 200
"""Characters at the end of a text in which its first element may close."""
_TAGS = 3
"""Minimum number of tags in a fragment that closes none of them."""
# A line of the archive's own, then the page: "Saved on 2 May\n<!DOCTYPE html>"
_LATE_PAGE = re.compile(r"^\s*(?:<!doctype\s+html\b|<html[\s>])", re.I | re.M)
_TAG_LINE = re.compile(r"\s*</?[a-z][^<>]*>", re.I)
_LATE = 2000
_RSS_IN_RDF = re.compile(r"purl\.org/rss/|my\.netscape\.com/rdf|purl\.org/net/rss", re.I)
_NAMESPACE = re.compile(r"<[^<>]*\sxmlns\s*[:=]", re.I)
# {"posts": [], [{"id": 3, {"version": "https://jsonfeed.org/version/1.1"
_OBJECT = re.compile(r'\s*+\[?\s*+\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:')
_EMPTY_JSON = re.compile(r"\s*(?:\[\s*\]|\{\s*\}|\[\s*\{\s*\}\s*\])\s*\Z")
_IN_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')


_CODE_MARKS = "{};"
_CODE_SHARE = 0.015
"""Share of these marks from which a text is code: prose has ten times fewer, and style sheets and scripts more."""
_CODE_LENGTH = 40
_COMMENT = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)|^[ \t]*//.*$", re.M)
_OPENING_LINES, _OPENING_MARKS = 5, frozenset("{};=(")
"""A script or a style sheet has one of these marks in its first lines; a page that shows code has a menu or a title there."""
# p.deck, .post > a:hover { color: #333 }
_STYLE_RULE = re.compile(
    r"\s*+(?:/\*.*?\*/\s*+)*+[@.#*:\[a-z][^{};=()]{0,300}\{\s*(?:[a-z-]+\s*:|[@.#*:\[a-z][^{};=()]{0,300}\{|\})",
    re.I | re.S,
)

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rich text (RTF)"),
    (b"%!PS", "PostScript"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Microsoft Office document or message of the old binary format"),
    (b"\xffWPC", "WordPerfect"),
    (b"AT&TFORM", "DjVu"),
    (b"ITSF", "a compiled help file (CHM)"),
    (b"bplist00", "a binary property list, such as a Safari web archive"),
    (b"!BDN", "an Outlook data file (PST)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"(\xb5/\xfd", "a Zstandard file"),
    (b"BZh", "a bzip2 file"),
)
"""First bytes and name of each form."""
_AT: tuple[tuple[int, bytes, str], ...] = (
    (60, b"BOOKMOBI", "a Mobipocket e-book"),
    (257, b"ustar", "a tar archive"),
)
"""The same of forms whose mark is further down."""
_PDF, _PDF_WITHIN = b"%PDF-", 1024
"""Readers of PDF accept other bytes before its mark."""
_BZIP2 = b"1AY&SY"
"""Bytes of a bzip2 file after `BZh` and one digit. They are needed because a text may begin with BZh."""
_BEFORE = b"\xef\xbb\xbf \t\r\n"


def of(text: str) -> str:
    """Return the media type of `text`: text/plain where it begins like nothing else."""
    opening = text[:_HEAD].lstrip("\ufeff \t\r\n\0")
    if opening.startswith("<"):
        return _of_markup(opening, text[-_CLOSING_LENGTH:])
    if assigned := ASSIGNED.match(opening):
        opening = opening[assigned.end() :]
    if opening.startswith(("[", "{")):
        return _of_json(opening, is_whole=len(text) <= _HEAD)
    for media_type, form in TEXT_FORMS.items():
        if form.begins(opening):
            return media_type
    if _is_late_page(opening):
        return HTML
    return _of_code(opening) if _is_code(opening) else PLAIN


def _of_markup(beginning: str, end: str) -> str:
    prologue = _PROLOGUE.match(beginning)
    start = prologue.end() if prologue else 0
    element = _ELEMENT.match(beginning, start)
    if _HTML_DOCTYPE.search(beginning[:start]):
        return HTML
    is_xml = bool(_XML_DECLARATION.match(beginning))
    if element is None:
        return XML if is_xml else PLAIN
    name = element[1].lower()
    local = name.rpartition(":")[2]
    opening = beginning[start : start + _LATE]
    if local in ("rss", "channel") or (local == "rdf" and _RSS_IN_RDF.search(opening)):
        return RSS
    if local in ("feed", "livejournal"):
        return ATOM if local == "feed" else LIVEJOURNAL
    if name in _OF_PAGES or (name in _OF_FRAGMENTS and (is_xml or _is_fragment(beginning, start))):
        return HTML
    is_closed = end.rstrip().endswith(f"</{element[1]}>")
    return XML if is_xml or is_closed or _NAMESPACE.match(opening) else PLAIN


def _is_late_page(opening: str) -> bool:
    """Return whether a page begins below other lines, or a part of a page: then most lines open with a tag."""
    late = _LATE_PAGE.search(opening[:_LATE])
    if late and _CLOSING.search(opening, late.end()):
        return True
    if not _is_fragment(opening, 0):
        return False
    lines = [line for line in opening.splitlines() if line.strip()]
    return 2 * sum(map(bool, map(_TAG_LINE.match, lines))) > len(lines)


def _is_fragment(opening: str, start: int) -> bool:
    return bool(_CLOSING.search(opening, start)) or len(list(islice(_TAG.finditer(opening, start), _TAGS))) == _TAGS


def _of_json(opening: str, *, is_whole: bool) -> str:
    if _OBJECT.match(opening):
        return JSON_FEED if _IN_JSON_FEED.search(opening) else JSON
    return JSON if is_whole and _EMPTY_JSON.match(opening) else PLAIN


def _is_code(opening: str) -> bool:
    counts = [opening.count(mark) for mark in _CODE_MARKS]
    if len(opening) < _CODE_LENGTH or not min(counts[:2]) or sum(counts) < _CODE_SHARE * len(opening):
        return False
    lines = list(islice(filter(str.strip, _COMMENT.sub("", opening).splitlines()), _OPENING_LINES))
    return not _OPENING_MARKS.isdisjoint("".join(lines))


def _of_code(opening: str) -> str:
    return CSS if opening.startswith("@charset") or _STYLE_RULE.match(opening) else SCRIPT


def unread_form(data: bytes) -> str | None:
    """Return the name of the form of `data` if it is a known form without a reader."""
    opening = data[: _PDF_WITHIN + len(_PDF)].lstrip(_BEFORE)
    if opening.startswith(_PDF) or (_PDF in opening and not opening.startswith(b"<") and b"\x00" in data[: 1 << 16]):
        return "PDF"
    for start, name in _STARTS:
        if opening.startswith(start) and (start != b"BZh" or opening[4:10] == _BZIP2):
            return name
    return next((name for place, mark, name in _AT if data[place : place + len(mark)] == mark), None)
