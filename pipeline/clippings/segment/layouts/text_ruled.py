"""Pages whose posts are parted by ruled lines, such as letters to subscribers: `--------` below each text."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.layouts.build_post import has_body, made
from clippings.segment.layouts.page_model import BESIDE, DATES, CutPage, Line, Page, Post
from clippings.segment.layouts.text_looks import is_prose, is_title, word_count

_RULE = re.compile(r"[-=_*~—–─━•·#+]{3,}|(?:[*•·~—–-] ){2,}[*•·~—–-]")
_LEAST = 2
"""Ruled lines of one kind, and posts, at least."""
_TEXT_WORDS = 8
"""Words of the line that opens a text, at least: `In this issue:` opens none."""
_BESIDE = (*BESIDE, *DATES)


def cut(page: Page) -> CutPage | None:
    """Return the posts of a page with a ruled line between each two."""
    rules = Counter(line.stripped for line in page.content if _RULE.fullmatch(line.stripped))
    if not rules or max(rules.values()) < _LEAST:
        return None
    mark = max(rules, key=lambda text: rules[text])
    bounds = [-1, *(at for at, line in enumerate(page.content) if line.stripped == mark), len(page.content)]
    parts = [page.content[low + 1 : high] for low, high in pairwise(bounds)]
    posts = [post for part in parts if (post := _post(part, page)) is not None]
    texts = sum(any(map(_is_text, part)) for part in parts)
    if len(posts) < _LEAST or len(posts) + 1 < texts:
        return None
    # Harbour Weekly, issue 212, 9 May 2014
    issue = next((line.line_no for line in parts[0] if line.line_class in DATES or days_in(line.stripped)), None)
    for post in posts:
        post.date_line = post.date_line or issue
    taken = {line_no for post in posts for line_no in post.roles}
    outside = {line.line_no: "unknown" for line in page.content if line.line_no not in taken}
    return CutPage("listing", "ruled lines part the posts", posts, outside)


def _post(part: Sequence[Line], page: Page) -> Post | None:
    """The post of the lines between two rules: its title is the line above its text."""
    first = next((at for at, line in enumerate(part) if _is_text(line)), None)
    above = [at for at in range(first or 0) if part[at].line_class not in _BESIDE]
    if not above or not is_title(part[above[-1]]):
        return None
    title, rest = part[above[-1]], part[above[-1] + 1 :]
    date = next((line for line in rest if line.line_class in DATES), None)
    post = made(title, rest, page, date)
    return post if has_body(post) else None


def _is_text(line: Line) -> bool:
    return line.line_class not in BESIDE and is_prose(line) and word_count(line) >= _TEXT_WORDS
