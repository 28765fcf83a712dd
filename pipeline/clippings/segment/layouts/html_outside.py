"""Roles of the lines outside the posts of a page, and which of its posts are excerpts."""

from collections.abc import Sequence

from clippings.schema.enums import TEXT_ROLES
from clippings.segment.layouts import html_post
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_line_kinds import is_more
from clippings.segment.layouts.html_model import CutPage, Line, Post

CARD = 60
"""Maximum number of words of a text that counts as an excerpt of a linked title, if all texts are that short."""


def mark_excerpts(posts: list[Post], lines: Sequence[Line]) -> None:
    """Posts cut short by a link or by dots; if most are, those of one short paragraph too; or all linked and short."""
    by_no = {line.line_no: line for line in lines}
    short = []
    for post in posts:
        body = [by_no[no] for no, role in post.roles.items() if role in TEXT_ROLES and no in by_no]
        if body and html_post.CUT_END.search(body[-1].lower) and len(body) <= 2:
            post.completeness = "excerpt"
        short.append(len(body) <= 1 and sum(line.words for line in body) <= CARD)
    cut = sum(post.completeness == "excerpt" for post in posts)
    is_cards = len(posts) >= 3 and all(short) and all(post.url for post in posts)
    for post, is_short in zip(posts, short, strict=True):
        if is_short and (is_cards or 2 * cut > len(posts)):
            post.completeness = "excerpt"


def roles_outside(lines: Sequence[Line], boilerplate: Boilerplate, page: CutPage) -> dict[int, str]:
    """Return the roles of lines outside posts."""
    post_lines = {no for post in page.posts for no in post.roles}
    first = min(post_lines, default=0)
    roles = {}
    for line in lines:
        if line.line_no in post_lines:
            continue
        kind = boilerplate.kinds.get(line.line_no)
        if kind == "recent":
            is_heading = line.is_heading or line.line_class == "recent_heading"
            roles[line.line_no] = "recent_date" if is_date(line) else "recent_heading" if is_heading else "recent_title"
        elif kind is not None:
            roles[line.line_no] = boilerplate.role(line)
        elif is_more(line):
            roles[line.line_no] = "read_more"
        elif line.hint in ("link", "navigation"):
            roles[line.line_no] = "navigation"
        elif line.is_heading or line.line_no < first:
            roles[line.line_no] = "page_heading"
        else:
            roles[line.line_no] = "related" if line.is_prose else "footer"
    return roles
