"""Runs of words that occur in several articles, each extended as far as all its occurrences agree.

A passage is a maximal repeat (Gusfield 1997): not every place has the same word before it, nor the same word after it.
The places where a window begins are a group; each group is followed to the first word where its places part, which
ends a passage, and divided there. A group of one article, or with one word before it everywhere, is dropped: no part of
it can be a passage. So the work is proportional to the passages and their places.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import dataframely as dy
import numpy as np
import polars as pl

from clippings.enrich.passages.words import Hashes, Positions, RunHashes
from clippings.schema.frames import as_rows
from clippings.schema.working.texts import Repeats

MAX_PLACES = 8
"""Maximum number of places in one article where the same window begins, counted from the first: a text that
says the same over and over would have as many passages as words, each in as many places."""
MAX_NESTED = 16
"""Maximum number of passages that begin at one place, shortest first: a bound for texts that are variants of each other."""

_PIECE = 1 << 20
"""Words whose windows are hashed at once."""
_PARTS = 16
"""Number of parts in which windows are sorted, one after the other, because sorting needs more memory than its input."""


@dataclass(frozen=True)
class _Text:
    """Stretches one after the other."""

    hashes: Hashes
    runs: RunHashes
    stretch: Positions
    """Return the number of each word's stretch."""
    begins: Positions
    """First word of each stretch."""
    ends: Positions
    article: Positions
    """Return the number of each stretch's article."""


@dataclass(frozen=True)
class _Groups:
    """Words at which equal runs begin, in the order of the text; those of one group next to each other."""

    members: Positions
    numbers: Positions
    """Number of each member's group, from 0."""
    heads: Positions
    """Start of each group in `members`."""


def repeats(
    stretches: pl.DataFrame, min_words: int, *, max_places: int = MAX_PLACES, max_nested: int = MAX_NESTED
) -> dy.DataFrame[Repeats]:
    """Return passages and where they occur: `passage` (a number), `article_id`, `begin` (of the stretch), `place` (word of the
    stretch, from 0) and `word_count`.

    Args:
        stretches: article_id, begin, words; sorted by article_id and begin.
        min_words: fewest words of a passage.
        max_places: places in one article that are looked at for one window.
        max_nested: passages that may begin at one place.
    """
    text = _text(stretches)
    groups = _windows(text, min_words, max_places)
    parts = [(np.empty(0, np.int64),) * 3]
    passages = 0
    for _ in range(max_nested):
        if not groups.heads.size:
            break
        lengths = _common_lengths(text, groups)
        parts.append((groups.numbers + passages, groups.members, lengths))
        passages += groups.heads.size
        groups = _divided(text, groups, lengths)
    passage, member, length = (np.concatenate(column) for column in zip(*parts, strict=True))
    stretch = text.stretch[member]
    found = stretches.select(
        pl.Series("passage", passage),
        pl.col("article_id").gather(stretch),
        pl.col("begin").gather(stretch),
        pl.Series("place", member - text.begins[stretch]),
        pl.Series("word_count", length),
    )
    return as_rows(Repeats, found)


def _text(stretches: pl.DataFrame) -> _Text:
    counts = stretches["words"].list.len().cast(pl.Int64).to_numpy()
    hashes = stretches["words"].explode(empty_as_null=False).to_numpy()
    ends = np.cumsum(counts)
    begins = ends - counts
    stretch = np.repeat(np.arange(counts.size, dtype=np.int32), counts)
    places = np.arange(hashes.size, dtype=np.int32)
    places -= begins.astype(np.int32)[stretch]
    articles = stretches["article_id"].rle_id().cast(pl.Int64).to_numpy()
    return _Text(hashes, RunHashes(hashes, places), stretch, begins, ends, articles)


