"""Errors of the system that may pass by themselves, and what to do about those that do not. Knows neither stages nor Dagster."""

from __future__ import annotations

import errno

_PASSING = frozenset(
    (
        errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE,
        errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETRESET, errno.ENETUNREACH,
        errno.ECONNABORTED, errno.ECONNREFUSED, errno.ECONNRESET, errno.EPIPE,
    )
)  # fmt: skip
"""Of a network, of a disk behind one, and of a machine that is busy. A full disk or a missing right needs a person."""

_ADVICE = {
    "No space left on device": "Free space on the disk of the package, then run again.",
    "Disk quota exceeded": "Free space or raise the quota, then run again.",
    "Read-only file system": "Mount the place of the package for writing, then run again.",
    "Permission denied": "Give the user of the run the right to it, then run again.",
    "Cannot allocate memory": "Give the run more memory, then run again.",
    "Input/output error": "Look after the disk or the network behind it, then run again.",
    "Stale file handle": "Mount the folder anew, then run again.",
    "s3://": "",  # object storage says itself what to do
    "Too many open files": "Raise the limit of open files, then run again.",
}
"""What the system says to what a person does about it."""


def may_pass(error: OSError) -> bool:
    """Whether the same call may work a little later."""
    return error.errno in _PASSING


def advice(message: str) -> str:
    """What to do about an error with this message, in a sentence; a general one where nothing better is known."""
    known = (todo for said, todo in _ADVICE.items() if said in message)
    return next(known, "Run `clippings build --debug` on the same folders to see where it arose.")
