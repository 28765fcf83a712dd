"""Transient system errors, and advice on the other ones. Code of stages or Dagster does not belong here."""

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
"""Error numbers of networks, network disks and busy machines. A full disk or a missing permission needs a person."""

_ADVICE = {
    "No space left on device": "Free space on {disk}, then run again.",
    "Invalid thrift: transport error": "It may be full: free space on {disk}, then run again.",
    "database or disk is full": "Free space on the disk of DAGSTER_HOME, then run again.",
    "disk I/O error": "Check the disk of DAGSTER_HOME, which may be full, then run again.",
    "Disk quota exceeded": "Free space or raise the quota, then run again.",
    "Read-only file system": "Mount {disk} for writing, then run again.",
    "Device or resource busy": "A mount point cannot be replaced: mount the folder that contains the package, then run again.",
    "Permission denied": "Give the user of the run permission for it, then run again.",
    "Cannot allocate memory": "Give the run more memory, then run again.",
    "Input/output error": "Check the disk or its network, then run again.",
    "Stale file handle": "Remount the folder, then run again.",
    "s3://": "",  # messages of object storage already have a remedy
    "Too many open files": "Raise the limit of open files, then run again.",
}
"""Message of the system to the remedy."""


def may_pass(error: OSError) -> bool:
    """Return whether the same call may succeed a little later."""
    return error.errno in _PASSING


def is_disk_full(error: BaseException) -> bool:
    """Return whether a message of the system or of a library means that a disk or a quota is full."""
    is_full = any(sign in str(error) for sign in ("No space left on device", "Disk quota exceeded", "Invalid thrift"))
    return is_full or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)


def advice(message: str) -> str:
    """Return the remedy for an error of a build with this message; a general one if no better one is known."""
    known = _known(message, "the disk of the package")
    return (
        "Run `clippings build --debug` on the same folders to see the origin of the error." if known is None else known
    )


def advised(message: str) -> str:
    """Return the message of a command with its remedy, if one is known and the message has none."""
    todo = "" if "then run again" in message else _known(message, "the disk of the output")
    return f"{message.rstrip('.')}. {todo}" if todo else message


@contextmanager
def system_errors() -> Iterator[None]:
    """Raise a system error that polars reports as a ComputeError as OSError.

    Raises:
        OSError: A system error, such as a full disk.
    """
    try:
        yield
    except pl.exceptions.ComputeError as error:
        if _known(str(error), "") is not None:
            raise OSError(str(error)) from error
        raise


def _known(message: str, disk: str) -> str | None:
    return next((todo.format(disk=disk) for sign, todo in _ADVICE.items() if sign in message), None)
