"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and WordPress exports to blocks.

The page is split at its items and lxml reads each item by itself: a broken item harms no other, a cut page keeps what
stands before the cut, and no document type declaration ever reaches a parser, so there are no entities to expand.
Fields of an item are told apart here; what becomes of them is for `items`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clippings.ingest.formats import feed_xml, inline_text
from clippings.ingest.formats.feed_items import Item, Read, Text, blocks, line
from clippings.ingest.formats.feed_xml import Element
from clippings.ingest.formats.html import Block

_ROOT = re.compile(r"<(?:([\w.-]+):)?(rss|rdf|feed|channel)\b([^<>]*)>", re.I)
_CUTS = (
    r"<!\[CDATA\[(?:[\s\S]*?\]\]>|[\s\S]*)"
    r"|<!--(?:[\s\S]*?-->|[\s\S]*)"
    r"|<(?P<slash>/?)(?:{prefix}:)?(?:item|entry)(?=[\s/>])[^<>]*>"
)
"""Where items begin and end; sections and comments are passed over, an unclosed one to the end of the page."""
_NO_POSTS = {
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request",
    "wp_block", "wp_template", "wp_template_part", "wp_navigation", "wp_global_styles",
}  # fmt: skip
"""What a WordPress export holds beside posts."""
_DATES = (
    "wp:post_date", "pubdate", "published", "issued", "created", "dc:date", "date", "dcterms:issued",
    "dcterms:created", "updated", "modified", "dcterms:modified",
)  # fmt: skip
"""Fields that date an item; the first that is there counts. An export gives the local time first, a feed UTC."""
# harbour@example.org (Mira Tolland)
_MAIL_AND_NAME = re.compile(r"^\S+@\S+\s*\((.+)\)$")
_MAIL = re.compile(r"^(?:mailto:)?\S+@\S+$")


@dataclass(frozen=True)
class _Piece:
    """The source of one item; whether its end tag stands in it."""

    source: str
    is_closed: bool


def read(markup: str) -> Read:
    """The blocks of a feed given as text; whatever encoding it declares has been dealt with."""
    root = _ROOT.search(markup)
    if not root:
        return Read([], ["No feed begins in this page."])
    spaces = feed_xml.namespaces(root[3])
    if root[1] and root[2].lower() == "feed":
        spaces[root[1]] = ""
    pieces, head = _pieces(markup, root)
    found = _channel(feed_xml.parse(f"<channel>{head}", spaces))
    broken, record = [], 0
    for number, piece in enumerate(pieces, 1):
        element = feed_xml.parse(piece.source, spaces)
        if element is None or not piece.is_closed:
            broken.append(number)
        if element is None:
            continue
        item = _item(element, is_cut=number == len(pieces) and not piece.is_closed)
        if _is_post(element) and (item.content or item.summary or (item.title and not item.is_cut)):
            record += 1
            found += blocks(item, record)
        elif item.title:
            found.append(line(item.title, "title", "navigation", href=item.link))
    return Read(found, _problems(broken, len(pieces)))


def _problems(broken: list[int], count: int) -> list[str]:
    if not broken:
        return []
    if broken == [count]:
        return [f"The feed is cut off in item {count}, its last."]
    return [f"{len(broken)} of the feed's {count} items are broken or have no end; the first is item {broken[0]}."]


def _pieces(markup: str, root: re.Match[str]) -> tuple[list[_Piece], str]:
    """The items, and what stands between the root and the first of them."""
    prefix = re.escape(root[1]) if root[1] and root[2].lower() == "feed" else "rss"
    pieces: list[_Piece] = []
    head_end, start = len(markup), None
    for cut in re.finditer(_CUTS.format(prefix=prefix), markup[root.end() :], re.I):
        is_empty = cut["slash"] is None or cut[0].endswith("/>")
        if is_empty:
            continue
        begin, end = root.end() + cut.start(), root.end() + cut.end()
        if start is not None:
            pieces.append(_Piece(markup[start : end if cut["slash"] else begin], is_closed=bool(cut["slash"])))
        head_end = min(head_end, begin)
        start = None if cut["slash"] else begin
    if start is not None:
        pieces.append(_Piece(markup[start:], is_closed=False))
    return pieces, markup[root.end() : head_end]


