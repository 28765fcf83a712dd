"""The text of one block as lines: white space folded, named by its hint, facts about a post taken apart.

Receives pieces of text and their elements; `html` decides which pieces form a block.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from clippings.common.phrases import either
from clippings.common.prose import ends_as_sentence
from clippings.common.text import lazily_compiled
from clippings.ingest.formats import html_element
from clippings.ingest.formats.html_element import ABOUT_POSTS, HEADINGS, Element

_PLAIN = frozenset({"p", "div", "td", "body", "center", "section", "li", "dd", "article", "header", "main"})
"""Blocks that say nothing of their text: an emphasis or date that holds the whole line names it better."""
_BOLD = frozenset({"b", "strong", "big"})
_SPACE = re.compile(r"[ \t\n\r\f\x0b\x1c-\x1f\x85\u2028\u2029]+")
_FOLD_NEEDED = re.compile(r"[\t\n\r\f\x0b\x1c-\x1f\x85\u2028\u2029]|  ")
_SPACE_ENDS = re.compile(r"^[ \t\r\f\x0b]+|(?<![ \t\r\f\x0b])[ \t\r\f\x0b]+$|[\x1c-\x1f\x85\u2028\u2029]")
_YEAR = re.compile(r"\d{4}")
_META_LINE = 200
"""Characters of the longest line of facts about a post that is taken apart."""
_FACTS = frozenset({"post_date", "byline", "category", "comment_count", "title"})
_SEPARATORS = " |·•/–—,"
_STEPS = 12
"""Elements between a text and its block that are asked what they declare."""
_BETWEEN = 24
"""Characters of the longest stretch between two facts of such a line: `Posted on`, `by`, `in`, `|`."""
_BETWEEN_FACTS, _LINE_ABOUT_POST = 120, 400
"""The same in an element about a post, `This entry was posted in`, and characters of its longest line."""
# Por Ada Quill   |   By Ada Quill
_BYLINE = lazily_compiled(rf"\s*(?i:{either('by')})\s+\w[^\d,|]{{3,60}}\Z")
# Read more   |   [more]   |   mehr …   |   Lire la suite >
_MORE = lazily_compiled(
    rf"[\[(]?\s*(?:{either('read_more')}\s*[:.]?|{either('more')})\s*(?:\.{{2,3}}|…|»|→|›|>+)?\s*[\])]?"
)
_OF_FACTS = frozenset({"div", "header", "section"})
"""Blocks that may hold facts side by side; a paragraph holds sentences."""
# By Ada Quill   |   Author: Ada Quill
_LABELLED_NAME = lazily_compiled(
    rf"(?:{either('by')}\s+|{either('by', 'byline')}\s*[:：]\s*)[^\W\d_][^\d,|:：]{{1,50}}"
    r"|[\uac00-\ud7af]{2,4} ?(?:기자|특파원)|[\u3400-\u9fff]{2,5} ?(?:記者|记者)|(?:記者|记者) ?[\u3400-\u9fff]{2,5}"
)
_DAY = re.compile(r"\d{4}|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
_LONGEST_DAY = 60
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


def lines(parts: list[str], frames: list[Element], cover: Element, block: Element) -> Sequence[Block]:
    """Return the collected text as a line of `block`, or as several lines if it holds several facts about a post.

    Args:
        parts: The pieces of text, in order.
        frames: The element that holds each piece.
        cover: The innermost element that holds them all.
        block: The block element.
    """
    text = "".join(parts)
    text = _SPACE_ENDS.sub("", text) if frames[0].is_pre else _folded(text)
    if not text:
        return ()
    if len(parts) > 1 and _leads_on(parts, frames, block):
        frames[-1].hint = "excerpt_end"
    last = next(
        (at for at in range(len(frames), 0, -1) if frames[at - 1].hint != "excerpt_end" and parts[at - 1].strip()), 0
    )
    if 0 < last < len(parts) and "".join(parts[last:]).strip() and block.hint != "excerpt_end":
        own, link = frames[:last], frames[last]
        return (
            *lines(parts[:last], own, block, block),
            *lines(parts[last:], frames[last:], link, block),
        )  # The quay is wet. Continue reading →
    longest = _LINE_ABOUT_POST if _is_about_post(block) else _META_LINE
    if len(parts) > 1 and len(text) <= longest:
        facts = _facts(parts, frames, block, text) or _side_by_side(parts, frames, block)
        if facts:
            return facts
    return (_line(text, cover, block, *_pointers(frames)),)


def _leads_on(parts: list[str], frames: list[Element], block: Element) -> bool:
    """Return whether a text ends with a link to the rest of it: `The quay is wet. Read more ...`."""
    link = frames[-1]
    if link is block or link.href is None or link.href.startswith("#") or frames[0].href is not None:
        return False
    own = [part for part, frame in zip(parts, frames, strict=True) if frame is link]
    return _MORE.fullmatch(_folded("".join(own)).lower()) is not None


def _pointers(frames: Sequence[Element]) -> tuple[str | None, str | None]:
    """Return the first link target and the first timestamp."""
    return (
        next((frame.href for frame in frames if frame.href is not None), None),
        next((frame.timestamp for frame in frames if frame.timestamp is not None), None),
    )


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ") if _FOLD_NEEDED.search(text) else text.strip(" ")


def _line(text: str, cover: Element, block: Element, href: str | None, timestamp: str | None) -> Block:
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


def _facts(parts: list[str], frames: list[Element], block: Element, whole: str) -> list[Block] | None:
    """Split a line that consists only of two or more facts about a post and the words that link them.

    `<p>By <a rel=author>Adam</a> on <time>May 1, 2012</time> in <a rel="category tag">Harbour</a></p>`
    """
    groups: list[tuple[Element | None, list[int]]] = []
    for number, frame in enumerate(frames):
        fact = _fact(frame, block) or (frame if frame is not block and _BYLINE.match(parts[number]) else None)
        if groups and groups[-1][0] is fact:
            groups[-1][1].append(number)
        elif parts[number].strip() or not groups:
            groups.append((fact, [number]))
    facts = [fact for fact, _ in groups if fact is not None]
    if len(facts) < 1 or len(groups) < 2:
        return None
    texts = [_folded("".join(parts[number] for number in numbers)) for _, numbers in groups]
    between = [text for (fact, _), text in zip(groups, texts, strict=True) if fact is None and text]
    is_about_post = _is_about_post(block)
    longest = _BETWEEN_FACTS if is_about_post else _BETWEEN
    if any(len(text) > longest for text in between) or block.tag in HEADINGS:
        return None
    if (
        whole.endswith((".", "!", "?", "…"))
        and block.tag == "p"
        and not is_about_post
        and any(len(text.split()) > 2 for text in between)
    ):
        return None
    return _joined(groups, texts, frames, block)


def _side_by_side(parts: list[str], frames: list[Element], block: Element) -> list[Block]:
    """Return author, day and the rest of a line whose elements say them without class names; nothing if it is another line.

    `<div><span>By Ada Quill</span><span>May 1, 2012</span><span>Updated May 3, 2012</span></div>`
    """
    if block.tag not in _OF_FACTS:
        return []
    groups: list[tuple[Element, list[int]]] = []
    for number, frame in enumerate(frames):
        outermost = frame
        while outermost.parent is not None and outermost is not block and outermost.parent is not block:
            outermost = outermost.parent
        if groups and groups[-1][0] is outermost:
            groups[-1][1].append(number)
        elif parts[number].strip(_SEPARATORS):
            if outermost is block:
                return []  # words outside the elements: a sentence
            groups.append((outermost, [number]))
    texts = [_folded("".join(parts[number] for number in numbers)) for _, numbers in groups]
    names = [at for at, text in enumerate(texts) if _LABELLED_NAME.fullmatch(text.lower())]
    days = [at for at, text in enumerate(texts) if at not in names and len(text) <= _LONGEST_DAY and _DAY.search(text)]
    others = [text for at, text in enumerate(texts) if at not in days]
    if not days or not (names or len(days) > 1) or any(map(ends_as_sentence, others)):
        return []
    first, lines_found = days[0], []
    for at, ((element, numbers), text) in enumerate(zip(groups, texts, strict=True)):
        hint = "byline" if at in names else "post_date" if at == first else "navigation"
        if not names and at == first - 1:
            continue  # Ada Quill May 1, 2012
        if not names and at == first > 0:
            text, hint = f"{texts[at - 1]} {text}", None
        href, timestamp = _pointers([frames[number] for number in numbers])
        lines_found.append(_line(text, element, block, href, timestamp)._replace(hint=hint))
    return lines_found


def _is_about_post(block: Element) -> bool:
    """Whether a block, or the one that holds it, is named as one with facts about a post."""
    around = (block, block.parent) if block.parent else (block,)
    names = {name for element in around for name in (element.attributes.get("class") or "").lower().split()}
    return not names.isdisjoint(ABOUT_POSTS)


def _fact(frame: Element, block: Element) -> Element | None:
    """Return the outermost element between the text and its block that declares a fact; of a category its own link."""
    fact_match, steps = None, 0
    while frame is not block and frame.parent is not None and steps < _STEPS:
        if frame.hint in _FACTS and frame.hint != block.hint:
            fact_match = frame
            if frame.hint == "category" and frame.tag == "a":
                break
        frame, steps = frame.parent, steps + 1
    return fact_match


def _joined(
    groups: list[tuple[Element | None, list[int]]], texts: list[str], frames: list[Element], block: Element
) -> list[Block]:
    """Return one line for each fact; `by` stays with its name, and a number of comments with the date before it."""
    lines: list[Block] = []
    has_links = any(fact is not None and fact.hint == "category" and fact.tag == "a" for fact, _ in groups)
    for (fact, numbers), text in zip(groups, texts, strict=True):
        if fact is None:
            text = text.strip(_SEPARATORS)
        if not text:
            continue
        own_frames = [frames[number] for number in numbers]
        href, timestamp = _pointers(own_frames)
        if fact is None or (has_links and fact.hint == "category" and fact.tag != "a"):
            lines.append(Block(text, block.tag, block.place(), href, timestamp, "navigation"))
            continue
        if lines and lines[-1].hint == "navigation" and fact.hint == "byline" and lines[-1].text.lower() == "by":
            text = f"{lines.pop().text} {text}"
        elif lines and lines[-1].hint == "post_date" and fact.hint == "comment_count" and _YEAR.search(lines[-1].text):
            lines[-1] = lines[-1]._replace(text=f"{lines[-1].text} {text}")
            continue
        lines.append(_line(text, fact, block, href, timestamp)._replace(hint=fact.hint or "byline"))
    return lines
