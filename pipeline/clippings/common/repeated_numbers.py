"""Numbers that occur several times among more numbers than should be in memory at once."""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[np.uint64]
_AT_ONCE = 8_000_000
"""Numbers that are sorted in memory."""
_BITS = 64


def repeated(columns: Callable[[], Iterable[pl.Series]], count: int) -> pl.Series:
    """Return the numbers (UInt64, hashes) that occur at least twice, each once, sorted.

    Args:
        columns: Gives all numbers; it is called once for each share of them.
        count: How many they are.
    """
    bits = (count // _AT_ONCE).bit_length()
    found = [np.empty(0, np.uint64)]
    for share in range(1 << bits):
        numbers = (column.to_numpy() for column in columns())
        # the first bits decide, so the shares are in order
        own = (some[some >> np.uint64(_BITS - bits) == share] if bits else some for some in numbers)
        every = np.concatenate([np.empty(0, np.uint64), *own])
        every.sort()
        found.append(distinct(every[1:][every[1:] == every[:-1]]))
    return pl.Series(np.concatenate(found))


def distinct(numbers: Numbers) -> Numbers:
    """Each of the numbers once, sorted. NumPy's `unique` takes fifty times as long: it hashes numbers before it sorts them."""
    in_order = np.sort(numbers)
    is_first = np.ones(in_order.size, bool)
    np.not_equal(in_order[1:], in_order[:-1], out=is_first[1:])
    return in_order[is_first]
