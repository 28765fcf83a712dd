"""Which lines are the page's furniture and no post's: menus, sidebars, comments, related posts, share bars, footers.

Known by the names of the elements a line is in (`boilerplate.toml`), by headings that open such a part (`phrases/`),
and by the line's own shape.
A part that holds most of the page's prose is no furniture, whatever its name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from clippings import data
from clippings.common.phrases import either, whole
from clippings.segment.layouts.html_model import Line, Steps, parts

_KNOWN = tomllib.loads((data.FOLDER / "boilerplate.toml").read_text("utf-8"))


def _compiled(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kind and pattern of every entry of a part of `boilerplate.toml`, in its order."""
    return tuple(
        (entry["kind"], re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"]), re.IGNORECASE))
        for entry in _KNOWN[part]
    )


_NUMBER = r"(?:\d{1,6}|no|one|two|three)"
_PATTERNS = _compiled("names")
_OPENERS = (
    ("related", whole("related", after=r"\W*")),
    ("recent", whole("recent", "most_read", after=r"\W*")),
    (
        "comments",
        re.compile(
            rf"{either('leave_comment')}(?:\W.{{0,80}})?|{_NUMBER} (?:thoughts?|responses?|comments?|replies) (?:on|to)\W.{{0,200}}"
            rf"|{either('thread', 'comments', 'no_comments')}\W*(?:[(（]?\d+[)）]?)?|{_NUMBER} ?{either('comments')}\W*"
        ),
    ),
    ("footer", whole("about_author", after=r"\W*")),
    ("share_bar", re.compile(rf"{either('share')}\W*|like this:?|print this.{{0,10}}")),
    ("navigation", whole("sections", "newsletter", after=r"\W*")),
)
"""Kind of a part to the pattern of the heading that opens it, to the end of the element it stands in; in small letters."""
# comments-link: how many comments a post has, beside its date
_COUNTS = re.compile(r"[\w-]*comments?-?(?:link|count|number|icon|open|popup|num|total)s?[\w-]*|post-comments?")
_OWN_TAGS = {"nav": "navigation", "aside": "sidebar", "footer": "footer", "button": "navigation"}
_ROLE_OF_SHAPE = {
    "share_bar": "share_bar",
    "share_label": "share_bar",
    "pagination": "pagination",
    "copyright": "copyright",
    "footer": "footer",
    "breadcrumb": "navigation",
    "tags": "navigation",
    "skip": "navigation",
    "social": "social",
    "masthead": "masthead",
    "menu": "navigation",
}
ROLE_OF_KIND = {"comments": "footer", "sidebar": "navigation"}
"""Published role of the kinds that are no roles."""
_OPENER_LENGTH = 90
_MOST = 0.5
"""A part with more than this share of the page's prose is no furniture."""


@lru_cache(maxsize=65536)
def of_step(step: str) -> str | None:
    """The kind of furniture an element is by its own name."""
    tag, names = parts(step)
    own = [name for name in (name.replace("_", "-") for name in names) if not _COUNTS.fullmatch(name)]
    if any(name.startswith(("entry-", "post-", "article-")) or name in ("hentry", "h-entry") for name in own) and tag in (
        "article", "header", "footer", "aside", "section", "main",
    ):  # fmt: skip
        own = [name for name in own if not name.endswith(("header", "footer", "meta"))]
        return next((role for role, pattern in _PATTERNS for name in own if pattern.fullmatch(name)), None)
    for role, pattern in _PATTERNS:
        if any(pattern.fullmatch(name) for name in own):
            return role
    return _OWN_TAGS.get(tag)


class Furniture:
    """The kind of furniture each line of a page is, by number; lines that may belong to a post are not in it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.kinds: dict[int, str] = {}
        self._refused = self._wrappers(lines)
        for line in lines:
            kind = _ROLE_OF_SHAPE.get(line.shape or "") or self._by_place(line.steps) or _by_words(line)
            if kind is not None and not (kind in ("share_bar", "comments") and _is_fact(line)):
                self.kinds[line.line_no] = kind
        self._open_parts(lines)

    def __contains__(self, line: Line) -> bool:
        """Whether a line is furniture."""
        return line.line_no in self.kinds

    def role(self, line: Line) -> str:
        """The published role of a line of furniture."""
        kind = self.kinds[line.line_no]
        return ROLE_OF_KIND.get(kind, kind)

    def _wrappers(self, lines: Sequence[Line]) -> set[Steps]:
        """Elements named as furniture that hold most of the prose."""
        total = 0
        mass: dict[Steps, int] = {}
        for line in lines:
            if line.is_prose:
                total += len(line.head)
                for depth, step in enumerate(line.steps):
                    if of_step(step) not in (None, "comments"):
                        prefix = line.steps[: depth + 1]
                        mass[prefix] = mass.get(prefix, 0) + len(line.head)
        return {prefix for prefix, size in mass.items() if size > _MOST * total}

    def _by_place(self, steps: Steps) -> str | None:
        in_article = False
        for depth, step in enumerate(steps):
            kind = of_step(step)
            tag = step.partition("[")[0].partition(".")[0].partition("#")[0]
            is_own_foot = in_article and tag == "footer" and kind == "footer"
            if kind is not None and not is_own_foot and steps[: depth + 1] not in self._refused:
                return kind
            in_article = in_article or tag in ("article", "main")
        return None

    def _open_parts(self, lines: Sequence[Line]) -> None:
        """Parts that a heading opens: `Related posts` and what follows it in the same element."""
        free = _prose(line for line in lines if line not in self)
        for index, line in enumerate(lines):
            if len(line.head) > _OPENER_LENGTH or line.hint == "title":
                continue
            kind = _opener(line)
            if kind is None:
                continue
            scope = _scope(lines, index)
            end = index + 1
            while end < len(lines) and lines[end].steps[: len(scope)] == scope and not _stops(lines[end], line):
                end += 1
            part = lines[index:end]
            if kind != "comments" and _prose(part) > _MOST * free:
                continue
            if (
                kind in ("related", "recent", "navigation")
                and 3 * sum(one.href is not None for one in part) < len(part) - 1
            ):
                continue
            if end - index == 1 and kind in ("comments", "share_bar") and line.shape is not None:
                continue
            for one in part:
                self.kinds.setdefault(one.line_no, kind)
                if kind == "recent":
                    self.kinds[one.line_no] = "recent"


# Tags: planks, rope   |   Labels: rope
_TAGS = re.compile(rf"{either('tags')}\s*[:：]\s*\S.*|tagged\s+\S.*")
# Written with a text editor. © 2004 Example
_RIGHTS = re.compile(r"©|\(c\) ?\d{4}|\ball rights reserved\b", re.IGNORECASE)
_RIGHTS_WORDS = 30


def _by_words(line: Line) -> str | None:
    """Kind of a line that its own words give away."""
    if line.words > _RIGHTS_WORDS or line.hint == "title":
        return None
    if _RIGHTS.search(line.head):
        return "copyright"
    return "navigation" if line.hint in (None, "link", "navigation") and _TAGS.fullmatch(line.lower) else None


# 3 comments   |   No responses   |   Leave a comment   |   Comments (3)
COUNT = re.compile(
    rf"[|·•\s]*(?:{_NUMBER} ?{either('comments')}|{either('leave_comment', 'no_comments')}"
    rf"|{either('comments')}\s*[:(（]\s*\d{{1,6}}[)）]?)[\s»|·•]*"
)
"""A line, in small letters, that says how many comments a post has."""
_FACT_WORDS = 10


def _is_fact(line: Line) -> bool:
    """Whether a line among buttons for sharing tells date or comments of the post."""
    if line.shape in ("post_date", "dated_by") or line.hint in ("post_date", "comment_count", "byline"):
        return line.hint != "byline" or line.words <= _FACT_WORDS
    return line.href is not None and COUNT.fullmatch(line.lower) is not None


def _opener(line: Line) -> str | None:
    if line.shape == "related":
        return "related"
    if line.shape == "recent_heading":
        return "recent"
    if not (
        line.is_heading
        or line.tag in ("b", "p", "div", "td", "th", "dt", "legend", "summary", "strong", "section", "aside", "span")
    ):
        return None
    if line.is_prose or (line.hint in ("category", "body", "comment_count") and not line.is_heading):
        return None
    kind = next((kind for kind, pattern in _OPENERS if pattern.fullmatch(line.lower)), None)
    return kind if kind != "comments" or line.is_heading or line.tag in ("b", "legend") else None


def _prose(lines: Iterable[Line]) -> int:
    """Characters of prose."""
    return sum(len(line.head) for line in lines if line.is_prose)


def _scope(lines: Sequence[Line], index: int) -> Steps:
    """The smallest element that holds the heading and anything behind it."""
    steps = lines[index].steps
    if index + 1 == len(lines):
        return steps
    following = lines[index + 1].steps
    depth = 0
    while depth < min(len(steps), len(following)) and steps[depth] == following[depth]:
        depth += 1
    return steps[: min(depth, len(steps))]


def _stops(line: Line, opener: Line) -> bool:
    """Whether a line opens a part of its own."""
    if line.hint == "title" or line.tag == "h1":
        return True
    return line.tag == opener.tag and line.is_heading and line.href is None
