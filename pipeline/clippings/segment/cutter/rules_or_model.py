"""Decides between the cut of the rules and the cut of the model.

The rules are exact on the layouts they know, and swallow menus and teasers on all others. So their cut is kept where its
text holds next to no short line, as only a clean page allows, and where the model does not find it unlikely.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from clippings.common.phrases import whole
from clippings.common.prose import ends_as_sentence
from clippings.segment.cutter.byline_lines import shows_author
from clippings.segment.cutter.cut_pages import CutLines
from clippings.segment.cutter.labels import BYLINE, DATE, OUTSIDE, TEXT, TITLE
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.layouts.text_looks import CUT

_LABEL_OF_ROLE = {"title": TITLE, "body": TEXT, "post_date": DATE, "byline": BYLINE}
_UNIT = 64
_COSTS = np.array([round(-math.log2(max(likely, 1) / CERTAIN) * _UNIT) for likely in range(256)], np.int64)
"""Cost of a label by its likelihood, in parts of a bit."""
_MOST_BITS = 5 * _UNIT // 2
"""Maximum difference, in bits per line, between the likeliest labels and the cut of the rules."""
_LEAST_TITLE = CERTAIN * 4 // 100
_CLEAR, _CLEARLY = CERTAIN * 60 // 100, 3
"""A title or a day of this likelihood is not given up for a cut without one, or for one that is a third as likely at most."""
_CLEAR_ALONE = CERTAIN * 40 // 100
"""The same of a title where the cut has none."""
_LISTED_SHARE = 2, 3
"""Titles of several posts are at least this share as likely as the likeliest lines of the page, as many as they are."""
_SHORT_WORDS = 6
_SHORT_SHARE = 20
"""Of this many lines of the text one may be short; a day between paragraphs and the page's foot are not counted."""
_FEW_LINES = 12
"""A page of at most this many lines has no menu to swallow: its text may hold short lines."""
_NO_TEXT = CERTAIN * 4 // 100
"""A short line at the end of a page that is text with less than this likelihood is of the page's foot."""
_LEAST_EXCERPTS = 3
"""Posts of a page, at least, each of one line that ends in dots, whose cut by the rules is sure."""
_LEAST_FOOT = 2
"""Lines of a foot, at least, unless each by itself is surely outside."""
_OUTSIDE, _HARDLY_TEXT, _MAYBE_BYLINE = CERTAIN * 70 // 100, CERTAIN * 12 // 100, CERTAIN * 8 // 100
"""How likely one line by itself must be outside, and at most text; and a byline, if it may name an author."""
_SURE_TEXT, _LONG_TEXT = CERTAIN // 2, 60
"""How likely a line is text, at least, that the rules must not leave out of the only post, and its characters."""


def rules_are_kept(page: CutLines, roles: Mapping[int, str], post_count: int) -> bool:
    """Whether the rules' cut is kept; `roles` are those of the lines that the rules gave to its posts, by number."""
    labels = np.array([_LABEL_OF_ROLE.get(roles.get(line_no, ""), OUTSIDE) for line_no in page.line_nos])
    texts = np.flatnonzero(labels == TEXT)
    if not len(texts):
        return False
    if int(((labels != TEXT) & (page.likely[:, TEXT] >= _SURE_TEXT)).sum()) > len(texts):  # most of the text is lost
        return False
    if post_count == 1 and (len(page.posts) > 1 or _loses_text(page, labels)):
        return False
    foot = set(foot_lines(page, roles))
    short = sum(
        len(page.heads[at].split()) < _SHORT_WORDS and not page.has_day[at] and page.line_nos[at] not in foot
        for at in texts.tolist()
    )
    if short * _SHORT_SHARE > len(texts) and len(labels) > _FEW_LINES:
        return False
    clear = (TITLE,) if len(labels) <= _FEW_LINES else (TITLE, DATE)
    if post_count == 1 and any(_misses(page, labels, label) for label in clear):
        return False
    of_rules = _COSTS[page.likely[np.arange(len(labels)), labels]].sum()
    unlikely = int(of_rules - _COSTS[page.likely.max(axis=1)].sum())
    if unlikely > _MOST_BITS * len(labels):
        return False
    is_excerpts = post_count >= _LEAST_EXCERPTS and len(texts) == post_count
    if is_excerpts and all(CUT.search(page.heads[at]) for at in texts.tolist()):
        return True
    titles = page.likely[labels == TITLE, TITLE].astype(np.int64)
    likeliest = np.sort(page.likely[:, TITLE])[len(labels) - len(titles) :].astype(np.int64)
    share, whole = _LISTED_SHARE
    if len(titles) > 1 and whole * titles.sum() < share * likeliest.sum():
        return False
    return not len(titles) or int(titles.sum()) >= _LEAST_TITLE * len(titles)


def _misses(page: CutLines, labels: npt.NDArray[np.int64], label: int) -> bool:
    """Whether the rules' cut of one post has another title or day than a line that is a clear one, and no likely one."""
    best = int(page.likely[:, label].max())
    chosen = int(page.likely[labels == label, label].max(initial=0))
    is_clear = best >= (_CLEAR_ALONE if label == TITLE and label not in labels else _CLEAR)
    return is_clear and _CLEARLY * chosen < best


def _loses_text(page: CutLines, labels: npt.NDArray[np.int64]) -> bool:
    """Whether a sentence is likely text, and the rules leave it out: links between paragraphs open no foot, a day closes no post."""
    sure = np.flatnonzero((labels == OUTSIDE) & (page.likely[:, TEXT] >= _SURE_TEXT)).tolist()
    texts = [page.heads[at] for at in sure if len(page.heads[at]) >= _LONG_TEXT]
    return any(ends_as_sentence(text) and not text.endswith("?") for text in texts)


def advertisements(page: CutLines, roles: Mapping[int, str]) -> list[int]:
    """Numbers of the lines of the rules' text that are the label of an advertisement."""
    labels = whole("advertisement", after=r"\W*")
    heads = zip(page.line_nos, page.heads, strict=True)
    return [line_no for line_no, head in heads if roles.get(line_no) == "body" and labels.fullmatch(head.lower())]


def foot_lines(page: CutLines, roles: Mapping[int, str]) -> list[int]:
    """Numbers of the lines at the ends of the rules' texts that are menus, buttons or forms: short, unlikely text, and name nobody."""
    texts = {at for at, line_no in enumerate(page.line_nos) if roles.get(line_no) == "body"}

    def is_foot(at: int) -> bool:
        # Contact   |   << Start < Prev 1 2 3 4 Next > End >>
        words = sum(any(map(str.isalpha, word)) for word in page.heads[at].split())
        return words < _SHORT_WORDS and (int(page.likely[at, TEXT]) <= _NO_TEXT or is_outside(at))

    def is_outside(at: int) -> bool:
        is_clear = page.likely[at, OUTSIDE] >= _OUTSIDE and page.likely[at, TEXT] <= _HARDLY_TEXT
        return bool(is_clear) and not (page.likely[at, BYLINE] >= _MAYBE_BYLINE and shows_author(page.heads[at]))

    foot: list[int] = []
    for end in sorted(texts):
        run: list[int] = []
        while end + 1 not in texts and end - len(run) in texts and is_foot(end - len(run)):
            run.append(end - len(run))
        if run and end - len(run) in texts and (len(run) >= _LEAST_FOOT or all(map(is_outside, run))):
            foot += [page.line_nos[at] for at in run]
    return foot
