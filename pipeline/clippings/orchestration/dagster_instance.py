"""The Dagster instance on which the command line records its runs, and what to say where it cannot be written to."""

import logging
import os
import sqlite3
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any, TextIO, cast

import dagster as dg
from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.exc import DBAPIError

from clippings.common import file_lock
from clippings.common.transient_errors import advice
from clippings.orchestration import failure_messages

HOME_VARIABLE = "DAGSTER_HOME"
_CONFIG = """\
telemetry:
  enabled: false
nux: # Dagster's window that asks for an address
  enabled: false
concurrency:
  runs:
    tag_concurrency_limits:
      - key: clippings/publishes
        value:
          applyLimitPerUniqueValue: true
        limit: 1
# steps print nothing; the processes that would gather what they print leave tracebacks when a build is interrupted
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
"""What a new instance is configured with."""
_UNWRITTEN = "Exception while writing logger call to event log"
"""How Dagster begins to say, on standard error and at length, what it then raises as well."""


logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
"""Closing a connection while a build is interrupted would print a traceback."""


class CannotRecordError(Exception):
    """The instance cannot be opened, or the run cannot be recorded in it."""


@contextmanager
def recording(default_home: Path) -> Iterator[dg.DagsterInstance]:
    """The instance `dg dev` shows: that of DAGSTER_HOME, or of `default_home`; else one that forgets.

    Raises:
        CannotRecordError: The database is not writable, for example because its disk is full.
    """
    home = Path(os.environ.get(HOME_VARIABLE) or default_home).absolute()
    try:
        with (
            _reusing_connections(),
            redirect_stderr(cast("TextIO", _WithoutDetails(sys.stderr))),
            _opened(home) as instance,
        ):
            yield instance
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split()).rstrip(".")
        raise CannotRecordError(
            f"The run could not be recorded in {home}: {reason}. {failure_messages.WHOLE} {advice(reason)}"
        ) from error


class _Reused(sqlite3.Connection):
    """A connection that stays open when Dagster closes it, for whoever opens its database next."""

    give_back: Callable[["_Reused"], None]

    def close(self) -> None:
        """Keep the connection."""
        self.give_back(self)


@contextmanager
def _reusing_connections() -> Iterator[None]:
    """Open each database once a run: Dagster opens it for each event, and reads its schema each time.

    SQLite writes its log to the disk when it is long, not after each event. A power cut may lose the last events; the
    database stays whole.
    """
    spare: defaultdict[tuple[str, int], list[_Reused]] = defaultdict(list)

    def connect(dialect: Dialect, _: object, arguments: list[Any], options: dict[str, Any]) -> _Reused | None:
        if dialect.name != "sqlite" or not Path(arguments[0]).is_absolute():  # another database, or one in memory
            return None
        connections = spare[arguments[0], threading.get_ident()]
        if connections:
            return connections.pop()
        options |= {"factory": _Reused, "check_same_thread": False}
        connection: _Reused = sqlite3.connect(*arguments, **options)
        connection.give_back = connections.append
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    compiled: dict[Any, Any] = {}
    dialects: dict[str, Dialect] = {}

    def share(connection: Connection) -> None:
        """Compile each statement once: Dagster makes an engine for each event, and each has a dialect and a cache of its own."""
        connection.dialect = dialects.setdefault(connection.dialect.name, connection.dialect)
        connection.execution_options(compiled_cache=compiled)

    event.listen(Engine, "do_connect", connect)
    event.listen(Engine, "engine_connect", share)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", connect)
        event.remove(Engine, "engine_connect", share)
        for connections in spare.values():
            for connection in connections:
                sqlite3.Connection.close(connection)


def _opened(home: Path) -> dg.DagsterInstance:
    try:
        home.mkdir(parents=True, exist_ok=True)
        os.environ[HOME_VARIABLE] = str(home)
        config = home / "dagster.yaml"
        # two processes that make the storage at once would collide
        with (home / ".made").open("w") as lock:
            file_lock.lock(lock)
            if not config.exists() or not config.stat().st_size:
                config.write_text(_CONFIG, "utf-8")
            return dg.DagsterInstance.get()
    except OSError:
        return dg.DagsterInstance.ephemeral()


class _WithoutDetails:
    """Standard error, but for what Dagster says of events it could not write: statements and values, over many lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return len(text) if text.startswith(_UNWRITTEN) else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._stream, name)
