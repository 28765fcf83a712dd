"""Errors of the system that may pass by themselves, and what to do about those that do not. Knows neither stages nor Dagster."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

_PASSING = frozenset(
    (
        errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE,
        errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETRESET, errno.ENETUNREACH,
        errno.ECONNABORTED, errno.ECONNREFUSED, errno.ECONNRESET, errno.EPIPE,
    )
)  # fmt: skip
"""Of a network, of a disk behind one, and of a machine that is busy. A full disk or a missing right needs a person."""

_ADVICE = {
    "No space left on device": "Free space on {disk}, then run again.",
    "Invalid thrift: transport error": "It may be full: free space on {disk}, then run again.",
    "database or disk is full": "Free space on the disk of DAGSTER_HOME, then run again.",
    "disk I/O error": "Look after the disk of DAGSTER_HOME, which may be full, then run again.",
    "Disk quota exceeded": "Free space or raise the quota, then run again.",
    "Read-only file system": "Mount {disk} for writing, then run again.",
    "Device or resource busy": "A package that is mounted cannot be replaced: mount the folder around it, then run again.",
    "Permission denied": "Give the user of the run the right to it, then run again.",
    "Cannot allocate memory": "Give the run more memory, then run again.",
    "Input/output error": "Look after the disk or the network behind it, then run again.",
    "Stale file handle": "Remount the folder, then run again.",
    "s3://": "",  # object storage says itself what to do
    "Too many open files": "Raise the limit of open files, then run again.",
}
"""What the system says to what a person does about it."""


def may_pass(error: OSError) -> bool:
    """Whether the same call may work a little later."""
    return error.errno in _PASSING


def is_disk_full(error: BaseException) -> bool:
    """Whether a disk or a quota is full, as the system says it or a library that met its error."""
    is_said = any(said in str(error) for said in ("No space left on device", "Disk quota exceeded", "Invalid thrift"))
    return is_said or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)


def advice(message: str, disk: str = "the disk of the package") -> str:
    """What to do about an error with this message, in a sentence; a general one where nothing better is known.

    Args:
        message: What the system said, or a library that met its error.
        disk: How the disk is called that was written to.
    """
    known = _known(message, disk)
    return "Run `clippings build --debug` on the same folders to see where it arose." if known is None else known


def advised(message: str) -> str:
    """A message of a command with what to do about it, where that is known and not said yet."""
    todo = "" if "then run again" in message else _known(message, "the disk that is written to")
    return f"{message.rstrip('.')}. {todo}" if todo else message


@contextmanager
def system_errors() -> Iterator[None]:
    """Raise what polars tells of an error of the system as what it is.

    Raises:
        OSError: A full disk, say, that polars met and calls an error in what it computes.
    """
    try:
        yield
    except pl.exceptions.ComputeError as error:
        if _known(str(error), "") is not None:
            raise OSError(str(error)) from error
        raise


def _known(message: str, disk: str) -> str | None:
    return next((todo.format(disk=disk) for said, todo in _ADVICE.items() if said in message), None)
