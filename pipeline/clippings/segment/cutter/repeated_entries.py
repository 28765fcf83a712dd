"""Entries that repeat on a page: search results, news lists, excerpts. Each has a title, a text, and a line of the same kind.

A line that recurs closes or opens each entry: an address, a day, a source with a time, a number of comments. Where a title is
at the same distance from each of these lines, and nearly all text of the page is between them, the page is a list.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from clippings.common.prose import width
from clippings.enrich.credits.marked_names import names_person
from clippings.segment.cutter.entry_signs import SIGNS, Sign, is_labelled, masked, signs_of
from clippings.segment.cutter.labels import OUTSIDE, POSTS, TEXT, TITLE
from clippings.segment.cutter.line_facts import BULLET, Facts
from clippings.segment.cutter.listed_titles import are_labels
from clippings.segment.cutter.trees import CERTAIN

_FEW = 7
"""Where fewer lines repeat, there is a title beside each of them."""
_PROSE = 60
"""Letters of a line of text, at least."""
_SMALLEST_TITLE, _LARGEST_TITLE, _MEAN_TITLE = 8, 220, 18
_SMALLEST_SURE, _MEAN_SURE = 4, 10
"""The letters of a title, and those of the mean title, at least, beside lines that are a sure sign."""
_LARGE_ENTRY = 1000
"""Letters of the text of an entry, as the median of the page, at most, where only the words of a line repeat."""
_SHARE, _COVERED, _ABOVE, _LARGEST = 75, 60, 10, 50
"""In percent: entries whose title looks like one, or that have a text; letters of the page in them; above them; in the largest."""
_ABOVE_SURE, _LARGEST_SURE = 25, 70
"""The same beside lines that are a sure sign: below the first text, its title may be alone without such a line."""
_LIKE_TITLES, _NAMES, _NAME_WORDS = CERTAIN * 2 // 100, 40, 3
"""How likely the titles are, on the mean and at least; how many in a hundred may be names of persons, and the words of such a name."""
_SAME_FORM = 4
"""Titles that are the same but for their numbers, at most, on the mean."""
_COPY = 4
"""Lines from a title to its copy, at most."""
_MORE, _MORE_TWICE = (3, 2), (1, 2)
"""How many entries there are to other titles, at least, for them to be the posts; the same of titles that are shown twice."""
_SURE = CERTAIN * 85 // 100
_BULLET = re.compile(BULLET, re.IGNORECASE)


@dataclass(frozen=True)
class Entries:
    """The entries of a page.

    Attributes:
        titles: Their titles, as lines.
        texts: Their lines of text.
        copies: Lines that show a title again.
    """

    titles: list[int]
    texts: list[int]
    copies: list[int]

    @property
    def are_shown_twice(self) -> bool:
        """Whether most titles are shown twice in a row."""
        return 2 * sum(not {at - 1, at + 1}.isdisjoint(self.copies) for at in self.titles) > len(self.titles)

    def are_more_than(self, titles: Sequence[int]) -> bool:
        """Whether these are the posts of a page rather than those with `titles`.

        They are if they are half as many again, or hold all of `titles` and others below the first with a text. Where titles are
        shown twice, half as many are enough.
        """
        more, whole = _MORE_TWICE if self.are_shown_twice else _MORE
        if whole * len(self.titles) >= more * len(titles):
            return True
        ends = dict(pairwise([*self.titles, self.texts[-1] + 1 if self.texts else 0]))
        others = [at for at in self.titles if at not in titles]
        has_text = all(at > titles[0] and any(at < text < ends[at] for text in self.texts) for at in others)
        return set(titles) <= set(self.titles) and has_text

    def marked(self, likely: Facts) -> Facts:
        """`likely`, where these lines are surely what they are here."""
        likely = likely.copy()
        for lines, label in ((self.texts, TEXT), (self.copies, OUTSIDE), (self.titles, TITLE)):
            likely[lines] = 0
            likely[lines, label] = _SURE
        return likely


def repeated_entries(
    heads: Sequence[str], likely: Facts, has_day: Sequence[bool], kinds: Sequence[int]
) -> Entries | None:
    """The entries of a page that may be a list; None where no line repeats with a title and a text for each."""
    if kinds[POSTS] < min(sign.likely_list for sign in SIGNS.values()):
        return None
    page = _Lines(heads, likely, has_day)
    layouts = [
        titles
        for (name, _), marks in page.repeated.items()
        if kinds[POSTS] >= (sign := SIGNS[name]).likely_list
        for step in sign.steps
        if (titles := page.titles_beside(marks, step, sign))
        and page.is_list(titles, is_small=name == "words", is_sure=sign.is_sure)
    ]
    shown_twice = page.titles_shown_twice()
    if len(shown_twice) >= _FEW and page.is_list(shown_twice):  # lines that are not among them are categories
        layouts = [titles for titles in layouts if 2 * len({*shown_twice} & {*titles}) >= len(shown_twice)]
        layouts.append(shown_twice)
    best = max(layouts, key=lambda titles: (int(likely[titles, TITLE].astype(int).sum()), len(titles)), default=None)
    return None if best is None else page.entries(best)


class _Lines:
    def __init__(self, heads: Sequence[str], likely: Facts, has_day: Sequence[bool]) -> None:
        self.heads = [_BULLET.sub("", stripped) for stripped in heads]
        self.likely = likely
        self.sizes = np.array(list(map(width, heads)), np.int64)
        self.letters = np.where(self.sizes >= _PROSE, self.sizes, 0)
        self.masked = [masked(*line) for line in zip(self.heads, has_day, strict=True)]
        self.often = Counter(self.masked)
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at in range(len(heads)):
            for kind in signs_of(self.heads[at], has_day[at]):
                if not groups[kind] or at - groups[kind][-1] > 1:  # of adjacent lines, such as a menu, the first
                    groups[kind].append(at)
        for kind in [kind for kind in groups if kind[0] == "dated title"]:
            others = {*groups["day", ""]} - {*groups[kind]}
            if 2 * len(others) >= len(groups[kind]):  # each post has a line with its day beside
                del groups[kind]
        self.repeated = {kind: marks for kind, marks in groups.items() if len(marks) >= SIGNS[kind[0]].least}
        self.marks = {at for marks in self.repeated.values() for at in marks}

    def titles_beside(self, marks: Sequence[int], step: int, sign: Sign) -> list[int]:
        """The titles at this step from lines that repeat; none where too few look like one, or several are the same."""
        bounds = zip([-1, *marks], marks, [*marks[1:], len(self.heads)], strict=False)
        places = [at + step for above, at, below in bounds if above < at + step < below]
        titles = list(filter(self._may_be_title if sign.is_sure else self._is_like_title, places))
        share = 100 if len(places) < _FEW else _SHARE
        is_whole = 100 * len(titles) >= share * len(places) and 100 * len(places) >= _SHARE * len(marks)
        distinct = len({self.heads[at].casefold() for at in titles})
        forms = len({self.masked[at] for at in titles})  # 12 comments   |   7 comments
        is_varied = 100 * distinct >= _SHARE * len(titles) and _SAME_FORM * forms >= len(titles)
        return titles if len(places) >= sign.least and is_whole and is_varied else []

    def titles_shown_twice(self) -> list[int]:
        """The lines that a line above them shows already, as the alternative text of their picture, and that are above a text.

        Where a title is shown twice in a row, its category and day may be between it and the text.
        """
        titles = [
            at for at in range(1, len(self.heads) - 1)
            if self.sizes[at] >= _SMALLEST_TITLE and self.heads[at] in self.heads[max(0, at - _COPY) : at]
        ]  # fmt: skip
        above_text = [at for at in titles if self.letters[at + 1] and self.heads[at] != self.heads[at + 1]]
        in_a_row = [
            at for at in titles
            if self.heads[at] == self.heads[at - 1] and self.letters[at + 1 : at + 1 + _COPY].any()
        ]  # fmt: skip
        return max(above_text, in_a_row, key=len)

    def _may_be_title(self, at: int) -> bool:
        head = self.heads[at]
        is_sized = _SMALLEST_SURE <= self.sizes[at] <= _LARGEST_TITLE
        return is_sized and not head.endswith((".", "。")) and any(map(str.isalpha, head))

    def _is_like_title(self, at: int) -> bool:
        head = self.heads[at]
        return (
            at not in self.marks
            and _SMALLEST_TITLE <= self.sizes[at] <= _LARGEST_TITLE
            and not head.endswith((".", "。", ":"))
            and self.often[self.masked[at]] <= 2
            and not is_labelled(head)
            and 2 * sum(map(str.isalpha, head)) > len(head)
        )

    def is_list(self, titles: Sequence[int], *, is_small: bool = False, is_sure: bool = False) -> bool:
        """Whether nearly all text of the page is below these titles, and below each of them a part of it."""
        bounds = [*titles[1:], len(self.heads)]
        texts = [int(self.letters[low + 1 : high].sum()) for low, high in zip(titles, bounds, strict=True)]
        whole, within = int(self.letters.sum()), sum(texts)
        above, largest, mean = (_ABOVE_SURE, _LARGEST_SURE, _MEAN_SURE) if is_sure else (_ABOVE, _LARGEST, _MEAN_TITLE)
        least = 0 if is_sure else _LIKE_TITLES
        return (
            100 * sum(text > 0 for text in texts) >= _SHARE * len(titles)
            and 100 * within >= _COVERED * whole
            and 100 * int(self.letters[: titles[0]].sum()) <= above * whole
            and 100 * max(texts) <= largest * within
            and not (is_small and median(texts) > _LARGE_ENTRY)
            and int(self.sizes[titles].sum()) >= mean * len(titles)
            and int(self.likely[titles, TITLE].astype(int).sum()) >= least * len(titles)
            and not are_labels([self.heads[at] for at in titles])
            and 100 * sum(self.heads[at].count(" ") < _NAME_WORDS and names_person(self.heads[at]) for at in titles)
            <= _NAMES * len(titles)
        )

    def entries(self, titles: list[int]) -> Entries:
        """The entries with these titles; the last one is as long as the others at most."""
        longest = max(below - at for at, below in pairwise(titles))
        shown = {at: self.heads[at] for at in titles}
        copies = [
            at + step for at, head in shown.items() for step in range(-_COPY, _COPY + 1)
            if step and 0 <= at + step < len(self.heads) and self.heads[at + step] == head
        ]  # fmt: skip
        within = range(titles[0], min(len(self.heads), titles[-1] + longest))
        texts = [
            at for at in within if self.letters[at] and at not in shown and at not in copies and at not in self.marks
        ]
        return Entries(titles, texts, copies)
