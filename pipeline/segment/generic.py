"""Cuts pages that close no post with a line of its own: single posts, dated posts, bare pairs of title and excerpt.

Works on one page at a time. Where no boundary can be known the page is one record, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from pipeline.segment.cut import BLOCK_COLUMNS, PROSE_WORDS, ROW_COLUMNS, TITLE_MAX
from pipeline.tables.problem import Problem

_OPEN_END = re.compile(r"[.!,;:…]$|\.{2,}$|[.!…][”\"’')\]]+$")
"""How a title does not end."""
_MIN_PAIRS = 2
"""So many pairs of title and excerpt, and nothing else, are taken for a listing of excerpts."""


@dataclass(frozen=True)
class Line:
    """A line of a page that is not blank: its number, its text without the white space at its ends, its shape."""

    line_no: int
    head: str
    shape: str | None


@dataclass
class Post:
    """A post as cut: its completeness, and the role of each of its lines by number."""

    completeness: str
    roles: dict[int, str] = field(default_factory=dict)
    category_line: int | None = None


@dataclass
class CutPage:
    """A page as cut: its kind and why, its posts, and the roles of the lines that belong to none."""

    kind: str
    reason: str
    posts: list[Post] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)


def cut_page(lines: Sequence[Line], *, has_foot: bool) -> CutPage:
    """The posts among `lines`, the lines of a page's middle that are not blank."""
    known = {line.line_no: _OWN[line.shape] for line in lines if line.shape in _OWN}
    content = [line for line in lines if line.shape not in _OWN]
    page = (
        _stamped(content)
        or _dated(content)
        or _single(content, [line for line in lines if line.shape == "breadcrumb"])
        or _pairs(content)
        or _whole(content, has_foot=has_foot)
    )
    page.roles |= known
    return page


_OWN = {
    "share_bar": "share_bar",
    "read_more": "read_more",
    "page_heading": "page_heading",
    "breadcrumb": "navigation",
    "copyright": "copyright",
}


def _is_title(line: Line) -> bool:
    return len(line.head) <= TITLE_MAX and line.head.count(" ") < PROSE_WORDS + 5 and not _OPEN_END.search(line.head)


def _is_prose(line: Line) -> bool:
    return not _is_title(line)


def _stamped(content: list[Line]) -> CutPage | None:
    """`date 2020-06-28 The first words, cut [...]`, then the whole text."""
    if not content or content[0].shape != "date_stamp":
        return None
    post = Post("full", {line.line_no: "body" for line in content[1:]})
    post.roles[content[0].line_no] = "post_date"
    return CutPage("article", "a date stamp opens the page", [post])


def _dated(content: list[Line]) -> CutPage | None:
    """Title, date, text; a date at the top of the page without a title is no post's."""
    starts = [
        index - 1
        for index, line in enumerate(content)
        if line.shape == "dated_by" and index > 0 and _is_title(content[index - 1]) and content[index - 1].shape is None
    ]
    if not starts:
        return None
    page = CutPage("listing" if len(starts) > 1 else "article", "titles with a date below them")
    page.roles = {line.line_no: "page_heading" for line in content[: starts[0]]}
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        title, date, *body = content[start:end]
        roles = {title.line_no: "title", date.line_no: "post_date"}
        page.posts.append(Post(_completeness_of(body), roles | {line.line_no: "body" for line in body}))
    if len(starts) > 1 and all(post.completeness == "excerpt" for post in page.posts):
        page.kind = "excerpts"
    return page


def _completeness_of(body: list[Line]) -> str:
    """A single paragraph that ends in dots is an excerpt."""
    return "excerpt" if len(body) == 1 and re.search(r"(\.{3}|…|\[…\])\s*\]?$", body[0].head) else "full"