def _windows(text: _Text, min_words: int, max_places: int) -> _Groups:
    """Group the places at which the same `min_words` words begin; words at more than `max_places` places are left out."""
    windows = np.empty(text.hashes.size, np.uint64)
    part_of = np.full(text.hashes.size, _PARTS, np.uint8)
    for first in range(0, windows.size, _PIECE):
        starts = np.arange(first, min(first + _PIECE, windows.size))
        starts = starts[starts + min_words <= text.ends[text.stretch[starts]]]
        windows[starts] = text.runs.of(starts, starts + min_words)
        part_of[starts] = windows[starts] % _PARTS
    parts = [_sorted(text, np.flatnonzero(part_of == part), windows, max_places) for part in range(_PARTS)]
    return _joined(parts)


def _sorted(text: _Text, starts: Positions, windows: Hashes, max_places: int) -> _Groups:
    """Return the places `starts`, those of one window next to each other."""
    order = np.argsort(windows[starts], kind="stable")
    members = starts[order]
    hashes = windows[members]
    is_new = _changes(hashes, text.article[text.stretch[members]])
    count = np.arange(members.size)
    is_early = count - np.maximum.accumulate(np.where(is_new, count, 0)) < max_places
    return _kept(text, members[is_early], hashes[is_early])


def _joined(parts: Sequence[_Groups]) -> _Groups:
    """Return the groups of all parts."""
    groups = np.cumsum([0, *(part.heads.size for part in parts)])
    members = np.cumsum([0, *(part.members.size for part in parts)])
    return _Groups(
        np.concatenate([part.members for part in parts]),
        np.concatenate([part.numbers + before for part, before in zip(parts, groups[:-1], strict=True)]),
        np.concatenate([part.heads + before for part, before in zip(parts, members[:-1], strict=True)]),
    )


def _common_lengths(text: _Text, groups: _Groups) -> Positions:
    """Of each member, the number of words that all of its group have in common from their places on."""
    members = groups.members
    first = members[groups.heads][groups.numbers]
    longest = np.minimum(text.ends[text.stretch[members]] - members, text.ends[text.stretch[first]] - first)
    length = np.zeros(members.size, np.int64)
    step = 1 << int(longest.max()).bit_length()
    while step:  # equal beginnings are equal up to some length: it is found bit by bit
        tried = np.minimum(length + step, longest)
        is_equal = text.runs.of(members, members + tried) == text.runs.of(first, first + tried)
        length = np.where(is_equal, tried, length)
        step //= 2
    shortest: Positions = np.minimum.reduceat(length, groups.heads)[groups.numbers]
    return shortest


def _divided(text: _Text, groups: _Groups, lengths: Positions) -> _Groups:
    """Return the groups that agree in one word more; a place at the end of its stretch agrees with no other."""
    goes_on = groups.members + lengths < text.ends[text.stretch[groups.members]]
    members, numbers = groups.members[goes_on], groups.numbers[goes_on]
    following = text.hashes[members + lengths[goes_on]]
    order = np.lexsort((following, numbers))
    return _kept(text, members[order], numbers[order], following[order])


def _kept(text: _Text, members: Positions, *keys: Hashes | Positions) -> _Groups:
    """Return groups of `members` equal in `keys`: those of several articles and with several words, or a border, before them."""
    heads = np.flatnonzero(_changes(*keys))
    if not heads.size:
        return _Groups(members, members, heads)
    sizes = np.diff(heads, append=members.size)
    stretch = text.stretch[members]
    article = text.article[stretch]
    before = text.hashes[members - 1]
    is_open = np.logical_or.reduceat(members == text.begins[stretch], heads)
    is_open |= np.minimum.reduceat(before, heads) != np.maximum.reduceat(before, heads)
    is_kept = is_open & (article[heads] != article[heads + sizes - 1])
    sizes = sizes[is_kept]
    return _Groups(
        members[np.repeat(is_kept, np.diff(heads, append=members.size))],
        np.repeat(np.arange(sizes.size), sizes),
        np.cumsum(sizes) - sizes,
    )


def _changes(*keys: Hashes | Positions) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return whether each row differs from the one before it."""
    is_new = np.ones(keys[0].size, bool)
    is_new[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return is_new
