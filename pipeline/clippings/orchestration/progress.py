"""Progress of a run on the terminal: the current step, and a line for each finished step. In a pipe: a line for each long step."""

import logging
import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
from dagster import DagsterEvent, DagsterEventType

from clippings.common.printable import printable

SLOW = 2.0
"""Seconds after which a step shows its count and its rate."""

_FAST = 10
"""A rate from which on no decimal is shown."""

STEPS = {
    "read_dumps": "reading dumps",
    "cut_posts": "cutting out posts",
    "read_credits": "reading credits",
    "merge_appearances": "merging appearances",
    "find_mentions": "finding names",
    "find_passages": "finding shared passages",
    "read_dates": "reading dates",
    "problems": "gathering problems",
    "package_files": "writing the package",
    "data_package": "publishing",
}
"""Step to what it is called on a terminal, in the order in which they run.
A step not named here is a check: it is shown while it runs, and leaves no line."""
ASKED_FOR = {"text_free_package": "publishing the text-free edition"}
"""The same of steps that most runs are not asked for: they leave no line either."""
_WIPE = "\r\033[K"
_WIDEST = 70
_WIDEST_COUNT = 79
_EVERY = 0.5
"""Seconds between two looks at a step that takes long."""
_EVERY_IN_PIPE = 15.0
"""Seconds between two lines in a pipe: a program that waits sees that the run goes on, and a log stays short."""
_is_command = False


@dataclass
class StepCounter:
    """What is done of the step that runs.

    Attributes:
        label: What the step is called; empty between two steps.
        done: Pieces of work that are done.
        total: Pieces that are known; zero where nothing is counted.
        unit: What the pieces are.
        started: When the step began, in seconds of a clock that never goes back.
    """

    label: str = ""
    done: int = 0
    total: int = 0
    unit: str = ""
    started: float = field(default_factory=time.monotonic)

    def line(self, now: float) -> str | None:
        """What to show of a step that takes long; nothing before."""
        seconds = now - self.started
        if not self.label or seconds < SLOW:
            return None
        if not self.total:
            return f"  {self.label:26}{seconds:7.0f} s"
        counted = f"  {self.label:26}{seconds:7.0f} s  {self.done:,} of {self.total:,} {self.unit}"
        rate = self.done / seconds
        shown = f"{rate:,.1f}" if rate < _FAST else f"{rate:,.0f}"
        return f"{counted}, {shown} a second" if self.done else counted


class ProgressHandler(logging.Handler):
    """Writes to a terminal what the graph is doing, each step over the one before until it ended."""

    def __init__(self, terminal: int, pipe_seconds: float | None = None) -> None:
        """Keep a copy of the file descriptor `terminal`: while steps run, Dagster leads the stream itself elsewhere.

        If it is a pipe, `pipe_seconds` is the time between two lines.
        """
        super().__init__()
        self._terminal = os.dup(terminal)  # never closed: logging closes handlers whenever some library configures it
        self._counter = StepCounter()
        self._writing = threading.Lock()
        self._pipe_seconds = pipe_seconds
        self._is_plain = os.environ.get("TERM") == "dumb"
        if not self._is_plain or pipe_seconds:
            threading.Thread(target=self._refresh, daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Show the record if it is the beginning or the end of a step, or a warning. A closed terminal stops no run."""
        event = _event(record)
        line = _warning(record) if event is None else _line(event)
        if line is None:
            return
        if event is not None:
            begins = event.event_type == DagsterEventType.STEP_START
            self._counter = StepCounter(line.strip() if begins else "")
        if self._pipe_seconds:
            self._write(line if event is None else "")
        elif not self._is_plain:
            self._write(_WIPE + line)
        elif line.endswith("\n"):
            self._write(line)

    def count(self, done: int, total: int, unit: str) -> None:
        """Note how far the step is."""
        self._counter.done, self._counter.total, self._counter.unit = done, total, unit

    def _write(self, text: str) -> None:
        with self._writing, suppress(OSError):
            os.write(self._terminal, text.encode())

    def _refresh(self) -> None:
        """Show the count and the rate of a step that takes long, from time to time, until the program ends."""
        while True:
            time.sleep(self._pipe_seconds or _EVERY)
            line = self._counter.line(time.monotonic())
            if line is not None:
                self._write(f"{line}\n" if self._pipe_seconds else _WIPE + line[:_WIDEST_COUNT])


def _line(event: DagsterEvent) -> str | None:
    """What to show for an event; nothing for most."""
    step = event.step_key or ""
    match event.event_type:
        case DagsterEventType.STEP_START:
            return f"  {(STEPS | ASKED_FOR).get(step) or 'checking ' + step.removeprefix('check_').replace('_', ' ')}"[
                :_WIDEST
            ]
        case DagsterEventType.STEP_SUCCESS if step in STEPS:
            return f"  {STEPS[step]:26}{(event.step_success_data.duration_ms or 0) / 1000:7.1f} s\n"
        case DagsterEventType.STEP_SUCCESS | DagsterEventType.STEP_FAILURE:
            return ""
    return None


def _warning(record: logging.LogRecord) -> str | None:
    """Return a warning of a step or of the run unchanged, such as a wait or a retry."""
    meta: Mapping[str, Any] = getattr(record, "dagster_meta", {})
    warning = meta.get("orig_message") if record.levelno == logging.WARNING else None
    return f"  {printable(str(warning), keep_breaks=True)}\n" if warning else None


def _event(record: logging.LogRecord) -> DagsterEvent | None:
    meta: Mapping[str, Any] = getattr(record, "dagster_meta", {})
    event = meta.get("dagster_event")
    return event if isinstance(event, DagsterEvent) else None


_shown: list[ProgressHandler] = []
"""The handler of the terminal, once there is one."""


def report(done: int, total: int, unit: str) -> None:
    """Show how far the step that runs is, where there is a terminal."""
    for handler in _shown:
        handler.count(done, total, unit)


def _make(context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("clippings", level=logging.DEBUG)
    is_terminal = sys.stderr.isatty()
    if not _shown and (is_terminal or _is_command):
        with suppress(OSError):  # a stream without a file, such as that of a test
            _shown.append(ProgressHandler(sys.stderr.fileno(), None if is_terminal else _EVERY_IN_PIPE))
    logger.addHandler(_shown[0] if _shown else logging.NullHandler())
    return logger


def speak_in_pipes() -> None:
    """Show long steps in a pipe too: a person or a program waits for this run. Dagster's own processes stay silent."""
    global _is_command  # noqa: PLW0603 - Dagster makes the logger
    _is_command = True


progress_logger = dg.LoggerDefinition(
    _make, description="One line a step on a terminal; in a pipe one for a long step."
)
"""The logger of the graph's runs."""
