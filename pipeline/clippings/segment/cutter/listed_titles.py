"""The titles of a page of several posts: likely lines, and those in the place that its layout has for titles.

One layout holds over a page. Where each post shows a day, its title is as many lines from it as the other titles are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np

from clippings.enrich.credits.marked_names import (
    is_labelled,
    names_known_person,
    names_labelled_person,
    suggests_author,
)
from clippings.segment.cutter.entry_signs import masked
from clippings.segment.cutter.labels import BYLINE, DATE, POSTS, TEXT, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.signed_ends import titles_below_ends
from clippings.segment.cutter.trees import CERTAIN

_LEAST_TEXT = CERTAIN * 42 // 100
"""A line that is text with at least this likelihood is text."""
_LISTED_TITLE = CERTAIN * 48 // 100
"""How likely a line must be a title for it to open one of several posts, at most."""
_LEAST_LISTED = CERTAIN * 5 // 100
"""The same at least, on pages whose titles are all unlike those known; between the two a share of the likeliest decides."""
_SHARE_OF_LIKELIEST, _LIKELIEST = 43, 3
_LISTED_DATE, _LEAST_DATES, _BESIDE_DATE = CERTAIN * 15 // 100, 3, (-3, -2, -1, 1, 2)
"""How likely a line must be a date to count as one of a post of a list; how many there must be; lines that are beside one."""
_SURE_LIST, _MAYBE_LIST, _CLEAR_TITLE = CERTAIN * 70 // 100, CERTAIN * 25 // 100, CERTAIN * 20 // 100
_LEAST_REGULAR, _MAYBE_TITLE = 2, CERTAIN * 10 // 100
"""Titles of a page that is regular, at least, and how likely each is one."""
_DATE_WORDS, _SEEN_TITLE = 16, CERTAIN // 50
_DATED_SHARE = 30
"""Dates to a hundred titles, at least, where each post has a date."""
_WORD, _ALIKE, _SERIES = re.compile(r"\w+"), 60, 10
"""In percent: pairs of words of a line of categories that others have too, at least; one line in this many may be of a series."""
_SURE_TITLE = CERTAIN * 80 // 100
_LETTERS = re.compile(r"[\W_]+")
# The pier is closed. It has eleven piles.
_STOP, _FIRST_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?] [^\W\d_]"), 10
"""The end of a sentence before another one, and where it is, at least."""


def kind_of(heads: Sequence[str], likely: Facts, has_day: Sequence[bool], kinds: Sequence[int]) -> int:
    """The kind of a page: the likeliest, where several posts must be sure or their titles are beside dates in one layout."""
    others = [(likelihood, kind) for kind, likelihood in enumerate(kinds) if kind != POSTS]
    return POSTS if _holds_several(heads, likely, has_day, kinds[POSTS]) else max(others, key=lambda other: other[0])[1]


def _holds_several(heads: Sequence[str], likely: Facts, has_day: Sequence[bool], likely_list: int) -> bool:
    if likely_list >= _SURE_LIST or likely_list < _MAYBE_LIST:
        return likely_list >= _SURE_LIST
    dates = _dated_lines(heads, likely, has_day)
    _, titles = _beside_dates(heads, likely, dates)
    if _is_regular(likely, dates, titles):
        return True
    least = _LEAST_DATES if likely_list >= CERTAIN // 2 else _LEAST_DATES + 1
    return len(titles) >= least and int(likely[titles, TITLE].astype(int).sum()) >= _CLEAR_TITLE * len(titles)


def _is_regular(likely: Facts, dates: list[int], titles: list[int]) -> bool:
    """Whether each day of a page has its title and its text, and no text is above the first."""
    texts = np.flatnonzero(likely[:, TEXT] >= _LEAST_TEXT)
    if len(titles) < _LEAST_REGULAR or len(titles) < len(dates) or not len(texts) or texts[0] < titles[0]:
        return False
    posts = np.searchsorted(titles, np.setdiff1d(texts, titles))
    return len(set(posts.tolist())) == len(titles) and int(likely[titles, TITLE].min()) >= _MAYBE_TITLE


def _likely_titles(heads: Sequence[str], likely: Facts) -> list[int]:
    """Lines that open one of several posts; a title that is shown twice in a row opens one."""
    titles: list[int] = []
    likeliest = np.sort(likely[:, TITLE])[-_LIKELIEST:].astype(np.int64)
    least = int(likeliest.sum()) * _SHARE_OF_LIKELIEST // (100 * max(1, len(likeliest)))
    least = max(_LEAST_LISTED, min(_LISTED_TITLE, least))
    for at in map(int, np.flatnonzero(likely[:, TITLE] >= least)):
        if heads[at].endswith((".", "。")) and likely[at, TEXT] > likely[at, TITLE]:
            continue
        if heads[at].endswith(".") and _STOP.search(heads[at], _FIRST_SENTENCE):
            continue
        if (
            titles
            and not (likely[titles[-1] + 1 : at, TEXT] >= _LEAST_TEXT).any()
            and _is_same(heads[titles[-1]], heads[at])
        ):
            if likely[at, TITLE] > likely[titles[-1], TITLE]:
                titles[-1] = at
            continue
        titles.append(at)
    return titles


def are_labels(heads: Sequence[str]) -> bool:
    """Whether most lines consist of words that others have in the same order, as names of categories do and titles do not."""
    words = [_WORD.findall(head.casefold()) for head in heads]
    often = Counter(chain.from_iterable({*line, *pairwise(line)} for line in words))
    once = max(1, len(heads) // _SERIES)

    def is_alike(line: list[str]) -> bool:
        items = list(pairwise(line)) or line
        has_number = not all(map(str.isalpha, line))  # Minutes of the council 12
        return bool(line) and not has_number and 100 * sum(often[item] > once for item in items) >= _ALIKE * len(items)

    return 2 * sum(map(is_alike, words)) >= len(heads)


def _dated_lines(heads: Sequence[str], likely: Facts, has_day: Sequence[bool]) -> list[int]:
    """Lines that date a post of several: likely ones, and short ones that open with the same word as others that hold a day."""
    # Published on March 4, 2015 in Ferries   |   Published on May 1, 2014 in Harbours
    openings = {
        at: heads[at].split()[0] for at in range(len(heads)) if has_day[at] and heads[at].count(" ") < _DATE_WORDS
    }
    often = Counter(opening for opening in openings.values() if opening.isalpha())
    chances = likely[:, DATE].astype(int) + likely[:, BYLINE]
    dated = [
        at for at in range(len(heads))
        if has_day[at] and (chances[at] >= _LISTED_DATE or often.get(openings.get(at, ""), 0) >= _LEAST_DATES)
    ]  # fmt: skip
    # admin 4 March 2015: where most lines open alike, the others are titles and texts that hold a day
    words = Counter(openings[at] for at in dated if at in openings and masked(openings[at], has_day=True).isalpha())
    alike = {word for word, count in words.items() if count >= _LEAST_DATES and 2 * count >= len(dated)}
    unlike = likely[:, [TITLE, TEXT]].max(axis=1) > chances
    return [at for at in dated if openings.get(at) in alike or not unlike[at]] if alike else dated


def _lines_beside(dates: list[int], end: int) -> dict[int, list[int]]:
    """The lines that are beside dates, by the step from a date to them."""
    dates = [at for n, at in enumerate(dates) if not n or at - dates[n - 1] > 1]
    bounds = [-1, *dates, end]
    places = list(zip(bounds, dates, bounds[2:], strict=False))
    return {
        step: [date + step for low, date, high in places if low < date + step < high] for step in _BESIDE_DATE
    }  # fmt: skip


def _beside_dates(heads: Sequence[str], likely: Facts, dates: list[int]) -> tuple[int, list[int]]:
    """The step from a date to the title of its post that fits best over the page, and those lines; none if no step fits."""
    beside = _lines_beside(dates, len(likely))
    sums = {step: sum(int(likely[at, TITLE]) for at in lines) for step, lines in beside.items()}
    for step, lines in beside.items():
        if len(lines) >= _LEAST_DATES and are_labels([heads[at] for at in lines]):
            sums[step] = 0
    step = max(sums, key=lambda step: (sums[step], -abs(step)))
    return step, beside[step] if sums[step] >= max(1, _LEAST_LISTED * 3 * len(dates)) else []


def _by_dates(heads: Sequence[str], likely: Facts, dates: list[int], titles: list[int]) -> list[int]:
    """One title for each date, on the side where the titles of the page are; `titles` where few posts have a date.

    A layout holds over a page: a subheading without a date is not a title, and the line beside a date is one although it is unlike one.
    """
    step, chosen = _beside_dates(heads, likely, dates)
    if len(chosen) < _LEAST_DATES or _DATED_SHARE * len(titles) > 100 * len(chosen):
        return titles
    dated_titles = {at for at in chosen if likely[at, TITLE] >= _SEEN_TITLE}
    beside = {at + step for at in dated_titles for step in (-1, 1)}  # the text of a picture, a standfirst
    first = chosen[0] if step > 0 else 0  # the date below the first post has none above it
    others = (at for at in titles if at < first or likely[at, TITLE] >= _SURE_TITLE)
    return sorted(dated_titles | {at for at in others if at not in beside})


def _is_same(left: str, other: str) -> bool:
    shorter, longer = sorted((_LETTERS.sub("", left.casefold()), _LETTERS.sub("", other.casefold())), key=len)
    return bool(shorter) and shorter in longer


def listed_titles(heads: Sequence[str], likely: Facts, has_day: Sequence[bool]) -> list[int]:
    """Lines that open one of several posts."""
    dates = _dated_lines(heads, likely, has_day)
    titles = _by_dates(heads, likely, dates, _likely_titles(heads, likely))
    titles = sorted(
        {*(_above_bylines(heads, likely, at, {*titles, *dates}) for at in titles), *titles_below_ends(heads)}
    )
    # a sentence below a title and its date opens the text
    opened = {date + 1 for date in dates if date - 1 in titles}
    return [at for at in titles if at not in opened or not heads[at].endswith((".", "。"))]


def _above_bylines(heads: Sequence[str], likely: Facts, title: int, taken: set[int]) -> int:
    """The line of a title: not a byline directly below one, `By Ada Quill & Ben Marsh` above the day or text of its post."""
    at, below = title, title + 1
    if below < len(heads) and below not in taken and likely[below, TEXT] < _LEAST_TEXT:
        return title
    while at and _is_byline(heads, likely, at) and at - 1 not in taken and likely[at - 1, TEXT] < _LEAST_TEXT:
        at -= 1
    return title if _is_byline(heads, likely, at) else at


def _is_byline(heads: Sequence[str], likely: Facts, at: int) -> bool:
    """Whether a line has a label and names a person; or only one of both, below a line that is as likely a title."""
    line = heads[at]
    if names_labelled_person(line):
        return True
    is_suggested = names_known_person(line) or (at > 0 and is_labelled(heads[at - 1]) and suggests_author(line))
    return is_suggested and at > 0 and bool(likely[at - 1, TITLE] >= likely[at, TITLE] or is_labelled(heads[at - 1]))
