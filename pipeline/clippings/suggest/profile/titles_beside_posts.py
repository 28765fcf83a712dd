"""Lists of articles beside and below posts: their titles are boilerplate of no site; the line above opens the list.

A title in a list of every page is repeated like a menu, and a profile that names it would hide its own article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from clippings.common.phrases import whole
from clippings.segment.line_classes import ends_sentence
from clippings.segment.template_lines import MIN_PAGES
from clippings.suggest.profile.observe import Observed

_OPENER = whole("recent", "most_read", "related", before=r"\W*", after=r"\W*")
_OPENER_CLASSES = ("recent_heading", "related")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "b", "strong")
_OPENER_WORDS = 5
_TITLE_WORDS = 4
"""Minimum number of words of the longest link in a list of articles; menus have shorter ones."""
_LEAST_WORDS = 2
_MOST_PAGES = 2
"""A line that is the title of posts on more pages is a template line that was taken for a title."""
_NEXT = 2
"""Maximum distance of a list from the line above it, in lines of a text dump."""


class _Line(NamedTuple):
    line_no: int
    stripped: str
    line_class: str | None
    tag: str | None
    hint: str | None
    ends: bool


@dataclass
class _List:
    opener: _Line
    members: list[_Line]


def titles_of(seen: Observed) -> set[str]:
    """Return the titles of the posts on these pages, in small letters, without template lines that were taken for titles."""
    titled = seen.cut.posts.filter(pl.col("title").is_not_null()).select("page_id", key=_key("title"))
    counts = titled.group_by("key").agg(pl.col("page_id").n_unique())
    first = (
        seen.short.group_by("page_id", maintain_order=True).first().select(key=_key("stripped"))["key"].value_counts()
    )
    openings = first.filter(pl.col("count") >= MIN_PAGES)["key"]
    is_title = (pl.col("page_id") <= _MOST_PAGES) & (pl.col("key").str.count_matches(" ") + 1 >= _LEAST_WORDS)
    return set(counts.filter(is_title & ~pl.col("key").is_in(openings.implode()))["key"])


def without_titles(seen: Observed, titles: Collection[str]) -> tuple[Observed, list[str]]:
    """Return the observations, where titles in lists are no template lines, and the lines that open such lists.

    Args:
        seen: The pages of the site.
        titles: Titles of the articles of all pages, as `titles_of` returns them.
    """
    openers: dict[str, None] = {}
    listed = set(titles)
    for articles in _lists(seen, titles):
        openers[articles.opener.stripped] = None
        listed |= {" ".join(line.stripped.lower().split()) for line in articles.members}
    is_listed = _key("stripped").is_in(sorted(listed))
    heads = seen.heads.with_columns(
        is_listed=pl.col("is_listed") | is_listed,
        is_repeated=pl.col("is_repeated") & ~is_listed,
        is_alike=pl.col("is_alike") & ~is_listed,
    )
    repeated = set(heads.filter("is_repeated")["stripped"])
    return replace(seen, heads=heads), [opener for opener in openers if opener in repeated]


def _key(column: str) -> pl.Expr:
    return (
        pl.col(column)
        .str.to_lowercase()
        .str.split(" ")
        .list.eval(pl.element().filter(pl.element() != ""))
        .list.join(" ")
    )


def _lists(seen: Observed, titles: Collection[str]) -> Iterator[_List]:
    """Yield the lists of articles outside the posts."""
    is_outside = (pl.col("place") != "posts") & (pl.col("role") != "title")
    outside = seen.short.filter(is_outside).join(
        seen.lines.select("page_id", "line_no", "tag", "hint"),
        on=["page_id", "line_no"],
        how="left",
        maintain_order="left",
    )
    outside = outside.with_columns(ends=ends_sentence("stripped"))
    for page in outside.partition_by("page_id", maintain_order=True):
        rows = page.select(_Line._fields).iter_rows()
        yield from (
            candidate for candidate in _of_page(map(_Line._make, rows), titles) if _is_of_articles(candidate, titles)
        )


def _of_page(lines: Iterable[_Line], titles: Collection[str]) -> Iterator[_List]:
    open_list: _List | None = None
    above: _Line | None = None
    for line in lines:
        is_title = line.stripped.lower() in titles
        is_near = above is not None and line.line_no - above.line_no <= _NEXT
        if not is_title and _opens(line):
            if open_list:
                yield open_list
            open_list = _List(line, [])
        elif open_list and is_near and (is_title or _may_be_listed(line)):
            open_list.members.append(line)
        else:
            if open_list:
                yield open_list
            is_headed = is_title and is_near and above is not None and _is_brief(above)
            open_list = _List(above, [line]) if is_headed and above is not None else None
        above = line
    if open_list:
        yield open_list


def _opens(line: _Line) -> bool:
    if line.line_class in _OPENER_CLASSES or _OPENER.fullmatch(line.stripped.lower()):
        return True
    return line.tag in _HEADINGS and line.hint != "link" and line.line_class is None and _is_brief(line)


def _is_brief(line: _Line) -> bool:
    return len(line.stripped.split()) <= _OPENER_WORDS and line.line_class in (None, *_OPENER_CLASSES)


def _may_be_listed(line: _Line) -> bool:
    is_link = line.hint in ("link", "title") if line.tag else not line.ends
    return is_link and line.line_class in (None, "bullet")


def _is_of_articles(articles: _List, titles: Collection[str]) -> bool:
    if any(line.stripped.lower() in titles for line in articles.members):
        return True
    is_named = articles.opener.tag is not None or articles.opener.line_class in _OPENER_CLASSES
    is_named |= _OPENER.fullmatch(articles.opener.stripped.lower()) is not None
    return is_named and any(len(line.stripped.split()) >= _TITLE_WORDS for line in articles.members)
