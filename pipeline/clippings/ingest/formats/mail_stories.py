"""The stories of a letter: parts between rules in plain text, parts below headings in HTML, and notes that belong to no story."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from html import unescape

from clippings.common import phrases
from clippings.common.text import core
from clippings.ingest.formats import html
from clippings.ingest.formats.feed_items import Item, Text, read_more_link
from clippings.ingest.formats.html import Block
from clippings.ingest.formats.plain_text import paragraphs

_RULE = re.compile(r"^[ \t]*(?:[-=_*~#—–]{8,}|(?:[-=_*~][ \t]?){8,})[ \t]*$", re.MULTILINE)
_PROSE_WORDS = 12
_TITLE_WORDS = 20
_FEWEST = 2
"""Stories of a letter in HTML, at least; a letter with fewer is one text."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*$")
# <h2><a href="https://example.org/quay">New quay</a></h2>
_HEADING = re.compile(r"<h([1-4])\b[^<>]*>(?:(?!</?h[1-6]\b)[\s\S]){1,800}</h\1\s*>", re.IGNORECASE)
_LINK = re.compile(r"""\bhref\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
_ADDRESS = re.compile(r"^<?(https?://\S+?)>?$")
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
"""The line above a signature."""


def stories_between_rules(text: str, letter: Item) -> list[Item | list[str]]:
    """Return the stories of a letter and the paragraphs between them; nothing where no rules divide it into stories."""
    sections = [paragraphs(section) for section in _RULE.split(SIGNATURE.split(text)[0])]
    if len(sections) < 2:
        return []
    stories: list[Item | list[str]] = []
    for number, section in enumerate(sections):
        notes = [paragraph for paragraph in section if _is_note(paragraph)]
        section = [paragraph for paragraph in section if not _is_note(paragraph)]
        head = _letterhead(section, letter) if number == 0 else 0
        if notes or head:
            stories.append([*notes, *section[:head]])
        section = [letter.title, *section[head:]] if head else section
        stories.append(_story(section, letter) or section[bool(head) :])
    return stories if any(isinstance(story, Item) for story in stories) else []


def headed_stories(markup: str, letter: Item) -> list[Item | list[str]]:
    """Return the stories of a letter in HTML and the paragraphs between them; nothing where fewer than two headings have a text."""
    headings = list(_HEADING.finditer(markup))
    if len(headings) < _FEWEST:
        return []
    bounds = [heading.start() for heading in headings[1:]] + [len(markup)]
    stories: list[Item | list[str]] = [_shown(markup[: headings[0].start()])]
    for heading, end in zip(headings, bounds, strict=True):
        title, below = " ".join(_shown(heading[0])), markup[heading.end() : end]
        more = read_more_link(below)
        text, rest = (below[: more.end()], below[more.end() :]) if more else (below, "")
        if title and any(len(line.split()) >= _PROSE_WORDS and _SENTENCE_END.search(line) for line in _shown(text)):
            link = _LINK.search(heading[0]) or (more and _LINK.search(more[0]))
            stories.append(
                replace(
                    letter, title=title, link=unescape(link[1]) if link else None, content=Text(text, is_markup=True)
                )
            )
            stories.append(_shown(rest))
        else:
            stories.append([title, *_shown(below)])
    return stories if sum(isinstance(story, Item) for story in stories) >= _FEWEST else []


def _shown(markup: str) -> list[str]:
    return [block.text for block in html.blocks(markup) if block.tag != "meta" and block.text]


def without_notes(lines: Iterable[Block]) -> list[Block]:
    """Return the lines of a story; those that lead to the message on the web or end a subscription are of none."""
    return [block._replace(hint="navigation", record=None) if _is_note(block.text) else block for block in lines]


def _is_note(text: str) -> bool:
    """Return whether a line leads to the message on the web: `View this email in your browser: https://...`."""
    return bool(phrases.whole("mail_notes", after=r"\W*(?:https?://\S+)?\W*").fullmatch(text.lower()))


def _letterhead(section: list[str], letter: Item) -> int:
    """Return the number of lines at the top of a letter that name the letter itself, with the short lines that follow."""
    named = [core(name) for name in (letter.title, *letter.bylines)]
    if not section or not core(section[0]) or not any(core(section[0]) in name for name in named):
        return 0
    return next(
        (at for at, text in enumerate(section) if len(text.split()) >= _PROSE_WORDS or text.endswith((",", ":"))), 0
    )


def _story(section: list[str], letter: Item) -> Item | None:
    """Return a section whose first paragraph reads as a title and whose next ones as text; its author is the sender if it names none."""
    if len(section) < 2 or len(section[0].split()) > _TITLE_WORDS or section[0].endswith((":", ",", ";", ".")):
        return None
    links = [address[1] for line in section[1:] if (address := _ADDRESS.match(line))]
    text = [line for line in section[1:] if not _ADDRESS.match(line)]
    if not any(len(line.split()) >= _PROSE_WORDS and _SENTENCE_END.search(line) for line in text):
        return None
    has_byline = any(_opens_byline().match(line.lower()) and len(line.split()) < _PROSE_WORDS for line in text)
    return Item(
        title=section[0],
        link=next(iter(links), None),
        date=letter.date,
        bylines=() if has_byline else letter.bylines,
        content=Text("\n".join(text), is_markup=False),
    )


@cache
def _opens_byline() -> re.Pattern[str]:
    return re.compile(rf"(?:{phrases.either('by')}\s|{phrases.either('byline')}\s*:)")
