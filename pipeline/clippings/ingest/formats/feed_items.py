"""Items of forms that declare their records (feeds, WordPress posts) to blocks, all forms alike.

XML and JSON are read elsewhere: `feed`, `json_feed` and `wordpress` pass the fields of an item, and which of them are
markup. This module recognises the ends of an item that are not text: a link to read more, a note where it first appeared.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from clippings.common.phrases import either, whole
from clippings.common.text import core
from clippings.ingest.formats import html, inline_text, iso_datetime
from clippings.ingest.formats.html import Block


@dataclass(frozen=True)
class Read:
    """Contents of a feed or export.

    Attributes:
        blocks: In document order; the blocks of a record are adjacent.
        problems: A sentence for each part that could not be read.
        passed_over: A sentence for each kind of entry that is skipped on purpose.
        has_unpublished: Entries are skipped that the site does not publish: the text of a page of nothing else is not read.
    """

    blocks: list[Block]
    problems: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    has_unpublished: bool = False


@dataclass(frozen=True)
class Text:
    """A text of an item: markup, or plain text whose line breaks are its own."""

    value: str
    is_markup: bool = True


@dataclass(frozen=True)
class Item:
    """The fields of an item as its form gives them; titles, names and categories as lines.

    Attributes:
        date: The date as written.
        source: The outlet that published the text, where the form names it.
        content: The whole text.
        summary: The text of an entry without content.
        is_summary_only: The form declares the summary to be one: it is never the whole text.
        is_cut: The page ends inside the item.
    """

    title: str = ""
    link: str | None = None
    date: str = ""
    bylines: tuple[str, ...] = ()
    source: str = ""
    categories: tuple[str, ...] = ()
    deck: str = ""
    content: Text | None = None
    summary: Text | None = None
    is_summary_only: bool = False
    comment_count: str = ""
    is_cut: bool = False


_OWN_HINTS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "dt"), "subheading"),
    "li": "list_item",
    "figcaption": "caption",
    "caption": "caption",
}
_DOTS = r"(?:…|(?<!\.)\.{3,}|\. \. \.)"
_IN_BRACKETS = re.compile(rf"[\[(]\s*{_DOTS}\s*[\])]$")
_ENDS_IN_DOTS = re.compile(rf"{_DOTS}[\]”\"’')]*$")
_MORE_LENGTH = 120
"""Characters of the longest link to read more: it may repeat the title."""
# "The post Harbour dues rise appeared first on The Quay."
_FOOTER = re.compile(
    r"^The (?:post|article|entry) .{0,400} (?:first appeared|appeared first) (?:on|in|at) .{1,200}$", re.I
)
_FOOTER_LENGTH = 100
"""Characters beside the title in a note that names the site an item first appeared on."""
_TAIL = 4000
"""Characters at the end of the markup in which a link to read more is sought."""
_LAST_LINK = re.compile(
    r"<a\b[^<>]*>((?:(?!</?a\b)[\s\S]){1,400})</a>"
    r"(?=(?:\s|&nbsp;|&#160;|[\])»→.]|</?(?:span|em|strong|i|b)\b[^<>]*>)*(?:<(?:/p|/div|/td|/li|br|p|div)\b|\Z))",
    re.I,
)
"""A link that ends its paragraph."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_PARAGRAPH_TAG = re.compile(r"<(?:p|div|br|pre)\b", re.I)
_ANY_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")


def records(items: Iterable[Item]) -> list[Block]:
    """Return the blocks of items, in order; each is a record of its page."""
    return [block for record, item in enumerate(items, 1) for block in blocks(item, record)]


def blocks(item: Item, record: int) -> list[Block]:
    """Return the blocks of `item`, the `record`-th of its page: categories, title, date, bylines, standfirst, text, comment count."""
    return [
        block._replace(record=record, place=f"item[{record - 1}]/{block.place}".rstrip("/"))
        for block in _blocks(item)
        if block.text
    ]


def line(text: str, tag: str, hint: str | None, href: str | None = None, timestamp: str | None = None) -> Block:
    """Return a block for one line of plain text."""
    return Block(text=text, tag=tag, place=tag, href=href, timestamp=timestamp, hint=hint)


def _blocks(item: Item) -> Iterator[Block]:
    for category in dict.fromkeys(item.categories):
        yield line(category, "category", "category")
    yield line(item.title, "title", "title", href=item.link)
    timestamp = iso_datetime.iso(item.date) or iso_datetime.of_seconds(item.date)
    yield line(item.date, "date", "post_date", None if item.title else item.link, timestamp)
    for byline in dict.fromkeys(item.bylines):
        yield line(byline, "author", "byline")
    yield line(item.source, "source", "source")
    yield line(item.deck, "deck", "deck")
    yield from _text(item)
    yield line(item.comment_count, "comments", "comment_count")


