"""The line with the day of a page of one post: a likely one, or one that is the likeliest of its page."""

from collections.abc import Sequence

from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.cut_post import PostLines
from clippings.segment.cutter.labels import DATE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.page_facts import Ints
from clippings.segment.cutter.trees import CERTAIN

_LIKELY = CERTAIN * 6 // 100
"""How likely a line is a date or a byline to hold the day, at least; other lines are by their share among those of the page."""
_LIKELIEST, _MAYBE = CERTAIN * 96 // 100, CERTAIN // 80
"""Share of a line among those of its page that is hardly likely the day, at least, and how likely it is that."""
_LIKELIEST_BESIDE, _ABOVE = CERTAIN * 78 // 100, 2
"""The same share of a line with a day and its year between title and text, or at most this many lines above the title."""


def lines_with_day(
    heads: Sequence[str], has_day: Sequence[bool], dates: Ints, ranked: Facts, post: PostLines
) -> list[int]:
    """The lines that may hold the day of the only post of a page.

    Args:
        heads: The lines of the page.
        has_day: Whether each may hold a day.
        dates: How likely each is a date or a byline.
        ranked: The share of each line among those of the page.
        post: The post, with its title and text.
    """
    end = post.text[0] if post.text else len(heads)
    beside = range(0) if post.title is None else range(max(0, post.title - _ABOVE), end)

    def may_hold_day(at: int) -> bool:
        share = ranked[at, DATE]
        is_likely = dates[at] >= _LIKELY or (share >= _LIKELIEST and dates[at] >= _MAYBE)
        return is_likely or (at in beside and share >= _LIKELIEST_BESIDE and bool(days_in(heads[at])))

    return [at for at in range(len(heads)) if has_day[at] and may_hold_day(at)]


def only_day(heads: Sequence[str], lines: Sequence[int], dates: Ints, ranked: Facts) -> int | None:
    """The likeliest of these lines; one with the year of its day before others."""
    chances = ranked[:, DATE] + dates
    return max(lines, key=lambda at: (bool(days_in(heads[at])), chances[at], -at), default=None)
