"""Tests of one short line in or beside a post: byline, category, number of comments, caption, note, link to the full text."""

import re
from functools import lru_cache

from clippings.common.phrases import either, whole
from clippings.common.prose import ends_as_sentence
from clippings.enrich.credits import byline_names
from clippings.segment.layouts.html_boilerplate_words import COUNT
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import Line, parts

# By Adam Example   |   Posted by Eve Example   |   Author: Adam Example
_BYLINE = re.compile(
    rf"(?:(?:{either('posted')}\s+)?{either('by')}:?\s+\S.{{1,80}}|{either('byline')}\s*[:：＝]\s*\S.{{1,80}})"
)
_DOTS = r"(?:\.{2,3}|…|»|→|›|>+)"
_MORE = re.compile(
    rf"[\[(]?\s*(?:{either('read_more')}(?:\W.{{0,160}})?|{either('more')}\s*{_DOTS}?)\s*{_DOTS}?\s*[\])]?"
)
# Ada Quill ada at tide.example
_MAIL = re.compile(r"^[^\W\d_][^@<>]{2,60}[\s<(]+\S+(?: at |@)\S+\.\S+\W*$")
CATEGORY_WORDS = 7
_BYLINE_WORDS, _NAME_WORDS = 12, 5
"""Words of the longest byline, and of the longest that ends as a sentence does."""
_LABEL_OF_CATEGORY = whole("category", after=r"\s*[:：]")


def is_more(line: Line) -> bool:
    """Return whether the line is a link to the full text."""
    if line.line_class == "read_more" or line.hint == "excerpt_end":
        return True
    return line.words <= 30 and line.href is not None and _leads_on(line.lower)


@lru_cache(maxsize=8192)
def _leads_on(text: str) -> bool:
    return _MORE.fullmatch(text) is not None


def is_fact(line: Line) -> bool:
    """Return whether the line is a fact about a post, neither its title nor its text."""
    return is_date(line) or is_byline(line) or is_comments(line) or is_category(line)


def is_comments(line: Line) -> bool:
    """Whether the line says how many comments a post has."""
    return line.hint == "comment_count" or line.line_class == "comments" or COUNT.fullmatch(line.lower) is not None


def is_byline(line: Line) -> bool:
    """Whether the line names an author, by its markup or words."""
    if line.line_class == "posted_by":
        return True
    if line.hint == "byline" or line.line_class == "byline":
        return line.words <= 14
    if line.words <= _BYLINE_WORDS and (line.href or "").startswith("mailto:") and _MAIL.search(line.stripped):
        return True
    if line.words > _NAME_WORDS and ends_as_sentence(line.stripped):
        return False  # De boeren verwachten een kleine oogst.
    if line.words > _BYLINE_WORDS:
        return False
    return _BYLINE.fullmatch(line.lower) is not None or byline_names.is_name_and_role(line.stripped)


def _is_named_category(line: Line) -> bool:
    if line.words > CATEGORY_WORDS or line.is_prose:
        return False
    names = parts(line.steps[-1])[1] + (parts(line.steps[-2])[1] if len(line.steps) > 1 else ()) if line.steps else ()
    return any(
        re.fullmatch(
            r"[\w-]*(?:category|categories|kicker|eyebrow|section-?name|topic|rubric|cat-?name|occhiello|dachzeile|surtitre|antetitulo)",
            name,
        )
        for name in names
    )


def labels_category(line: Line) -> bool:
    """Whether the line is nothing but the label of a category, which is the line below."""
    return _LABEL_OF_CATEGORY.fullmatch(line.lower) is not None


def is_category(line: Line) -> bool:
    """Whether the line names a category, by its markup or words."""
    return line.hint == "category" or line.line_class == "category_label" or _is_named_category(line)


_BYLINE_NAMES = re.compile(
    r"(?:[\w-]*[-_])?(?:by-?line|authors?|autor(?:en|es)?|auteurs?|writers?|contributors?)"
    r"(?:[-_]+(?:names?|links?|text|info|list|item|tooltip))*"
)
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|autor(?:en)?|auteurs?|people|staff|by|profiles?|contributors?|writers?|columnists?|reporters?)/[^/]+/?$|/@[\w.-]+/?$"
)


def is_named_byline(line: Line) -> bool:
    """Whether a short line is in an element named for authors, or links to the page of one."""
    if line.words > _BYLINE_WORDS or line.is_heading or line.is_prose or is_date(line):
        return False
    if line.href is not None and line.hint in ("link", "byline") and _AUTHOR_ADDRESS.search(line.href.lower()):
        return True
    return any(_BYLINE_NAMES.fullmatch(name) for step in line.steps[-2:] for name in parts(step)[1])


# h4.message-name   |   a.username   |   h5.message-userTitle   |   a.bigusername
_MEMBER = re.compile(r"(?:[\w-]*[-_])?(?:big)?(?:user-?(?:name|title|text)|message-name)(?:[-_]\w+)?")


def names_member(line: Line) -> bool:
    """Return whether the markup calls a line the name or rank of a member of a forum."""
    return any(_MEMBER.fullmatch(name) for step in line.steps[-2:] for name in parts(step)[1])


# Photo: Ada Quill   |   Ada Quill/Getty Images   |   © Ada Quill
_CREDIT = re.compile(
    rf"[(\[]?\s*{either('photo_credit')}\s*(?:[:：/|©]|by\b)\s*\S.*|.{{2,60}}[/\s]{either('photo_agencies')}\W*"
    rf"|\(?{either('photo_agencies')}/.*|©.{{2,80}}|{either('caption_label')}\s*[,:：،]?\s+\S.*"
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


_LINK = either("share_buttons", "networks", "leave_comment", "comments", "link_words")
# Watch now   |   Share   |   Key points   |   Related   |   comment | link
_NOTE = re.compile(
    rf"\W*{either('watch')}(?:\W.{{0,80}})?"
    rf"|(?:{either('reading_time')}\W*)?\d+(?:[–-]\d+)? ?{either('minutes_read')}\W*"
    rf"|\W*{either('share', 'share_buttons', 'networks', 'newsletter', 'key_points', 'related', 'read_also')}\W*"
    rf"|(?:{_LINK}\s*[|·•]\s*)+{_LINK}"
)


def is_note(line: Line) -> bool:
    """Whether a short line between paragraphs leads to a film, to sharing or a subscription, or heads a summary."""
    return line.words <= _CREDIT_WORDS and _NOTE.fullmatch(line.lower) is not None
