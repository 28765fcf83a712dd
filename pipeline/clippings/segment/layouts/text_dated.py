"""Pages whose posts each have a date: below the title, above the title, or below the text.

Each layout is tried on the whole page; the one that explains most posts is taken. A date heading above may date several
posts. A date at the top of the page may belong to the page and then dates no post.
"""

from collections.abc import Sequence

from clippings.enrich.credits.marked_names import suggests_author
from clippings.segment.layouts.build_post import categories_above, has_body, made, with_breadcrumb
from clippings.segment.layouts.page_model import BESIDE, DATES, CutPage, Line, Page, Post
from clippings.segment.layouts.text_looks import MENU, is_cut, is_prose, is_title, word_count
from clippings.segment.lines.day_lines import is_signed_day

_LAYOUTS = ("below its title", "above its title", "below its text")
_SHORT_SENTENCE = 15
"""Maximum number of words of a title that ends as a sentence does."""
_TITLE_WORDS, _STANDFIRST_WORDS = 3, 8
"""Minimum number of words of a title with a standfirst directly below it, and of that standfirst."""
_MOST_BESIDE = 3
"""Maximum number of lines between a title and its date."""


def cut(page: Page) -> CutPage | None:
    """Return the posts of a page on which every post has a date line."""
    pages_cut = [layout(page) for layout in (_below_titles, _above_titles, _below_texts)]
    signed = {line.line_no for line in page.content if line.line_class in DATES and is_signed_day(line.stripped)}
    # by the number of posts and of those whose day has an author beside it; the first of equals
    fits = [(len(posts), sum(post.date_line in signed for post in posts)) for posts in pages_cut]
    best = fits.index(max(fits))
    posts = pages_cut[best]
    if not posts:
        return None
    with_breadcrumb(posts, page)
    kind = "article" if len(posts) == 1 else "listing"
    if len(posts) > 1 and all(post.completeness == "excerpt" for post in posts):
        kind = "excerpts"
    result = CutPage(kind, f"each post has a date {_LAYOUTS[best]}", posts)
    first = min(min(post.roles) for post in posts)
    post_lines = {line_no for post in posts for line_no in post.roles}
    dates = {post.date_line for post in posts}
    for line in page.content:
        if line.line_no not in post_lines:
            is_date = line.line_no in dates
            result.roles[line.line_no] = (
                "post_date"
                if is_date
                else "page_heading"
                if line.line_no < first or line.line_class == "month_heading"
                else "unknown"
            )
    return result


def _below_titles(page: Page) -> list[Post]:
    """Return posts of title, date, text."""
    content = page.content
    starts: list[tuple[int, int]] = []
    for index, line in enumerate(content):
        if line.line_class in DATES:
            title = _before(content, index)
            title = title if title is None else _above_standfirst(content, title)
            if title is not None and _heads_post(page, title) and (not starts or title > starts[-1][1]):
                starts.append((title, index))
    above = categories_above(page, [content[title] for title, _ in starts])
    taken = set(above.values())
    posts = []
    for number, (title, date) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(content)
        text_lines = [line for line in content[title + 1 : end] if line.line_no not in taken]
        post = made(content[title], text_lines, page, content[date], _until(content, end))
        category = above.get(content[title].line_no)
        if category is not None:
            post.category_line = category
            post.roles[category] = "category"
        posts.append(post)
    return [post for post in posts if has_body(post)]


def _above_standfirst(content: Sequence[Line], index: int) -> int:
    """The line above a date, or the shorter one directly above it below a blank line, which is the title of a standfirst."""
    if index == 0 or content[index].line_no - content[index - 1].line_no > 1:
        return index
    title, standfirst = content[index - 1], content[index]
    is_below_gap = index == 1 or title.line_no - content[index - 2].line_no > 1
    is_longer = len(standfirst.stripped) > len(title.stripped) and word_count(standfirst) >= _STANDFIRST_WORDS
    return index - 1 if is_below_gap and is_longer and is_title(title) and word_count(title) >= _TITLE_WORDS else index


