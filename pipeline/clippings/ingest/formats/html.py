"""HTML to blocks: one line of text for each block element of a page, a fragment or a feed item, in document order.

The only module that parses HTML pages. Reports the position and the declared kind of each line; the segmenter decides
the role of a line in an article.
"""

from collections.abc import Sequence
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from clippings.common.addresses import resolved
from clippings.common.prose import ends_as_sentence
from clippings.ingest import tool_leftovers
from clippings.ingest.formats import html_metadata, plain_text
from clippings.ingest.formats.html_block import Block
from clippings.ingest.formats.html_element import HEADINGS, Element, declare, is_hidden, is_update
from clippings.ingest.formats.html_limits import bounded
from clippings.ingest.formats.html_lines import lines

__all__ = ["Block", "blocks"]

_SKIPPED_NAMES = """
    script style template noscript svg math canvas iframe object embed applet audio video map select option textarea
    input datalist progress meter head title meta link base noframes img picture source param col colgroup
"""
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_APART = frozenset({("span", "a"), ("span", "time"), ("time", "span"), ("time", "a"), ("b", "a"), ("strong", "a")})
"""Two elements that are two words if the first ends with a letter or a colon: a label and a link."""
_PARAGRAPH = 60
_LITTLE = 300
"""Characters of prose: a page with less holds its text elsewhere."""
_WRAPPED_PROSE, _WRAPPED_AT, _FEW_LINES = 80, 100, 6
"""Characters of the shortest paragraph and the longest line of prose in wrapped lines, and its fewest lines."""
_WHITE = " \t\n\r\f\x0b"
_MOST_STREAMED = 200
"""Parts that are moved; a page has a few."""


def blocks(markup: str) -> list[Block]:
    """Return the lines of a page or fragment, those of its head first, a text that only JSON-LD holds last. Nothing raises."""
    tree = LexborHTMLParser(bounded(markup))
    _put_in_place(tree, markup)
    _unwrap(tree)
    page_head = html_metadata.read(tree)
    body = tree.body
    shown = _shown(body) if body is not None else []
    shown = _with_base(shown, tree.css_first("base[href]"))
    text = html_metadata.paragraphs(page_head, sum(len(block.text) for block in shown if block.hint != "navigation"))
    found = [*map(_of_fact, page_head.facts), *shown, *map(_of_fact, text)]
    has_code = "<code" in markup or "<pre" in markup
    texts = [tool_leftovers.shown(block.text, has_code=has_code) for block in found]
    return [block._replace(text=text) for block, text in zip(found, texts, strict=True) if text.strip()]


def _put_in_place(tree: LexborHTMLParser, markup: str) -> None:
    """Move each streamed part, `<div hidden id="S:1">`, to its place, `<template id="B:1">`, and show it."""
    if 'id="S:' not in markup:
        return
    numbers = [(part.attributes.get("id") or "")[2:] for part in tree.css('div[hidden][id^="S:"]')[:_MOST_STREAMED]]
    for number in filter(str.isalnum, numbers):
        part = tree.css_first(f'div[id="S:{number}"]')
        place = tree.css_first(f'template[id="B:{number}"], template[id="P:{number}"]')
        if part is not None:
            del part.attrs["hidden"]
        if part is not None and place is not None:
            place.insert_after(part)  # a copy
            part.decompose()


def _unwrap(tree: LexborHTMLParser) -> None:
    """Replace each `pre` that holds prose in wrapped lines by its paragraphs: archives of mailing lists, old press releases."""
    for pre in tree.css("pre")[:_MOST_STREAMED]:
        text = pre.text()
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < _FEW_LINES or max(map(len, lines)) > _WRAPPED_AT:
            continue
        paragraphs = plain_text.paragraphs(text)
        prose = [line for line in paragraphs if len(line) >= _WRAPPED_PROSE and ends_as_sentence(line)]
        if 2 * len(prose) < len(paragraphs):
            continue
        markup = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
        block = LexborHTMLParser(f"<div>{markup}</div>").css_first("div")
        if block is not None:
            pre.insert_after(block)
            pre.decompose()


def _with_base(blocks: list[Block], base: LexborNode | None) -> list[Block]:
    """Return the lines with their addresses resolved against the page's base; places on the page itself stay."""
    address = (base.attributes.get("href") or "").strip() if base is not None else ""
    if not address:
        return blocks
    return [
        block._replace(href=resolved(block.href, address)) if block.href and not block.href.startswith("#") else block
        for block in blocks
    ]


