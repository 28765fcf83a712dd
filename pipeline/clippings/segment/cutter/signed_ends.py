"""Titles below the lines that end posts with who posted them and when of the day, as on Blogger: `Posted by Ada Quill at 10:15 AM`.

One day may head several such posts, so that no day shows where the second begins.
"""

import re
from collections.abc import Sequence
from functools import cache

from clippings.common.phrases import either
from clippings.common.prose import ends_as_sentence, width
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.entry_signs import is_labelled

_LEAST = 2
"""Lines that end posts, at least."""
_PROSE, _LARGEST = 60, 200
"""Letters of a line of text, at least, and of a title, at most."""
_NEAR = 5
"""Lines from the end of a post to the title of the next one, at most: buttons and labels are between."""
_LONGEST = 160


@cache
def _posted_by() -> re.Pattern[str]:
    """Posted by Ada Quill at 10:15 AM 2 comments:"""
    label = rf"(?:{either('posted')} )?(?:{either('by')}|{either('byline')} ?:)"
    return re.compile(rf"\W{{0,3}}{label} \w[^|\d]{{0,60}} {either('at_time')}:? ?\d{{1,2}}[:.h]\d\d")


def titles_below_ends(heads: Sequence[str]) -> list[int]:
    """The lines that open a post directly below the end of the one above; none where fewer than two posts end so."""
    ends = [at for at in range(1, len(heads)) if _ends_post(heads, at)]
    return [title for end in ends if (title := _title_below(heads, end)) is not None] if len(ends) >= _LEAST else []


def _ends_post(heads: Sequence[str], at: int) -> bool:
    """Whether a line says who posted the text above it, and when of the day."""
    line, above = heads[at], heads[at - 1]
    is_below_text = width(above) >= _PROSE or ends_as_sentence(above)
    return is_below_text and len(line) <= _LONGEST and _posted_by().match(line.lower()) is not None


def _title_below(heads: Sequence[str], end: int) -> int | None:
    for at in range(end + 1, min(end + _NEAR, len(heads) - 1)):
        if width(heads[at]) >= _PROSE and ends_as_sentence(heads[at]):
            return None  # a text without a title
        if width(heads[at + 1]) >= _PROSE:
            is_title = width(heads[at]) <= _LARGEST and not is_labelled(heads[at]) and not days_in(heads[at])
            return at if is_title else None
    return None
