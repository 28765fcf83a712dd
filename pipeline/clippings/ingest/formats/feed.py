"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, exports of WordPress and LiveJournal to blocks.

The page is split at its items and lxml reads each item by itself: a broken item harms no other, a cut page keeps
its items before the cut, and no document type declaration ever reaches a parser, so there are no entities to expand.
This module identifies the fields of an item; `feed_items` turns them into blocks.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from clippings.ingest.formats import feed_channel, feed_xml, inline_text, shortcodes, unpublished
from clippings.ingest.formats.feed_channel import address_of, content_of, line_of, names_of
from clippings.ingest.formats.feed_items import Item, Read, Text, blocks, line
from clippings.ingest.formats.feed_xml import XmlElement

_ROOT = re.compile(r"<(?:([\w.-]+):)?(rss|rdf|feed|channel|livejournal)\b([^<>]*)>", re.I)
_CUTS = (
    r"<!\[CDATA\[(?:[\s\S]*?\]\]>|[\s\S]*)"
    r"|<!--(?:[\s\S]*?-->|[\s\S]*)"
    r"|<(?P<slash>/?)(?:{prefix}:)?(?:item|entry)(?=[\s/>])[^<>]*>"
)
"""Where items begin and end; sections and comments are passed over, an unclosed one to the end of the page."""
_BASE = re.compile(r"""\sxml:base\s*=\s*["']\s*(https?://[^"'<>\s]+)""", re.I)
_DATES = (
    "wp:post_date", "pubdate", "published", "issued", "created", "eventtime", "dc:date", "date", "dcterms:issued",
    "dcterms:created", "updated", "modified", "dcterms:modified",
)  # fmt: skip
"""Fields that date an item; the first that is there counts. An export gives the local time first, a feed UTC."""
_SUMMARIES = ("description", "summary", "excerpt:encoded", "dc:description", "itunes:summary")


@dataclass(frozen=True)
class _Piece:
    """The source of one item, and whether it includes the end tag."""

    source: str
    is_closed: bool


def read(markup: str) -> Read:
    """Return the blocks of a feed given as text; its declared encoding is ignored."""
    root = _ROOT.search(markup)
    if not root:
        return Read([], ["No feed begins in this page."])
    spaces = feed_xml.namespaces(root[3])
    if root[1] and root[2].lower() != "rdf":
        spaces[root[1]] = ""
    pieces, head_markup = _pieces(markup, root)
    base = _BASE.search(root[3])
    channel = feed_channel.read(head_markup, spaces, base and inline_text.line(base[1]))
    lines_read, left_out = list(channel.blocks), Counter[str]()
    broken, record = [], 0
    for number, piece in enumerate(pieces, 1):
        element = feed_xml.parse(piece.source, spaces)
        if element is None or not piece.is_closed:
            broken.append(number)
        if element is None:
            continue
        if reason := unpublished.of_element(element):
            left_out[reason] += 1
            continue
        item = _item(element, channel, is_cut=number == len(pieces) and not piece.is_closed)
        if item.content or item.summary or (item.title and not item.is_cut):
            record += 1
            lines_read += blocks(item, record)
        elif item.title:
            lines_read.append(line(item.title, "title", "navigation", href=item.link))
    return Read(lines_read, _problems(broken, len(pieces)), unpublished.messages(left_out), bool(left_out))


def _problems(broken: list[int], count: int) -> list[str]:
    if not broken:
        return []
    if broken == [count]:
        return [f"The feed is cut off in item {count}, its last."]
    return [f"{len(broken)} of the feed's {count} items are broken or have no end; the first is item {broken[0]}."]


def _pieces(markup: str, root: re.Match[str]) -> tuple[list[_Piece], str]:
    """Split a feed into its items and the markup between the root and the first item."""
    prefix = re.escape(root[1] or "rss")
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


def _item(item: XmlElement, channel: feed_channel.Channel, *, is_cut: bool) -> Item:
    counts = [*_values(item, "slash:comments", "thr:total", "comment_count"), *_reply_counts(item)]
    content = item.find("content:encoded") or item.find("content") or item.find("body") or item.find("event")
    summary = next(filter(None, map(item.find, _SUMMARIES)), None) or _of_media(item)
    text = _text(content)
    if text and (
        item.find("wp:post_id") or item.find("wp:post_type")
    ):  # a WordPress export, whose shortcodes are not resolved
        text = replace(text, value=shortcodes.as_markup(text.value))
    title = item.find("title") or item.find("dc:title") or item.find("itunes:title") or item.find("subject")
    return Item(
        title=line_of(title) if title else "",
        link=channel.absolute(address_of(item)),
        date=next(_values(item, *_DATES), ""),
        bylines=tuple(names_of(item, channel.authors)) or channel.bylines,
        categories=tuple(_categories(item)),
        content=text,
        summary=_text(summary),
        is_summary_only=bool(summary and summary.name in ("summary", "excerpt:encoded")),
        comment_count=next((count for count in counts if count.isdecimal()), ""),
        is_cut=is_cut,
    )


def _values(item: XmlElement, *names: str) -> Iterator[str]:
    """Yield the lines of the fields called `names`, in this order of names."""
    for name in names:
        for field in item.children:
            if field.name == name and (value := inline_text.line(field.content, is_markup=False)):
                yield value


def _of_media(item: XmlElement) -> XmlElement | None:
    """Return the description in an item's media elements, for items without text."""
    group = item.find("media:group")
    return item.find("media:description") or (group.find("media:description") if group else None)


def _text(field: XmlElement | None) -> Text | None:
    """Return the text of a field; None if it is empty or elsewhere."""
    if field is None:
        return None
    kind = (field.get("type") or "").lower()
    if field.inner and field.children:
        return Text(field.inner)
    is_media = kind.startswith(("image/", "audio/", "video/", "application/")) and "xml" not in kind
    content = inline_text.printable(content_of(field))
    if is_media or not content.strip():
        return None
    is_markup = kind not in ("text", "text/plain")
    return Text(inline_text.unescaped(content) if is_markup else content, is_markup=is_markup)


def _categories(item: XmlElement) -> Iterator[str]:
    """Yield the categories; include tags only if the feed does not distinguish them."""
    fields = [field for field in item.children if field.name in ("category", "atom:category")]
    for field in fields or [field for field in item.children if field.name == "dc:subject"]:
        scheme = field.get("domain") or field.get("scheme") or ""
        if scheme != "post_tag" and not scheme.endswith("#kind"):
            yield inline_text.line(field.get("label") or field.content or field.get("term") or "")


def _reply_counts(item: XmlElement) -> Iterator[str]:
    for field in item.children:
        if field.name == "link" and field.get("rel") == "replies" and (count := field.get("thr:count")):
            yield count
