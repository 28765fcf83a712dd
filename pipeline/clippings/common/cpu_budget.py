"""A budget of processor time for one page or article. What exceeds it becomes a problem; the rest is not affected.

The limit is thousands of times what an ordinary page takes, so only work that does not end in practice meets it. A package
without a problem `too_slow` has the same bytes on every machine; one with it may differ on a machine that is faster or slower.
"""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

import polars as pl

Result = TypeVar("Result")
SECONDS = 60.0
"""Minimum budget in seconds. An ordinary page takes some milliseconds."""
SECONDS_PER_BYTE = 20 / (1 << 20)
_AGAIN = 1.0
"""Seconds after which the work is interrupted again, if it caught the exception."""


class TooSlowError(Exception):
    """The budget of processor time is used up."""


def seconds_for(byte_count: int) -> float:
    """Return the budget of a page or text of this size."""
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

    is_over = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal is_over
        is_over = True
        raise TooSlowError(message)

    message = f"It took more than {seconds:.0f} s of processor time"
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    except Exception as error:  # a library may wrap the exception in one of its own
        if is_over:
            raise TooSlowError(message) from error
        raise
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def in_parts(
    rows: pl.DataFrame,
    seconds: Callable[[pl.DataFrame], float],
    work: Callable[[pl.DataFrame], Result],
    without: Callable[[pl.DataFrame, Exception], Result],
) -> list[Result]:
    """Return the results of work on rows. If it takes too long or fails, its halves are tried, down to the row at fault.

    Args:
        rows: What is worked on; the result for a row depends on it alone.
        seconds: Budget of some of the rows.
        work: The work.
        without: Gives the result for a single row that is at fault.

    Raises:
        OSError: The machine is at fault, not a row.
    """
    try:
        with cpu_budget(seconds(rows)):
            return [work(rows)]
    except (OSError, MemoryError):
        raise
    except Exception as error:  # a fault of the program that one page meets must not cost the other pages
        if rows.height <= 1:
            return [without(rows, error)]
    half = rows.height // 2
    return [result for part in (rows[:half], rows[half:]) for result in in_parts(part, seconds, work, without)]


def of_articles(
    articles: pl.DataFrame,
    fields: Iterable[str],
    read: Callable[[pl.DataFrame], list[Result]],
    too_slow: Callable[[str], object],
) -> list[Result]:
    """Return what is read off articles, with one budget for all. `too_slow` is called with the id of an article that takes too long.

    Args:
        articles: What is read; article_id and the fields.
        fields: Columns of texts, by whose size the budget is.
        read: Reads some of the articles; what it returns for one depends on it alone.
        too_slow: Takes an id.
    """
    sizes = [pl.col(field).str.len_bytes().sum() for field in fields if field in articles.columns]

    def left_out(article: pl.DataFrame, error: Exception) -> list[Result]:
        if not isinstance(error, TooSlowError):
            raise error
        too_slow(article["article_id"].item())
        return []

    parts = in_parts(articles, lambda rows: seconds_for(sum(rows.select(sizes).row(0))), read, left_out)
    return [result for part in parts for result in part]
