"""Tests of one short line beside a post: byline, category, number of comments, link to the full text."""

from __future__ import annotations

import re
from functools import lru_cache

from clippings.common.phrases import either
from clippings.segment.layouts.html_boilerplate_words import COUNT
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import Line, parts

# By Adam Example   |   Posted by Eve Example   |   Author: Adam Example
_BYLINE = re.compile(
    rf"(?:(?:{either('posted')}\s+)?{either('by')}:?\s+\S.{{1,80}}|{either('byline')}\s*[:：]\s*\S.{{1,80}})"
)
# Filed under: Harbour   |   Category: Harbour
_CATEGORY = re.compile(rf"{either('category')}\s*[:：]\s*\S.{{0,80}}|(?:filed|posted) (?:under|in)\s+\S.{{0,80}}")
_DOTS = r"(?:\.{2,3}|…|»|→|›|>+)"
_MORE = re.compile(
    rf"[\[(]?\s*(?:{either('read_more')}(?:\W.{{0,160}})?|{either('more')}\s*{_DOTS}?)\s*{_DOTS}?\s*[\])]?"
)
CATEGORY_WORDS = 7


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
    if line.hint == "byline" or line.line_class == "byline":
        return line.words <= 14
    return line.words <= 12 and _BYLINE.fullmatch(line.lower) is not None


def _is_named_category(line: Line) -> bool:
    if line.words > CATEGORY_WORDS or line.is_prose:
        return False
    names = parts(line.steps[-1])[1] + (parts(line.steps[-2])[1] if len(line.steps) > 1 else ()) if line.steps else ()
    return any(
        re.fullmatch(r"[\w-]*(?:category|categories|kicker|eyebrow|section-?name|topic|rubric|cat-?name)", name)
        for name in names
    )


def is_category(line: Line) -> bool:
    """Whether the line names a category, by its markup or words."""
    return (
        line.hint == "category"
        or line.line_class == "category_label"
        or _is_named_category(line)
        or _CATEGORY.fullmatch(line.lower) is not None
    )
