"""Facts of a feed or export about all its items: name, address, language and authors; and how to read its fields."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from clippings.common.addresses import whole_address
from clippings.ingest.formats import feed_xml, inline_text
from clippings.ingest.formats.feed_items import line
from clippings.ingest.formats.feed_xml import XmlElement
from clippings.ingest.formats.html import Block

# harbour@example.org (Mira Tolland)   |   Mira Tolland <harbour@example.org>
_MAIL_AND_NAME = re.compile(
    r"^[^\s@]++@[^\s(]++\s*+\((?P<behind>.+)\)$|^(?P<before>[^<>@]*[^<>@\s])\s*<[^\s@]++@[^\s>]++>$"
)
_MAIL = re.compile(r"^(?:mailto:)?[^\s@]++@\S++$")
# a group that is repeated possessively loses matches before Python 3.11.5
_AUTHOR = re.compile(r"<wp:author>[^<]*+(?:<(?!/?wp:author>)[^<]*+)*</wp:author>")
# =?UTF-8?B?SGFyYm91cg==?=
_ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bBqQ]\?[^?]*\?=")
_AUTHORS = ("dc:creator", "author", "atom:author")


@dataclass(frozen=True)
class Channel:
    """Facts that apply to every item.

    Attributes:
        blocks: The lines of the feed itself.
        bylines: Authors of the items that name none.
        authors: Login name to the name that is shown, as WordPress exports list them.
        home: The address that others are relative to.
    """

    blocks: list[Block] = field(default_factory=list)
    bylines: tuple[str, ...] = ()
    authors: Mapping[str, str] = field(default_factory=dict)
    home: str | None = None

    def absolute(self, address: str | None) -> str | None:
        """Return an address of an item as a whole address, where the feed says what it is relative to."""
        return whole_address(address, self.home)


def read(markup: str, spaces: Mapping[str, str], base: str | None = None) -> Channel:
    """Return the channel, from what comes before the first item. Addresses are relative to `base`, if the root has one."""
    root = feed_xml.parse(f"<channel>{markup}", spaces)
    if root is None:
        return Channel()
    channel = next((child for child in root.children if child.name == "channel"), root)
    title, about = _lines(channel, "title"), _lines(channel, "description", "subtitle", "tagline")
    home = whole_address(address_of(channel), base) or base
    blocks = [line(title[0], "title", "page_heading", href=home)] if title else []
    blocks += [line(about[0], "description", "navigation")] if about else []
    address = whole_address(address_of(channel, relation="self"), base) or home
    blocks += [line(address, "meta", "meta.url", href=address)] if address else []
    is_whole = home is not None and home.startswith(("http://", "https://"))
    return Channel(blocks, tuple(names_of(channel, {})), _logins(markup, spaces), home if is_whole else None)


def names_of(item: XmlElement, authors: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of authors, without e-mail addresses."""
    fields = [child for child in item.children if child.name in _AUTHORS]
    for author in fields or [child for child in item.children if child.name == "itunes:author"]:
        name = author.find("name") or author.find("atom:name")
        text = line_of(name or author)
        if match := _MAIL_AND_NAME.match(text):
            text = (match["behind"] or match["before"]).strip()
        text = authors.get(text, text)
        if text and not _MAIL.match(text):
            yield text


def address_of(item: XmlElement, relation: str = "alternate") -> str | None:
    """Return the address of an item; if it points to a proxy, the original address."""
    for name in ("feedburner:origlink", "pheedo:origlink"):
        if original := item.text(name):
            return original
    for child in item.children:
        if child.name in ("link", "atom:link"):
            if child.get("href") and (child.get("rel") or "alternate") == relation:
                return child.get("href")
            if relation == "alternate" and not child.get("href") and child.content.strip():
                return child.content.strip()
    guid = item.find("guid")
    if relation == "alternate" and guid and guid.get("ispermalink") != "false":
        address = guid.content.strip()
        return address if address.startswith("http") else None
    return None


def line_of(element: XmlElement) -> str:
    """Return the text of a field, with white space folded to single spaces."""
    text = content_of(element)
    if _ENCODED_WORD.search(text):
        text = _decoded_words(text)
    is_markup = element.get("type") not in ("text", "text/plain")
    return inline_text.line(inline_text.unescaped(text) if is_markup else text, is_markup=is_markup)


def content_of(element: XmlElement) -> str:
    """Return the content of a field, also where Atom 0.3 packs it."""
    if element.get("mode") != "base64":
        return element.content
    try:
        return base64.b64decode(element.content, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _decoded_words(text: str) -> str:
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, UnicodeError, LookupError, ValueError):
        return text


def _logins(markup: str, spaces: Mapping[str, str]) -> dict[str, str]:
    """Return the displayed name by login name for the authors that a WordPress export lists."""
    names: dict[str, str] = {}
    for source in _AUTHOR.finditer(markup):
        author = feed_xml.parse(source[0], spaces)
        login = author.text("wp:author_login") if author else None
        if author is None or not login:
            continue
        parts = [author.text(f"wp:author_{part}_name") for part in ("first", "last")]
        shown = author.text("wp:author_display_name") or " ".join(filter(None, parts))
        if shown:
            names[login] = inline_text.line(shown)
    return names


def _lines(item: XmlElement, *names: str) -> list[str]:
    return [text for name in names for child in item.children if child.name == name and (text := line_of(child))]