def _single(content: list[Line], breadcrumbs: list[Line]) -> CutPage | None:
    """One title, then text: below a breadcrumb, or with prose only."""
    if not content or not _is_title(content[0]) or len(content) < 2:
        return None
    title, *body = content
    is_plain = _is_prose(body[0]) and sum(_is_title(line) for line in body) <= len(body) // 3 and len(body) > 1
    if not breadcrumbs and not (is_plain and not _is_pairwise(content)):
        return None
    post = Post("full", {title.line_no: "title"} | {line.line_no: "body" for line in body})
    post.category_line = breadcrumbs[0].line_no if breadcrumbs else None
    return CutPage("article", "a breadcrumb above one title" if breadcrumbs else "one title and prose below it", [post])


def _is_pairwise(content: list[Line]) -> bool:
    titles = [_is_title(line) for line in content]
    return len(titles) >= 2 * _MIN_PAIRS and titles == [True, False] * (len(titles) // 2)


def _pairs(content: list[Line]) -> CutPage | None:
    """Title, excerpt, title, excerpt ..., below what the page says it lists."""
    heading = 0
    while heading < len(content) - 1 and _is_title(content[heading]) and _is_title(content[heading + 1]):
        heading += 1
    if not _is_pairwise(content[heading:]):
        return None
    page = CutPage("excerpts", "titles and single paragraphs by turns")
    page.roles = {line.line_no: "page_heading" for line in content[:heading]}
    for title, body in zip(content[heading::2], content[heading + 1 :: 2], strict=True):
        page.posts.append(Post("excerpt", {title.line_no: "title", body.line_no: "body"}))
    return page


def _whole(content: list[Line], *, has_foot: bool) -> CutPage:
    """No boundary can be known: all prose is one record."""
    prose = [line for line in content if _is_prose(line)]
    if not prose:
        return CutPage("unknown", "no prose", roles={line.line_no: "unknown" for line in content})
    post = Post("full" if has_foot and len(prose) == 1 else "truncated")
    first, last = prose[0].line_no, prose[-1].line_no
    post.roles = {line.line_no: "body" for line in content if first <= line.line_no <= last}
    outside = {line.line_no: "unknown" for line in content if line.line_no not in post.roles}
    return CutPage("unknown", "prose without boundaries", [post], outside)


def cut_pages(
    middle: pl.DataFrame, pages: pl.DataFrame, first_block: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Rows and blocks as of `cut.cut`, kind and reason of each page, and the pages whose boundaries cannot be known.

    Args:
        middle: The lines of the posts' zone: page, line_no, head, shape.
        pages: page, page_id, path, has_foot of the pages to cut.
        first_block: Number of the first block.
    """
    rows: list[tuple[int, int, int | None, str]] = []
    blocks, kinds, problems = [], [], []
    of_page = middle.filter(pl.col("shape").fill_null("") != "blank").partition_by("page", as_dict=True)
    block = first_block
    for page, page_id, path, has_foot in pages.select("page", "page_id", "path", "has_foot").iter_rows():
        found = of_page.get((page,))
        content = [] if found is None else [Line(*row) for row in found.select("line_no", "head", "shape").iter_rows()]
        result = cut_page(content, has_foot=has_foot)
        kinds.append((page, result.kind, result.reason))
        rows += [(page, line_no, None, role) for line_no, role in result.roles.items()]
        for post in result.posts:
            date_line = next((line_no for line_no, role in post.roles.items() if role == "post_date"), None)
            blocks.append((block, page, post.completeness, post.category_line, date_line))
            rows += [(page, line_no, block, role) for line_no, role in post.roles.items()]
            block += 1
        if result.kind == "unknown" and result.posts:
            message = "No title, date or link tells where one post ends: the page is kept as one record. Look for a better dump."
            problems.append(Problem("unknown_boundaries", path, message, page_id))
    kind_schema = {"page": pl.UInt32, "kind_told": pl.String, "reason_told": pl.String}
    return (
        pl.DataFrame(rows, schema=ROW_COLUMNS, orient="row"),
        pl.DataFrame(blocks, schema=BLOCK_COLUMNS, orient="row"),
        pl.DataFrame(kinds, schema=kind_schema, orient="row"),
        problems,
    )
