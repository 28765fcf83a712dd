"""Completes the one post of a page from the head: date, category, title, address and credits that the page itself does not show."""

import re
from collections.abc import Sequence

from clippings.segment.layouts import html_authors, html_days
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_head import WEAK_TITLES, Meta
from clippings.segment.layouts.html_model import Line, Post, core
from clippings.segment.layouts.html_part_names import part_of
from clippings.segment.unwrapping.printed_pages import printed_address


def complete(post: Post, lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta, title: int | None) -> None:
    """Take date, category, title and address from the head if the page itself does not show them."""
    text = [no for no, role in post.roles.items() if role == "body"]
    is_below = post.date_line is not None and post.date_line > max(text, default=post.date_line)
    if post.date_line is None or (is_below and meta.timestamp_line is not None):
        post.date_line = (
            meta.timestamp_line
            or meta.address_line
            or html_days.shown_far(post, lines, boilerplate)
            or meta.page_timestamp_line
        )
        if post.date_line is None:
            post.date_line = html_days.of_change(post, lines, boilerplate) or meta.change_line
            post.is_dated_by_change = post.date_line is not None
    else:
        post.head_date_line = meta.timestamp_line
    if post.category_line is None or post.roles.get(post.category_line) != "category":
        crumb = _crumb(lines, None if title is None else lines[title])
        if crumb is not None:
            post.category_line = crumb
        elif meta.section_line is not None:
            post.category_line = meta.section_line
    _take_title(post, lines, meta, title)
    post.author_lines, post.credit_lines = meta.author_lines, meta.credit_lines
    post.organisation_lines = meta.organisation_lines
    if not post.author_lines:
        names, credits_ = html_authors.shown(post, lines, boilerplate, meta)
        post.author_lines = names
        if not meta.credit_lines + meta.organisation_lines:
            post.credit_lines = credits_
    post.url = meta.url or meta.article_url or post.url or printed_address(line.stripped for line in lines)
    if meta.continued_line is not None:
        post.continued_line = meta.continued_line.line_no


def _take_title(post: Post, lines: Sequence[Line], meta: Meta, title: int | None) -> None:
    """Take the title that the head declares if the page shows no such title, or shows its two parts run together."""
    shown = None if title is None else lines[title]
    declared = meta.title if shown is None else next(iter(meta.spelled_as(shown.stripped)), meta.title)
    if declared is None or (shown is not None and not _is_better(declared, shown, meta)):
        return
    if shown is not None:
        is_same = core(shown.stripped) == core(declared.stripped)
        post.roles[shown.line_no] = "repeated_title" if is_same else "subheading"
    post.title_line = declared.line_no
    post.roles[declared.line_no] = "title"


def _is_better(declared: Line, shown: Line, meta: Meta) -> bool:
    """Return whether the declared title is better: it has the marks that a heading of two parts lost, or the shown one is weak."""
    if shown.is_own_title:
        return False
    if core(shown.stripped) == core(declared.stripped):
        is_run_together = _RUN_TOGETHER.search(shown.stripped) is not None
        return is_run_together or len(_MARK.findall(declared.stripped)) > len(_MARK.findall(shown.stripped))
    if shown.words == 1 and declared.words > 1:
        return core(shown.stripped) not in core(declared.stripped)
    is_weak = shown.tag != "h1" and shown.hint != "title"
    return is_weak and declared.steps not in WEAK_TITLES and not meta.names(shown.stripped)


_RUN_TOGETHER = re.compile(r"\S\s+[:;,.!?](?:\s|$)|\s{2,}")
"""A space that no title has before a mark, or two: a kicker and a title in one element."""
_MARK = re.compile(r": | [–—|-] ")
_MOST_CRUMBS = 8


def _crumb(lines: Sequence[Line], title: Line | None) -> int | None:
    """Return the breadcrumb line, or the last crumb above the title if each has its own line."""
    whole = next((line.line_no for line in lines if line.line_class == "breadcrumb"), None)
    if whole is not None:
        return whole
    crumbs = [
        line
        for line in lines
        if line.href is not None
        and any("crumb" in step.lower() for step in line.steps)
        and part_of(line.steps[0]).kind != "footer"
    ]
    if not 2 <= len(crumbs) <= _MOST_CRUMBS:
        return None
    if title is not None and core(crumbs[-1].stripped) == core(title.stripped):
        crumbs.pop()
    return crumbs[-1].line_no if len(crumbs) >= 2 else None
