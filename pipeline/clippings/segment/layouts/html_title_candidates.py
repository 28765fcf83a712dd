"""Finds candidate titles of several posts: lines that recur in one kind of element.

`html_listing` decides which of them are titles.
"""

import re
from collections.abc import Sequence

from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_line_kinds import is_more, names_member
from clippings.segment.layouts.html_model import Line, Steps, parts

_NO_TITLES = ("byline", "post_date", "category", "comment_count", "caption", "navigation")
_TITLE_WORDS = 40
_TITLE_MAX = 300
_NAMED_TITLE = re.compile(r"[\w-]*(?:title|headline|heading)")
_MIN = 2
_MOST_GROUPS = 16
"""Kinds of elements that may hold titles."""


def groups(lines: Sequence[Line], boilerplate: Boilerplate) -> list[tuple[int, ...]]:
    """Return positions of two or more lines of one kind; declared kinds and headings come first.

    Where the profile of the site selects titles, these alone.
    """
    own_titles = tuple(index for index, line in enumerate(lines) if line.is_own_title)
    if own_titles:
        return [own_titles] if len(own_titles) >= _MIN else []
    kinds: dict[tuple[object, ...], list[int]] = {}
    for index, line in enumerate(lines):
        if line in boilerplate or not may_be_title(line):
            continue
        kinds.setdefault(_signature(line), []).append(index)
        if line.hint == "title":
            kinds.setdefault(("declared",), []).append(index)
    kinds["elements",] = _in_elements(lines, boilerplate)
    likely = [tuple(titles) for titles in kinds.values() if len(titles) >= _MIN]
    likely.sort(key=lambda titles: (-_rank(lines[titles[0]]), -len(titles), titles[0]))
    return list(dict.fromkeys(likely[:_MOST_GROUPS]))


def _in_elements(lines: Sequence[Line], boilerplate: Boilerplate) -> list[int]:
    """Return the first heading of each outermost article element."""
    counts: dict[Steps, int] = {}
    for index, line in enumerate(lines):
        is_marked = line.is_heading or line.hint == "title"
        if not is_marked or line in boilerplate or not may_be_title(line):
            continue
        depth = next((depth for depth, step in enumerate(line.steps, 1) if parts(step)[0] == "article"), None)
        if depth is not None:
            counts.setdefault(line.steps[:depth], index)
    return list(counts.values())


def _rank(line: Line) -> int:
    return 2 * (line.hint == "title") + line.is_heading


def may_be_title(line: Line) -> bool:
    """Return whether a line by itself may be the title of a post."""
    if line.words > _TITLE_WORDS or len(line.stripped) > _TITLE_MAX or line.hint in _NO_TITLES:
        return False
    if names_member(line):
        return False
    is_marked = line.hint == "title" or line.is_heading
    is_like_title = is_marked or (
        not line.stripped.endswith((".", ":", ";", ","))
        and (line.tag == "b" or (line.hint == "link" and line.words >= 3 and line.tag != "li") or is_named_title(line))
    )
    return is_like_title and any(map(str.isalpha, line.stripped)) and not is_date(line) and not is_more(line)


def is_named_title(line: Line) -> bool:
    """Return whether the element of a line, or the one around it, is named for a title."""
    return any(_NAMED_TITLE.fullmatch(name) for step in line.steps[-2:] for name in parts(step)[1])


def _signature(line: Line) -> tuple[object, ...]:
    tags = tuple(step.partition("[")[0].partition(".")[0].partition("#")[0] for step in line.steps)
    names = parts(line.steps[-1])[1] if line.steps else ()
    return line.tag, tags, tuple(n for n in names if not any(c.isdigit() for c in n))
