"""One holder at a time of a place in object storage, for which no server keeps locks.

The holder's name stands in an object, which it replaces every few seconds. Who waits takes over once it has seen the very same
object for `seconds` of its own clock: no two clocks are compared, and a holder that was killed delays the next by no more.
Whoever wants to publish asks `Lease.check` right before: that replaces the object once more, and fails where another took over.
"""

from __future__ import annotations

import errno
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clippings.distribute.s3.bucket import Bucket
from clippings.distribute.s3.errors import AbsentError, ChangedError, StorageError

SECONDS = 30.0
_RENEWALS = 6
"""In the time after which another takes over."""
_LEAST = 5.0
"""Seconds that a request of a renewal may take, however short the lease."""
_FREE = b"free\n"
"""Written rather than removed: a removal cannot be made to depend on what stands there."""


class LostLeaseError(StorageError):
    """Another took over, for nothing was heard of us for long."""


class Lease:
    """What a holder has, renewed in the background while it is held."""

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
            LostLeaseError: Another took over.
            StorageError: The server stands in the way.
        """
        with self._one:
            try:
                if not self._is_lost:
                    content = _content(self._holder, self._number + 1)
                    self._etag = self._bucket.replace(self._path, content, self._etag)
                    self._number += 1  # not before: what was written and not heard of is written once more
            except ChangedError:
                self._is_lost = True
            if self._is_lost:
                raise LostLeaseError(
                    f"Another run took over {self._bucket.address}, for this one was not heard of for {self._seconds:g} s. "
                    "Run again.",
                    errno.EAGAIN,
                )

    def end(self) -> None:
        """Let the next one in at once; where that cannot be said, the next one waits and takes over."""
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
                continue  # told to whoever writes next


@contextmanager
def held(bucket: Bucket, path: str, waits: Callable[[], None], seconds: float | None = None) -> Iterator[Lease]:
    """Hold the object `path` of the bucket; call `waits` once and wait where another holds it.

    Raises:
        StorageError: The server stands in the way.
    """
    seconds = seconds or SECONDS
    hurried = bucket.hurried(max(seconds / 3, _LEAST))  # a request that hangs must not cost the lease
    holder = secrets.token_hex(16)
    lease = Lease(hurried, path, holder, _taken(bucket, path, holder, waits, seconds), seconds)
    try:
        yield lease
    finally:
        lease.end()


def _taken(bucket: Bucket, path: str, holder: str, waits: Callable[[], None], seconds: float) -> str:
    """The etag of the object that says that `holder` holds it."""
    content, seen, since, has_waited = _content(holder, 0), "", time.monotonic(), False
    while True:
        try:
            said, etag = bucket.read(path)
        except AbsentError:
            said, etag = _FREE, ""
        if etag != seen:
            seen, since = etag, time.monotonic()
        is_old = time.monotonic() - since >= seconds
        try:
            if not etag:
                return bucket.create(path, content)
            if said == _FREE or is_old:
                return bucket.replace(path, content, etag)
        except ChangedError:
            continue  # another was quicker
        if not has_waited:
            waits()
            has_waited = True
        time.sleep(min(1.0, seconds / 20))


def _content(holder: str, number: int) -> bytes:
    return (json.dumps({"held_by": holder, "renewed": number}) + "\n").encode()
