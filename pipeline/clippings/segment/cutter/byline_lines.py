"""The lines that name the author of a post: likely ones that show a label or a person's name, and those beside them.

The model judges lines by their look and place. Here their words are read, so that a menu entry is not credited.
"""

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from clippings.common.phrases import either, whole
from clippings.common.text import lazily_compiled
from clippings.enrich.credits.marked_names import (
    is_byline_alone,
    is_labelled,
    marked_names,
    names_known_person,
    names_labelled_person,
    names_person,
    suggests_author,
)
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.labels import BYLINE
from clippings.segment.cutter.line_facts import Facts, is_photo_credit
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.layouts.text_looks import MENU
from clippings.segment.lines.credit_line_patterns import PRESS_HEADER

_LEAST = CERTAIN * 8 // 100
"""Least likelihood of the byline of a page of one post: the line's own, and its share among the lines of the page, together."""
_LEAST_LABELLED = CERTAIN // 100
"""The same where no line is as likely, of a line that has a label and names a person."""
_LEAST_UNKNOWN, _LEAST_UNKNOWN_LABELLED = CERTAIN * 50 // 100, CERTAIN * 20 // 100
"""The same of words in the form of a name that open with no given name, such as `Peace Lily`; and of such words with a label or a day."""
_LEAST_LABEL, _LEAST_DATED = CERTAIN * 55 // 100, CERTAIN * 10 // 100
"""The same of a line with a label that names no person: By harbour staff; Written by people, not robots; and with a day: 4 March 2015 by Ada."""
_LEAST_SUGGESTED, _LEAST_UNLIKE = CERTAIN * 35 // 100, CERTAIN
"""The same of a line with neither: of one that suggests an author, such as `Ada` or `Harbour Staff`, and of others."""
_LISTED, _LISTED_UNLIKE = CERTAIN * 35 // 100, CERTAIN * 60 // 100
"""Least likelihood of a byline of one of several posts, and of one without a label or a person's name."""
_LABELLED, _UNLIKE, _PHOTO = 60, 50, 30
"""What a line with a label only, without either, or of a photo counts, in percent."""
_BESIDE, _BESIDE_SHARE = 2, 2
"""Lines to the likeliest byline, at most, and how many times less likely, of a line that names another author."""
_LONGEST_NAME = 80
_CONTACT_LINES = 2
"""Lines from such a heading to the person, at most."""
# Fire destroys four boats →
_NEIGHBOUR = re.compile(r"\W*[←→«»‹›]|.*[→»›]\W*\Z")

_EDGES = ".,;:!?()[]\"'“”‘’…"
_MOST_WORDS = 5

_BY = lazily_compiled(rf"(?<![^\W\d_]){either('by')}:?\s+", re.IGNORECASE)
# 게시일: 2015년 3월 3일 글쓴이: 김하늘
_LABEL_INSIDE = lazily_compiled(rf"(?<![^\W\d_]){either('by', 'byline')}\s*[:：]\s*\S", re.IGNORECASE)
# Photo by Ada Quill
_PICTURE = lazily_compiled(rf"\W*{either('photo_credit')}(?![^\W\d_])", re.IGNORECASE)

_HEADINGS = (
    "archive_heading",
    "sections",
    "newsletter",
    "footer",
    "related",
    "read_also",
    "recent",
    "most_read",
    "skip",
    "kinds_of_text",
    "release",
)
"""Phrases of lines that credit nobody."""
# Главная Новости Культура   |   [Quay Post]
_MENU_OR_PICTURE = re.compile(rf"{either('home')}\s.*|\[[^\[\]]*\]")
_PRESS_HEADER = re.compile(PRESS_HEADER, re.IGNORECASE)


