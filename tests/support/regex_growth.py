"""Measures whether the time of a regular expression grows faster than its input.

Growth is measured in processor time of this process, so other programs do not disturb it. A linear expression takes
well under a millisecond for the short input; a quadratic one takes sixty-four times as long for an input eight times as long.
"""

import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from support.regex_inputs import inputs

SHORT = 1_500
LONG = 8 * SHORT
GROWTH = 24.0
"""Limit of the time for LONG over the time for SHORT: it is 8 if linear, 64 if quadratic."""
SUSPECT = 0.0015
"""Minimum number of seconds for SHORT for a closer look at an input."""
HOPELESS = 1.0
"""Maximum number of seconds of a single call."""

_TRIES = 4


class _TooSlowError(Exception):
    """A call took longer than HOPELESS."""


@contextmanager
def _bounded() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, HOPELESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def superlinear_input(
    pattern: re.Pattern[Any], how: Iterable[str], measured: list[float] | None = None
) -> tuple[str, float] | None:
    """Return the beginning of an input on which the expression is superlinear, with the growth; None without one.

    Args:
        pattern: The expression.
        how: Methods that the program calls on it.
        measured: Gets the growth of each input that needed a closer look.
    """
    calls = _calls(pattern, set(how))
    for short, long in zip(inputs(pattern, SHORT), inputs(pattern, LONG), strict=True):
        for call in calls:
            started = time.perf_counter()  # where processor time comes in ticks, a short call has none
            first = _seconds(call, _typed(pattern, short))
            if time.perf_counter() - started < SUSPECT:
                continue
            if first >= HOPELESS:
                return short[:60], float("inf")
            growth = _growth(call, _typed(pattern, short), _typed(pattern, long))
            if measured is not None:
                measured.append(growth)
            if growth > GROWTH:
                return short[:60], growth
    return None


def _growth(call: Callable[[Any], object], short: str | bytes, long: str | bytes) -> float:
    """The growth of the shortest times: a busy machine makes a time longer, never shorter, so what is too slow is tried again."""
    first = second = growth = float("inf")
    for _ in range(_TRIES):
        first = min(first, *(_seconds(call, short) for _ in range(4)))
        second = min(second, _seconds(call, long))
        growth = second / max(first, SUSPECT) if second < HOPELESS else float("inf")
        if growth <= GROWTH:
            break
    return growth


def _seconds(call: Callable[[Any], object], text: str | bytes) -> float:
    started = time.process_time()
    try:
        with _bounded():
            call(text)
    except _TooSlowError:
        return HOPELESS
    return time.process_time() - started


def _calls(pattern: re.Pattern[Any], how: set[str]) -> list[Callable[[Any], object]]:
    if how <= {"match", "fullmatch"}:
        return [getattr(pattern, name) for name in sorted(how)]
    return [lambda text: sum(1 for _ in pattern.finditer(text))]


def _typed(pattern: re.Pattern[Any], text: str) -> str | bytes:
    return text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
