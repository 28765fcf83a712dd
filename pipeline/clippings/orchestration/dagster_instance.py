"""The Dagster instance on which the command line records its runs, and the error if it cannot be written."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any, TextIO, cast

import dagster as dg
from alembic.config import Config
from alembic.script import ScriptDirectory
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

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
_STORAGES = (sqlite_event_log, sqlite_run_storage, sqlite_schedule_storage)
"""Modules of Dagster that make an engine for each event."""
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


@contextmanager
def _reusing_connections() -> Iterator[None]:
    """Open each SQLite database once a run: Dagster makes an engine for each event, which opens the database and reads its schema.

    SQLite writes its log to the disk when it is long, not after each event. A power cut may lose the last events; the
    database stays whole. The history of Dagster's schema, which is read for each database, is read once too.
    """
    engines: dict[str, Engine] = {}
    histories: dict[str | None, ScriptDirectory] = {}
    read_history = ScriptDirectory.from_config

    def history_of(config: Config) -> ScriptDirectory:
        place = config.get_main_option("script_location")
        if place not in histories:
            histories[place] = read_history(config)
        return histories[place]

    def engine_of(address: str, **options: Any) -> Engine:  # noqa: ANN401 - as SQLAlchemy declares them
        if address not in engines:
            engine = create_engine(address, **options | {"poolclass": QueuePool})
            event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = NORMAL"))
            engine.dispose = lambda close=True: None  # type: ignore[method-assign]  # Dagster does so after each event
            engines[address] = engine
        return engines[address]

    for module in _STORAGES:
        vars(module)["create_engine"] = engine_of
    ScriptDirectory.from_config = history_of  # type: ignore[method-assign]
    try:
        yield
    finally:
        ScriptDirectory.from_config = read_history  # type: ignore[method-assign]
        for module in _STORAGES:
            vars(module)["create_engine"] = create_engine
        for engine in engines.values():
            Engine.dispose(engine)


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
