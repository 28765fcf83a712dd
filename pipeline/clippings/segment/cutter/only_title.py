"""The title of a page of one post: the likeliest line, above its standfirst and below the head of its page."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from clippings.common.phrases import either
from clippings.common.prose import width
from clippings.common.text import core
from clippings.segment.cutter.cut_post import PostLines
from clippings.segment.cutter.labels import TITLE
from clippings.segment.cutter.line_facts import Facts, is_photo_credit
from clippings.segment.cutter.page_facts import Ints
from clippings.segment.cutter.trees import CERTAIN
from clippings.segment.dated_titles import dated_title

_READER_HEAD = 5
"""Lines that open the reader view of a browser, at most: host, title, author, day, minutes."""
_RANKED = 5
"""How much more a line's share among the lines of its page counts than how likely it is a title by itself."""
_STEM, _TEXT_STEMS, _UNSHARED = re.compile(r"(?<![^\W\d_])[^\W\d_]{4,5}"), 30, 10
"""The beginning of a word; how many a text has for its words to count, at least; and what a title without any of them counts, in percent."""
_COMMAS, _ENTRY_WORDS = 2, 3
"""Commas of a list of categories, at least; words of its entries, at most."""
_STANDFIRST_SHARE, _TITLE_WORDS = 220, 4
"""A line of at least this many words above the likeliest title is the title if the other is at most this much likelier, in percent."""
_SHORT_TITLE, _RIVAL = 12, 80
"""Width of a title that gives way to a longer line of this share of its chances, in percent."""
_BELOW, _BELOW_SURE, _WHOLE, _SURE = 40, 3, 60, CERTAIN * 40 // 100
"""The share of the text that is below its title, at least; and below a title that is surely the best of its page."""
_MARK = re.compile(r" [-–—|·»:] ")
_UNLIKELY, _SENTENCE_WORDS = 16, 6
"""How much less likely a line is a title that looks unlike one; words of a sentence that does, at least."""
# • Old pier closes   |   2. Harbour / 3. Old pier closes
_BULLET, _NUMBER, _NUMBER_NEAR = re.compile(r"[•*·-]\s"), re.compile(r"(\d{1,2})[.)]\s"), 4
"""An entry of a list. A number opens one if the number before or after it opens a line at most this many lines away."""
# 3. Old pier closes   |   • Old pier closes   |   Home » Harbour » Old pier closes
_ENTRY, _BETWEEN_ENTRIES = re.compile(r"(?:[•*·-]|\d{1,2}[.)])\s*(.+)"), re.compile(r"[»›>→/|]")
_LEAST_LETTERS, _TRAIL_ABOVE, _SHOWN = 3, 12, 20
"""Letters of the last entry of a trail, at least; lines from it to the title, at most; how much likelier a line is the title if it is both."""
_UNSURE = CERTAIN // 2
"""The share of a title that gives way to a line that holds a title and the day, at most."""
# pell.example   |   https://www.pell.example/news
_ADDRESS = re.compile(r"(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)


def only_title(heads: Sequence[str], likely: Facts, ranked: Facts, texts: list[int]) -> int | None:
    """The likeliest title of a page of one post, as a line, among its lines, and above its text; None where no line may be one."""
    if not len(ranked):
        return None
    letters = np.zeros(len(heads), np.int64)
    letters[texts] = [len(heads[at]) for at in texts]
    below = 1 + letters.sum() - np.cumsum(letters)
    chances = np.where(ranked[:, TITLE] > 0, _RANKED * ranked[:, TITLE].astype(np.int64) + likely[:, TITLE], 0) * below
    least = np.where(ranked[:, TITLE] < _SURE, _BELOW, _BELOW_SURE)
    chances[_WHOLE * below < least * letters.sum()] = 0
    chances[[at for at in range(len(heads)) if _is_unlike_title(heads, at)]] //= _UNLIKELY
    chances *= _shares_of_words(heads, np.flatnonzero(chances).tolist(), texts)
    shown = [at for at in np.flatnonzero(chances).tolist() if _ends_trail(heads, at)]
    chances[shown] *= _SHOWN
    if not chances.any():
        return None
    best = int(chances.argmax())
    if best in shown:
        return best
    rivals = np.flatnonzero(100 * chances >= _RIVAL * chances[best]).tolist()
    if width(heads[best]) <= _SHORT_TITLE:  # an entry of a menu is hardly likelier than the title
        best = next((at for at in rivals if width(heads[at]) > 2 * _SHORT_TITLE), best)
    return best + _step_to_title(heads, ranked[:, TITLE] + likely[:, TITLE].astype(np.int64), best)


def holds_title(heads: Sequence[str], ranked: Facts, post: PostLines) -> bool:
    """Whether the line with the day of the only post of a page is its title too, and no other line is surely the title."""
    if post.date is None or not post.text or post.date >= post.text[0] or heads[post.date].startswith("•"):
        return False
    dated = dated_title(heads[post.date])
    return dated is not None and dated.is_sure and (post.title is None or int(ranked[post.title, TITLE]) < _UNSURE)


def _is_unlike_title(heads: Sequence[str], at: int) -> bool:
    """Whether a line is not likely to be a title by its form: a sentence, an entry of a list, the caption of a picture."""
    return _is_sentence(heads[at]) or _is_entry(heads, at) or _is_caption(heads, at)


def _is_sentence(line: str) -> bool:
    """Whether a line is a sentence, a list, announces one, or goes on: `The pier is closed.`, `Boats, Nets, Oars`, `You need:`, `… it stays`."""
    if line.count(", ") >= _COMMAS and all(entry.count(" ") < _ENTRY_WORDS for entry in line.split(", ")):
        return True
    if line.endswith(".") and not line.endswith(".."):
        return len(line.split()) >= _SENTENCE_WORDS
    return line.endswith(("。", ":", "：")) or line.startswith(("…", "..."))


def _is_entry(heads: Sequence[str], at: int) -> bool:
    """Whether a line is an entry of a list."""
    number = _NUMBER.match(heads[at])
    if number is None:
        return _BULLET.match(heads[at]) is not None
    near = filter(None, map(_NUMBER.match, heads[max(0, at - _NUMBER_NEAR) : at + _NUMBER_NEAR]))
    return any(abs(int(entry[1]) - int(number[1])) == 1 for entry in near)


def _is_caption(heads: Sequence[str], at: int) -> bool:
    """Whether the line below repeats a line and says who made the picture."""
    return (
        at + 1 < len(heads)
        and is_photo_credit(heads[at + 1])
        and core(heads[at + 1]).startswith(core(heads[at]) or " ")
    )


def _shares_of_words(heads: Sequence[str], asked: Sequence[int], texts: Sequence[int]) -> Ints:
    """What the words of each line count, in percent: the square of their share that is in the text; 100 if the text is short."""
    shares = np.full(len(heads), 100, np.int64)
    in_text = set(_stems(" ".join(heads[at] for at in texts)))
    if len(in_text) >= _TEXT_STEMS:
        for at in asked:
            stems = _stems(heads[at])
            found = sum(stem in in_text for stem in stems)
            shares[at] = _UNSHARED + (100 - _UNSHARED) * found**2 // len(stems) ** 2 if stems else 100
    return shares


def _stems(line: str) -> list[str]:
    return _STEM.findall(line.casefold())


def _ends_trail(heads: Sequence[str], at: int) -> bool:
    """Whether the trail to a page, in one line or an entry a line, ends with this line, which is not an entry itself."""
    own = core(heads[at])
    if len(own) < _LEAST_LETTERS or _ENTRY.fullmatch(heads[at]):
        return False
    for above in range(max(0, at - _TRAIL_ABOVE), at):
        entry = _ENTRY.fullmatch(heads[above])
        if entry is not None and not (above and _ENTRY.fullmatch(heads[above - 1])):
            continue  # a trail has two entries or more
        _, *after = _BETWEEN_ENTRIES.split(heads[above]) if entry is None else entry.group(0, 1)
        if after and core(after[-1]) == own:
            return True
    return False


def _step_to_title(heads: Sequence[str], sums: np.ndarray, best: int) -> int:
    """Lines from the likeliest title to the one that is it: above its standfirst, or below the head of its page, which repeats it."""
    if best + 1 < len(heads) and _MARK.search(heads[best]):  # Old pier closes - Quay Paper / Old pier closes
        below = core(heads[best + 1])
        if below and len(below) < len(core(heads[best])) and core(heads[best]).startswith(below):
            return 1
    is_above = (
        best > 0
        and _STANDFIRST_SHARE * int(sums[best - 1]) >= 100 * int(sums[best])
        and len(heads[best - 1].split()) >= _TITLE_WORDS
        and not _is_unlike_title(heads, best - 1)
    )
    return -1 if is_above else 0


# © 2015 Hill Notes. All rights reserved   |   Hill Notes © 2015   |   Copyright 2014-2016 by Hill Notes
_RIGHTS = re.compile(r"(?i)(.*?)(?:©|\(c\)|\bcopyright\b)[\W\d]*(?:by )?(.*)")
_NAME, _RIGHTS_LENGTH = range(3, 40), 160
"""Letters of a name, and characters of the longest line that says who has the rights."""


def without_owner(heads: Sequence[str], likely: Facts) -> Facts:
    """`likely`, where the name that has the rights of the page cannot be a title. It may be that of the author."""
    lines = [match for head in heads if len(head) <= _RIGHTS_LENGTH and (match := _RIGHTS.fullmatch(head))]
    if not lines or not len(likely):
        return likely
    befores, behinds = {core(match[1]) for match in lines}, [core(match[2]) for match in lines]
    likely = likely.copy()
    for at, head in enumerate(heads):
        if not likely[at, TITLE] or len(name := core(head)) not in _NAME:
            continue
        if name in befores or any(behind.startswith(name) for behind in behinds):
            likely[at, TITLE] = 0
    return likely


def with_reader_view(heads: Sequence[str], likely: Facts) -> Facts:
    """`likely`, where the reader view of a browser opens a page: host, title, author, minutes."""
    if (
        len(heads) < 3
        or not _ADDRESS.fullmatch(heads[0])
        or not any(map(_reading_time().fullmatch, heads[2:_READER_HEAD]))
    ):
        return likely
    likely = likely.copy()
    likely[:_READER_HEAD, TITLE] = 0
    likely[1, TITLE] = CERTAIN
    return likely


@cache
def _reading_time() -> re.Pattern[str]:
    return re.compile(rf"(?i)\d+([–-]\d+)? ?{either('minutes_read')}")