def _shown(body: LexborNode) -> list[Block]:
    """Return the lines of the body; include `noscript` elements if the page has little text without them, as in forums."""
    blocks = _Walk(_SKIPPED).of(body)
    if _prose(blocks) >= _LITTLE or body.css_first("noscript p, noscript div") is None:
        return blocks
    without_scripts = _Walk(_SKIPPED - {"noscript"}).of(body)
    return without_scripts if _prose(without_scripts) > _LITTLE else blocks


def _prose(blocks: Sequence[Block]) -> int:
    """Return the number of characters in lines that are long enough for a paragraph."""
    return sum(len(block.text) for block in blocks if len(block.text) >= _PARAGRAPH)


def _of_fact(fact: html_metadata.Fact) -> Block:
    return Block(fact.text, "meta", fact.place, fact.href, fact.timestamp, fact.hint)


class _Walk:
    """One walk through a tree, without recursion: collects the text of the block that is open."""

    def __init__(self, skipped: frozenset[str]) -> None:
        self.skipped = skipped
        self.found: list[Block] = []
        self.parts: list[str] = []
        self.frames: list[Element] = []
        self.cover: Element | None = None
        self.shallowest: Element | None = None

    def of(self, body: LexborNode) -> list[Block]:
        """Return the blocks below `body`."""
        frame = Element("body", {}, None, 0)
        frame.path = ""
        node = body.first_child
        stack: list[LexborNode] = []
        last_inline: str | None = None
        while True:
            if node is None:
                if not stack:
                    break
                closed, parent = frame, frame.parent
                if closed.is_block:
                    self._flush(closed)
                    last_inline = None
                else:
                    last_inline = closed.tag
                    if closed is self.shallowest:
                        self.shallowest = parent
                frame = parent if parent is not None else frame
                node = stack.pop().next
                continue
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if text:
                    self._add(text, frame)
                    last_inline = None
                node = node.next
                continue
            if tag is None or tag[0] in "-!":
                node = node.next
                continue
            index = frame.count
            frame.count += 1
            if tag == "br":
                self._break(frame)
                last_inline = None
            elif tag not in self.skipped:
                attributes = node.attributes
                is_second = tag == "time" and bool(self.parts) and is_update(attributes)
                if not (attributes and (is_second or is_hidden(attributes))):
                    child = Element(tag, attributes, frame, index)
                    declare(child, attributes)
                    if child.is_block:
                        self._flush(frame.block)
                    elif self.parts and not child.is_pre and self._is_apart(last_inline, tag):
                        self._add(" ", frame)
                    first = node.first_child
                    last_inline = None
                    if first is not None:
                        stack.append(node)
                        frame = child
                        node = first
                        continue
                    if child.is_block:
                        self._flush(child)
            node = node.next
        self._flush(frame.block)
        return self.found

    def _is_apart(self, last: str | None, tag: str) -> bool:
        """Return whether an element directly behind another is another word, as two links side by side are."""
        end = self.parts[-1][-1:]
        return (last == tag and tag in ("a", "span")) or ((last, tag) in _APART and (end.isalnum() or end in ":："))

    def _add(self, text: str, frame: Element) -> None:
        if frame.is_pre and "\n" in text:
            first, *others = text.split("\n")
            self._put(first, frame)
            for other in others:
                self._flush(frame.block)
                self._put(other, frame)
            return
        self._put(text, frame)

    def _put(self, text: str, frame: Element) -> None:
        if not self.parts:
            if not text.strip(_WHITE):
                return
            self.cover = self.shallowest = frame
        elif text.strip(_WHITE):
            self.cover = self.shallowest
        self.parts.append(text)
        self.frames.append(frame)

    def _break(self, frame: Element) -> None:
        block = frame.block
        if block.tag in HEADINGS:
            self._put(" ", frame)
        else:
            self._flush(block)

    def _flush(self, block: Element) -> None:
        """The collected text as a line of `block`, or as several where it holds several facts about a post."""
        if not self.parts:
            return
        parts, frames, cover = self.parts, self.frames, self.cover or block
        self.parts, self.frames, self.cover = [], [], None
        self.found += lines(parts, frames, cover, block)
