"""Roles of the lines of one post: title, date, byline, category, comments, text.

Reads the lines of the post only; `html_listing` and `html_article` find its boundaries.
"""

import re
from collections.abc import Callable, Container, Sequence

from clippings.common.phrases import either, whole
from clippings.common.prose import ends_as_sentence
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_bylines import names_several, with_further_names
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_line_kinds import (
    CATEGORY_WORDS,
    is_byline,
    is_caption,
    is_category,
    is_comments,
    is_more,
    is_named_byline,
    is_note,
    labels_category,
    names_member,
)
from clippings.segment.layouts.html_model import Line, Post, core
from clippings.segment.layouts.page_model import BELOW_POSTS

CUT_END = re.compile(
    r"(?:\[\s*(?:…|\.{3}|&hellip;)\s*\]|\(\s*(?:…|\.{3})\s*\)|…|(?<!\.)\.{3,})\s*+[»→]?\s*"
    rf"(?:{either('read_more', 'more')}(?:\W.{{0,60}})?)?$"
)
"""Patterns of the end of a cut text, in lower case."""
_MARK = re.compile("[|·•]")
_TOOLS = whole("link_words")
_COMMENT = whole("comments", "leave_comment")
_YEAR = re.compile(r"\d{4}")
_UPDATED = re.compile(rf"(?:^|\W){either('updated')}(?:\W|$)")
_POSTED = re.compile(rf"[|·•/(;–-]\s*{either('posted_on')}\s*[:：]?\s")


def post_of(lines: Sequence[Line], title: Line | None, boilerplate: Boilerplate, authors: Container[str] = ()) -> Post:
    """Return the roles of the lines of one post, without boilerplate.

    Args:
        lines: The post's lines.
        title: Its title among them.
        boilerplate: Boilerplate lines of the page.
        authors: Names of authors in the page's head, as `html_model.core` returns them.
    """
    post = Post()
    own_lines = [line for line in lines if line is title or line not in boilerplate]
    text = [index for index, line in enumerate(own_lines) if line is not title and _is_text(line)]
    several = [index for index in text[:_STANDFIRST_LINES] if names_several(own_lines[index])]
    text = [index for index in text if index not in several]
    first, last = (text[0], text[-1]) if text else (len(own_lines), -1)
    at = next((index for index, line in enumerate(own_lines) if line is title), -1)
    below_title = [index for index in text if index > at]
    is_above = not below_title and sum(own_lines[index].words for index in text) >= _WORDS_ABOVE
    if first < at and not is_above:
        text = below_title
        first, last = (text[0], text[-1]) if text else (len(own_lines), at)
    standfirst = [] if is_above else _standfirst(own_lines, text, at, authors)
    if standfirst:
        first = text[len(standfirst)]
    is_dated_below = any(is_date(line) and not _is_of_change(line) for line in own_lines[at + 1 : first])
    for index, line in enumerate(own_lines):
        if index < at and is_dated_below and is_date(line):
            post.roles[line.line_no] = "navigation"  # the day of the page
        elif line is title:
            post.roles[line.line_no] = "title"
            post.title_line, post.url = line.line_no, line.href
        elif index in several and index < first and _takes(post, line, "byline"):
            post.roles[line.line_no] = "byline"
        elif index in standfirst:
            post.roles[line.line_no] = "deck"
        elif (
            not first <= index <= last
            and line.hint != "byline"
            and (_names_author(line, authors) or is_named_byline(line))
        ):
            post.roles[line.line_no] = "byline" if _takes(post, line, "byline") else "navigation"
        elif index > last and line.words <= CATEGORY_WORDS and labels_category(own_lines[index - 1]):
            post.roles[line.line_no] = "category" if _takes(post, line, "category") else "navigation"
        else:
            post.roles[line.line_no] = _role(post, line, index, first, last, at)
    with_further_names(post, own_lines)
    # <h1>Old mill becomes a museum</h1> <h2>The town repairs it in two years</h2> <p>By Ada Quill</p>
    below = own_lines[at + 1] if 0 <= at < first - 1 else None
    if below is not None and below.words >= _DECK_WORDS and post.roles[below.line_no] == "subheading":
        is_above_facts = any(_tells_who_or_when(line, authors) for line in own_lines[at + 2 : first])
        post.roles[below.line_no] = "deck" if is_above_facts else "subheading"
    opening = [core(line.stripped) for line in own_lines[: first + 2]]
    for index in range(at + 3, min(first + 2, len(own_lines))) if at >= 0 else ():
        # exports print title and standfirst once more above the text
        if opening[index - 1 : index + 1] == opening[at : at + 2] and opening[at + 1]:
            post.roles[own_lines[index].line_no] = "navigation"
    post.prose = sum(line.words for line in own_lines if post.roles[line.line_no] in ("body", "list_item"))
    if post.url is None:
        post.url = next(
            (line.href for line in own_lines if post.roles[line.line_no] == "read_more" and line.href), None
        )
    return post


_WORDS_ABOVE = 60
"""Words of the shortest text that is above its title; shorter ones are captions of a picture."""
_STANDFIRST_LINES = 2
_DECK_WORDS = 4
"""Words of the shortest standfirst that is a heading."""
_STANDFIRST_WORDS = 80