def _text(item: Item) -> list[Block]:
    """Return the blocks of the text; the last one is marked if the text is an excerpt or cut off."""
    content = item.content and _body(item.content)
    is_content = bool(content)
    body = content or (item.summary and _body(item.summary)) or []
    end = len(body)
    is_excerpt = False
    while end and (hint := _hint_of_end(body[end - 1], item, is_only=end == 1)):
        end -= 1
        body[end] = body[end]._replace(hint=hint, tag="a")
        is_excerpt |= hint == "excerpt_end"
    if not end:
        return body
    last = body[end - 1]
    if item.is_cut:
        body[end - 1] = last._replace(hint="truncated_end")
    elif not is_excerpt and _is_excerpt(item, body[:end], is_content=is_content):
        body[end - 1] = last._replace(hint="excerpt_end")
    return body


def _body(text: Text) -> list[Block]:
    if text.is_markup and _ANY_TAG.search(text.value):
        # as it is written, not as it is shown: an export keeps `A <b>new</b> quay.` and its paragraphs' blank lines
        markup = text.value if _PARAGRAPH_TAG.search(text.value) else _BLANK_LINE.sub("<br>", text.value)
        blocks = html.blocks(_with_last_link_apart(markup))
        shown = (block for block in blocks if block.tag != "meta" and block.text)
        return [block._replace(hint=_own_hint(block), timestamp=None) for block in shown]
    paragraphs = _BLANK_LINE.split(text.value) if text.is_markup else text.value.split("\n")
    lines = (inline_text.line(paragraph, is_markup=text.is_markup) for paragraph in paragraphs)
    return [line(paragraph, "p", "body") for paragraph in lines if paragraph]


def _own_hint(block: Block) -> str:
    """Return the hint of a block inside a text, where it cannot be the title, date or byline of the item."""
    kept = block.hint if block.hint in ("caption", "excerpt_end") else "body"
    return _OWN_HINTS.get(block.tag, kept)


def _with_last_link_apart(markup: str) -> str:
    """Return `markup` with a line break before a link to read more that ends one of its last paragraphs."""
    start = max(0, len(markup) - _TAIL)

    def apart(link: re.Match[str]) -> str:
        return f"<br>{link[0]}" if _more().fullmatch(inline_text.line(_ANY_TAG.sub("", link[1]))) else link[0]

    return markup[:start] + _LAST_LINK.sub(apart, markup[start:])


@cache
def _more() -> re.Pattern[str]:
    # Read more »   |   Continue reading Harbour dues rise →   |   (more…)
    return re.compile(rf"\W*(?:{either('read_more', 'continue_reading')}(?!\w).*|{either('more')}\W*)", re.IGNORECASE)


def read_more_link(markup: str) -> re.Match[str] | None:
    """Return the first link to read more that ends a paragraph."""
    links = _LAST_LINK.finditer(markup)
    return next((link for link in links if _more().fullmatch(inline_text.line(_ANY_TAG.sub("", link[1])))), None)


def _hint_of_end(block: Block, item: Item, *, is_only: bool) -> str | None:
    """Return `navigation` or `excerpt_end` if a block at the end of an item is not part of its text."""
    is_own = bool(block.href and item.link) and _address(block.href) == _address(item.link)
    title = core(item.title)
    is_note = is_own and len(block.text) <= len(item.title) + _FOOTER_LENGTH and title and title in core(block.text)
    is_short = len(block.text) <= _MORE_LENGTH
    if is_short and (block.hint == "excerpt_end" or (_more().fullmatch(block.text) and (block.href or not is_only))):
        return "excerpt_end"
    buttons = whole("share", "share_buttons", "leave_comment", "no_comments")
    is_button = bool(block.href) and is_short and buttons.fullmatch(block.text.lower()) is not None
    return "navigation" if _FOOTER.match(block.text) or is_note or is_button else None


def _is_excerpt(item: Item, body: list[Block], *, is_content: bool) -> bool:
    last = body[-1].text
    if _IN_BRACKETS.search(last):
        return True
    if is_content:
        return len(body) == 1 and bool(_ENDS_IN_DOTS.search(last))
    return item.is_summary_only or bool(_ENDS_IN_DOTS.search(last)) or (len(body) == 1 and bool(item.title))


def _address(link: str | None) -> str:
    """Return the part of a link that is compared: without scheme, query, fragment and final slash."""
    return re.sub(r"^https?://(?:www\.)?", "", re.split(r"[?#]", link or "", maxsplit=1)[0]).rstrip("/").casefold()
