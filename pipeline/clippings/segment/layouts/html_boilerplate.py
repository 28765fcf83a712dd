"""Boilerplate lines of a page: menus, sidebars, comments, related posts, share bars, footers.

The names of elements around a line (`boilerplate.toml`), headings that open a part (`phrases/`) and the line's own class
identify boilerplate. A part with most of the page's prose is never boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from clippings.common.phrases import either, whole
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import Line, Steps
from clippings.segment.layouts.html_part_names import THREAD_ADDRESS, of_step

_NUMBER = r"(?:\d{1,6}|no|one|two|three)"
_OPENERS = (
    ("related", whole("related", before=r"\W*", after=r"\W*")),
    ("recent", whole("recent", "most_read", before=r"\W*", after=r"\W*")),
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
"""Kind of a part, with the pattern of the heading that opens it, in lower case; the part ends with its element."""
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
"""Published roles of kinds that are not roles themselves."""
_POINTER_WORDS = 4
"""Words of the shortest line that opens no part but is itself a link to another text."""
_OPENER_LENGTH = 90
_OF_LINKS = ("related", "recent", "navigation", "share_bar")
"""Kinds of parts that are lists of links."""
_BESIDE = ("sidebar", "related", "recent")
"""Kinds of parts that hold texts of their own."""
_NEARLY_ALL = 0.85
_OTHER_TEXT = 400
"""Characters of prose that a thread of a forum has at most outside its posts."""
_THREAD = 3
_FREE = 10
"""One part of the page's prose in this many is outside boilerplate, at least."""
_MOST = 0.5
"""Maximum share of the page's prose in a boilerplate part."""


class Boilerplate:
    """The kind of boilerplate each line of a page is, by number; lines that may belong to a post are not in it."""

    def __init__(self, lines: Sequence[Line], address: str | None = None) -> None:
        """Read the lines of the page at `address`."""
        self.kinds: dict[int, str] = {}
        self._kind_of_place: dict[Steps, str | None] = {}
        self._is_thread = address is not None and THREAD_ADDRESS.search(address.lower()) is not None
        self._refused = self._wrappers(lines)
        for line in lines:
            kind = _ROLE_OF_SHAPE.get(line.line_class or "") or self._by_place(line.steps) or _by_words(line)
            if kind is not None and not (kind in ("share_bar", "comments") and _is_fact(line)):
                self.kinds[line.line_no] = kind
        self._open_parts(lines)
        for line in lines:
            if line.is_own_title:
                self.kinds.pop(line.line_no, None)

    def __contains__(self, line: Line) -> bool:
        """Return whether a line is boilerplate."""
        return line.line_no in self.kinds

    def role(self, line: Line) -> str:
        """Return the published role of a boilerplate line."""
        kind = self.kinds[line.line_no]
        return ROLE_OF_KIND.get(kind, kind)

    def _wrappers(self, lines: Sequence[Line]) -> set[str]:
        """Names of elements that read as boilerplate and hold most of the prose, one of them or all together.

        A sidebar beside the page's own heading must hold nearly all prose.
        """
        total = 0
        mass: dict[str, int] = {}
        headed: set[str] = set()
        for line in lines:
            if line.is_prose:
                total += len(line.stripped)
            if not (line.is_prose or line.tag == "h1"):
                continue
            for name in {_without_number(step) for step in line.steps if of_step(step) not in (None, "comments")}:
                if line.is_prose:
                    mass[name] = mass.get(name, 0) + len(line.stripped)
                else:
                    headed.add(name)
        has_heading = any(line.tag == "h1" for line in lines)
        refused = set()
        for name, size in mass.items():
            is_beside = has_heading and name not in headed and of_step(name + "[0]") in _BESIDE
            if size > (_NEARLY_ALL if is_beside else _MOST) * total:
                refused.add(name)
        refused |= _threads(lines)
        return refused | _of_largest_kind(lines, refused, total)

    def _by_place(self, steps: Steps) -> str | None:
        """The kind by the elements around a line; lines of one element share it."""
        if steps not in self._kind_of_place:
            self._kind_of_place[steps] = self._kind_of_steps(steps)
        return self._kind_of_place[steps]

    def _kind_of_steps(self, steps: Steps) -> str | None:
        in_article = False
        for step in steps:
            kind = of_step(step)
            tag = step.partition("[")[0].partition(".")[0].partition("#")[0]
            is_own_foot = in_article and tag == "footer" and kind == "footer"
            if kind == "comments" and self._is_thread:
                kind = None
            if kind is not None and not is_own_foot and _without_number(step) not in self._refused:
                return kind
            in_article = in_article or tag in ("article", "main")
        return None

    def _part(self, lines: Sequence[Line], index: int, kind: str, free: int) -> Sequence[Line]:
        """The lines of the part that the heading at `index` opens; none where most of the page would be in it."""
        line, scope = lines[index], _scope(lines, index)
        if kind in _OF_LINKS and line.href is not None and not line.is_heading and line.words >= _POINTER_WORDS:
            return [line]
        part = lines[index : _end_of_part(lines, index, scope, kind)]
        whole_part = lines[index : _end_of_part(lines, index, scope, "")]
        if kind != "comments" and _prose(whole_part) > _MOST * free:
            return part if kind == "related" and len(part) > 1 and _is_all_links(part[1:]) else ()
        return part

    def _open_parts(self, lines: Sequence[Line]) -> None:
        """Parts that a heading opens: `Related posts` and what follows it in the same element."""
        free = _prose(line for line in lines if line not in self)
        for index, line in enumerate(lines):
            if len(line.stripped) > _OPENER_LENGTH or line.hint == "title":
                continue
            kind = _opener(line)
            if kind is None or (kind == "comments" and self._is_thread):
                continue
            part = self._part(lines, index, kind, free)
            if not part:
                continue
            if (
                kind in ("related", "recent", "navigation")
                and 3 * sum(part_line.href is not None for part_line in part) < len(part) - 1
            ):
                continue
            if len(part) == 1 and kind in ("comments", "share_bar") and line.line_class is not None:
                continue
            for part_line in part:
                self.kinds.setdefault(part_line.line_no, kind)
                if kind == "recent":
                    self.kinds[part_line.line_no] = "recent"


