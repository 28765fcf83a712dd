"""Processes that work on batches of pages side by side.

Imports nothing that is slow or that starts threads: a new process reads this file first.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

Call = TypeVar("Call")
Result = TypeVar("Result")

MAX_PROCESSES = 4
"""Memory grows with each."""
THREADS_VARIABLE = "POLARS_MAX_THREADS"


class Workers:
    """A pool of processes, started when it is first needed."""

    def __init__(self) -> None:
        self._count = min(MAX_PROCESSES, os.cpu_count() or 1)
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Call], Result], calls: Sequence[Call]) -> Iterator[Result]:
        """The result of `function` for each call, in order; `function` and calls must be picklable."""
        pool = self._started()
        waiting: deque[Future[Result]] = deque()
        for call in calls:
            if len(waiting) > self._count:
                yield waiting.popleft().result()
            waiting.append(pool.submit(function, call))
        while waiting:
            yield waiting.popleft().result()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            threads = max(1, (os.cpu_count() or 1) // self._count)
            context = multiprocessing.get_context("spawn")  # polars does not survive a fork
            self._pool = ProcessPoolExecutor(self._count, context, _begin, (threads,))
        return self._pool


def _begin(threads: int) -> None:
    """In a new process: leave cores to the others, and end with the parent, even if it is killed."""
    os.environ[THREADS_VARIABLE] = str(threads)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
