"""Builds a post from its lines: roles, category, completeness. A strategy finds its boundaries first."""

from __future__ import annotations

from collections.abc import Sequence

from clippings.enrich.credits import byline_names
from clippings.segment.day_lines import is_update
from clippings.segment.layouts.page_model import BESIDE, DATES, Line, Page, Post
from clippings.segment.layouts.text_looks import is_cut

_NAME_LENGTH = 60


def made(
    title: Line | None, rest: Sequence[Line], page: Page, date: Line | None = None, until: int | None = None
) -> Post:
    """Return the post of a title and the lines that are not above it.

    Args:
        title: Title of the post, if any.
        rest: Its other lines in order, the date line among them or not.
        page: The page it is on.
        date: The line that dates the post; it may date other posts too, and may be at any position.
        until: Number of the line at which the next post begins; None for the last.
    """
    post = Post("full", {title.line_no: "title"} if title else {})
    post.date_line = date.line_no if date and date.line_class != "date_label" else None
    body: list[Line] = []
    for line in rest:
        role = _role(line, date, is_at_top=not body)
        if role == "body" and not body and title is not None and _is_signature(line, page):
            role = "byline"
        post.roles[line.line_no] = role
        if role == "category" and post.category_line is None:
            post.category_line = line.line_no
        if role == "body":
            body.append(line)
    post.completeness = _completeness(body, page, until)
    return post


def has_body(post: Post) -> bool:
    """Whether the post has a line of text."""
    return "body" in post.roles.values()


def _role(line: Line, date: Line | None, *, is_at_top: bool) -> str:
    if line is date:
        return "post_date"
    if line.line_class == "date_label" or (is_at_top and line.line_class in DATES and date is None):
        return "post_date"
    if line.line_class in DATES and is_update(line.stripped):
        return "post_date"
    if line.line_class == "byline" and not is_at_top:
        return "body"  # a later step finds credits at the end of a text
    return BESIDE.get(line.line_class or "", "body")


def _is_signature(line: Line, page: Page) -> bool:
    """Whether a line below the title is a person's name alone, above the day or the time for reading."""
    if len(line.stripped) > _NAME_LENGTH or byline_names.name_in(line.stripped) != (0, len(line.stripped)):
        return False
    following = next((other for other in page.lines if other.line_no > line.line_no), None)
    return following is not None and (following.line_class in DATES or following.line_class == "skip")


def _completeness(body: Sequence[Line], page: Page, until: int | None) -> str:
    """A single paragraph that ends in dots, or is followed by a link to the rest, is an excerpt."""
    if len(body) != 1:
        return "full"
    end = until if until is not None else body[0].line_no + 1_000_000
    return "excerpt" if is_cut(body[0]) or page.closes_between(body[0].line_no, end) else "full"
