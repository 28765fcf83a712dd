"""Wording that two texts share: runs of equal words, carried over single changed words, with their places in both texts.

Which share makes two posts near duplicates belongs in `compare`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from clippings.common.prose import SPACELESS_RANGES
from clippings.dedupe.candidate_pairs import SHINGLE_WORDS

MAX_GAP = 3
"""Maximum number of changed words, on either side, across which a run goes on."""
AFTER_GAP = 2
"""Minimum number of equal words after changed words."""
MIN_RUN = 10
"""Minimum number of equal words of a run. Shorter ones are phrases that anybody writes."""
PARTS = 10
"""Parts of a text, of equal length, for its spread."""

_WORD = re.compile(rf"[{SPACELESS_RANGES}]|[^\W_{SPACELESS_RANGES}]+(?:['’][^\W_{SPACELESS_RANGES}]+)*")
_CLOSING = {"“": "”", "«": "»", "„": "“", '"': '"', "「": "」", "『": "』"}
"""Quotation mark that opens to the one that closes."""
_OPENING = re.compile('[“«„"「『]')
_LONGEST_QUOTATION = 1000
_NEVER = ""
"""Key of a word inside a quotation: the wording is the speaker's."""
_GAPS = sorted(((i, j) for i in range(MAX_GAP + 1) for j in range(MAX_GAP + 1) if i or j), key=lambda g: (sum(g), g))


class SharedRun(NamedTuple):
    """The same wording in two texts: text[start:end] of each, and the number of equal words."""

    start: int
    end: int
    other_start: int
    other_end: int
    word_count: int


@dataclass(frozen=True)
class SharedRuns:
    """Runs that two texts share, outside quotations.

    Attributes:
        runs: In the order of the first text.
        share: Share of the first text's words that are in the runs.
        other_share: The same of the other text.
        spread: Share of the shorter text's tenths in which a run begins or goes on.
        has_opening: Whether a run is in the first tenth of the shorter text. A copy takes the opening; background comes later.
    """

    runs: tuple[SharedRun, ...]
    share: float
    other_share: float
    spread: float
    has_opening: bool

    @property
    def word_count(self) -> int:
        """Equal words of all runs."""
        return sum(run.word_count for run in self.runs)


class _Tokens(NamedTuple):
    """Words of a text: their keys and characters, the number of words outside quotations, and the shingle from each on."""

    keys: list[str]
    spans: list[tuple[int, int]]
    size: int
    shingles: list[tuple[str, ...]]
    distinct: frozenset[tuple[str, ...]]


def shared_wording(text: str, other: str) -> SharedRuns:
    """Return the wording that two texts share."""
    ours, theirs = tokens(text), tokens(other)
    runs: list[SharedRun] = []
    pairs: list[tuple[int, int]] = []
    used: set[int] = set()
    free = 0
    shared = {shingle for shingle in ours.distinct & theirs.distinct if _NEVER not in shingle}
    places: dict[tuple[str, ...], list[int]] = {shingle: [] for shingle in shared}
    for at, shingle in enumerate(theirs.shingles):
        if shingle in shared:
            places[shingle].append(at)
    for place, shingle in enumerate(ours.shingles):
        starts = [at for at in places[shingle] if at not in used] if place >= free and shingle in shared else []
        if not starts:
            continue
        run = max((_extended(ours.keys, theirs.keys, place, at, used) for at in starts[:8]), key=len)
        free = run[-1][0] + 1
        if len(run) < MIN_RUN:
            continue
        used.update(at for _, at in run)
        pairs += run
        (first, other_first), (last, other_last) = run[0], run[-1]
        runs.append(
            SharedRun(ours.spans[first][0], ours.spans[last][1], theirs.spans[other_first][0], theirs.spans[other_last][1], len(run))
        )  # fmt: skip
    sizes = ours.size, theirs.size
    side = 0 if sizes[0] <= sizes[1] else 1
    length = len((ours, theirs)[side].keys)
    tenths = {pair[side] * PARTS // length for pair in pairs} if length else set()
    shares = [round(len(pairs) / size, 6) if size else 0.0 for size in sizes]
    return SharedRuns(tuple(runs), shares[0], shares[1], len(tenths) / PARTS, 0 in tenths)


@lru_cache(maxsize=64)
def tokens(text: str) -> _Tokens:
    """Return the words of a text; those of the last texts are kept."""
    spans = [m.span() for m in _WORD.finditer(text)]
    text = text.replace("’", "'")
    if len(folded := text.casefold()) == len(text):  # no letter became two, so all stay where they are
        keys = [folded[start:end] for start, end in spans]
    else:
        keys = [text[start:end].casefold() for start, end in spans]
    starts = [start for start, _ in spans]
    for begin, end in _quotations(text):
        first, last = bisect_left(starts, begin), bisect_left(starts, end)
        keys[first:last] = [_NEVER] * (last - first)
    shingles = list(zip(*(keys[word:] for word in range(SHINGLE_WORDS)), strict=False))
    return _Tokens(keys, spans, len(keys) - keys.count(_NEVER), shingles, frozenset(shingles))


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where quotations begin and end, none longer than a paragraph."""
    free = 0
    for mark in _OPENING.finditer(text):
        if mark.start() < free:
            continue
        end = text.find(_CLOSING[mark[0]], mark.end(), mark.end() + _LONGEST_QUOTATION)
        if end > 0 and "\n" not in text[mark.start() : end]:
            free = end + 1
            yield mark.start(), free


def _extended(ours: list[str], theirs: list[str], place: int, at: int, used: set[int]) -> list[tuple[int, int]]:
    """Return the places of equal words from two equal places on; the run goes on across a few changed words, up to a used one."""
    pairs = []
    while True:
        while place < len(ours) and at < len(theirs) and ours[place] == theirs[at] != _NEVER and at not in used:
            pairs.append((place, at))
            place, at = place + 1, at + 1
        for i, j in _GAPS:
            after = ours[place + i : place + i + AFTER_GAP]
            is_free = used.isdisjoint(range(at, at + j + AFTER_GAP))
            if (
                is_free
                and len(after) == AFTER_GAP
                and _NEVER not in after
                and after == theirs[at + j : at + j + AFTER_GAP]
            ):
                place, at = place + i, at + j
                break
        else:
            return pairs
