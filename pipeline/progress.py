"""What a run says on the terminal: a calm line a step, and the checks that failed. In a pipe it says nothing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster import DagsterEvent, DagsterEventType

_WORDS = {
    "read_dumps": "read the dumps",
    "cut_posts": "cut out the posts",
    "merge_appearances": "merged the appearances",
    "problems": "gathered the problems",
    "package_files": "wrote the package",
    "data_package": "published",
}


class ProgressHandler(logging.Handler):
    """Writes a line to standard error for each step of the graph that ended."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show the record if it is the end of a step."""
        event = _event(record)
        if event is None or event.step_key not in _WORDS or event.event_type != DagsterEventType.STEP_SUCCESS:
            return
        seconds = event.step_success_data.duration_ms / 1000
        sys.stderr.write(f"  {_WORDS[event.step_key]:26}{seconds:7.1f} s\n")
        sys.stderr.flush()


def _event(record: logging.LogRecord) -> DagsterEvent | None:
    meta: Mapping[str, Any] = getattr(record, "dagster_meta", {})
    event = meta.get("dagster_event")
    return event if isinstance(event, DagsterEvent) else None


def _make(context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("clippings", level=logging.DEBUG)
    logger.addHandler(ProgressHandler() if sys.stderr.isatty() else logging.NullHandler())
    return logger


progress_logger = dg.LoggerDefinition(_make, description="One line a step on a terminal, silence in a pipe.")
"""The logger of the graph's runs."""
