"""Authors that the page shows away from title and text: in elements that the markup calls the author's, or behind a label."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from clippings.common.phrases import whole
from clippings.enrich.credits import bylines, declared
from clippings.enrich.credits.byline_names import REPORTER
from clippings.segment.layouts import html_bylines
from clippings.segment.layouts.html_boilerplate import Boilerplate
from clippings.segment.layouts.html_dates import is_date, is_plain_date
from clippings.segment.layouts.html_head import Meta
from clippings.segment.layouts.html_model import Line, Post, common, core, parts

_NEAR = 12
"""Lines below the text that are searched."""
_OF_OTHERS = ("comments", "recent", "related")
_BESIDE_PAGE = (*_OF_OTHERS, "sidebar", "footer")
# post-author   |   blog__authorname   |   authorDateBlock   |   firma
_AUTHOR = re.compile(r"author|byline|writer|autor|auteur|verfasser|\bfirma\b", re.IGNORECASE)
# author   |   byline   |   author-name   |   c-author__link
_AUTHOR_NAME = re.compile(r"(?:author|byline|writer)s?(?:[-_]*(?:name|link|text))?", re.IGNORECASE)
_NAVIGATION = "navigation"
_STEPS = 3
"""Innermost elements that are asked whether they are the author's."""
_WORDS = 12
"""Words of the longest line of an author's element."""
_LABELLED_WORDS = 24
_BY_ALONE = whole("by", before=r"\W*", after=r"\s*[:：]?\W*")
_BUTTON = whole("follow", before=r"\W*", after=r"\W*")
"""A button beside a name."""
_CREDIT_WORDS = 5
_AT_END = 2
"""Paragraphs at either end of a text beside which a label may be."""
_FEWEST = 3
"""Paragraphs of the shortest text that a name at its end may sign."""
_TOGETHER = 6
"""Lines between two authors of one text."""
# 김하늘 기자 haneul@quay.example
_MAIL_BEHIND = re.compile(r"(?<!\s)\s++[^\s@]++@\S++$")
_DEEP = 3
"""Steps that a footer shares with the text if it is the article's and not the page's."""


def shown(post: Post, lines: Sequence[Line], boilerplate: Boilerplate, meta: Meta) -> tuple[list[int], list[int]]:
    """Return the lines that name the authors of a post, and those that credit somebody else.

    A post with a byline that names a person has none. Of several places the first between title and text counts; away from
    there, only a name that is alone.
    """
    byline_lines = [line for line in lines if post.roles.get(line.line_no) == "byline"]
    signed_lines = [line.line_no for line in byline_lines if meta.persons(line)]
    if signed_lines:
        return [number for number in signed_lines if number < (post.title_line or 0)], []
    lines_above_end = above_end(post, lines, boilerplate)
    named, credited = _behind_label(post, lines_above_end, meta)
    if named or credited:
        return [line.line_no for line in named], [line.line_no for line in credited]
    named = [
        line for line in lines_above_end if (_is_author_element(line) or _is_labelled(line)) and meta.persons(line)
    ]
    if named:
        return [line.line_no for line in _chosen(named, post, meta)], []
    if signed := _signed(post, lines):
        post.roles[signed.line_no] = "byline"
        return [signed.line_no], []
    if not byline_lines and (alone := _alone(post, lines_above_end)):
        post.roles[alone.line_no] = "byline"
        return [alone.line_no], []
    credited = [
        line for line in lines_above_end if (line in byline_lines or _is_author_name(line)) and _is_credit(line)
    ]
    return [], [line.line_no for line in _chosen(credited, post, meta)[:1]]


def _behind_label(post: Post, lines: Sequence[Line], meta: Meta) -> tuple[list[Line], list[Line]]:
    """Return the lines behind the first that is only a label such as `Written by`: those that name a person each, else a credit."""
    text = [line.line_no for line in lines if line.is_prose and post.roles.get(line.line_no) == "body"]
    inside = range(text[_AT_END], text[-_AT_END]) if len(text) > 2 * _AT_END else ()
    for at, (label, first) in enumerate(pairwise(lines), 1):
        if not html_bylines.is_label(label) or first.is_prose or label.line_no in inside:
            continue
        if label.hint == _NAVIGATION:  # DE, FR, EN: `de` is a label too
            continue
        kind = html_bylines.of_one_kind(first)
        short = takewhile(lambda line: line.words <= _WORDS and meta.persons(line), lines[at:])
        named = [line for line in short if html_bylines.of_one_kind(line) == kind]
        credited = [first] if not named and _BY_ALONE.fullmatch(label.lower) and _is_credit(first) else []
        if named or credited:
            roles = {label.line_no: _NAVIGATION} | {line.line_no: "byline" for line in [*named, *credited]}
            post.roles |= {number: role for number, role in roles.items() if number in post.roles}
            return named, credited
    return [], []


