"""A budget of processor time for one page. A page that exceeds it becomes a problem; the other pages are not affected."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 60.0
"""Minimum budget of a page in seconds. An ordinary page takes some milliseconds."""
SECONDS_PER_BYTE = 20 / (1 << 20)


class TooSlowError(Exception):
    """A page exceeded its budget of processor time."""


def seconds_for(byte_count: int) -> float:
    """Return the budget of a page of this size."""
    return SECONDS + byte_count * SECONDS_PER_BYTE


@contextmanager
def cpu_budget(seconds: float) -> Iterator[None]:
    """Interrupt the block if it exceeds the budget. Works in the main thread only; other threads have no limit.

    Raises:
        TooSlowError: The budget is used up.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError(f"It took more than {seconds:.0f} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
