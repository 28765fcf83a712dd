"""The one post of a dump of a thread: its title, the day and writer of its first post, and the texts of all."""

import re
from collections.abc import Sequence
from itertools import pairwise

from clippings.common.prose import ends_as_sentence
from clippings.common.text import core
from clippings.enrich.dates.days_in_lines import days_in
from clippings.segment.cutter.comment_lines import has_comments
from clippings.segment.cutter.cut_post import PostLines
from clippings.segment.cutter.labels import TEXT, TITLE
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.only_title import only_title
from clippings.segment.cutter.text_lines import LONG_LINE, without_copies
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.threads.thread_lines import Thread, thread_of

_SUBJECT = 5
"""Letters of the shortest title that replies repeat."""
_LEAST_REPLIES, _NAME_WORDS, _LONGEST_TIME = 3, 3, 60
_CLOCK = re.compile(r"(?<!\d)(?P<h>\d{1,2}):(?P<m>\d\d)(?: ?(?P<half>[ap])\.?m)?", re.IGNORECASE)
_MEMBER, _SURER = 12, 3
"""Lines from the day of the first post to its title, at most; how many times likelier it is than the best line above."""
_FOLLOWING = 2
"""Lines from the last line of a thread to one that goes on, at most."""
_SURE = CERTAIN * 70 // 100
"""How likely a page is a thread, at least, where no words of a forum show it."""
_MAYBE_TEXT, _MAYBE_SHORT = CERTAIN * 30 // 100, CERTAIN * 35 // 100
"""How likely a line of a post of a thread is text, at least, and one that does not end as a sentence."""


def is_sure_thread(heads: Sequence[str], likelihood: int) -> bool:
    """Whether a page is a thread by its looks alone; below an article with comments a heading says so."""
    return likelihood >= _SURE and not has_comments(heads)


def rises_by_member(heads: Sequence[str], has_day: Sequence[bool]) -> bool:
    """Whether times of the clock rise down a page, each beside a short name above a text, and one of the names repeats."""
    short = (at for at, head in enumerate(heads) if has_day[at] and len(head) <= _LONGEST_TIME)
    times = {at: time for at in short if (time := _time(heads[at]))}
    shown = list(times.values())
    if len(times) < _LEAST_REPLIES or shown != sorted(shown) or shown[0] == shown[-1]:
        return False
    is_parted = all(
        any(len(head) >= LONG_LINE for head in heads[low:high]) for low, high in pairwise([*times, len(heads)])
    )
    return is_parted and any(
        _are_members([heads[at + step] for at in times if 0 <= at + step < len(heads)]) for step in (-1, 1)
    )


def _are_members(names: Sequence[str]) -> bool:
    return len(names) > len(set(names)) > 1 and all(len(name.split()) <= _NAME_WORDS for name in names)


def _time(line: str) -> str:
    """The day and the time of the clock of a line, in a form that sorts; nothing without one of them."""
    clock, days = _CLOCK.search(line), days_in(line)
    if clock is None or not days:
        return ""
    hour = int(clock["h"]) % 12 + 12 * (clock["half"].lower() == "p") if clock["half"] else int(clock["h"])
    return f"{days[0].day} {hour:02}:{clock['m']}"


def thread_post(
    heads: Sequence[str], likely: Facts, ranked: Facts, has_day: Sequence[bool], texts: Sequence[int]
) -> PostLines | None:
    """Return a thread by what repeats beside its posts, and by its likely `texts`; its day and writer are those of its first post."""
    thread = thread_of(heads, has_day, texts)
    if thread is None or not (lines := _texts(heads, likely, thread, texts)):
        return None
    title, first = _title(heads, likely, ranked, thread), thread.posts[0]
    text = without_copies(heads, [at for at in lines if at != title], is_article=False)
    return PostLines(title, text, first.day, [first.day if first.name is None else first.name])


def _texts(heads: Sequence[str], likely: Facts, thread: Thread, texts: Sequence[int]) -> list[int]:
    """The lines of the text of a thread: those of its posts, and the likely `texts` above the end of its last post."""
    own = {
        at for post in thread.posts for at in post.text
        if likely[at, TEXT] >= (_MAYBE_TEXT if ends_as_sentence(heads[at]) else _MAYBE_SHORT)
    }  # fmt: skip
    texts = [at for at in texts if at not in thread.beside]
    end = max((at for at in own if thread.posts[-1].is_closed), default=len(heads))
    for at in texts:
        end = at if 0 < at - end <= _FOLLOWING and ends_as_sentence(heads[at]) else end
    return sorted(own | {at for at in texts if at <= end})


def _title(heads: Sequence[str], likely: Facts, ranked: Facts, thread: Thread) -> int | None:
    """The likeliest title above the first post of a thread; a part of it that its replies repeat is the title: `Re: Lamp goes out`."""
    first = min([post.day for post in thread.posts] + [at for post in thread.posts for at in post.text])
    title = only_title(heads[:first], likely[:first], ranked[:first], [])
    title = only_title(heads, likely, ranked, []) if title is None else title
    start = thread.posts[0].day
    inside = max(range(start, min(start + _MEMBER, len(heads))), key=lambda at: (int(likely[at, TITLE]), -at))
    if likely[inside, TITLE] >= _SURE and (title is None or likely[inside, TITLE] > _SURER * int(likely[title, TITLE])):
        return inside  # below the day and the card of the member
    subjects = {core(head) for head in heads}
    own = [
        at for at, head in enumerate(heads[:first])
        if title is not None and len(core(head)) > _SUBJECT and f"re{core(head)}" in subjects and core(head) in core(heads[title])
    ]  # fmt: skip
    return own[0] if own else title
