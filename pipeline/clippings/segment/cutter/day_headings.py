"""Posts without titles below days as headings, as in a diary."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from clippings.common.prose import width
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.cut_post import PostLines
from clippings.segment.cutter.labels import TEXT
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.lines.day_lines import is_day

_LEAST = 3
"""Days of a diary, at least."""
_PROSE, _TEXT = 60, CERTAIN * 30 // 100
"""Letters of a line of text, at least, or how likely it is text."""
_ABOVE, _WITHIN, _CLOSED = 10, 80, 75
"""In percent: text of the page above the first day, at most; text below the days, and days directly below a text, at least."""


def posts_below_days(heads: Sequence[str], likely: Facts, has_day: Sequence[bool]) -> list[PostLines]:
    """The posts of a page whose days are headings with a text directly below each and no title; none on another page.

    The days are in order, and hardly any text is above the first.
    """
    days = [at for at, head in enumerate(heads) if has_day[at] and is_day(head)]
    if len(days) < _LEAST or not _are_in_order(heads, days):
        return []
    letters = np.array([width(head) if width(head) >= _PROSE else 0 for head in heads])
    letters[days] = 0
    whole, above = int(letters.sum()), int(letters[: days[0]].sum())
    opens = all(at + 1 < len(heads) and letters[at + 1] for at in days) and not (days[0] and letters[days[0] - 1])
    closed = sum(bool(letters[at - 1]) for at in days[1:])
    if not opens or 100 * above > _ABOVE * whole or 100 * closed < _CLOSED * (len(days) - 1):
        return []
    longest = max(below - at for at, below in pairwise(days))
    ends = [*days[1:], min(len(heads), days[-1] + longest + 1)]
    texts = [
        [line for line in range(at + 1, end) if letters[line] or likely[line, TEXT] >= _TEXT]
        for at, end in zip(days, ends, strict=True)
    ]
    if 100 * sum(int(letters[text].sum()) for text in texts) < _WITHIN * whole:
        return []
    return [PostLines(None, text, at) for at, text in zip(days, texts, strict=True)]


def _are_in_order(heads: Sequence[str], days: Sequence[int]) -> bool:
    read = [spans[0].day for at in days if (spans := days_in(heads[at]))]
    steps = [earlier < later for earlier, later in pairwise(read)]
    return len(set(read)) == len(days) and (all(steps) or not any(steps))
