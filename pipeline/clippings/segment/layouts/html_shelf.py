"""Shelves and tables: pages whose words are in many elements of one kind, such as goods, persons or jobs, not in paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_model import CutPage, Line, Post, Steps

_LONGEST_TEXT = 150
"""Maximum number of words of prose on a page that may be a shelf."""
_LEAST = 8
"""Minimum number of elements of a shelf."""
_TIMES = 2
"""Number of words in its elements for each word of prose beside them, at least."""


@dataclass
class _Kind:
    """The elements of one name in one parent: how many there are, their lines and their words."""

    steps: set[str] = field(default_factory=set)
    line_count: int = 0
    words: int = 0
    prose: int = 0


def as_shelf(page: CutPage, lines: Sequence[Line], boilerplate: Boilerplate) -> CutPage:
    """Return `page` of one short post, or the page as one record of unknown kind if it is a shelf or table."""
    post = page.posts[0] if page.posts else Post()
    if sum(line.words for line in lines if line.is_prose and line.line_no in post.roles) > _LONGEST_TEXT:
        return page
    free = [line for line in lines if line not in boilerplate and line.hint != "navigation"]
    largest = _largest(free)
    if largest is None:
        return page
    parent, kind = largest
    inside = [line for line in free if line.steps[: len(parent)] == parent]
    shelf_line_numbers = {line.line_no for line in inside}
    beside = sum(
        line.words
        for line in free
        if line.is_prose and line.line_no not in shelf_line_numbers and line.line_no in post.roles
    )
    if kind.words <= _TIMES * beside:
        return page
    first = inside[0].line_no
    roles = {no: role for no, role in post.roles.items() if role == "title" or no < first}
    roles |= {
        line.line_no: "subheading" if line.is_heading else "list_item" for line in inside if line.line_no not in roles
    }
    record = Post(roles, title_line=post.title_line, prose=kind.words, url=post.url)
    return CutPage("unknown", f"a shelf or table: {len(kind.steps)} elements of one kind and hardly any text", [record])


def _largest(lines: Sequence[Line]) -> tuple[Steps, _Kind] | None:
    """Return the kind of elements with most words, and their parent; none if its words are paragraphs."""
    kinds: dict[tuple[Steps, str], _Kind] = {}
    for line in lines:
        for depth, step in enumerate(line.steps):
            kind = kinds.setdefault((line.steps[:depth], step.rpartition("[")[0]), _Kind())
            kind.steps.add(step)
            kind.line_count += 1
            kind.words += line.words
            kind.prose += line.words if line.is_prose else 0
    large = [item for item in kinds.items() if len(item[1].steps) >= _LEAST]
    if not large:
        return None
    (parent, _), kind = max(large, key=lambda item: item[1].words)
    is_table = kind.line_count >= 2 * len(kind.steps) and 2 * kind.prose < kind.words
    return (parent, kind) if is_table else None
