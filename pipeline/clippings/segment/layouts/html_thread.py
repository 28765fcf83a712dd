"""Threads of forums in HTML: one post with the texts of all, without cards of members, buttons, and who wrote each reply."""

from collections.abc import Sequence

from clippings.common.phrases import whole
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_line_kinds import is_comments
from clippings.segment.layouts.html_model import CutPage, Line, Steps, core, unnumbered
from clippings.segment.layouts.html_part_names import is_in_forum
from clippings.segment.sites.html_selectors import DROPPED
from clippings.segment.threads.thread_lines import thread_of
from clippings.segment.threads.thread_phrases import counts_posts

_LONGEST_DAY = 120
_TEXT = ("body", "list_item", "subheading")
_BLOCKS = ("div", "section", "article", "td")
_LEAST, _WHOLE = 3, 5
"""Words of the text of a page that are in the posts of its thread, at least."""


def join_thread(all_lines: Sequence[Line], page: CutPage) -> None:
    """Make the one post of a page that of its thread: day and writer of the first post, and the texts between what repeats."""
    lines = [line for line in all_lines if line.tag != "meta" and line.hint != DROPPED]
    heads = [line.stripped for line in lines]
    if len(page.posts) != 1 or not (is_in_forum(all_lines) or counts_posts(heads)):
        return
    post = page.posts[0]
    own = {at for at, line in enumerate(lines) if post.roles.get(line.line_no) in _TEXT}
    has_day = [is_date(line) or (len(line.stripped) <= _LONGEST_DAY and bool(days_in(line.stripped))) for line in lines]
    thread = thread_of(heads, has_day, [at for at in sorted(own) if lines[at].is_prose])
    shown = {at for thread_post in thread.posts for at in thread_post.text} if thread else set()
    if thread is None or _WHOLE * _words(lines, own & shown) < _LEAST * _words(lines, own - thread.beside):
        return
    first = thread.posts[0]
    around = {_around(lines[at]) for at in own & shown if lines[at].is_prose}
    inside = {at for at, line in enumerate(lines) if any(_place(line)[: len(place)] == place for place in around)}
    beside = thread.beside - inside
    title = next((core(line.stripped) for line in lines if line.line_no == post.title_line), None)
    end = max(shown) if thread.posts[-1].is_closed else len(lines)
    kept = {
        at for at in own - beside
        if at <= end and (lines[at].is_prose or at > first.day) and any(map(str.isalpha, heads[at])) and not _is_count(lines[at])
    } | {at for at in shown & inside if not lines[at].is_prose}  # fmt: skip
    left_out = {lines[at].line_no for at in own - kept} | {no for no, role in post.roles.items() if role == "byline"}
    post.roles |= dict.fromkeys(left_out, "navigation")
    post.roles |= {lines[at].line_no: "body" for at in kept - own if core(heads[at]) != title}
    signed = lines[first.day if first.name is None else first.name].line_no
    post.date_line = lines[first.day].line_no
    post.roles |= {post.date_line: "post_date", signed: "byline"}
    shown_lines = {line.line_no for line in lines}
    post.author_lines = [no for no in post.author_lines if no not in shown_lines]
    post.sure = {"marked_lines": [signed]}


def _is_count(line: Line) -> bool:
    """Whether the line says how many comments or answers there are: `2 Answers`."""
    return is_comments(line) or whole("answers", before=r"\d{1,6}\s*", after=r"\W*").fullmatch(line.lower) is not None


def _around(line: Line) -> Steps:
    """The element of the text of a post, without the numbers of posts: of a paragraph the one around it."""
    return _place(line)[: None if line.tag in _BLOCKS else -1]


def _place(line: Line) -> Steps:
    return tuple(map(unnumbered, line.steps))


def _words(lines: Sequence[Line], positions: set[int]) -> int:
    return sum(lines[at].words for at in positions)
