"""Symmetric decision trees over bytes, with whole numbers as leaves: the same scores on every machine and in any order.

A tree asks the same question of all lines at each of its levels: is fact `f` greater than `b`? The answers are the bits of
the number of a leaf, and a leaf holds a score for each label, in units of 1 / UNIT of a natural logarithm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np
import numpy.typing as npt

from clippings.segment.cutter.line_facts import Facts

UNIT = 128
"""Steps of a score in one natural logarithm."""
CERTAIN = 250
"""The likelihood of a label as a whole number is between 0 and this."""
_STEPS = 16 * UNIT
_ONE = 1 << 24
_ROWS = 16_384
"""Lines that are judged at a time: what they need stays in the processor's cache."""


@dataclass(frozen=True)
class Forest:
    """Trees of one depth.

    Attributes:
        names: The facts that are asked.
        fact: Per tree and level the index in `names` of the fact that is asked.
        border: Per tree and level what the fact must exceed.
        leaves: Per tree and leaf the score of each label.
        bias: The score of each label before any tree.
    """

    names: tuple[str, ...]
    fact: npt.NDArray[np.uint16]
    border: npt.NDArray[np.uint8]
    leaves: npt.NDArray[np.int16]
    bias: npt.NDArray[np.int32]

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[np.generic]], prefix: str) -> "Forest":
        """The forest whose arrays are stored under names with a prefix."""
        return cls(
            tuple(str(name) for name in arrays[f"{prefix}_names"]),
            arrays[f"{prefix}_fact"].astype(np.uint16),
            arrays[f"{prefix}_border"].astype(np.uint8),
            arrays[f"{prefix}_leaves"].astype(np.int16),
            arrays[f"{prefix}_bias"].astype(np.int32),
        )

    def arrays(self, prefix: str) -> dict[str, npt.NDArray[np.generic]]:
        """The arrays to store, by name."""
        return {
            f"{prefix}_names": np.array(self.names),
            f"{prefix}_fact": self.fact,
            f"{prefix}_border": self.border,
            f"{prefix}_leaves": self.leaves,
            f"{prefix}_bias": self.bias,
        }

    def scores(self, names: list[str], facts: Facts) -> npt.NDArray[np.int32]:
        """The score of each label for each line; `names` are those of the columns of `facts`."""
        column_of = {name: at for at, name in enumerate(names)}
        asked = np.ascontiguousarray(facts[:, [column_of[name] for name in self.names]].T)
        parts = [self._scores(asked[:, low : low + _ROWS]) for low in range(0, asked.shape[1], _ROWS)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.bias)), np.int32)

    def _scores(self, asked: Facts) -> npt.NDArray[np.int32]:
        total = np.repeat(self.bias[None, :], asked.shape[1], axis=0)
        for facts, borders, leaves in zip(self.fact, self.border, self.leaves, strict=True):
            leaf = np.zeros(asked.shape[1], np.uint8)
            for level, (fact, border) in enumerate(zip(facts, borders, strict=True)):
                leaf |= (asked[fact] > border).view(np.uint8) << np.uint8(level)
            total += leaves[leaf]
        return total


@cache
def _powers() -> npt.NDArray[np.int64]:
    """exp(-step / UNIT) for each step, in 1 / _ONE; by decimals, so that no machine rounds otherwise."""
    return np.array([int((Decimal(-step) / UNIT).exp() * _ONE) for step in range(_STEPS + 1)], np.int64)


def likelihoods(scores: npt.NDArray[np.int32]) -> Facts:
    """How likely each label of each line is, from 0 to CERTAIN."""
    if not len(scores):
        return np.zeros(scores.shape, np.uint8)
    below = np.minimum(scores.max(axis=1, keepdims=True) - scores, _STEPS)
    powers = _powers()[below]
    shares: npt.NDArray[np.int64] = (powers * CERTAIN + powers.sum(axis=1, keepdims=True) // 2) // powers.sum(
        axis=1, keepdims=True
    )
    return shares.astype(np.uint8)


def shares(scores: npt.NDArray[np.int32], page_of: npt.NDArray[np.int64]) -> Facts:
    """Of each line (its one score, its page; pages in order) the share of its page's likelihood, from 0 to CERTAIN."""
    if not len(scores):
        return np.zeros(0, np.uint8)
    starts = np.flatnonzero(np.r_[True, page_of[1:] != page_of[:-1]])
    sizes = np.diff(np.r_[starts, len(scores)])
    best = np.repeat(np.maximum.reduceat(scores[:, 0], starts), sizes)
    powers = _powers()[np.minimum(best - scores[:, 0], _STEPS)]
    whole = np.repeat(np.add.reduceat(powers, starts), sizes)
    line_shares: npt.NDArray[np.int64] = (powers * CERTAIN + whole // 2) // whole
    return line_shares.astype(np.uint8)
