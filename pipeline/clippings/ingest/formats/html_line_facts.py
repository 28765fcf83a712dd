"""The facts about a post that one line of an HTML page holds: author, day, category and number of comments as lines of their own."""

import re

from clippings.common.phrases import either
from clippings.common.prose import ends_as_sentence
from clippings.common.text import lazily_compiled
from clippings.ingest.formats.html_block import Block, block_of, folded, pointers
from clippings.ingest.formats.html_element import ABOUT_POSTS, HEADINGS, Element

_YEAR = re.compile(r"\d{4}")
_FACTS = frozenset({"post_date", "byline", "category", "comment_count", "title"})
_SEPARATORS = " |·•/–—,"
_STEPS = 12
"""Elements between a text and its block that are asked what they declare."""
_BETWEEN = 24
"""Characters of the longest stretch between two facts of such a line: `Posted on`, `by`, `in`, `|`."""
_BETWEEN_FACTS = 120
"""The same in an element about a post, `This entry was posted in`."""
# Por Ada Quill   |   By Ada Quill
_BYLINE = lazily_compiled(rf"\s*(?i:{either('by')})\s+\w[^\d,|]{{3,60}}\Z")
_OF_FACTS = frozenset({"div", "header", "section"})
"""Blocks that may hold facts side by side; a paragraph holds sentences."""
# By Ada Quill   |   Author: Ada Quill
_LABELLED_NAME = lazily_compiled(
    rf"(?:{either('by')}\s+|{either('by', 'byline')}\s*[:：＝]\s*)[^\W\d_][^\d,|:：]{{1,50}}"
    r"|[\uac00-\ud7af]{2,4} ?(?:기자|특파원)|[\u3400-\u9fff]{2,5} ?(?:記者|记者)|(?:記者|记者) ?[\u3400-\u9fff]{2,5}"
)
_DAY = re.compile(r"\d{4}|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
_LONGEST_DAY = 60


def declared_facts(parts: list[str], frames: list[Element], block: Element, whole: str) -> list[Block] | None:
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
    texts = [folded("".join(parts[number] for number in numbers)) for _, numbers in groups]
    between = [text for (fact, _), text in zip(groups, texts, strict=True) if fact is None and text]
    is_named = is_about_post(block)
    longest = _BETWEEN_FACTS if is_named else _BETWEEN
    if any(len(text) > longest for text in between) or block.tag in HEADINGS:
        return None
    if (
        whole.endswith((".", "!", "?", "…"))
        and block.tag == "p"
        and not is_named
        and any(len(text.split()) > 2 for text in between)
    ):
        return None
    return _joined(groups, texts, frames, block)


def side_by_side(parts: list[str], frames: list[Element], block: Element) -> list[Block]:
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
    texts = [folded("".join(parts[number] for number in numbers)) for _, numbers in groups]
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
        href, timestamp = pointers([frames[number] for number in numbers])
        lines_found.append(block_of(text, element, block, href, timestamp)._replace(hint=hint))
    return lines_found


def is_about_post(block: Element) -> bool:
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
        href, timestamp = pointers(own_frames)
        if fact is None or (has_links and fact.hint == "category" and fact.tag != "a"):
            lines.append(Block(text, block.tag, block.place(), href, timestamp, "navigation"))
            continue
        if lines and lines[-1].hint == "navigation" and fact.hint == "byline" and lines[-1].text.lower() == "by":
            text = f"{lines.pop().text} {text}"
        elif lines and lines[-1].hint == "post_date" and fact.hint == "comment_count" and _YEAR.search(lines[-1].text):
            lines[-1] = lines[-1]._replace(text=f"{lines[-1].text} {text}")
            continue
        lines.append(block_of(text, fact, block, href, timestamp)._replace(hint=fact.hint or "byline"))
    return lines
