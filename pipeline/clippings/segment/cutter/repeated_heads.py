"""Posts of a short page whose heads have one form: title, day and text in the same places.

The model may see one post where a page holds two or three, since few lines repeat. Below the text of the first post, a line in the
place of its title, with a day in the place of its day and paragraphs below it, is the title of another post.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from clippings.common.prose import ends_as_sentence, width
from clippings.common.text import core
from clippings.enrich.credits.marked_names import names_person
from clippings.segment.cutter.comment_lines import above_thread
from clippings.segment.cutter.labels import TEXT, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import CERTAIN

_TEXT = CERTAIN * 38 // 100
"""How likely a line of the text of a post is text, at least."""
_PARAGRAPH = 60
"""Characters of a paragraph, at least."""
_PARAGRAPHS = 2
"""Paragraphs of each post, at least: a teaser has one."""
_DAY_LINES, _HEAD_LINES = 3, 6
"""Lines from a title to its day, and to its text, at most."""
_LONGEST_TITLE, _TITLE_WIDTH = 150, 18


def titles_of_heads(
    heads: Sequence[str], likely: Facts, is_day: Sequence[bool], may_be_title: Sequence[bool]
) -> list[int]:
    """The titles of the posts of a page whose heads have one form; none where the page shows one such head.

    Args:
        heads: The lines of the page that are not blank.
        likely: How likely each label of each line is.
        is_day: Whether a line is one that dates a post.
        may_be_title: Whether a line is of no class that a title never has.
    """
    is_text = [width(head) >= _PARAGRAPH and likely[at, TEXT] >= _TEXT for at, head in enumerate(heads)]
    texts = [at for at, text in enumerate(is_text) if text]
    opens = [at for above, at in pairwise([-1, *texts]) if above < 0 or any(is_day[above + 1 : at])]
    if len(opens) < _PARAGRAPHS:
        return []
    first = max(range(opens[0]), key=lambda at: (likely[at, TITLE], at), default=None)
    if first is not None and _is_shown_below(heads, first):
        first += 1
    days = [at for at in range(max(0, opens[0] - _HEAD_LINES), opens[0]) if is_day[at]]
    if first is None or not days or not _is_title(heads[first]) or opens[0] - first > _HEAD_LINES:
        return []
    step = min((at - first for at in days), key=abs)
    titles = [first]
    for start, end in pairwise([*opens[1:], len(heads)]):
        above = max(at for at in texts if at < start)
        places = [at - step for at in range(above + 1, start) if is_day[at] and at - step in range(above + 1, start)]
        found = next(
            (at for at in places if start - at <= _HEAD_LINES and may_be_title[at] and _is_title(heads[at])), None
        )
        if found is None or sum(is_text[start:end]) < _PARAGRAPHS:
            return []
        titles.append(found)
    is_whole = sum(is_text[opens[0] : opens[1]]) >= _PARAGRAPHS and not np.any(likely[titles[1:], TEXT] >= CERTAIN // 2)
    return above_thread(heads, titles) if is_whole and abs(step) <= _DAY_LINES else []


def _is_title(head: str) -> bool:
    return (
        width(head) >= _TITLE_WIDTH
        and len(head) <= _LONGEST_TITLE
        and not ends_as_sentence(head)
        and not names_person(head)
    )


def _is_shown_below(heads: Sequence[str], at: int) -> bool:
    """Whether a line ends with the line below: `Picture of the old pier` above `The old pier`."""
    own, below = core(heads[at]), core(heads[at + 1]) if at + 1 < len(heads) else ""
    return len(below) < len(own) and _is_title(heads[at + 1]) and own.endswith(below)
