"""Shelves and tables: pages whose words are in many elements of one kind, such as goods, persons or jobs, not in paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_model import CutPage, Line, Post, Steps, unnumbered

_LONGEST_TEXT = 400
"""Maximum number of words of prose on a page that may be a shelf."""
_LEAST = 5
"""Minimum number of elements of a shelf."""
_TITLE = 3
"""Minimum number of words of a link to something that has a page of its own."""


@dataclass
class _Kind:
    """Elements with the same names from the body down: how many there are, their lines and their words."""

    elements: set[Steps] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    words: int = 0


def as_shelf(page: CutPage, lines: Sequence[Line], boilerplate: Boilerplate) -> CutPage:
    """Return `page` of one short post, or the page as one record of unknown kind if it is a shelf or table.

    The elements of a shelf hold more words than the prose beside them. A thread of a forum is not a shelf.
    """
    post = page.posts[0] if page.posts else Post()
    prose = sum(line.words for line in lines if line.is_prose and line.line_no in post.roles)
    if boilerplate.is_thread or prose > _LONGEST_TEXT:
        return page
    free = [line for line in lines if line not in boilerplate and line.hint != "navigation"]
    kinds = _kinds(free)
    kind = max(kinds, key=lambda kind: kind.words, default=None)
    if kind is None or not _is_table(kind):
        return page
    first, last = kind.lines[0].line_no, kind.lines[-1].line_no
    beside = sum(
        line.words
        for line in free
        if line.is_prose and line.line_no in post.roles and not first <= line.line_no <= last
    )
    if kind.words <= beside:
        return page
    roles = {no: role for no, role in post.roles.items() if role == "title" or no < first}
    listed = {line.line_no for other in kinds if _is_table(other) for line in other.lines}
    roles |= {
        line.line_no: "subheading" if line.is_heading else "list_item"
        for line in free
        if (first <= line.line_no <= last or line.line_no in listed) and line.line_no not in roles
    }
    record = Post(roles=roles, title_line=post.title_line, prose=kind.words, url=post.url)
    return CutPage(
        "unknown", f"a shelf or table: {len(kind.elements)} elements of one kind and hardly any text", [record]
    )


def _kinds(lines: Sequence[Line]) -> list[_Kind]:
    """Return the kinds of enough elements for a shelf."""
    kinds: dict[Steps, _Kind] = {}
    for line in lines:
        names = tuple(unnumbered(step) for step in line.steps)
        for depth in range(1, len(names) + 1):
            kind = kinds.setdefault(names[:depth], _Kind())
            kind.elements.add(line.steps[:depth])
            kind.lines.append(line)
            kind.words += line.words
    return [kind for kind in kinds.values() if len(kind.elements) >= _LEAST]


def _is_table(kind: _Kind) -> bool:
    """Return whether elements have several lines or links each, and hardly any paragraphs."""
    prose = sum(line.words for line in kind.lines if line.is_prose)
    linked = sum(line.words for line in kind.lines if line.href is not None and line.words >= _TITLE)
    is_table = len(kind.lines) >= 2 * len(kind.elements) or 2 * linked > kind.words
    return is_table and 2 * prose < kind.words