def _heads_post(page: Page, index: int) -> bool:
    """Whether a line with a date below it is a title; first on its page or below a link to a full text a short sentence is one."""
    line = page.content[index]
    is_first = index == 0 or page.closes_between(page.content[index - 1].line_no, line.line_no)
    is_sentence = is_first and line.line_class is None and word_count(line) <= _SHORT_SENTENCE
    return is_title(line) or (is_sentence and not MENU.fullmatch(line.stripped))


def _above_titles(page: Page) -> list[Post]:
    """Return posts of date, title, text; one date may be above several titles."""
    content = page.content
    starts: list[int] = []
    for index, line in enumerate(content):
        title = _after(content, index)
        text = _after(content, title)
        if line.line_class in DATES and text < len(content) and is_title(content[title]) and is_prose(content[text]):
            starts.append(index)
    if not starts:
        return []
    segments = [
        [line for line in content[start:end] if line.line_class != "month_heading"]
        for start, end in zip(starts, [*starts[1:], len(content)], strict=True)
    ]
    ends = [_until(content, end) for end in [*starts[1:], len(content)]]
    is_headed = _date_several(segments, page)
    posts = []
    for segment, end in zip(segments, ends, strict=True):
        date, *rest = segment
        titles = [
            number
            for number, line in enumerate(rest)
            if is_title(line)
            and (text := _after(rest, number)) < len(rest)
            and (is_prose(rest[text]) or (number == 0 and rest[text] is content[-1]))
        ]
        titles = titles if is_headed else titles[:1]
        above = {line.line_no: BESIDE[line.line_class or ""] for line in rest[: titles[0]]}
        for number, title in enumerate(titles):
            stop = titles[number + 1] if number + 1 < len(titles) else len(rest)
            post = made(rest[title], rest[title + 1 : stop], page, date, _until(rest, stop) or end)
            if number == 0:
                post.roles |= above | {date.line_no: "post_date"}
            posts.append(post)
    return posts


def _date_several(segments: Sequence[Sequence[Line]], page: Page) -> bool:
    """Whether the dates are headings: every title below one has a single paragraph, and it can be no subheading."""
    several = False
    for _, *rest in segments:
        lines = [line for line in rest if line.line_class not in BESIDE]
        is_by_turns = [is_title(line) for line in lines] == [True, False] * (len(lines) // 2)
        if not is_by_turns:
            return False
        several |= len(lines) > 2
        is_excerpts = all(
            is_cut(text) or page.closes_between(text.line_no, below.line_no)
            for text, below in zip(lines[1::2], lines[2::2], strict=False)
        )
        if len(segments) == 1 and not is_excerpts:
            return False
    return several


def _below_texts(page: Page) -> list[Post]:
    """Return posts of title, text, date. Text after the last date means that the dates do not end posts."""
    content = page.content
    posts: list[Post] = []
    start = 0
    titles: list[int] = []
    for index, line in enumerate(content):
        if is_title(line):
            titles.append(index)
        if line.line_class not in DATES or line.line_class == "date_label":
            continue
        end = _after(content, index)
        is_end = end >= len(content) or is_title(content[end])
        if not is_end or not titles or titles[0] + 1 >= index or titles[-1] == index - 1:
            continue
        title = titles[0] if posts else titles[-1]
        if not any(map(is_prose, content[title + 1 : index])):
            continue
        posts.append(made(content[title], content[title + 1 : end], page, line, _until(content, end)))
        start, titles = end, []
    is_closed = all(is_title(line) for line in content[start:])
    return posts if is_closed and all(has_body(post) for post in posts) else []


def _before(content: Sequence[Line], index: int) -> int | None:
    """Return the line above `index`, without lines that belong to a title."""
    for above in range(index - 1, max(-1, index - 2 - _MOST_BESIDE), -1):
        is_signed = above > 0 and content[above - 1].line_class == "byline"
        # By Ada Quill / Quay Times staff
        if content[above].line_class not in BESIDE and not (is_signed and suggests_author(content[above].stripped)):
            return above
    return None


def _after(content: Sequence[Line], index: int) -> int:
    """Return the line below `index`, without lines that belong to a title."""
    below = index + 1
    while below < len(content) and content[below].line_class in BESIDE:
        below += 1
    return below


def _until(content: Sequence[Line], index: int) -> int | None:
    return content[index].line_no if index < len(content) else None
