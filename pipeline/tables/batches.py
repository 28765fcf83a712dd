"""Runs a function over batches on two threads, results in order. Polars leaves Python's lock while it works."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")

AT_ONCE = min(2, os.cpu_count() or 1)
"""Batches in work at once: memory grows with each, and polars itself uses every core."""


def mapped(function: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
    """The result of `function` for each batch, in order; at most AT_ONCE batches are held."""
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for batch in batches:
            if len(waiting) == AT_ONCE:
                yield waiting.popleft().result()
            waiting.append(pool.submit(function, batch))
        while waiting:
            yield waiting.popleft().result()
