"""Lists of articles beside and below posts: their titles are boilerplate of no site; the line above opens the list.

A title in a list of every page is repeated like a menu, and a profile that names it would hide its own article.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from clippings.common.phrases import whole
from clippings.segment.lines.line_classes import ends_sentence
from clippings.segment.sites.template_lines import MIN_PAGES
from clippings.suggest.profile.observe import Observed

_OPENER = whole("recent", "most_read", "related", "read_also", before=r"\W*", after=r"\W*")
_OPENER_CLASSES = ("recent_heading", "related")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "b", "strong")
_OPENER_WORDS = 5
_TITLE_WORDS = 4
"""Minimum number of words of the longest link in a list of articles; menus have shorter ones."""
_MOST_PAGES = 2
"""A line that is the title of posts on more pages is a template line that was taken for a title."""
_NEXT = 2
"""Maximum distance of a list from the line above it, in lines of a text dump."""


class _Line(NamedTuple):
    line_no: int
    stripped: str
    key: str
    line_class: str | None
    tag: str | None
    hint: str | None
    ends: bool

    @property
    def names_list(self) -> bool:
        """Whether the words of the line, or its tag, say that a list of articles follows."""
        is_heading = self.tag in _HEADINGS and self.hint != "link" and self.line_class is None and self.is_brief
        return is_heading or self.line_class in _OPENER_CLASSES or _OPENER.fullmatch(self.key) is not None

    @property
    def is_brief(self) -> bool:
        return len(self.stripped.split()) <= _OPENER_WORDS and self.line_class in (None, *_OPENER_CLASSES)

    @property
    def may_be_listed(self) -> bool:
        is_link = self.hint in ("link", "title") if self.tag else not self.ends
        return is_link and self.line_class in (None, "bullet")


def titles_of(seen: Observed) -> set[str]:
    """Return the titles of the posts on these pages, in small letters, without template lines that were taken for titles."""
    titled = seen.cut.posts.filter(pl.col("title").is_not_null()).select("page_id", key=_key("title"))
    counts = titled.group_by("key").agg(pl.col("page_id").n_unique())
    first = seen.short.group_by("page_id", maintain_order=True).first().select(key=_key("stripped"))["key"]
    openings = first.value_counts().filter(pl.col("count") >= MIN_PAGES)["key"]
    is_title = (pl.col("page_id") <= _MOST_PAGES) & pl.col("key").str.contains(" ", literal=True)
    return set(counts.filter(is_title & ~pl.col("key").is_in(openings.implode()))["key"])


def without_titles(seen: Observed, titles: Collection[str]) -> tuple[Observed, list[str]]:
    """Return the observations, where titles in lists are not template lines, and the lines that open such lists."""
    openers: dict[str, None] = {}
    listed = set(titles)
    for opener, members in _lists(seen, titles):
        is_long = any(len(line.stripped.split()) >= _TITLE_WORDS for line in members)
        if any(line.key in titles for line in members) or (opener.names_list and is_long):
            openers[opener.stripped] = None
            listed |= {line.key for line in members}
    is_listed = pl.col("is_listed") | _key("stripped").is_in(sorted(listed))
    template = (pl.col(name) & ~is_listed for name in ("is_repeated", "is_alike"))
    heads = seen.heads.with_columns(*template, is_listed=is_listed)
    repeated = set(heads.filter("is_repeated")["stripped"])
    return replace(seen, heads=heads), [opener for opener in openers if opener in repeated]


def _key(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().str.strip_chars().str.replace_all(" +", " ")


def _lists(seen: Observed, titles: Collection[str]) -> Iterator[tuple[_Line, list[_Line]]]:
    """Yield each line outside the posts with the links below it."""
    outside = seen.short.filter((pl.col("place") != "posts") & (pl.col("role") != "title"))
    hints = seen.lines.select("page_id", "line_no", "tag", "hint")
    outside = outside.join(hints, on=["page_id", "line_no"], how="left", maintain_order="left")
    outside = outside.with_columns(key=_key("stripped"), ends=ends_sentence("stripped"))
    for page in outside.partition_by("page_id", maintain_order=True):
        opener: _Line | None = None
        above: _Line | None = None
        members: list[_Line] = []
        for line in map(_Line._make, page.select(_Line._fields).iter_rows()):
            is_title = line.key in titles
            is_near = above is not None and line.line_no - above.line_no <= _NEXT
            if opener and is_near and (is_title or (line.may_be_listed and not line.names_list)):
                members.append(line)
            else:
                if opener and members:
                    yield opener, members
                opener, members = line if line.names_list and not is_title else None, []
                if opener is None and is_title and is_near and above is not None and above.is_brief:
                    opener, members = above, [line]
            above = line
        if opener and members:
            yield opener, members
