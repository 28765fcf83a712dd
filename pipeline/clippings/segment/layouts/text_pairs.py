"""Pages that alternate titles and excerpts, without dates. An excerpt is one paragraph, or ends in dots."""

from bisect import bisect_right
from collections.abc import Sequence

from clippings.segment.layouts.build_post import made, with_dates_at_ends
from clippings.segment.layouts.page_model import BESIDE, CutPage, Line, Page
from clippings.segment.layouts.text_looks import breaks_off, is_cut, is_prose, is_title, word_count

_MIN_PAIRS = 2
"""Minimum number of pairs of title and excerpt in a listing of excerpts."""
_MOST_HEADINGS = 6
"""Maximum number of lines, headings or a menu, above the first title."""
_MIN_CUT = 3
_CUT_SHARE = 0.75
"""Minimum share of paragraphs that end in dots, with _MIN_CUT paragraphs at least."""
_MIN_EXCERPT = 12
"""Minimum number of words of an excerpt without an end mark; a shorter line may be a title."""
_CLEAR_EXCERPT = 18
"""Mean number of words of lines that are excerpts even if none has an end mark or more words than a title."""
_TAG_WORDS = 3
"""Most words of a tag's name between two posts."""
_LONGER = 1.4
"""Minimum ratio of the length of excerpts without an end mark to the length of their titles."""


def is_pairwise(content: Sequence[Line]) -> bool:
    """Return whether titles and prose alternate."""
    is_even = len(content) >= 2 * _MIN_PAIRS and len(content) % 2 == 0
    return is_even and all(map(is_title, content[::2])) and all(map(is_prose, content[1::2]))


def cut_by_turns(page: Page) -> CutPage | None:
    """Return posts from alternating titles and excerpts that are cut anywhere, or are directly below their titles."""
    content, asides = _without_asides([line for line in page.content if line.line_class not in BESIDE])
    for skip in range(min(_MOST_HEADINGS, len(content))):
        lines = content[skip:]
        is_cut_anywhere = _is_longer_by_turns(lines) and 2 * sum(map(breaks_off, lines[1::2])) > len(lines[1::2])
        is_below_category = bool(skip) and content[skip - 1].stripped in page.categories
        if is_cut_anywhere or _is_tight(lines, 1 if is_below_category else _MIN_PAIRS):
            starts = list(range(skip, len(content), 2))
            return _cut(page, content, starts, "titles and single paragraphs by turns", asides)
    return None


def untitled(page: Page) -> CutPage | None:
    """Return excerpts without titles: below a heading or none, long lines that mostly break off within a sentence."""
    content = [line for line in page.content if line.line_class not in BESIDE]
    start = next((at for at, line in enumerate(content[:_MOST_HEADINGS]) if word_count(line) >= _MIN_EXCERPT), None)
    texts = content[start:]
    is_cut_anywhere = sum(map(breaks_off, texts)) >= max(_MIN_CUT, _CUT_SHARE * len(texts))
    if start is None or not is_cut_anywhere or any(word_count(line) < _MIN_EXCERPT for line in texts):
        return None
    return _cut(page, content, list(range(start, len(content))), "paragraphs that break off")


def by_turns(page: Page) -> CutPage | None:
    """Return posts from alternating titles and excerpts below the heading of the page."""
    content, asides = _without_asides([line for line in page.content if line.line_class not in BESIDE])
    heading = next((skip for skip in range(_MOST_HEADINGS) if _is_longer_by_turns(content[skip:])), -1)
    if heading < 0:
        return None
    return _cut(page, content, list(range(heading, len(content), 2)), "titles and single paragraphs by turns", asides)


def ended_by_dots(page: Page) -> CutPage | None:
    """Return excerpts that end in dots, with their titles; a paragraph after such an excerpt is an entry."""
    content, asides = _without_asides([line for line in page.content if line.line_class not in BESIDE])
    prose = [line for line in content if is_prose(line)]
    cuts = [line for line in prose if is_cut(line)]
    if len(cuts) < _MIN_CUT or len(cuts) < _CUT_SHARE * len(prose):
        return None
    starts = []
    is_open = False
    for index, line in enumerate(content):
        is_next_prose = index + 1 < len(content) and is_prose(content[index + 1])
        if not is_open and (is_prose(line) or is_next_prose):
            starts.append(index)
            is_open = True
        is_open = is_open and not is_cut(line)
    if is_title(content[starts[0]]) and all(is_prose(content[start]) for start in starts[1:]):
        starts[0] += 1  # a heading above entries none of which has a title
    return _cut(page, content, starts, "paragraphs that end in dots", asides)


def _is_longer_by_turns(content: Sequence[Line]) -> bool:
    """Return whether each second line is longer than the line above it, as excerpts cut at any position are."""
    titles, texts = content[::2], content[1::2]
    return (
        len(titles) == len(texts) >= _MIN_PAIRS + 1
        and all(map(is_title, titles))
        and all(
            word_count(text) >= _MIN_EXCERPT and len(text.stripped) > len(title.stripped)
            for title, text in zip(titles, texts, strict=True)
        )
        and _length(texts) >= _LONGER * _length(titles)
        and (any(map(is_prose, texts)) or sum(map(word_count, texts)) >= _CLEAR_EXCERPT * len(texts))
    )


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.stripped) for line in lines)


def _is_tight(content: Sequence[Line], least: int) -> bool:
    """Return whether the lines are pairs, each a title and its text directly below, with blank lines between."""
    titles, texts = content[::2], content[1::2]
    return (
        len(titles) == len(texts) >= least
        and all(map(is_title, titles))
        and all(text.line_no - title.line_no == 1 for title, text in zip(titles, texts, strict=True))
        and all(title.line_no - text.line_no > 1 for text, title in zip(texts, titles[1:], strict=False))
        and _length(texts) > _length(titles)
        and any(is_prose(text) or breaks_off(text) for text in texts)
    )


def _without_asides(content: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines without names of tags between posts, and those: few words above a title and its longer text."""
    asides = [
        line
        for at, (line, title, text) in enumerate(zip(content, content[1:], content[2:], strict=False))
        if at >= _MIN_PAIRS
        and word_count(line) <= _TAG_WORDS < word_count(title)
        and is_title(line)
        and is_title(title)
        and word_count(text) >= _MIN_EXCERPT
        and len(text.stripped) > len(title.stripped)
    ]
    return [line for line in content if line not in asides], asides


def _cut(
    page: Page, content: Sequence[Line], starts: Sequence[int], reason: str, asides: Sequence[Line] = ()
) -> CutPage:
    edges = [content[start].line_no for start in starts]
    parts: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in page.content:
        if line not in asides:
            parts[bisect_right(edges, line.line_no)].append(line)
    result = CutPage("excerpts", reason, roles={line.line_no: "page_heading" for line in parts[0]})
    result.roles |= {line.line_no: "unknown" for line in asides}
    for part in parts[1:]:
        is_titled = is_title(part[0]) and len(part) > 1
        post = made(part[0] if is_titled else None, part[1:] if is_titled else part, page)
        post.completeness = "excerpt"
        result.posts.append(post)
    with_dates_at_ends(result.posts, page)
    return result