def only_bylines(heads: Sequence[str], likely: Facts, ranked: Facts, outside: Sequence[int]) -> list[int]:
    """The bylines of the one post of a page: the best line, and likely ones beside it; none of the lines `outside`."""
    sums = ranked[:, BYLINE].astype(int) + likely[:, BYLINE]
    sums[list(outside)] = 0
    sums[[at for at in np.flatnonzero(sums > 0).tolist() if _is_contact(heads, at)]] = 0
    if heads and not shows_author(heads[0]):
        sums[0] = 0  # the name of the site
    sums[[at for at in np.flatnonzero(sums > 0).tolist() if _is_of_words(heads[at], heads)]] = 0
    scores = {at: score for at in np.flatnonzero(sums > 0).tolist() if (score := _score(heads[at], int(sums[at])))}
    if 0 in scores and not is_labelled(heads[0]) and any(_holds_byline(heads[at]) for at in scores if at):
        del scores[0]  # Hill Notes, the name of the site
    for at, score in list(scores.items()):
        name = _below_label(heads, at)
        if name is not None and name not in outside:
            scores[name] = max(scores.get(name, 0), score + 1)
    best = max(scores, key=lambda at: (scores[at], -at), default=None)
    if best is None or scores[best] < _LEAST:
        clear = (at for at in np.flatnonzero(sums >= _LEAST_LABELLED).tolist() if names_labelled_person(heads[at]))
        labelled = [at for at in clear if not is_photo_credit(heads[at])]
        return [max(labelled, key=lambda at: (sums[at], -at))] if labelled else []
    least = max(_LEAST, -(-scores[best] // _BESIDE_SHARE))
    beside = [at for at in scores if 0 < abs(at - best) <= _BESIDE and scores[at] >= least and shows_author(heads[at])]
    lines = {head: at for at, head in reversed([*enumerate(heads)]) if at not in outside}
    return sorted({_name_alone(heads[at], lines, at) for at in (best, *beside)})


def _name_alone(line: str, lines: Mapping[str, int], at: int) -> int:
    """The line that is the name at the start of a longer one of this line, which may be a profession; else this line."""
    names = [line[start:end].split() for _, start, end in marked_names([line])]
    sizes = range(len(names[0]) - 1, 1, -1) if len(names) == 1 else ()
    return next((found for size in sizes if (found := lines.get(" ".join(names[0][:size]))) is not None), at)


def _holds_byline(line: str) -> bool:
    """Whether a label and the name of a person are anywhere in a line: `Posted on May 3, 2016 by Ada Quill`."""
    label = _BY.search(line)
    return label is not None and names_person(line[label.end() :])


def signature(heads: Sequence[str], texts: Sequence[int]) -> set[int]:
    """The one line of a text that is a label and the name of a person; none where there are several, as in a list of books."""
    lines = {at for at in texts if len(heads[at]) <= _LONGEST_NAME and is_byline_alone(heads[at])}
    is_picture = any(_PICTURE.match(heads[at]) or is_photo_credit(heads[at]) for at in lines)
    return lines if len(lines) == 1 and not is_picture else set()


def listed_bylines(heads: Sequence[str], likely: Facts, dates: Collection[int]) -> list[int]:
    """The bylines of a page of several posts; a line that dates one of them and names a person may be less likely."""
    return [
        at
        for at in np.flatnonzero(likely[:, BYLINE] >= _LEAST).tolist()
        if likely[at, BYLINE] >= _LISTED_UNLIKE
        or (likely[at, BYLINE] >= _LISTED and shows_author(heads[at]))
        or (at in dates and names_person(heads[at]))
    ]


def shows_author(line: str) -> bool:
    """Whether a line has a label of bylines or names a person."""
    return is_labelled(line) or names_person(line)


def _score(line: str, likelihood: int) -> int:
    """How likely a line is a byline by its words too; 0 for one that surely credits nobody."""
    has_label = is_labelled(line)
    if likelihood < _LEAST or (_NEIGHBOUR.match(line) and not has_label):
        return 0
    is_person = names_person(line)
    is_menu = not is_person and (MENU.fullmatch(line) or _PRESS_HEADER.match(line))
    is_words = not is_person and line.islower() and " " in line  # boat repair
    if not has_label and (
        is_words or is_menu or _MENU_OR_PICTURE.fullmatch(line.lower()) or whole(*_HEADINGS).fullmatch(line.lower())
    ):
        return 0
    share, least = _demands(line, has_label=has_label, is_person=is_person)
    if likelihood < least:
        return 0
    if not has_label and is_photo_credit(line):
        share = _PHOTO
    return likelihood * share // 100


def _demands(line: str, *, has_label: bool, is_person: bool) -> tuple[int, int]:
    """What the likelihood of a line counts, in percent, and the least that it needs, by the words of the line."""
    if is_person and names_known_person(line):
        return 100, _LEAST
    if is_person:
        return 100, _LEAST_UNKNOWN_LABELLED if has_label or days_in(line) else _LEAST_UNKNOWN
    if days_in(line) and (has_label or _BY.search(line)):
        return _LABELLED, _LEAST_DATED
    if has_label:
        return _LABELLED, _LEAST_LABEL
    is_suggested = suggests_author(line) or _LABEL_INSIDE.search(line) is not None
    return _UNLIKE, _LEAST_SUGGESTED if is_suggested else _LEAST_UNLIKE


def _is_contact(heads: Sequence[str], at: int) -> bool:
    """Whether a line without a label is near below the heading of whom to ask: Press contact / Ada Quill."""
    above = (heads[line] for line in range(max(0, at - _CONTACT_LINES), at))
    return not is_labelled(heads[at]) and any(
        whole("contact_heading", after=r"\W*").fullmatch(line.lower()) for line in above
    )


def _is_of_words(line: str, lines: Sequence[str]) -> bool:
    """Whether a line without a label is of words that the page writes in small letters too, which no name is: `Set Goals`."""
    words = line.split()
    if is_labelled(line) or len(words) > _MOST_WORDS or not all(word[0].isupper() for word in words):
        return False
    left = {word.lower().strip(_EDGES) for word in words}
    for other in lines:
        if other.lower() != line.lower() and not other.islower():  # Harbour staff   |   ada quill, an alternative text
            left.difference_update(word.strip(_EDGES) for word in other.split())
    return not left


def _below_label(heads: Sequence[str], at: int) -> int | None:
    """The line that names a person, below or else above a label that is alone on its line."""
    if not is_labelled(heads[at]) or marked_names([heads[at]]):
        return None
    beside = (other for other in (at + 1, at - 1) if 0 <= other < len(heads) and len(heads[other]) < _LONGEST_NAME)
    return next((other for other in beside if names_person(heads[other])), None)
