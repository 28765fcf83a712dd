"""Builds a post from its lines: roles, category, completeness. A strategy or the learned cutter finds its boundaries first."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from clippings.enrich.credits import byline_names
from clippings.segment.layouts.page_model import BESIDE, DATED_END, DATES, Line, Page, Post
from clippings.segment.layouts.text_looks import breaks_off, is_cut, is_prose, is_title
from clippings.segment.lines.day_lines import is_update

_NAME_LENGTH = 60


def made(
    title: Line | None,
    rest: Sequence[Line],
    page: Page,
    date: Line | None = None,
    until: int | None = None,
    *,
    signed: Collection[int] = (),
) -> Post:
    """Return the post of a title and the lines that are not above it.

    Args:
        title: Title of the post, if any.
        rest: Its other lines in order, the date line among them or not.
        page: The page it is on.
        date: The line that dates the post; it may date other posts too, and may be at any position.
        until: Number of the line at which the next post begins; None for the last.
        signed: Numbers of the lines that are known to name its author.
    """
    post = Post("full", {title.line_no: "title"} if title else {})
    post.date_line = date.line_no if date and date.line_class != "date_label" else None
    body: list[Line] = []
    for line in rest:
        role = "byline" if line.line_no in signed else _role(line, date, is_at_top=not body)
        if role == "body" and not body and title is not None and _is_signature(line, page):
            role = "byline"
        post.roles[line.line_no] = role
        if role == "category" and post.category_line is None:
            post.category_line = line.line_no
        if role == "body":
            body.append(line)
    post.completeness = _completeness(body, page, until)
    return post


def has_body(post: Post) -> bool:
    """Whether the post has a line of text."""
    return "body" in post.roles.values()


def with_breadcrumb(posts: Sequence[Post], page: Page) -> None:
    """The category of the only post of a page is in the line that leads to it."""
    if len(posts) == 1 and page.breadcrumbs and posts[0].category_line is None:
        posts[0].category_line = page.breadcrumbs[0].line_no


def with_end_of_page(post: Post, page: Page) -> None:
    """A post whose last line is the last of its page and stops within a sentence is truncated."""
    last = page.content[-1]
    if (
        post.completeness == "full"
        and not page.has_foot
        and post.roles.get(last.line_no) == "body"
        and breaks_off(last)
    ):
        post.completeness = "truncated"


def with_dates_at_ends(posts: Sequence[Post], page: Page) -> None:
    """Posts are dated by the ends of their texts where most end in a day. A day at the end of one text or another dates no post."""
    ends = {line.line_no for line in page.content if line.line_class == DATED_END}
    texts = [max((at for at, role in post.roles.items() if role == "body"), default=0) for post in posts]
    if sum(at not in ends for at in texts) <= len(posts) // 3:
        for post, at in zip(posts, texts, strict=True):
            post.date_line = at if at in ends else post.date_line


def categories_above(page: Page, titles: Sequence[Line]) -> dict[int, int]:
    """Number of a title's line to that of the category above it, where every title has one."""
    content = page.content
    index = {line.line_no: at for at, line in enumerate(content)}
    above = [content[at - 1] for title in titles if (at := index.get(title.line_no, 0))]
    if len(titles) < 2 or len(above) < len(titles):
        return {}
    if not all(is_title(line) and line not in titles for line in above):
        return {}
    if _closes_posts({line.stripped for line in above}, content[index[titles[-1].line_no] :]):
        return {}
    is_closed = all(page.closes_between(content[index[line.line_no] - 1].line_no, line.line_no) for line in above[1:])
    if not is_closed and len({line.stripped for line in above}) == len(titles):
        return {}
    return {title.line_no: line.line_no for title, line in zip(titles, above, strict=True)}


def _closes_posts(above: Collection[str], last: Sequence[Line]) -> bool:
    """Whether a line that is above titles is also directly below the text of the last post: it ends each post and names no category."""
    return any(line.stripped in above and is_prose(text) for text, line in pairwise(last[1:]))


def _role(line: Line, date: Line | None, *, is_at_top: bool) -> str:
    if line is date:
        return "post_date"
    if line.line_class == "date_label" or (is_at_top and line.line_class in DATES and date is None):
        return "post_date"
    if line.line_class in DATES and is_update(line.stripped):
        return "post_date"
    if line.line_class == "byline" and not is_at_top:
        return "body"  # a later step finds credits at the end of a text
    return BESIDE.get(line.line_class or "", "body")


def _is_signature(line: Line, page: Page) -> bool:
    """Whether a line below the title is a person's name alone, above the day or the time for reading."""
    if len(line.stripped) > _NAME_LENGTH or byline_names.name_in(line.stripped) != (0, len(line.stripped)):
        return False
    following = next((other for other in page.lines if other.line_no > line.line_no), None)
    return following is not None and (following.line_class in DATES or following.line_class == "skip")


def _completeness(body: Sequence[Line], page: Page, until: int | None) -> str:
    """An excerpt ends in dots or a link to the full text follows, both if it has several paragraphs; or it is a title alone."""
    if not body:
        return "excerpt"
    end = until if until is not None else body[-1].line_no + 1_000_000
    signs = is_cut(body[-1]), page.closes_between(body[-1].line_no, end)
    return "excerpt" if (any(signs) if len(body) == 1 else all(signs)) else "full"
