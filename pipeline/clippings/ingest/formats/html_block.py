"""One line of an HTML page as the reader gives it: its words, its element, its target, and what the markup calls it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from clippings.ingest.formats import html_element
from clippings.ingest.formats.html_element import Element

_PLAIN = frozenset({"p", "div", "td", "body", "center", "section", "li", "dd", "article", "header", "main"})
"""Blocks that say nothing of their text: an emphasis or date that holds the whole line names it better."""
_BOLD = frozenset({"b", "strong", "big"})
_SPACE = re.compile(r"[ \t\n\r\f\x0b\x1c-\x1f\x85\u2028\u2029]+")
_FOLD_NEEDED = re.compile(r"[\t\n\r\f\x0b\x1c-\x1f\x85\u2028\u2029]|  ")
_COVERS = 4
"""Elements that hold the whole line and are asked whether they are bold, or a time."""


class Block(NamedTuple):
    """One line of a page.

    Attributes:
        text: The words a browser shows, white space folded; no-break spaces kept.
        tag: Name of the block element; `b` or `time` if a plain block holds only that element; `meta` for facts in the head.
        place: Steps from the body, each `tag.class1.class2#id[n]`, n the position among the element siblings from 0;
            down to the innermost element that holds the whole line.
        href: Target of its first link, as written.
        timestamp: Date-time that the markup gives for the line, ISO 8601.
        hint: Kind of line according to the markup.
        record: Number of the record that holds the line.
    """

    text: str
    tag: str
    place: str
    href: str | None = None
    timestamp: str | None = None
    hint: str | None = None
    record: int | None = None


def pointers(frames: Sequence[Element]) -> tuple[str | None, str | None]:
    """Return the first link target and the first timestamp."""
    return (
        next((frame.href for frame in frames if frame.href is not None), None),
        next((frame.timestamp for frame in frames if frame.timestamp is not None), None),
    )


def folded(text: str) -> str:
    """Return `text` with each run of white space as one space, and none at its ends; no-break spaces stay."""
    return _SPACE.sub(" ", text).strip(" ") if _FOLD_NEEDED.search(text) else text.strip(" ")


def block_of(text: str, cover: Element, block: Element, href: str | None, timestamp: str | None) -> Block:
    """Return the line of `text`, whose innermost element is `cover`, with the tag and the hint that the markup gives it."""
    hint = cover.hint
    if hint is not None and len(text) > html_element.LONGEST.get(hint, len(text)):
        hint = None
    if hint == "body":
        hint = _IN_BODY.get(block.tag, hint)
    elif hint is None and cover.href is not None:
        hint = "link"
    tag = block.tag
    if cover is not block and tag in _PLAIN:
        tag = _named(cover, block)
    return Block(text, tag, cover.place(), href, timestamp, hint)


_IN_BODY = {"li": "list_item", "dt": "list_item", "dd": "list_item"} | dict.fromkeys(
    ("h2", "h3", "h4", "h5", "h6"), "subheading"
)


def _named(cover: Element, block: Element) -> str:
    frame, steps = cover, 0
    while frame is not block and frame.parent is not None and steps < _COVERS:
        if frame.tag in _BOLD or frame.tag == "time":
            return "time" if frame.tag == "time" else "b"
        frame, steps = frame.parent, steps + 1
    return block.tag