def _signed(post: Post, lines: Sequence[Line]) -> Line | None:
    """Return a paragraph at an end of a text that is a name in bold letters."""
    text = [at for at, line in enumerate(lines) if post.roles.get(line.line_no) in ("body", "subheading")]
    if len(text) < _FEWEST:
        return None
    for line in (*(lines[at] for at in text[:2]), *lines[text[-1] : text[-1] + 2]):
        names = declared.persons(line.stripped) if line.tag == "b" and line.words <= _CREDIT_WORDS else ()
        if names and names[0].start == 0 and line.stripped[names[0].end :][:1] in ("", "/"):
            return line
    return None


def _alone(post: Post, lines: Sequence[Line]) -> Line | None:
    """Return the line between title and text, beside the title or the day, that is a person's name and nothing else."""
    first = next((line.line_no for line in lines if line.is_prose and post.roles.get(line.line_no) == "body"), 0)
    facts = (post.title_line, post.date_line)
    lines = [line for line in lines if not _BUTTON.fullmatch(line.lower)]
    for before, line, behind in zip(lines, lines[1:], lines[2:], strict=False):
        is_between = (post.title_line or 0) < line.line_no < first
        if not is_between or line.is_heading or line.hint in ("caption", "category"):
            continue
        is_reporter = REPORTER.fullmatch(_MAIL_BEHIND.sub("", line.stripped)) is not None
        is_beside = before.line_no in facts or behind.line_no in facts or is_date(before)
        if (is_reporter or html_bylines.is_name(line)) and is_beside:
            return line
    return None


def above_end(post: Post, lines: Sequence[Line], boilerplate: Boilerplate) -> list[Line]:
    """Return the lines of the page down to a few below the text, without side parts other than between title and text."""
    text = [no for no, role in post.roles.items() if role in ("body", "list_item")]
    end = max(text, default=0) + _NEAR
    title, first = post.title_line or 0, min(text, default=0)
    last = next((line for line in lines if line.line_no == max(text, default=0)), None)
    return [
        line
        for line in lines
        if line.line_no <= end
        and (
            (kind := boilerplate.kinds.get(line.line_no)) not in _BESIDE_PAGE
            or (line.hint == "byline" and kind not in _OF_OTHERS)
            or 0 < title < line.line_no < first
            or (kind == "footer" and last is not None and common(line.steps, last.steps) >= _DEEP)
        )
    ]


def _chosen(named: Sequence[Line], post: Post, meta: Meta) -> list[Line]:
    """Return the first of `named` between title and text and those beside it of the same kind, or the only one."""
    text = [no for no, role in post.roles.items() if role == "body"]
    start, end = post.title_line or 0, min(text, default=0) + 1
    between = [line for line in named if start < line.line_no <= end]
    if between:
        first = between[0]
        near = [line for line in between if line.line_no - first.line_no <= _TOGETHER]
        return [line for line in near if html_bylines.of_one_kind(line) == html_bylines.of_one_kind(first)]
    names = {tuple(core(name) for name in meta.persons(line)) or core(line.stripped) for line in named}
    return list(named[:1]) if len(names) == 1 else []


def _is_author_element(line: Line) -> bool:
    """Whether the markup calls a short line, or an element close around it, the author's."""
    if line.words > _WORDS or line.is_prose:
        return False
    return line.hint == "byline" or any(map(_is_of_author, line.steps[-_STEPS:]))


@lru_cache(maxsize=65536)
def _is_of_author(step: str) -> bool:
    return any(_AUTHOR.search(name) for name in parts(step)[1])


def _is_author_name(line: Line) -> bool:
    """Whether the markup calls the line the author's name."""
    if line.hint == "byline":
        return True
    names = [name for step in line.steps[-_STEPS:] for name in parts(step)[1]]
    return any(_AUTHOR_NAME.fullmatch(name.rsplit("__")[-1]) for name in names)


def _is_labelled(line: Line) -> bool:
    """Whether a short line outside links and captions opens with a label such as `Written by`."""
    if line.words > _LABELLED_WORDS or line.hint in ("caption", _NAVIGATION, "title") or line.is_heading:
        return False
    return bylines.label_end(line.stripped) is not None


def _is_credit(line: Line) -> bool:
    """Whether a line names an account, a team or an outlet, and nothing else."""
    if line.words > _CREDIT_WORDS or line.stripped.endswith((":", ".", "!", "?")) or is_plain_date(line):
        return False
    return declared.credit(line.stripped) is not None
