"""Words of texts as passages compare them: without case, apostrophes and punctuation, each with its place.

What a word and the hash of a run of words are belongs here, and nothing about passages. Arrays instead of strings: an archive has
160 million words.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Hashes: TypeAlias = npt.NDArray[np.uint64]
Positions: TypeAlias = npt.NDArray[np.signedinteger]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
"""An odd base has an inverse modulo a power of two: it takes the place of a run out of its hash."""
_SCATTERING = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
"""Finishing steps of the SplitMix64 generator (Steele et al. 2014)."""

_CHUNK = 1 << 19
"""Characters read at once: few enough to stay in a processor's cache. A longer text is read whole."""
_APOSTROPHES = "'’‘`´ʼʻʹʾʿˈ′‛＇"
_SEPARATOR, _NOTHING, _STOP = 0, 1, 2
"""Code of a character that is not part of a word. Characters of words are their folded code points."""


class RunHashes:
    """Prefix sums of `values` (UInt64), of which `places` are the positions inside their own text."""

    def __init__(self, values: Hashes, places: Positions) -> None:
        self._places = places
        self._inverses = _powers(_INVERSE, places)
        self._sums = np.zeros(values.size + 1, np.uint64)
        np.cumsum(weighted(values, places), out=self._sums[1:])

    def of(self, starts: Positions, ends: Positions) -> Hashes:
        """Return one hash for each run from `starts` to `ends` (exclusive); no run may cross from one text into another."""
        return (self._sums[ends] - self._sums[starts]) * self._inverses[self._places[starts]]


def scattered(numbers: Hashes) -> Hashes:
    """Mix the bits of numbers; different numbers stay different, and each bit affects every bit of the result."""
    for shift, odd in _SCATTERING:
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(odd)
    return numbers


def weighted(values: npt.NDArray[np.unsignedinteger], places: Positions) -> Hashes:
    """Return the terms of the polynomial: the sum of those of a run that begins at place 0 is its hash."""
    terms = _powers(_BASE, places)[places]
    terms *= values
    return terms


def _powers(base: int, places: Positions) -> Hashes:
    """Return powers of `base` up to the last of `places`."""
    powers = np.full(int(places.max(initial=0)) + 1, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


@dataclass(frozen=True)
class Words:
    """Words in order: their `hashes`, the number of their text in `texts`, and their characters in it from
    `starts` to `ends` (exclusive).
    """

    hashes: Hashes
    texts: Positions
    starts: Positions
    ends: Positions


@dataclass(frozen=True)
class _Reading:
    """Characters of words, `folded`, with their positions; word n is made of those from `bounds[n]` to `bounds[n + 1]`."""

    folded: npt.NDArray[np.uint32]
    characters: Positions
    bounds: Positions
    texts: Positions
    begins: Positions


def words(texts: Sequence[str]) -> Iterator[Words]:
    """Yield the words of `texts`, a chunk of texts at a time."""
    for first, chunk in _chunks(texts):
        read = _read(chunk)
        heads, tails = read.bounds[:-1], read.bounds[1:]
        if not heads.size:
            continue
        places = np.arange(read.folded.size) - np.repeat(heads, tails - heads)
        hashes = scattered(np.add.reduceat(weighted(read.folded, places), heads))
        begins = read.begins[read.texts]
        starts, ends = read.characters[heads] - begins, read.characters[tails - 1] + 1 - begins
        yield Words(hashes, read.texts + first, starts, ends)


def normalised(texts: Sequence[str]) -> list[str]:
    """Return the words of each text, folded and joined by single spaces."""
    lines: list[str] = []
    for _, chunk in _chunks(texts):
        read = _read(chunk)
        heads, tails = read.bounds[:-1], read.bounds[1:]
        number = np.arange(heads.size)
        spelt = np.full(read.folded.size + heads.size, ord(" "), np.dtype("<u4"))
        spelt[np.arange(read.folded.size) + np.repeat(number, tails - heads)] = read.folded
        line = spelt.tobytes().decode("utf-32-le")
        first_words = np.searchsorted(read.texts, np.arange(len(chunk) + 1))
        cuts = (read.bounds[first_words] + first_words).tolist()
        lines += [line[start:end].rstrip(" ") for start, end in pairwise(cuts)]
    return lines


def _chunks(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield chunks of consecutive texts of about equal size, each with the number of its first text."""
    chunk: list[str] = []
    size = 0
    for number, text in enumerate(texts):
        chunk.append(text)
        size += len(text)
        if size >= _CHUNK or number == len(texts) - 1:
            yield number + 1 - len(chunk), chunk
            chunk, size = [], 0


def _read(texts: Sequence[str]) -> _Reading:
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le"), np.uint32)
    read = _table(codes)[codes]
    stops = np.flatnonzero(read == _STOP)
    read[stops] = np.where(_is_between_letters(read, stops), _NOTHING, _SEPARATOR)
    characters = np.flatnonzero(read > _STOP)
    gaps = np.diff(characters) - 1
    gap_of = np.searchsorted(characters, np.flatnonzero(read == _NOTHING)) - 1
    np.subtract.at(gaps, gap_of[(gap_of >= 0) & (gap_of < gaps.size)], 1)
    heads = np.flatnonzero(gaps) + 1
    bounds = np.concatenate([[0], heads, [characters.size]]) if characters.size else np.zeros(1, np.int64)
    begins = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    owners = np.searchsorted(begins, characters[bounds[:-1]], side="right") - 1
    return _Reading(read[characters], characters, bounds, owners, begins)


def _is_between_letters(read: npt.NDArray[np.uint32], stops: Positions) -> npt.NDArray[np.bool_]:
    """Return whether each full stop is between two single letters.

    "the B.C.D. ferry" is "the bcd ferry", "at 9.15 from pier B.The boat" keeps its words apart.
    """
    padded = np.concatenate([[0, 0], read, [0, 0, 0]])
    left, right = stops + 1, stops + 3
    right = right + (padded[right] == _NOTHING)  # B.C.'s
    is_single = (padded[left - 1] <= _STOP) & (padded[right + 1] <= _STOP)
    is_between: npt.NDArray[np.bool_] = (padded[left] > _STOP) & (padded[right] > _STOP) & is_single
    positions = np.flatnonzero(is_between)
    sides = np.stack([padded[left[positions]], padded[right[positions]]])
    is_between[positions] = [chr(before).isalpha() and chr(other).isalpha() for before, other in sides.T.tolist()]
    return is_between


def _table(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the normalised form of each code point in `codes`."""
    table = _ascii().copy()
    for code in np.unique(codes[codes >= 128]).tolist():
        table[code] = _read_as(code)
    return table


@cache
def _ascii() -> npt.NDArray[np.uint32]:
    table = np.zeros(0x110000, np.uint32)
    table[:128] = [_read_as(code) for code in range(128)]
    return table


@cache
def _read_as(code: int) -> int:
    character = chr(code)
    category = unicodedata.category(character)
    if character in _APOSTROPHES or category == "Cf":  # soft hyphens, joiners and marks of direction
        return _NOTHING
    if character == ".":
        return _STOP
    if category[0] not in "LMN":
        return _SEPARATOR
    folded = character.casefold()
    return ord(folded if len(folded) == 1 else character.lower()[0])
