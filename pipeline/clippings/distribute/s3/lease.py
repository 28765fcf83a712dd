"""A lease on a location in object storage: one holder at a time, without locks on a server.

An object has the holder's name; the holder replaces it every few seconds. A waiting process takes over once the object has not
changed for `seconds` of its own clock, so clocks are never compared, and a killed holder delays the next process by no more.
A holder calls `Lease.check` right before it publishes: that replaces the object once more, and fails after a takeover.
"""

import errno
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clippings.distribute.s3.bucket import Bucket
from clippings.distribute.s3.s3_errors import AbsentError, ChangedError, StorageError

SECONDS = 30.0
_RENEWALS = 6
"""Number of renewals in the time after which another process takes over."""
_LEAST = 5.0
"""Minimum number of seconds allowed for a renewal request, however short the lease."""
_FREE = b"free\n"
"""Content of a free lease. The object is not removed, as a removal cannot depend on the current content."""


class LostLeaseError(StorageError):
    """Another process took over, as this one did not renew the lease in time."""


class Lease:
    """A held lease, renewed in the background."""

    def __init__(self, bucket: Bucket, path: str, holder: str, etag: str, seconds: float) -> None:
        self._bucket, self._path, self._holder, self._etag, self._seconds = bucket, path, holder, etag, seconds
        self._number = 0
        self._is_lost = False
        self._one = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Renew the lease now.

        Raises:
            LostLeaseError: Another process took over.
            StorageError: The server cannot be reached or refuses the request.
        """
        with self._one:
            try:
                if not self._is_lost:
                    content = _content(self._holder, self._number + 1)
                    self._etag = self._bucket.replace(self._path, content, self._etag)
                    self._number += (
                        1  # not before the replacement: after a lost response the same content is written again
                    )
            except ChangedError:
                self._is_lost = True
            if self._is_lost:
                raise LostLeaseError(
                    f"Another run took over {self._bucket.address}: this run did not renew its lease for {self._seconds:g} s. "
                    "Run again.",
                    errno.EAGAIN,
                )

    def end(self) -> None:
        """Free the lease at once. If that fails, the next process waits and takes over."""
        self._ended.set()
        self._thread.join()
        try:
            if not self._is_lost:
                self._bucket.replace(self._path, _FREE, self._etag)
        except StorageError:
            pass

    def _keep(self) -> None:
        while not self._ended.wait(self._seconds / _RENEWALS):
            try:
                self.check()
            except LostLeaseError:
                return
            except StorageError:
                continue  # the next write raises it


@contextmanager
def held(bucket: Bucket, path: str, waits: Callable[[], None], seconds: float | None = None) -> Iterator[Lease]:
    """Hold the object `path` of the bucket. If another process holds it, call `waits` once and wait.

    Raises:
        StorageError: The server cannot be reached or refuses the request.
    """
    seconds = seconds or SECONDS
    hurried = bucket.hurried(max(seconds / 3, _LEAST))  # a hanging request must not lose the lease
    holder = secrets.token_hex(16)
    lease = Lease(hurried, path, holder, _taken(bucket, path, holder, waits, seconds), seconds)
    try:
        yield lease
    finally:
        lease.end()


def _taken(bucket: Bucket, path: str, holder: str, waits: Callable[[], None], seconds: float) -> str:
    """Acquire the lease for `holder`; return the etag of its object."""
    content, seen, since, has_waited = _content(holder, 0), "", time.monotonic(), False
    while True:
        try:
            current, etag = bucket.read(path)
        except AbsentError:
            current, etag = _FREE, ""
        if etag != seen:
            seen, since = etag, time.monotonic()
        is_old = time.monotonic() - since >= seconds
        try:
            if not etag:
                return bucket.create(path, content)
            if current == _FREE or is_old:
                return bucket.replace(path, content, etag)
        except ChangedError:
            continue  # another process was faster
        if not has_waited:
            waits()
            has_waited = True
        time.sleep(min(1.0, seconds / 20))


def _content(holder: str, number: int) -> bytes:
    return (json.dumps({"held_by": holder, "renewed": number}) + "\n").encode()
