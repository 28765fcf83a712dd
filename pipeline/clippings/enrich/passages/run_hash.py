"""Hashes of runs of numbers, in constant time for each run: polynomials modulo 2^64 over prefix sums (Karp and Rabin 1987).

Characters make words this way, and words make passages. Plain arithmetic that wraps, so that a hash is the same on
every machine. The meaning of the numbers does not matter here.
"""

from __future__ import annotations

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
