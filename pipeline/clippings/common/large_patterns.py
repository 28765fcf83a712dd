"""Large regular expressions, each compiled once in a process.

Polars keeps the last 32 expressions of each thread, and the lines of a page are held against hundreds: it would compile the
large ones, those of dates in all languages, for each use. So they are used on a few threads of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import polars as pl

_THREADS, _OF_A_THREAD = 8, 24
_thread_of: dict[str, int] = {}


@cache
def _thread(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1)


def contains(texts: pl.Series, pattern: str) -> pl.Series:
    """Return whether each text contains the pattern; null for null."""
    return all_contained(texts, {"": pattern})[""]


def all_contained(texts: pl.Series, patterns: Mapping[str, str]) -> dict[str, pl.Series]:
    """Return for each pattern, by its name, whether each text contains it."""
    waiting = {
        name: _thread(_thread_of.setdefault(pattern, len(_thread_of) // _OF_A_THREAD % _THREADS)).submit(
            texts.str.contains, pattern
        )
        for name, pattern in patterns.items()
    }
    return {name: result.result().alias(name) for name, result in waiting.items()}
