"""The one post of a dump of a thread: its title, the day and writer of its first post, and the texts of all."""

from collections.abc import Sequence

from clippings.common.prose import ends_as_sentence
from clippings.common.text import core
from clippings.segment.cutter.comment_lines import has_comments
from clippings.segment.cutter.cut_post import PostLines
from clippings.segment.cutter.labels import TEXT
from clippings.segment.cutter.line_facts import Facts
from clippings.segment.cutter.only_title import only_title
from clippings.segment.cutter.text_lines import without_copies
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.thread_lines import Thread, thread_of

_SUBJECT = 5
"""Letters of the shortest title that replies repeat."""
_FOLLOWING = 2
"""Lines from the last line of a thread to one that goes on, at most."""
_SURE = CERTAIN * 70 // 100
"""How likely a page is a thread, at least, where no words of a forum show it."""
_MAYBE_TEXT, _MAYBE_SHORT = CERTAIN * 30 // 100, CERTAIN * 35 // 100
"""How likely a line of a post of a thread is text, at least, and one that does not end as a sentence."""


def is_sure_thread(heads: Sequence[str], likelihood: int) -> bool:
    """Whether a page is a thread by its looks alone; below an article with comments a heading says so."""
    return likelihood >= _SURE and not has_comments(heads)


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
    subjects = {core(head) for head in heads}
    own = [
        at for at, head in enumerate(heads[:first])
        if title is not None and len(core(head)) > _SUBJECT and f"re{core(head)}" in subjects and core(head) in core(heads[title])
    ]  # fmt: skip
    return own[0] if own else title
