"""Headings that open a part of a page that is boilerplate, and where such a part ends."""

import re
from collections.abc import Sequence

from clippings.common.phrases import either, whole
from clippings.segment.layouts.html_model import Line, Steps, common
from clippings.segment.threads.comment_headings import NUMBER, counted

_OPENERS = (
    ("related", whole("related", "read_also", before=r"\W*", after=r"\W*")),
    ("recent", whole("recent", "most_read", before=r"\W*", after=r"\W*")),
    (
        "comments",
        re.compile(
            rf"{either('leave_comment')}(?:\W.{{0,80}})?"
            rf"|{either('thread', 'comments', 'no_comments')}\W*(?:[(（]?\d+[)）]?)?|{NUMBER} ?{either('comments')}\W*"
        ),
    ),
    ("footer", whole("about_author", after=r"\W*")),
    ("share_bar", re.compile(rf"{either('share')}\W*|like this:?|print this.{{0,10}}")),
    ("newsletter", whole("newsletter", before=r"\W*", after=r"\W*")),
    ("navigation", whole("sections", after=r"\W*")),
)
"""Kind of a part, with the pattern of the heading that opens it, in lower case; the part ends with its element."""
OF_LINKS = ("related", "recent", "navigation", "newsletter", "share_bar")
"""Kinds of parts that are lists of links."""
_BOX, _BOX_WORDS = 8, 80
"""Lines and words of a box in which readers may subscribe, at most."""


def opener(line: Line) -> str | None:
    """Return the kind of the part that a heading opens; an entry of the page's own contents opens none."""
    if line.href is not None and line.href.startswith("#"):
        return None
    is_headlike = line.is_heading or line.tag in ("b", "legend")
    if is_headlike and counted().fullmatch(line.lower):
        return "comments"
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
    return kind if kind != "comments" or is_headlike else None


def end_of_part(lines: Sequence[Line], index: int, scope: Steps, kind: str) -> int:
    """Return the end of the part that the heading at `index` opens: its element, another title, or more of the text.

    A paragraph continues the text unless it is below a link, as the teaser of the linked text. Where the heading holds the
    link, any line without one does: `<p>Read also <a>New boats</a></p>`.
    """
    has_link = lines[index].href is not None and not lines[index].is_heading
    end, is_below_link = index + 1, False
    while end < len(lines) and lines[end].steps[: len(scope)] == scope and not _stops(lines[end], lines[index]):
        line = lines[end]
        if kind in OF_LINKS and (line.is_prose or has_link) and line.href is None and not is_below_link:
            break
        is_below_link = line.hint == "link" or (line.href is not None and not line.is_prose)
        end += 1
    return end


def is_box(part: Sequence[Line]) -> bool:
    """Whether the lines of an element are a heading and what it asks of readers: a few lines, no paragraph of a text."""
    return len(part) <= _BOX and sum(line.words for line in part) <= _BOX_WORDS


def scope_of(lines: Sequence[Line], index: int) -> Steps:
    """The smallest element that holds the heading and anything behind it."""
    steps = lines[index].steps
    return steps if index + 1 == len(lines) else steps[: common(steps, lines[index + 1].steps)]


def _stops(line: Line, opener: Line) -> bool:
    """Return whether a line opens a part of its own."""
    if line.hint == "title" or line.tag == "h1":
        return True
    return line.tag == opener.tag and line.is_heading and line.href is None
