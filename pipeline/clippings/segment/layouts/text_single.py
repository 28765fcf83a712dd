"""Pages of one post: opened by a date stamp, below a breadcrumb, or one title and prose."""

from collections.abc import Collection, Sequence

from clippings.common.text import core
from clippings.segment.layouts.build_post import made, with_breadcrumb, with_end_of_page
from clippings.segment.layouts.page_model import DATED_START, CutPage, Line, Page, Post
from clippings.segment.layouts.text_looks import breaks_off, is_prose, is_title, word_count
from clippings.segment.layouts.text_pairs import is_pairwise

_MOST_ABOVE = 3
"""Number of lines that may hold the date stamp."""
_LEAST_TITLE = 4
"""Minimum number of words of a title; menu entries are shorter."""
_LEAST_PAIRED = 6
"""Minimum number of lines of titles and excerpts by turns; fewer may be a post with subheadings."""
_BARS = 2
"""Bars of a menu on one line, at least."""
_SHOWN_AGAIN = 20
"""Number of characters after a date stamp that the text below must repeat."""


def stamped(page: Page) -> CutPage | None:
    """Return the post of `date 2020-06-28 The first words, cut [...]` and the whole text; a title above is optional."""
    for index, line in enumerate(page.content[:_MOST_ABOVE]):
        *above, stamp = page.content[: index + 1]
        rest = page.content[index + 1 :]
        is_stamp = line.line_class == "date_stamp" or (
            line.line_class == DATED_START and bool(rest) and _is_shown_again(line, rest[0])
        )
        if is_stamp and all(map(is_title, above)):
            post = Post("full", {text.line_no: "body" for text in rest}, date_line=stamp.line_no)
            post.roles[stamp.line_no] = "post_date"
            if above:
                post.roles[above[-1].line_no] = "title"
            with_breadcrumb([post], page)
            headings = {heading.line_no: "page_heading" for heading in above[:-1]}
            return CutPage("article", "a date stamp opens the text", [post], headings)
    return None


def _is_shown_again(stamp: Line, text: Line) -> bool:
    """Return whether the text begins with the words after the stamp."""
    opening = text.stripped[:_SHOWN_AGAIN]
    return len(opening) == _SHOWN_AGAIN and opening in stamp.stripped


def below_breadcrumb(page: Page) -> CutPage | None:
    """A breadcrumb, one title, text."""
    content = page.content
    if not page.breadcrumbs or len(content) < 2 or not is_title(content[0]):
        return None
    crumb = page.breadcrumbs[0]
    is_title_above = core(crumb.stripped).endswith(core(content[0].stripped))
    below = (at for at, line in enumerate(content) if line.line_no > crumb.line_no and not is_title_above)
    at = next(below, 0)
    at = at if is_title(content[at]) and at + 1 < len(content) else 0
    post = made(content[at], content[at + 1 :], page)
    with_end_of_page(post, page)
    with_breadcrumb([post], page)
    headings = {line.line_no: "page_heading" for line in content[:at]}
    return CutPage("article", "a breadcrumb above one title", [post], headings)


def cut_off(page: Page) -> CutPage | None:
    """A menu, a category, a title, text, and the dump ends: the first post of a listing before its closing line."""
    content = page.content
    first = next((index for index, line in enumerate(content) if is_prose(line)), 0)
    if not page.has_head or page.has_foot or page.closers or first not in (2, 3):
        return None
    pairs = content[first - 1 :]
    if len(pairs) >= _LEAST_PAIRED and is_pairwise(pairs) and not breaks_off(content[-1]):
        return None  # excerpts below a heading
    *above, category, title = content[:first]
    is_parted = bool(above) and category.line_no - above[0].line_no > 1  # a caption is directly above the category
    if above and (above[0].stripped in page.categories or (is_parted and category.stripped not in page.categories)):
        above, category, title, first = [], above[0], category, first - 1
    post = made(title, content[first:], page)
    post.roles |= {line.line_no: "caption" for line in above} | {category.line_no: "category"}
    post.category_line, post.completeness = category.line_no, "truncated"
    return CutPage("listing", "a category and a title below a menu, and no end", [post])


def titled(page: Page) -> CutPage | None:
    """Return the post of one title and mostly prose; a menu may be above the title."""
    content = page.content
    first = next((index for index, line in enumerate(content) if is_prose(line)), 0)
    is_short = first + 1 >= len(content) and not page.has_foot
    if not first or is_short:
        return None
    body = content[first:]
    if sum(map(is_title, body)) > len(body) // 3:
        return None
    at = _title_among(content[:first], page.categories)
    post = made(content[at], content[at + 1 :], page)
    with_end_of_page(post, page)
    headings = {line.line_no: "page_heading" for line in content[:at]}
    return CutPage("article", "one title and prose below it", [post], headings)


def _title_among(lines: Sequence[Line], categories: Collection[str]) -> int:
    """The title among the short lines above a text: below a category of the site; longer than a menu's entry; or the last."""
    below = (at + 1 for at, line in enumerate(lines[:-1]) if line.stripped in categories)
    longer = (
        at for at, line in enumerate(lines) if word_count(line) >= _LEAST_TITLE and line.stripped.count("|") < _BARS
    )
    return next(below, next(longer, len(lines) - 1))