# Tags: planks, rope   |   Labels: rope
_TAGS = re.compile(rf"{either('tags')}\s*[:：]\s*\S.*|tagged\s+\S.*")
# Written with a text editor. © 2004 Example
_RIGHTS = re.compile(r"©|\(c\) ?\d{4}|\ball rights reserved\b", re.IGNORECASE)
_RIGHTS_WORDS = 30
# Advertisement   |   - Advertisement -   |   Article continues below
_NOTES = whole("advertisement", before=r"\W*", after=r"\W*")
_NOTE_WORDS = 10
# Read also: Harbour gates closed   |   MORE: Harbour gates closed   |   Lest auch
_RELATED = re.compile(rf"\W*{either('related')}\s*[:：]\s*\S")
_POINTER_MOST = 12
"""Words of the longest such line that needs no link."""
_POINTER = re.compile(rf"\W*(?:{either('related', 'read_more', 'more', 'watch')})\s*[:：|>»]\s*\S")


def _by_words(line: Line) -> str | None:
    """Return the kind of a line by its own words."""
    if line.words > _RIGHTS_WORDS or line.hint == "title":
        return None
    if _RIGHTS.search(line.stripped):
        return "copyright"
    if line.words <= _NOTE_WORDS and _NOTES.fullmatch(line.lower):
        return "navigation"
    if line.href is not None and line.words <= _RIGHTS_WORDS and _POINTER.match(line.lower):
        return "related"
    if line.words <= _POINTER_MOST and not line.is_heading and _RELATED.match(line.lower):
        return "related"
    return "navigation" if line.hint in (None, "link", "navigation") and _TAGS.fullmatch(line.lower) else None


# 3 comments   |   No responses   |   Leave a comment   |   Comments (3)
COUNT = re.compile(
    rf"[|·•\s]*(?:{_NUMBER} ?{either('comments')}|{either('leave_comment', 'no_comments')}"
    rf"|{either('comments')}\s*[:(（]\s*\d{{1,6}}[)）]?)[\s»|·•]*"
)
"""A line, in small letters, that says how many comments a post has."""
_FACT_WORDS = 10


def _is_fact(line: Line) -> bool:
    """Return whether a line in a share bar holds the date or the comment count of the post."""
    if line.line_class in ("post_date", "dated_by") or line.hint in ("post_date", "comment_count", "byline"):
        return line.hint != "byline" or line.words <= _FACT_WORDS
    return line.href is not None and COUNT.fullmatch(line.lower) is not None


def _opener(line: Line) -> str | None:
    if line.line_class == "related":
        return "related"
    if line.line_class == "recent_heading":
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
    return sum(len(line.stripped) for line in lines if line.is_prose)


def _end_of_part(lines: Sequence[Line], index: int, scope: Steps, kind: str) -> int:
    """Return the end of the part that the heading at `index` opens: its element, another title, or more of the text.

    A paragraph continues the text unless it is below a link, as the teaser of the linked text.
    """
    end, is_below_link = index + 1, False
    while end < len(lines) and lines[end].steps[: len(scope)] == scope and not _stops(lines[end], lines[index]):
        line = lines[end]
        if kind in _OF_LINKS and line.is_prose and line.href is None and not is_below_link:
            break
        is_below_link = line.hint == "link" or (line.href is not None and not line.is_prose)
        end += 1
    return end


def _threads(lines: Sequence[Line]) -> set[str]:
    """Names of the elements of comments where hardly any other text is on the page: a thread of a forum."""
    named: set[str] = set()
    comments = others = 0
    for line in lines:
        if not line.is_prose:
            continue
        kinds = {of_step(step) for step in line.steps}
        if "comments" in kinds:
            comments += len(line.stripped)
            named |= {_without_number(step) for step in line.steps if of_step(step) == "comments"}
        elif kinds <= {None}:
            others += len(line.stripped)
    return named if others < _OTHER_TEXT and comments > _THREAD * others else set()


def _of_largest_kind(lines: Sequence[Line], refused: set[str], total: int) -> set[str]:
    """Names of the kind that holds most of the prose where next to none is outside boilerplate: there they name the page's own parts."""
    mass: dict[str, int] = {}
    names: dict[str, set[str]] = {}
    for line in lines:
        if not line.is_prose:
            continue
        kinds = {_without_number(step): kind for step in line.steps if (kind := of_step(step))}
        for kind in {kind for name, kind in kinds.items() if name not in refused} or {""}:
            mass[kind] = mass.get(kind, 0) + len(line.stripped)
            names.setdefault(kind, set()).update(name for name, own in kinds.items() if own == kind)
    largest = max(mass, key=lambda kind: mass[kind], default="")
    is_all = _FREE * mass.get("", 0) < total and mass.get(largest, 0) > _MOST * total
    return names[largest] if is_all and largest not in ("", "comments") else set()


def _is_all_links(lines: Sequence[Line]) -> bool:
    return all(line.href is not None or is_date(line) for line in lines)


def _without_number(step: str) -> str:
    return step.rpartition("[")[0] or step


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
    """Return whether a line opens a part of its own."""
    if line.hint == "title" or line.tag == "h1":
        return True
    return line.tag == opener.tag and line.is_heading and line.href is None