def _standfirst(
    own_lines: Sequence[Line], text: Sequence[int], title_at: int, authors: Container[str]
) -> Sequence[int]:
    """Return the positions of paragraphs between the title and the facts of the post, if all facts are below them."""
    if (
        title_at < 0
        or len(text) < 2
        or any(_tells_who_or_when(own_lines[i], authors) for i in range(title_at + 1, text[0]))
    ):
        return ()
    for count in range(min(_STANDFIRST_LINES, len(text) - 1), 0, -1):
        between = own_lines[text[count - 1] + 1 : text[count]]
        words = sum(own_lines[i].words for i in text[:count])
        if words <= _STANDFIRST_WORDS and any(_tells_who_or_when(line, authors) for line in between):
            return text[:count]
    return ()


def _tells_who_or_when(line: Line, authors: Container[str]) -> bool:
    is_byline_line = is_byline(line) or is_named_byline(line) or names_several(line)
    return is_date(line) or is_byline_line or _names_author(line, authors)


def _names_author(line: Line, authors: Container[str]) -> bool:
    """Return whether the head names the author that a line is or opens with: `Ada Quill`, `Ada Quill · Follow`."""
    name, _, _ = _MARK.sub("|", line.stripped, count=1).partition("|")
    return core(name) in authors


_NO_TEXT = ("post_date", "byline", "category", "comment_count", "navigation", "link", "caption", "excerpt_end")


def _is_text(line: Line) -> bool:
    if line.hint in ("body", "list_item", "subheading"):
        return not is_more(line)
    if line.hint in _NO_TEXT or line.line_class in BELOW_POSTS:
        return False
    if line.is_prose:
        return not is_more(line) and not is_date(line)
    ends = (ends_as_sentence(line.stripped) or line.stripped.endswith((":", "："))) and line.words >= 3
    return (ends or line.words >= PLAIN) and not (
        is_date(line) or is_byline(line) or is_comments(line) or is_more(line)
    )


PLAIN = 7
"""Minimum number of words of a line that is text without a sentence end."""


def _role(post: Post, line: Line, index: int, first: int, last: int, title_at: int) -> str:
    """Return the role of a line other than the title; record the lines of values in `post`."""
    inside = first <= index <= last
    for role, holds in _RULES:
        if (not inside or line.hint == role) and holds(line):
            if _takes(post, line, role):
                return role
            if inside and (role == "post_date" or (role == "byline" and is_date(line))):
                return "navigation"  # who wrote a reply, and when
    if is_more(line):
        if post.url is None and line.href:
            post.url = line.href
        post.completeness = "excerpt"
        return "read_more"
    if inside:
        return _text_role(line)
    if line.hint == "caption" or line.tag == "figcaption":
        return "caption"
    if line.hint in ("navigation", "link") and index > first:
        return "navigation"
    return _outside(post, line, index, first, title_at)


def _outside(post: Post, line: Line, index: int, first: int, title_at: int) -> str:
    """Return the role of an unknown short line above or below the text."""
    if is_byline(line) or is_comments(line) or is_date(line):
        return "navigation"
    if index > title_at and _COMMENT.fullmatch(line.lower):
        return "navigation"
    is_tool = (line.href or "").startswith("#") or _TOOLS.fullmatch(line.lower) or names_member(line)
    is_name = not is_tool and any(map(str.isalpha, line.stripped))
    is_short = line.words <= CATEGORY_WORDS and is_name and not line.stripped.endswith((".", ":", ",", "?", "!"))
    if index < title_at and post.category_line is None and is_short and line.hint != "navigation":
        post.category_line = line.line_no
        return "category"
    if line.hint in ("navigation", "link"):
        is_place = index < first and title_at >= 0 and line.hint == "link" and is_short
        if is_place and post.category_line is None:
            post.category_line = line.line_no
            return "category"
        return "navigation"
    if index < title_at:
        return "caption"
    if index < first and is_short and line.words <= 2 and line.tag in ("dt", "dd", "li", "th"):
        return "navigation"
    return _text_role(line)


def _text_role(line: Line) -> str:
    if is_caption(line):
        return "caption"
    if is_note(line):
        return "navigation"
    if line.is_heading and line.tag != "h1":
        return "subheading"
    if line.tag in ("li", "dt", "dd") or line.hint == "list_item":
        return "list_item"
    return "body"


def _takes(post: Post, line: Line, role: str) -> bool:
    """Return whether a line is the first of its role, and record it in `post`; the day of a change does not date a post."""
    if role == "byline":
        return not post.is_signed and role not in post.roles.values()
    if getattr(post, _LINE_OF[role]) is not None or (role == "post_date" and _is_of_change(line)):
        return False
    setattr(post, _LINE_OF[role], line.line_no)
    post.is_signed |= role == "post_date" and is_byline(line)
    return True


def _is_of_change(line: Line) -> bool:
    """Return whether a line shows the day of a change alone.

    `Updated 5 March 2016` does; `4 March 2016 | Updated 5 March` and `Updated 5 March 2016 | Published 4 March` also show the
    day of publication.
    """
    update = _UPDATED.search(line.lower)
    if update is None or _YEAR.search(line.lower[: update.start()]) is not None:
        return False
    return _POSTED.search(line.lower, update.end()) is None


_LINE_OF = {"post_date": "date_line", "comment_count": "comment_line", "category": "category_line"}
_RULES: tuple[tuple[str, Callable[[Line], bool]], ...] = (
    ("post_date", is_date),
    ("comment_count", is_comments),
    ("byline", is_byline),
    ("category", is_category),
)
