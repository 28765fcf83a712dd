"""Decides between the cut of the rules and the cut of the model.

The rules are exact on the layouts they are made for, and take menus and teasers as text on all others. So their cut is
used if its text has hardly any short line, as on clean pages only, and if the model finds no likelier title, day or text.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from clippings.common.phrases import whole
from clippings.common.prose import ends_as_sentence, prose_words
from clippings.enrich.credits.bylines import label_end
from clippings.enrich.credits.marked_names import names_person
from clippings.enrich.credits.person_names import opens_with_given_name
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.cut_pages import CutLines
from clippings.segment.cutter.labels import BYLINE, DATE, OUTSIDE, TEXT, TITLE
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.dated_titles import dated_title

_LABEL_OF_ROLE = {"title": TITLE, "body": TEXT, "post_date": DATE, "byline": BYLINE}
_CLEAR, _CLEARLY = CERTAIN * 60 // 100, 3
"""A title of this likelihood is not given up for one that is a third as likely at most."""
_CLEAR_ALONE = CERTAIN * 40 // 100
"""The same of a title where the cut has none, or one that is hardly likely."""
_HARDLY_TITLE = CERTAIN * 10 // 100
_LISTED_SHARE = 2, 3
"""Titles of several posts are at least this share as likely as the likeliest lines of the page, as many as they are."""
_SHORT_WORDS = 6
_SHORT_SHARE = 20
"""Of this many lines of the text one may be short; a day between paragraphs and the page's foot are not counted."""
_FEW_LINES = 12
"""A page of at most this many lines has no menu to swallow: its text may hold short lines."""
_HARDLY_TEXT = CERTAIN * 12 // 100
"""A short line at the end of a page that is text with at most this likelihood is of the page's foot."""
_CLOSING = ("byline", "category", "comment_count")
"""Roles of a line that may be between a text and the page's foot: `Posted at 10:15 AM in Boats | Comments (3)`."""
_FACTS, _FACT_LINES = 100, 3
"""Characters of the longest line with the day and the author of a post, and lines below a title that may be one."""
_SURE_TEXT, _LONG_TEXT = CERTAIN // 2, 60
"""How likely a line is text, at least, that the rules must not leave out of the only post, and its characters."""


def rules_are_kept(page: CutLines, roles: Mapping[int, str], post_count: int) -> bool:
    """Whether the rules' cut is kept; `roles` are those of the lines that the rules gave to its posts, by number."""
    labels = np.array([_LABEL_OF_ROLE.get(roles.get(line_no, ""), OUTSIDE) for line_no in page.line_nos])
    texts = np.flatnonzero(labels == TEXT)
    if not any(any(map(str.isalpha, page.heads[at])) for at in texts.tolist()):
        return False
    if int(((labels != TEXT) & (page.likely[:, TEXT] >= _SURE_TEXT)).sum()) > len(texts):  # most of the text is lost
        return False
    if post_count == 1 and (len(page.posts) > 1 or _loses_text(page, labels)):
        return False
    foot = set(foot_lines(page, roles))
    short = sum(
        prose_words(page.heads[at]) < _SHORT_WORDS
        and not (page.has_day[at] or page.line_nos[at] in foot or _is_signed(page.heads[at]))
        for at in texts.tolist()
    )
    if short * _SHORT_SHARE > len(texts) and len(labels) > _FEW_LINES:
        return False
    if post_count == 1 and (_misses_title(page, labels) or _misses_day(page, labels) or _skips_day(page, labels)):
        return False
    titles = page.likely[labels == TITLE, TITLE].astype(np.int64)
    likeliest = np.sort(page.likely[:, TITLE])[len(labels) - len(titles) :].astype(np.int64)
    share, whole = _LISTED_SHARE
    return len(titles) < 2 or int(whole * titles.sum()) >= share * int(likeliest.sum())


def _is_name(line: str) -> bool:
    # Ada Quill   |   — Ada Quill
    line = line.lstrip("–—- ")
    return names_person(line) and opens_with_given_name(line)


