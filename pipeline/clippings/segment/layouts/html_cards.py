"""Cards: links that hold several lines, the title of a post with its excerpt."""

from collections.abc import Sequence
from itertools import groupby

from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import Line, Steps

_LINKS = ("a[", "a.", "a#")


def below_titles(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of cards other than their titles: in a list of posts they are excerpts, beside a post they are links."""
    card_lines = _with_same_address(lines)
    for link, group in groupby(lines, _link_around):
        card = list(group)
        if link is None or len(card) < 2:
            continue
        title = next((line for line in card if line.is_heading), None) or next(
            (line for line in card if line.words >= _TITLE_WORDS and not is_date(line)), card[0]
        )
        card_lines += [line for line in card if line is not title and line.hint == "link"]
    return card_lines


def _with_same_address(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of several words that link where the heading just above them links."""
    same: list[Line] = []
    title: Line | None = None
    for line in lines:
        if line.is_heading or line.hint == "title":
            title = line
        elif title is not None and line.hint == "link" and line.href == title.href and line.words >= _EXCERPT_WORDS:
            same.append(line)
    return same


_EXCERPT_WORDS = 6
_TITLE_WORDS = 3


def _link_around(line: Line) -> Steps | None:
    """Return the steps down to the link that holds a line; None without such a link."""
    depth = next((depth for depth, step in enumerate(line.steps, 1) if step.startswith(_LINKS)), None)
    return None if depth is None or line.href is None else line.steps[:depth]
