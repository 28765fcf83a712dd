"""Data model of an HTML page, its lines and its posts.

A step of a place is `tag.class.class#id[n]`; a prefix of steps names a subtree.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from clippings.common import text as text_helpers
from clippings.common.prose import prose_words
from clippings.segment.layouts import page_model
from clippings.segment.sites.html_selectors import OWN_TITLE

PROSE = 10
"""Minimum number of words of a prose line."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
Steps = tuple[str, ...]
_FORMATTING = re.compile(r"/(?:font|b|strong|i|em|u|big|small|tt|s)[\[.#]")
"""Presentational elements, left out of a line's place, because old pages often do not close them."""


@lru_cache(maxsize=4096)
def _steps(place: str) -> Steps:
    steps = place.split("/") if place else []
    if _FORMATTING.search(f"/{place}"):
        steps = [step for step in steps if not _FORMATTING.match(f"/{step}")]
    return tuple(steps)


class DateForm(Enum):
    """Whether a line is a date: nothing else, a date beside other facts, or none. `html_dates` decides it once."""

    PLAIN = "plain"
    BESIDE = "beside"
    NONE = "none"


class Line:
    """A line of a page that is not blank, as the reader gave it."""

    __slots__ = ("date_form", "hint", "href", "is_heading", "is_own_title", "is_prose", "line_class", "line_no", "lower", "steps",
                 "stripped", "tag", "timestamp", "words")  # fmt: skip

    def __init__(
        self,
        line_no: int,
        stripped: str,
        line_class: str | None,
        tag: str | None,
        place: str | None,
        href: str | None,
        timestamp: str | None,
        hint: str | None,
    ) -> None:
        self.date_form: DateForm | None = None
        self.line_no, self.stripped, self.line_class = line_no, stripped, line_class
        self.href, self.timestamp = href, timestamp
        self.lower = stripped.lower().replace("i\u0307", "i")  # İ of Turkish
        self.tag = tag or ""
        self.is_heading = self.tag in _HEADINGS
        self.steps: Steps = _steps(place or "")
        self.words = prose_words(stripped)
        self.set_hint(hint)

    def set_hint(self, hint: str | None) -> None:
        """Set what the markup says of the line; prose is a paragraph that it does not call anything else."""
        self.is_own_title = hint == OWN_TITLE
        self.hint = hint = "title" if self.is_own_title else hint
        self.is_prose = self.words >= PROSE and hint not in ("link", "title", "navigation", "caption")


@dataclass
class Post(page_model.Post):
    """A post of an HTML page, with further lines of its values."""

    title_line: int | None = None
    comment_line: int | None = None
    author_lines: list[int] = field(default_factory=list)
    credit_lines: list[int] = field(default_factory=list)
    organisation_lines: list[int] = field(default_factory=list)
    head_date_line: int | None = None
    is_dated_by_change: bool = False
    continued_line: int | None = None
    url: str | None = None
    prose: int = 0
    is_signed: bool = False
    """Whether the line of its date names its author too."""

    @property
    def credited(self) -> list[int]:
        """The lines outside the post that credit somebody with it."""
        return [*self.author_lines, *self.credit_lines, *self.organisation_lines]


CutPage = page_model.CutPageOf[Post]


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_STEP = re.compile(r"([^.#\[]+)((?:\.[^.#\[]+)*)(?:#([^\[]*))?\[\d+\]")


@lru_cache(maxsize=65536)
def parts(step: str) -> tuple[str, tuple[str, ...]]:
    """The tag of a step, and its class names and id in lower case, words in capitals parted by hyphens."""
    m = _STEP.fullmatch(step)
    if m is None:
        return step, ()
    marked = _CAMEL.sub("-", m[2]).lower()
    names = [name for name in marked.split(".") if name]
    return m[1], (*names, _CAMEL.sub("-", m[3]).lower()) if m[3] else tuple(names)


_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=65536)
def unnumbered(step: str) -> str:
    """A step without numbers, which count elements of one kind: `li#post_2[7]` as `li#post_[]`."""
    return _NUMBER.sub("", step)


def common(left: Steps, right: Steps) -> int:
    """How many steps two places share from the body down."""
    if left is right:
        return len(left)
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """Letters and digits only, without case: what is compared where punctuation may differ."""
    return text_helpers.core(text[:1000])
