"""A post as the learned cutter finds it, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from clippings.common.phrases import whole
from clippings.segment.cutter.labels import BYLINE, TEXT, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import CERTAIN

_MEASURED_ALONE = (
    (0, 25), (20, 33), (40, 47), (50, 58), (62, 66), (72, 80), (82, 85), (86, 87), (90, 90), (93, 97), (100, 99),
)  # fmt: skip
_MEASURED_LISTED = (
    (0, 40), (10, 48), (28, 60), (42, 65), (52, 79), (61, 82), (73, 86), (84, 88), (100, 90),
)  # fmt: skip
"""Score of the only post of a page, or of one of several, in percent, and the percentage of such posts that are right."""


@dataclass
class PostLines:
    """The lines of a post, as indexes into the lines of its page that are not blank.

    Attributes:
        title: Its title, if it has one.
        text: Its text.
        date: The line with its day.
        bylines: The lines that name its author.
        confidence: How sure its boundaries are, and its title, day and author: 0 to CERTAIN.
    """

    title: int | None = None
    text: list[int] = field(default_factory=list)
    date: int | None = None
    bylines: list[int] = field(default_factory=list)
    confidence: int = 0
    title_confidence: int = 0
    date_confidence: int = 0
    author_confidence: int = 0


def calibrated(share: int, *, is_alone: bool) -> int:
    """How often posts of this score are right, as measured on sites that were not learned from; 0 to CERTAIN."""
    percent = share * 100 // CERTAIN
    measured = _MEASURED_ALONE if is_alone else _MEASURED_LISTED
    (low, least), (high, most) = next(pair for pair in pairwise(measured) if percent <= pair[1][0])
    return (least * (high - percent) + most * (percent - low)) * CERTAIN // (100 * (high - low))


def rate(post: PostLines, likely: Facts, dates: np.ndarray, *, is_alone: bool) -> None:
    """Write into a post how sure it is: its title, and the lines of its text on the mean."""
    text = int(likely[post.text, TEXT].astype(np.int64).sum() // len(post.text)) if post.text else CERTAIN
    if post.title is not None:
        post.title_confidence = int(likely[post.title, TITLE])
        post.confidence = calibrated(post.title_confidence * text // CERTAIN, is_alone=is_alone)
    else:
        post.confidence = text // 2
    post.date_confidence = min(CERTAIN, int(dates[post.date])) if post.date is not None else 0
    post.author_confidence = max((int(likely[at, BYLINE]) for at in post.bylines), default=0)


def without_side_headings(heads: Sequence[str], posts: list[PostLines]) -> list[PostLines]:
    """The posts but for headings of side columns, such as `Archives`, with no text below them."""
    headings = whole("archive_heading", "sections", "recent", "most_read", after=r"\W*")
    return [
        post for post in posts if post.text or post.title is None or not headings.fullmatch(heads[post.title].lower())
    ] or posts
