"""Lines of a post that name its authors although nothing marks them: names behind the first, and a name beside day, title or end."""

import re
from collections.abc import Sequence
from itertools import pairwise

from clippings.common.phrases import whole
from clippings.common.prose import ends_as_sentence
from clippings.enrich.credits import bylines, declared
from clippings.enrich.credits.person_names import given_names, opens_with_given_name
from clippings.segment.layouts.html_dates import is_date
from clippings.segment.layouts.html_model import Line, Post, parts

LABEL_ALONE = whole("by", "byline", before=r"\W*", after=r"(?:\(s\))?\s*[:：]?\W*")
"""Pattern of a line, in lower case, that is only a label: `Written by`, `Author(s):`."""
LABEL_WORDS = 4
NAME_WORDS = 5
"""Words of the longest line that is a name and nothing else."""
_JOINT = whole("name_links", before=r"\W*", after=r"\W*")
_BETWEEN = re.compile(r"[,;&]")
_LIST_WORDS = 30
"""Words of the longest list of authors."""
_NAMED = 0.7
"""Share of its words that are names, at least."""
_STEPS = 3
"""Innermost elements that authors of one text have in common."""


def is_label(line: Line) -> bool:
    """Return whether a line is only a label before a name, which is the line below."""
    return line.words <= LABEL_WORDS and LABEL_ALONE.fullmatch(line.lower) is not None


def is_name(line: Line) -> bool:
    """Return whether a line is a person's name of several words and nothing else."""
    if line.words > NAME_WORDS or line.is_heading or line.hint in ("caption", "title"):
        return False
    # a word without a space may be a button: スクラップ
    names = declared.persons(line.stripped) if " " in line.stripped and "," not in line.stripped else ()
    return len(names) == 1 and (names[0].start, names[0].end) == (0, len(line.stripped))


def names_several(line: Line) -> bool:
    """Return whether a line names persons and hardly says anything else: `Written by Dr Ada Quill, Noor Vale and Tom Verrin`."""
    is_list = not line.is_heading and line.words <= _LIST_WORDS and _BETWEEN.search(line.stripped) is not None
    if not is_list or ends_as_sentence(line.stripped):
        return False
    names = declared.persons(line.stripped)
    named = sum(len(name.value.split()) for name in names)
    words = len(line.stripped[bylines.label_end(line.stripped) or 0 :].split())
    return len(names) > 1 and named >= _NAMED * words


def of_one_kind(line: Line) -> tuple[tuple[str, ...], ...]:
    """Return the names of the elements close around a line; those of authors of one text are equal."""
    return tuple(parts(step)[1] for step in line.steps[-_STEPS:])


def with_further_names(post: Post, lines: Sequence[Line]) -> None:
    """Give the role of a byline to names behind one, in elements of the same kind: `Ada Quill`, `and`, `Noor Vale`."""
    first: Line | None = None
    for line in lines:
        role = post.roles.get(line.line_no)
        if role == "byline":
            first = line
        elif first is not None and role == "navigation" and is_name(line) and of_one_kind(line) == of_one_kind(first):
            post.roles[line.line_no] = "byline"
        elif any(map(str.isalnum, line.stripped)) and not _JOINT.fullmatch(line.lower):
            first = None


def _is_known(line: Line) -> bool:
    """Whether a line is a name that opens with a given name of any language."""
    return is_name(line) and opens_with_given_name(line.stripped)


def sign(post: Post, lines: Sequence[Line]) -> None:
    """Find the byline of one post of several: a name behind a label, beside the day, below the title or at the end."""
    title = post.title_line or 0
    signed = [line for line in lines if post.roles.get(line.line_no) == "byline" and not is_label(line)]
    post.author_lines += [line.line_no for line in signed if line.line_no < title]
    if signed or post.is_signed:
        return
    for line, below in pairwise(lines):
        if line.line_no < title and line.line_no == post.category_line and is_date(below) and _is_known(line):
            post.roles[line.line_no] = "byline"
            post.author_lines.append(line.line_no)
            post.category_line = None
            return
    for before, line, below in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if line.line_no <= title:
            continue
        is_dated = is_date(before) or (below is not None and is_date(below))
        is_beside = before.line_no == title or below is None
        is_signed = (is_dated and _is_known(line)) or (
            is_beside and is_name(line) and line.stripped.split()[0] in given_names()
        )
        if is_label(before) and declared.persons(line.stripped) and not line.is_prose:
            post.roles[before.line_no] = "navigation"
        elif not is_signed:
            continue
        post.roles[line.line_no] = "byline"
        post.category_line = None if post.category_line == line.line_no else post.category_line
        return
