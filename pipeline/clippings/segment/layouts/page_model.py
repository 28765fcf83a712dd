"""Data model of a page and its posts, without any way to cut it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

BOILERPLATE = {
    "share_bar": "share_bar",
    "share_label": "share_bar",
    "read_more": "read_more",
    "page_heading": "page_heading",
    "breadcrumb": "navigation",
    "copyright": "copyright",
    "pagination": "pagination",
    "footer": "footer",
    "related": "related",
    "pointer": "related",
    "recent_heading": "recent_heading",
    "masthead": "masthead",
    "menu": "navigation",
    "social": "social",
    "tags": "navigation",
    "skip": "navigation",
    "thread": "footer",
    "print_line": "footer",
}
"""Roles of boilerplate lines, by line class; the class decides the role at any position."""
DATES = ("dated_by", "post_date", "date_label")
"""Classes of lines that may date a post."""
BELOW_POSTS = ("category_label", "tags", "comments", "posted_by")
"""Classes of lines below a post that are never its title."""
DATED_END, LINKED_END, DATED_START = "dated_end", "linked_end", "dated_start"
"""Shapes of paragraphs that end in a date, end in a link to the full text, or begin with a date."""
BESIDE = {
    "label": "post_date",
    "byline": "byline",
    "posted_by": "byline",
    "comments": "comment_count",
    "category_label": "category",
}
"""Classes of lines beside a post's title or below its text, with their roles."""


@dataclass(frozen=True)
class Line:
    """A line of a page that is not blank: its number, its text without the white space at its ends, its class."""

    line_no: int
    stripped: str
    line_class: str | None


@dataclass(frozen=True)
class Page:
    """A page before it is cut.

    Attributes:
        lines: Non-blank lines of its middle zone.
        content: The lines that are not boilerplate.
        has_head: Whether a menu or masthead is above it.
        has_foot: Whether the page has a foot, so that its text is complete.
        closers: Numbers of the lines that link to a full text, in order.
        categories: Categories of the site that its profile declares.
    """

    lines: Sequence[Line]
    content: Sequence[Line]
    has_foot: bool
    has_head: bool = False
    closers: Sequence[int] = ()
    categories: frozenset[str] = frozenset()

    @property
    def breadcrumbs(self) -> list[Line]:
        """The lines that lead from the site's first page to this one."""
        return [line for line in self.lines if line.line_class == "breadcrumb"]

    def closes_between(self, first: int, last: int) -> bool:
        """Return whether a link to the full text is between two lines."""
        at = bisect_right(self.closers, first)
        return at < len(self.closers) and self.closers[at] < last


@dataclass
class Post:
    """A post as cut: its completeness, and the role of each of its lines by number; `sure`: what only the learned cutter says."""

    completeness: str = "full"
    roles: dict[int, str] = field(default_factory=dict)
    category_line: int | None = None
    date_line: int | None = None
    sure: Mapping[str, object] = field(default_factory=dict)


P = TypeVar("P", bound=Post)


@dataclass
class CutPageOf(Generic[P]):
    """A page as cut: its kind and why, its posts, and the roles of the lines that belong to none."""

    kind: str
    reason: str
    posts: list[P] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)


CutPage = CutPageOf[Post]


def page_of(lines: Sequence[Line], *, has_foot: bool, has_head: bool = False, categories: Iterable[str] = ()) -> Page:
    """A page of the lines of its middle."""
    lines = [_as_label(line, below) for line, below in zip(lines, [*lines[1:], None], strict=False)]
    threads = [index for index, line in enumerate(lines) if line.line_class == "thread" and index > len(lines) // 4]
    counted = [index for index in threads if any(map(str.isdigit, lines[index].stripped))]
    if len(counted) > 1:  # below each post of a listing
        threads = [index for index in threads if index not in counted]
    if threads:  # what readers wrote looks like posts: a name, a date, a text
        lines = [*lines[: threads[0]], *(replace(line, line_class="thread") for line in lines[threads[0] :])]
    content = [line for line in lines if line.line_class not in BOILERPLATE]
    closers = [line.line_no for line in lines if line.line_class == "read_more"]
    return Page(lines, content, has_foot or bool(threads), has_head, closers, frozenset(categories))


def _as_label(line: Line, below: Line | None) -> Line:
    """`Posted on:` is the label of the date on the next line, where there is one."""
    is_label = line.line_class == "date_label" and below is not None and below.line_class in ("dated_by", "post_date")
    return replace(line, line_class="label") if is_label else line
