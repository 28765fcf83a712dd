"""What readers add to a page of one post: where their comments begin, and the lines of a thread that name its members."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from clippings.common.phrases import either
from clippings.segment.comment_headings import counted

_NAME_WORDS = 3
_SHARE = 2, 3
"""Letters of the text that are above a heading which other parts of a page have too, at least."""


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


def above_thread(heads: Sequence[str], titles: list[int]) -> list[int]:
    """The title that alone is above the only heading of comments of a page; else all titles."""
    threads = [at for at, stripped in enumerate(heads) if counted().fullmatch(stripped)]
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
def _plain() -> re.Pattern[str]:
    # 3 Comments   |   Comments (3)   |   Discussion   |   Leave a Reply
    count, comments = r"\(?\d{1,6}\)?", either("comments")
    return re.compile(rf"(?i)(?:{count} {comments}|{comments} {count}|{either('thread', 'leave_comment')})\W*")
