"""Builds a page as cut from the posts that the learned cutter found: roles of lines, values, how sure each is."""

from collections.abc import Iterator
from itertools import pairwise, repeat

from clippings.enrich.credits.byline_names import is_name_and_role, name_in
from clippings.enrich.credits.marked_names import names_labelled_person
from clippings.enrich.credits.person_names import given_names
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.cut_pages import TURN, CutLines
from clippings.segment.cutter.cut_post import PostLines
from clippings.segment.cutter.labels import OUTSIDE, TITLE
from clippings.segment.cutter.posts_of_labels import is_index
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.fields.day_order import day_first
from clippings.segment.layouts.build_post import (
    categories_above,
    made,
    with_breadcrumb,
    with_end_of_page,
)
from clippings.segment.layouts.page_model import BESIDE, BOILERPLATE, DATES, CutPage, Page, Post
from clippings.segment.layouts.text_looks import word_count

_DECK_WORDS = 5
"""Words of the shortest standfirst between a title and a byline."""
_OF_POST = CERTAIN * 25 // 100
"""How likely a standfirst directly above the text is outside, at most."""
_BULLET = 2
"""Characters beside a day on a line that is nothing else."""
_LINKS = ("read_more", "related", "pointer", "footer")
"""Classes of lines that are of no text, wherever they are."""
_FOOT, _NEARLY_ALL = ("tags", "category_label", "copyright", "share_label"), 88
"""Classes of lines that end the text of the only post of a page, and the share of it, in percent, that is above, at least."""
_HEADER, _FOOTER = 8, 4
"""Lines below a title, or below a text, in which the post's category or the number of its comments may be."""


def build_page(cut: CutLines, page: Page) -> CutPage:
    """The page with its posts; their lines are indexes into `page.lines`."""
    outside = {line.line_no: BOILERPLATE.get(line.line_class or "", "unknown") for line in page.lines}
    if is_index(cut.heads, cut.posts):
        titles = {cut.line_nos[post.title]: "recent_title" for post in cut.posts if post.title is not None}
        dates = {
            cut.line_nos[post.date]: "recent_date"
            for post in cut.posts
            if post.date is not None and post.date > (post.title or 0)
        }
        reason = f"an index: {len(cut.posts)} titles, and no texts, by the learned cutter"
        return CutPage("unknown", reason, roles=outside | titles | dates)
    outside |= {
        below.line_no: "page_heading"
        for line, below in pairwise(page.lines)
        if line.line_class == "page_heading" and outside[below.line_no] == "unknown"
    }
    titles = [page.lines[post.title] for post in cut.posts if post.title is not None]
    categories = categories_above(page, titles)
    taken = set(categories.values())
    ends = [*(post.title or 0 for post in cut.posts[1:]), len(cut.line_nos)][: len(cut.posts)]
    order = day_first(
        [span.raw for post in cut.posts if post.date is not None for span in days_in(cut.heads[post.date])]
    )
    posts = []
    for lines, end in zip(cut.posts, ends, strict=True):
        _find_date(cut, page, lines, end)
        _find_byline(cut, page, lines, end)
    for lines, end in zip(cut.posts, ends, strict=True):
        post = _post(cut, page, lines, end, taken)
        if post.category_line is None and lines.title is not None:
            post.category_line = categories.get(cut.line_nos[lines.title])
        if post.category_line in taken - post.roles.keys():
            post.roles[post.category_line] = "category"
        post.sure = {
            **_confidences(lines),
            **_day(cut, lines.date, order),
            "doubt": _doubt(cut, lines),
            "marked_lines": [no for at in lines.bylines if post.roles.get(no := cut.line_nos[at]) == "byline"],
        }
        taken |= post.roles.keys()
        posts.append(post)
    with_breadcrumb(posts, page)
    if posts:
        with_end_of_page(posts[-1], page)
    roles = {line_no: role for line_no, role in outside.items() if line_no not in taken}
    return CutPage(*_kind(posts), posts, roles)


def _post(cut: CutLines, page: Page, post: PostLines, end: int, taken: set[int]) -> Post:
    """The post of its lines and of those that name its category or the number of its comments; no line of two posts."""
    title = None if post.title is None else page.lines[post.title]
    date = None if post.date is None else page.lines[post.date]
    lines = [post.date] if post.date is not None else []
    text = _above_foot(cut, page, post.text) if len(cut.posts) == 1 else post.text
    own = {*lines, *post.bylines, *text, *_beside(cut, page, post, end)} - {post.title}
    rest = [
        line
        for line in map(page.lines.__getitem__, sorted(own))
        if line.line_no not in taken and line.line_class not in _LINKS
    ]
    is_text = post.date in post.text and date is not None and date.line_class not in DATES
    until = cut.line_nos[end] if end < len(cut.line_nos) else None
    signed = [cut.line_nos[at] for at in post.bylines]
    result = made(title, rest, page, None if is_text else date, until, signed=signed)
    result.date_line = date.line_no if date else None
    if (standfirst := _standfirst(cut, page, post)) is not None and standfirst not in taken:
        result.roles[standfirst] = "deck"
    return result


def _above_foot(cut: CutLines, page: Page, text: list[int]) -> list[int]:
    """The lines of a text above the tags of its post, a link to the one before or after it, or the rights, where nearly all is above."""
    whole, above = sum(len(cut.heads[at]) for at in text), 0
    for nth, at in enumerate(text):
        is_foot = page.lines[at].line_class in _FOOT or TURN.fullmatch(cut.heads[at]) is not None
        if is_foot and 100 * above >= _NEARLY_ALL * whole:
            return text[:nth]
        above += len(cut.heads[at])
    return text


