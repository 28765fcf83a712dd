"""What readers add to a page of one post: where their comments begin, and the lines of a thread that name its members."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np

from clippings.common.phrases import either
from clippings.segment.cutter.labels import TEXT
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.threads.comment_headings import counted

_NAME_WORDS = 3
_LONGEST_SIGNATURE = 100
"""Characters of the longest line with the day of a comment."""
_TEXT, _POST = CERTAIN // 2, 200
"""How likely a line is text of a post, at least; and letters of the text above the comments on it."""
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:h]\d\d(?!\d)")
# Comment by Ada Quill — 17.07, 2011 @ 13:04   |   2. Pim | 11.05.2012 15:36
_NAMES, _DIGITS = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*"), re.compile(r"\d+")
_SHARE = 2, 3
"""Letters of the text that are above a heading which other parts of a page have too, at least."""


def first_comment(heads: Sequence[str], has_day: Sequence[bool], likely: Facts) -> int | None:
    """The heading of comments below the text of a post, where lines of one form give each comment its day or time; None without one."""
    headings = [at for at, head in enumerate(heads) if _heading().fullmatch(head) or counted().fullmatch(head)]
    forms: dict[str, list[int]] = {}
    for at, head in enumerate(heads if headings else ()):
        if len(head) <= _LONGEST_SIGNATURE and (has_day[at] or _CLOCK.search(head)):
            forms.setdefault(_DIGITS.sub("0", _NAMES.sub("a", head)), []).append(at)
    is_text = likely[:, TEXT] >= _TEXT
    letters = np.r_[0, np.cumsum([len(head) * text for head, text in zip(heads, is_text.tolist(), strict=True)])]
    starts = []
    below_own = [lines[1:] for lines in forms.values()]  # below the day of the post itself
    for first, *_, last in (lines for lines in (*forms.values(), *below_own) if len(lines) > 1):
        start = max((at for at in headings if at < first), default=0)
        above, between = letters[start], letters[first] - letters[start]
        if above >= _POST and between <= above and letters[last] > letters[first]:
            starts.append(start)
    return min(starts, default=None)


def above_comments(heads: Sequence[str], texts: list[int], *, is_article: bool) -> list[int]:
    """The lines of the text of one post, without those below a heading of comments; in a thread only one with a number or a colon counts."""
    if not texts:
        return texts
    letters = sum(len(heads[at]) for at in texts)
    share, whole = _SHARE
    plain = [
        at
        for at in range(texts[0] + 1, texts[-1])
        if (is_article or heads[at].endswith(":")) and _plain().fullmatch(heads[at])
    ]
    if len({re.sub(r"[\W\d]+", "", heads[at]) for at in plain}) < len(plain):  # one below each question and answer
        plain = []
    for at in range(texts[0] + 1, texts[-1] + 1):
        is_counted = counted().fullmatch(heads[at]) is not None
        if is_counted or at in plain:
            above = [text for text in texts if text < at]
            if is_counted or whole * sum(len(heads[text]) for text in above) >= share * letters:
                return above
    return texts


def has_comments(heads: Sequence[str]) -> bool:
    """Whether a heading of comments is on the page, as on that of an article; a forum has none."""
    return any(_plain().fullmatch(head) or counted().fullmatch(head) for head in heads)


def counted_headings(heads: Sequence[str]) -> list[int]:
    """The headings that count the comments on a title, as lines."""
    return [at for at, head in enumerate(heads) if counted().fullmatch(head)]


def above_thread(heads: Sequence[str], titles: list[int]) -> list[int]:
    """The title that alone is above the only heading of comments of a page; else all titles."""
    threads = counted_headings(heads)
    above = [at for at in titles if at < threads[0]] if len(threads) == 1 else []
    return above if len(above) == 1 else titles


def without_members(heads: Sequence[str], texts: list[int]) -> list[int]:
    """The lines of the text of a thread, without names that several lines repeat, and without numbers: `brasshat`, `Posts: 3`."""
    counts = Counter(heads)
    return [
        at for at in texts
        if not (len(heads[at].split()) <= _NAME_WORDS and counts[heads[at]] > 1 and heads[at][-1:].isalnum())
        and not _member_fact().fullmatch(heads[at])
    ]  # fmt: skip


@cache
def _member_fact() -> re.Pattern[str]:
    # Posts: 212   |   Reactions: 3   |   Joined: Sun Mar 04, 2012 9:00 am
    return re.compile(rf"(?i)(?:{either('forum')}\s*:.{{0,40}}|{either('quoted')}:)")


@cache
def _heading() -> re.Pattern[str]:
    # 3 Comments   |   Comments (3)   |   Discussion
    count, comments = r"\(?\d{1,6}\)?", either("comments")
    return re.compile(rf"(?i)(?:{count} {comments}|{comments} {count}|{either('thread')})\W*")


@cache
def _plain() -> re.Pattern[str]:
    # 3 Comments   |   Leave a Reply
    return re.compile(rf"{_heading().pattern}|(?i:{either('leave_comment')})\W*")
