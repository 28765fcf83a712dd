"""Corrects the text of pages that the rules cut as one post: removes lines that are surely not of it, adds lines that surely are.

Titles, dates and credits stay as the rules have them. A page of several posts, and a page of a site with a profile, are not changed.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from clippings.schema.enums import TEXT_ROLES
from clippings.segment.cutter.trees import CERTAIN, Forest, likelihoods
from clippings.segment.html_review.block_facts import facts_of_page
from clippings.segment.layouts.html_boilerplate_words import kind_by_words
from clippings.segment.layouts.html_model import PROSE, CutPage, Line, Post
from clippings.segment.layouts.html_part_names import is_in_forum
from clippings.segment.sites.html_selectors import DROPPED

WEIGHTS = Path(__file__).with_name("weights.npz")
_NO_TEXT, _TEXT = CERTAIN * 40 // 100, CERTAIN * 60 // 100
"""A line of the text that is text with at most the first likelihood leaves it; another line above the second joins it."""
_SURE = CERTAIN * 90 // 100
"""Short lines above or below the text join it above this likelihood."""
_OUTSIDE_ROLES = frozenset({"navigation", "page_heading", "related", "footer", "caption", "read_more", "pagination", "share_bar",
                            "recent_title", "recent_heading", "copyright"})  # fmt: skip
"""Roles of lines that may join the text."""


@cache
def _forest() -> Forest:
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        return Forest.of(arrays, "text")


def review(pages: Sequence[tuple[Sequence[Line], CutPage]]) -> None:
    """Mend the posts of pages, given as their lines and their cut, in place."""
    asked = [(_body(lines), page) for lines, page in pages if _is_asked(lines, page)]
    asked = [(lines, page) for lines, page in asked if _has_text(lines, page)]
    if not asked:
        return
    facts = [facts_of_page(lines, page) for lines, page in asked]
    likely = likelihoods(_forest().scores(facts[0][0], np.concatenate([rows for _, rows in facts])))[:, 1].tolist()
    at = 0
    for lines, page in asked:
        _mend(lines, page, likely[at : at + len(lines)])
        at += len(lines)


def _body(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.tag != "meta" and line.hint != DROPPED]


def _is_asked(lines: Sequence[Line], page: CutPage) -> bool:
    """Whether a page is an article, or by its address a thread of a forum; a shelf has no text to correct."""
    if len(page.posts) == 1:
        return page.kind == "article"
    return len(page.posts) > 1 and is_in_forum(lines)


def _has_text(lines: Sequence[Line], page: CutPage) -> bool:
    """Whether the page itself shows the text; it may be in its head."""
    return any(post.roles.get(line.line_no) in TEXT_ROLES for post in page.posts for line in lines)


def _mend(lines: Sequence[Line], page: CutPage, likely: Sequence[int]) -> None:
    owners = _owners(lines, page)
    roles = [
        (post.roles if post else page.roles).get(line.line_no, "") for line, post in zip(lines, owners, strict=True)
    ]
    texts = [at for at, role in enumerate(roles) if role in TEXT_ROLES]
    leaving = [at for at in texts if likely[at] <= _NO_TEXT]
    joining = [
        at
        for at, line in enumerate(lines)
        if owners[at] is not None
        and _may_join(line, roles[at] or page.roles.get(line.line_no, ""))
        and likely[at] > (_TEXT if line.is_prose or texts[0] < at < texts[-1] else _SURE)
    ]

    def words(some: Sequence[int]) -> int:
        return sum(lines[at].words for at in some)

    if 2 * words(leaving) > words(texts) > 2 * words(joining):
        leaving = []
    for at in [*leaving, *joining]:
        if post := owners[at]:
            page.roles.pop(lines[at].line_no, None)
            post.roles[lines[at].line_no] = _role(lines[at]) if likely[at] > _TEXT else "navigation"


def _may_join(line: Line, role: str) -> bool:
    """Whether a line of that role may be text: not the credit of a picture, nor what phrases name as boilerplate."""
    return role in _OUTSIDE_ROLES and (role != "caption" or line.words >= PROSE) and kind_by_words(line) is None


def _owners(lines: Sequence[Line], page: CutPage) -> list[Post | None]:
    """The post that each line is of, or whose title is the last above it; a title in the head is above all lines."""
    shown = {line.line_no for line in lines}
    starts = {}
    for post in page.posts:
        first = lines[0].line_no if len(page.posts) == 1 else min(shown & post.roles.keys(), default=0)
        starts[post.title_line if post.title_line in shown else first] = post
    post_of = {line_no: post for post in page.posts for line_no in post.roles}
    owners, above = list[Post | None](), None
    for line in lines:
        above = starts.get(line.line_no, above)
        owners.append(post_of.get(line.line_no, above))
    return owners


def _role(line: Line) -> str:
    if line.is_heading and line.tag != "h1":
        return "subheading"
    return "list_item" if line.tag in ("li", "dt", "dd") else "body"