def _standfirst(cut: CutLines, page: Page, post: PostLines) -> int | None:
    """Number of a line between a title and the byline, the day or the text below it that is a sentence of no class."""
    below = {post.date, *post.bylines}
    if post.title is not None and post.text[:1] == [post.title + 2]:
        below |= {post.title + 2} if cut.likely[post.title + 1, OUTSIDE] <= _OF_POST else set()
    if post.title is None or post.title + 2 not in below or post.title + 1 in {*below, *post.text}:
        return None
    line = page.lines[post.title + 1]
    return line.line_no if line.line_class is None and word_count(line) >= _DECK_WORDS else None


def _find_byline(cut: CutLines, page: Page, post: PostLines, end: int) -> None:
    """The author of a post by a line that the model does not know: with a label above the text, or with the hour of posting below it."""
    if post.bylines or post.title is None or not post.text:
        return
    above, below = range(post.title + 1, post.text[0]), range(post.text[-1] + 1, min(end, post.text[-1] + _FOOTER))
    places = (*zip(above, repeat("byline")), *zip(below, repeat("posted_by")))
    named = [
        at
        for at, line_class in places
        if page.lines[at].line_class == line_class or (line_class == "byline" and _signs(cut.heads[at]))
    ]
    if named:
        post.bylines, post.author_confidence = named[:1], post.title_confidence


def _signs(line: str) -> bool:
    # Text by Ada Quill, photos by Ben Marsh   |   Ada Quill, Staff Writer   |   Anna Quill
    is_alone = line.split(maxsplit=1)[0] in given_names() and name_in(line) == (0, len(line))
    return names_labelled_person(line) or is_name_and_role(line) or is_alone


def _find_date(cut: CutLines, page: Page, post: PostLines, end: int) -> None:
    """Dates a post by a line between its title and its text, in a calendar or language that the model does not know.

    The only post of a page is also dated by a line beside its title that is nothing but a day.
    """
    if post.date is not None or post.title is None:
        return
    below = range(post.title + 1, post.text[0] + 1 if post.text else min(end, post.title + _FOOTER))
    dates = [at for at in below if page.lines[at].line_class in DATES]
    if len(cut.posts) == 1:
        beside = range(max(0, post.title - 1), min(len(cut.heads), post.title + 2))
        dates += [at for at in beside if cut.has_day[at] and _is_only_day(cut.heads[at])]
    if dates:
        post.date, post.date_confidence = dates[0], post.title_confidence


def _is_only_day(line: str) -> bool:
    # • 4 March 2015
    return any(len(line) - (span.end - span.start) <= _BULLET for span in days_in(line))


def _beside(cut: CutLines, page: Page, post: PostLines, end: int) -> Iterator[int]:
    """Lines of no post near the title or below the text that name a category or a number of comments."""
    if post.title is None:
        return
    used = {at for other in cut.posts for at in (other.title, other.date, *other.bylines, *other.text)}
    first, last = (post.text[0], post.text[-1]) if post.text else (end, end)
    above, below = (
        range(post.title + 1, min(first, end, post.title + _HEADER)),
        range(last + 1, min(end, last + _FOOTER)),
    )
    for at in (*above, *below):
        if at not in used and BESIDE.get(page.lines[at].line_class or "") in ("comment_count", "category"):
            yield at


def _confidences(post: PostLines) -> dict[str, float]:
    shown = {
        "confidence": post.confidence,
        "title_confidence": None if post.title is None else post.title_confidence,
        "date_confidence": None if post.date is None else post.date_confidence,
        "author_confidence": post.author_confidence if post.bylines else None,
    }
    return {name: _share(value) for name, value in shown.items() if value is not None}


def _day(cut: CutLines, date: int | None, is_day_first: bool | None) -> dict[str, object]:
    """The first day that the date line names with its year, and the characters of the line that name it."""
    spans = days_in(cut.heads[date]) if date is not None else []
    if date is None or not spans:
        return {}
    span = spans[0]
    day = span.day if span.other is None or is_day_first else span.other if is_day_first is False else None
    start, length = cut.indents[date] + span.start, span.end - span.start
    return {"day": day, "day_start": start, "day_length": length} if day else {}


def _doubt(cut: CutLines, post: PostLines) -> str | None:
    """Why the post's cut is unsure, and the line that may be its title instead; None where it is not."""
    if 2 * post.confidence >= CERTAIN:
        return None
    if post.title is None:
        return "No line is likely to be the title of this text."
    titles = cut.likely[:, TITLE].astype(int)
    titles[[other.title for other in cut.posts if other.title is not None]] = 0
    rival = int(titles.argmax())
    reason = f"This post's boundaries are correct with an estimated probability of {_share(post.confidence):.2f}"
    if titles[rival] == 0:
        return f"{reason}."
    return f"{reason}; the title may be line {cut.line_nos[rival]} instead ({_share(int(titles[rival])):.2f})."


def _share(likely: int) -> float:
    return round(likely / CERTAIN, 2)


def _kind(posts: list[Post]) -> tuple[str, str]:
    if not posts:
        return "unknown", "no line is likely to be of a post"
    if len(posts) == 1:
        return "article", "the lines of one post, by the learned cutter"
    if 2 * sum(post.completeness == "excerpt" for post in posts) > len(posts):
        return "excerpts", "titles with the beginnings of their texts, by the learned cutter"
    return "listing", "the lines of several posts, by the learned cutter"
