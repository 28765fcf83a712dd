"""Tests of one short line of a post: byline, caption, picture credit, note between paragraphs."""

from __future__ import annotations

import re

from clippings.common.phrases import either
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import Line, parts

_BYLINE_NAMES = re.compile(
    r"(?:[\w-]*[-_])?(?:by-?line|authors?|autor(?:en|es)?|auteurs?|writers?|contributors?)"
    r"(?:[-_]+(?:names?|links?|text|info|list|item))?"
)
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|autor(?:en)?|auteurs?|people|staff|by|profiles?|contributors?|writers?|columnists?|reporters?)/[^/]+/?$"
)
_BYLINE_WORDS = 12


def is_named_byline(line: Line) -> bool:
    """Whether a short line is in an element named for authors, or links to the page of one."""
    if line.words > _BYLINE_WORDS or line.is_heading or line.is_prose or is_date(line):
        return False
    if line.href is not None and line.hint in ("link", "byline") and _AUTHOR_ADDRESS.search(line.href.lower()):
        return True
    return any(_BYLINE_NAMES.fullmatch(name) for step in line.steps[-2:] for name in parts(step)[1])


# Photo: Ada Quill   |   Ada Quill/Getty Images   |   © Ada Quill
_CREDIT = re.compile(
    rf"[(\[]?\s*{either('photo_credit')}\s*(?:[:：/|©]|by\b)\s*\S.*|.{{2,60}}[/\s]{either('photo_agencies')}\W*"
    rf"|\(?{either('photo_agencies')}/.*|©.{{2,80}}"
)
_CREDIT_WORDS = 14
_CAPTION_NAMES = re.compile(
    r"(?:[\w-]*[-_])?(?:captions?|credits?|photographer|copyright|bildquelle|bildunterschrift|legende|image-?(?:source|text|info))"
    r"(?:[-_]+[^\W_]\w*)?"
)
_CAPTION_WORDS = 60


def is_caption(line: Line) -> bool:
    """Whether a line between paragraphs says what a picture shows, or who took it."""
    if line.hint == "caption" or line.tag == "figcaption":
        return True
    if line.words <= _CREDIT_WORDS and _CREDIT.fullmatch(line.lower):
        return True
    return line.words <= _CAPTION_WORDS and any(
        _CAPTION_NAMES.fullmatch(name) for step in line.steps[-3:] for name in parts(step)[1]
    )


# Watch now   |   Share   |   Key points   |   Related
_NOTE = re.compile(
    rf"\W*{either('watch')}(?:\W.{{0,80}})?"
    rf"|\d+(?:[–-]\d+)? ?{either('minutes_read')}\W*"
    rf"|\W*{either('share', 'share_buttons', 'networks', 'newsletter', 'key_points', 'related')}\W*"
)


def is_note(line: Line) -> bool:
    """Whether a short line between paragraphs leads to a film, to sharing or a subscription, or heads a summary."""
    return line.words <= _CREDIT_WORDS and _NOTE.fullmatch(line.lower) is not None