def _is_signed(line: str) -> bool:
    # Posted by Ada Quill
    return label_end(line) is not None and names_person(line)


def _misses_title(page: CutLines, labels: npt.NDArray[np.int64]) -> bool:
    """Whether the rules' cut of one post has another title than a line that is a clear one, and no likely one."""
    if not (labels == TITLE).any() and any(
        post.title is not None and dated_title(page.heads[post.title]) for post in page.posts
    ):
        return True
    best = int(page.likely[:, TITLE].max())
    chosen = int(page.likely[labels == TITLE, TITLE].max(initial=0))
    at = int(np.argmax(labels == TITLE))
    if at and labels[at] == TITLE and (_is_name(page.heads[at]) or 2 * int(page.likely[at - 1, TITLE]) >= 3 * chosen):
        return True  # a standfirst or the author below the title
    return best >= (_CLEAR if chosen >= _HARDLY_TITLE else _CLEAR_ALONE) and _CLEARLY * chosen < best


def _misses_day(page: CutLines, labels: npt.NDArray[np.int64]) -> bool:
    """Whether the rules' cut of one post has no day, or an unlikely one, and a line of the page is clearly its day."""
    best, chosen = int(page.likely[:, DATE].max()), int(page.likely[labels == DATE, DATE].max(initial=0))
    return len(labels) > _FEW_LINES and best >= _CLEAR and _CLEARLY * chosen < best


def _skips_day(page: CutLines, labels: npt.NDArray[np.int64]) -> bool:
    """Whether the rules' cut of one post has no day, and a short line below the title shows one: `By Ada Quill | 4 March 2015 | Boats`."""
    titles = np.flatnonzero(labels == TITLE).tolist()
    if not titles or (labels == DATE).any():
        return False
    below = range(titles[0] + 1, min(titles[0] + 1 + _FACT_LINES, len(labels)))
    facts = (page.heads[at] for at in below if page.has_day[at] and len(page.heads[at]) <= _FACTS)
    return any(not ends_as_sentence(fact) and days_in(fact) for fact in facts)


def _loses_text(page: CutLines, labels: npt.NDArray[np.int64]) -> bool:
    """Whether a long line is likely text, and the rules leave it out: links between paragraphs open no foot, a day closes no post."""
    sure = np.flatnonzero((labels == OUTSIDE) & (page.likely[:, TEXT] >= _SURE_TEXT)).tolist()
    return any(len(page.heads[at]) >= _LONG_TEXT for at in sure)


def advertisements(page: CutLines, roles: Mapping[int, str]) -> list[int]:
    """Numbers of the lines of the rules' text that are the label of an advertisement."""
    labels = whole("advertisement", after=r"\W*")
    heads = zip(page.line_nos, page.heads, strict=True)
    return [line_no for line_no, head in heads if roles.get(line_no) == "body" and labels.fullmatch(head.lower())]


def foot_lines(page: CutLines, roles: Mapping[int, str]) -> list[int]:
    """Numbers of the lines at the ends of the rules' texts that are menus, buttons or forms: short, and unlikely text."""
    texts = {at for at, line_no in enumerate(page.line_nos) if roles.get(line_no) == "body"}

    def is_foot(at: int) -> bool:
        # Contact   |   << Start < Prev 1 2 3 4 Next > End >>
        head = page.heads[at]
        if int(page.likely[at, TEXT]) > _HARDLY_TEXT:
            return False
        if sum(any(map(str.isalpha, word)) for word in head.split()) >= _SHORT_WORDS:
            return False
        return not _is_signed(head) and (not _is_name(head) or page.heads.count(head) > 1)  # a signature

    foot: list[int] = []
    for end in sorted(texts):
        run: list[int] = []
        while end + 1 not in texts and end - len(run) in texts and is_foot(end - len(run)):
            run.append(end - len(run))
        is_closed = end == max(texts) and roles.get(page.line_nos[end - len(run)]) in _CLOSING
        if run and (is_closed or end - len(run) in texts):
            foot += [page.line_nos[at] for at in run]
    return foot
