"""Turns panics of native libraries into ordinary exceptions, and keeps what they print off the terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_PANIC = "PanicException"
_STDERR = 2


class NativePanicError(Exception):
    """A native library panicked on its input."""


@contextmanager
def native_errors() -> Iterator[None]:
    """Raise a panic as NativePanicError. A panic is not an Exception, so a damaged file would end the program.

    Raises:
        NativePanicError: The library panicked.
    """
    try:
        with _silent_stderr():
            yield
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise NativePanicError(str(error)) from None


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Discard the output of native code on standard error: it may quote the damaged file."""
    try:
        saved = os.dup(_STDERR)
    except OSError:  # standard error is closed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(saved, _STDERR)
        os.close(saved)
        os.close(nowhere)