def _channel(head: Element | None) -> list[Block]:
    """What the feed says of itself."""
    if head is None:
        return []
    own = next((child for child in head.children if child.name == "channel"), head)
    title = _lines(own, "title")
    about = _lines(own, "description", "subtitle", "tagline")
    found = [line(title[0], "title", "page_heading", href=_link(own))] if title else []
    found += [line(about[0], "description", "navigation")] if about else []
    address = _link(own, relation="self") or _link(own)
    return found + ([line(address, "meta", "meta.url", href=address)] if address else [])


def _is_post(item: Element) -> bool:
    kind, status = item.text("wp:post_type"), item.text("wp:status")
    return kind not in _NO_POSTS and status in (None, "publish")


def _item(item: Element, *, is_cut: bool) -> Item:
    counts = [*_values(item, "slash:comments", "thr:total", "comment_count"), *_reply_counts(item)]
    content = item.find("content:encoded") or item.find("content") or item.find("body")
    summary = item.find("description") or item.find("summary") or item.find("excerpt:encoded")
    title = item.find("title")
    return Item(
        title=_line(title) if title else "",
        link=_link(item),
        date=next(_values(item, *_DATES), ""),
        bylines=tuple(_bylines(item)),
        categories=tuple(_categories(item)),
        content=_text(content),
        summary=_text(summary),
        is_summary_only=bool(summary and summary.name in ("summary", "excerpt:encoded")),
        comment_count=next((count for count in counts if count.isdecimal()), ""),
        is_cut=is_cut,
    )


def _values(item: Element, *names: str) -> Iterator[str]:
    """The lines of the fields called `names`, in this order of names."""
    for name in names:
        for field in item.children:
            if field.name == name and (value := inline_text.line(field.content, is_markup=False)):
                yield value


def _lines(item: Element, *names: str) -> list[str]:
    return [text for name in names for field in item.children if field.name == name and (text := _line(field))]


def _line(field: Element) -> str:
    return inline_text.line(field.content, is_markup=field.get("type") not in ("text", "text/plain"))


def _text(field: Element | None) -> Text | None:
    """The text of a field; None where it is empty or stands elsewhere."""
    if field is None or field.get("mode") == "base64":
        return None
    kind = (field.get("type") or "").lower()
    if field.inner and field.children:
        return Text(field.inner)
    is_media = kind.startswith(("image/", "audio/", "video/", "application/")) and "xml" not in kind
    if is_media or not field.content.strip():
        return None
    return Text(inline_text.printable(field.content), is_markup=kind not in ("text", "text/plain"))


def _link(item: Element, relation: str = "alternate") -> str | None:
    """The address of an item: where a proxy stands between, the one behind it."""
    for name in ("feedburner:origlink", "pheedo:origlink"):
        if original := item.text(name):
            return original
    for field in item.children:
        if field.name in ("link", "atom:link"):
            if field.get("href") and (field.get("rel") or "alternate") == relation:
                return field.get("href")
            if relation == "alternate" and not field.get("href") and field.content.strip():
                return field.content.strip()
    guid = item.find("guid")
    if (
        relation == "alternate"
        and guid
        and guid.get("ispermalink") != "false"
        and guid.content.strip().startswith("http")
    ):
        return guid.content.strip()
    return None


def _bylines(item: Element) -> Iterator[str]:
    """Names; an address of electronic mail is none."""
    for field in item.children:
        if field.name not in ("dc:creator", "author", "atom:author"):
            continue
        name = field.find("name") or field.find("atom:name")
        text = _line(name or field)
        if found := _MAIL_AND_NAME.match(text):
            text = found[1].strip()
        if not _MAIL.match(text):
            yield text


def _categories(item: Element) -> Iterator[str]:
    """Categories; tags only where the form does not tell them from categories."""
    fields = [field for field in item.children if field.name in ("category", "atom:category")]
    for field in fields or [field for field in item.children if field.name == "dc:subject"]:
        scheme = field.get("domain") or field.get("scheme") or ""
        if scheme != "post_tag" and not scheme.endswith("#kind"):
            yield inline_text.line(field.get("label") or field.content or field.get("term") or "")


def _reply_counts(item: Element) -> Iterator[str]:
    for field in item.children:
        if field.name == "link" and field.get("rel") == "replies" and (count := field.get("thr:count")):
            yield count
