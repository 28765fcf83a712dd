"""The text of one block as lines: white space folded, links to the rest of a text and facts about a post taken apart.

Receives pieces of text and their elements; `html` decides which pieces form a block.
"""

import re
from collections.abc import Sequence

from clippings.common.phrases import either
from clippings.common.text import lazily_compiled
from clippings.ingest.formats.html_block import Block, block_of, folded, pointers
from clippings.ingest.formats.html_element import Element
from clippings.ingest.formats.html_line_facts import declared_facts, is_about_post, side_by_side

_SPACE_ENDS = re.compile(r"^[ \t\r\f\x0b]+|(?<![ \t\r\f\x0b])[ \t\r\f\x0b]+$|[\x1c-\x1f\x85\u2028\u2029]")
_META_LINE = 200
"""Characters of the longest line of facts about a post that is taken apart."""
_LINE_ABOUT_POST = 400
"""The same in an element about a post."""
# Read more   |   [more]   |   mehr …   |   Lire la suite >
_MORE = lazily_compiled(
    rf"[\[(]?\s*(?:{either('read_more')}\s*[:.]?|{either('more')})\s*(?:\.{{2,3}}|…|»|→|›|>+)?\s*[\])]?"
)


def lines(parts: list[str], frames: list[Element], cover: Element, block: Element) -> Sequence[Block]:
    """Return the collected text as a line of `block`, or as several lines if it holds several facts about a post.

    Args:
        parts: The pieces of text, in order.
        frames: The element that holds each piece.
        cover: The innermost element that holds them all.
        block: The block element.
    """
    text = "".join(parts)
    text = _SPACE_ENDS.sub("", text) if frames[0].is_pre else folded(text)
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
    longest = _LINE_ABOUT_POST if is_about_post(block) else _META_LINE
    if len(parts) > 1 and len(text) <= longest:
        facts = declared_facts(parts, frames, block, text) or side_by_side(parts, frames, block)
        if facts:
            return facts
    return (block_of(text, cover, block, *pointers(frames)),)


def _leads_on(parts: list[str], frames: list[Element], block: Element) -> bool:
    """Return whether a text ends with a link to the rest of it: `The quay is wet. Read more ...`."""
    link = frames[-1]
    if link is block or link.href is None or link.href.startswith("#") or frames[0].href is not None:
        return False
    own = [part for part, frame in zip(parts, frames, strict=True) if frame is link]
    return _MORE.fullmatch(folded("".join(own)).lower()) is not None
