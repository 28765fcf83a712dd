"""Lists, reads, writes, conditionally replaces and removes the objects below an address, with the library obstore.

Writes are atomic. Each failure is raised as one of `errors`. The library retries an interrupted call a few times, within
a bounded time.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from clippings.distribute.s3 import s3_errors
from clippings.distribute.s3.address import Address, is_plain

if TYPE_CHECKING:
    from obstore import GetOptions
    from obstore.store import S3Store

RETRIES = 5
FIRST_PAUSE = timedelta(seconds=0.2)
"""Pause before the first retry of an interrupted call; each later pause is about twice as long."""
PART = 8 << 20
"""Number of bytes that one request sends or fetches."""
SECONDS = 120.0
"""Maximum time of one request: a rate of 70 kB a second is enough."""
_CONNECTING = 10.0
_ENDPOINT = "AWS_ENDPOINT_URL"
_ALLOW_HTTP = "AWS_ALLOW_HTTP"


@dataclass(frozen=True)
class StoredObject:
    """A listed object: its path below the address, its size in bytes, and a tag that changes with its content."""

    path: str
    size: int
    etag: str


class Bucket:
    """The objects below `address`. `seconds` is the maximum time of one request."""

    def __init__(self, address: Address, seconds: float = SECONDS) -> None:
        self.address = address
        self._seconds = seconds
        self._store = _store(address, seconds)

    def __truediv__(self, path: str) -> "Bucket":
        """Return the bucket of the objects below a path of this one."""
        return Bucket(self.address / path, self._seconds)

    def hurried(self, seconds: float) -> "Bucket":
        """Return the same bucket with another maximum time of a request."""
        return Bucket(self.address, seconds)

    def list(self) -> list[StoredObject]:
        """Return every object, sorted by path.

        Raises:
            StorageError: A key is not a valid file path, or the server cannot be reached or refuses the request.
        """
        with self._translated("") as place:
            metas = [meta for some in self._store.list(chunk_size=1000) for meta in some]
        entries = [StoredObject(meta["path"], meta["size"], meta["e_tag"] or "") for meta in metas]
        for entry in entries:
            if entry.path and not is_plain(entry.path):
                raise s3_errors.StorageError(
                    f"{place} holds an object whose key is not a plain path: {entry.path!r}. Rename it."
                )
        return sorted((entry for entry in entries if entry.path), key=lambda entry: entry.path)

    def get(self, path: str) -> bytes:
        """Return the content of a small object.

        Raises:
            AbsentError: The object does not exist.
            StorageError: The server cannot be reached or refuses the request.
        """
        return self.read(path)[0]

    def read(self, path: str) -> tuple[bytes, str]:
        """Return the content and the etag of a small object; raise as `get` does."""
        with self._translated(path):
            response = self._store.get(path)
            return bytes(response.bytes()), response.meta["e_tag"] or ""

    def part(self, path: str, start: int, length: int) -> bytes:
        """Return some bytes of an object; raise as `get` does."""
        with self._translated(path):
            return bytes(self._store.get_range(path, start=start, length=length))

    def size(self, path: str) -> int:
        """Return the size of an object in bytes; raise as `get` does."""
        with self._translated(path):
            return self._store.get(path).meta["size"]  # a HEAD response does not show that the bucket is missing

    def put(self, path: str, content: bytes | Path) -> str:
        """Write an object, replacing any other; return its etag."""
        with self._translated(path):
            return self._store.put(path, content, chunk_size=PART)["e_tag"] or ""

    def create(self, path: str, content: bytes) -> str:
        """Write an object that does not exist yet; return its etag.

        Raises:
            ChangedError: The object exists with other content.
            StorageError: The server cannot be reached or refuses the request.
        """
        try:
            with self._translated(path):
                return self._store.put(path, content, mode="create")["e_tag"] or ""
        except s3_errors.ChangedError:
            there, etag = self._there(path)
            return self._ours(path, etag, is_ours=there == content)

    def replace(self, path: str, content: bytes, etag: str) -> str:
        """Replace the object that has this etag; return the new etag.

        Raises:
            ChangedError: The object has another etag or does not exist.
            StorageError: The server cannot be reached or refuses the request.
        """
        # the quotes belong to the tag, but Ceph servers compare without them
        for form in (etag, etag.strip('"')):
            try:
                with self._translated(path):
                    return self._store.put(path, content, mode={"e_tag": form})["e_tag"] or ""
            except (s3_errors.ChangedError, s3_errors.AbsentError):
                there, now = self._there(path)
                if now != etag:
                    return self._ours(path, now, is_ours=there == content)
        raise s3_errors.changed(self.address / path)

    def delete(self, paths: Iterable[str]) -> None:
        """Remove objects; ignore those that do not exist."""
        gone = list(paths)
        if gone:
            with self._translated(""):
                self._store.delete(gone)

    def download(self, entry: StoredObject, target: Path) -> None:
        """Download the object listed as `entry` to `target`, part by part.

        Raises:
            ChangedError: The object has changed or was removed since the listing.
            StorageError: The server cannot be reached or refuses the request.
        """
        with target.open("wb") as file:
            for start in range(0, entry.size, PART):
                end = min(start + PART, entry.size)
                try:
                    with self._translated(entry.path):
                        options: GetOptions = {"if_match": entry.etag, "range": (start, end)}
                        file.write(self._store.get(entry.path, options=options).bytes())
                except s3_errors.AbsentError:
                    raise s3_errors.changed(self.address / entry.path) from None
        if target.stat().st_size != entry.size:
            raise s3_errors.changed(self.address / entry.path)

    def _there(self, path: str) -> tuple[bytes, str]:
        """Return the content and the etag of an object that must exist, as a condition failed on it."""
        try:
            return self.read(path)
        except s3_errors.AbsentError:
            raise s3_errors.changed(self.address / path) from None

    def _ours(self, path: str, etag: str, *, is_ours: bool) -> str:
        """Return the etag if this process wrote the object: a condition also fails after a lost response to our own write."""
        if not is_ours:
            raise s3_errors.changed(self.address / path)
        return etag

    @contextmanager
    def _translated(self, path: str) -> Iterator[Address]:
        from obstore.exceptions import BaseError

        place = self.address / path if path else self.address
        try:
            yield place
        except (BaseError, FileNotFoundError, ValueError) as error:
            raise s3_errors.translated(error, place) from None


def _store(address: Address, seconds: float) -> "S3Store":
    try:
        from obstore.store import S3Store
    except ImportError:
        raise s3_errors.no_library() from None
    from obstore.exceptions import BaseError

    endpoint = os.environ.get(_ENDPOINT, "https://")
    if not endpoint.startswith(("http://", "https://")):
        raise s3_errors.StorageError(
            f"{address}: {_ENDPOINT} is not an http(s) address: {endpoint}. Correct it.", errno.EINVAL
        )
    # options passed here override this variable
    is_plain_http = os.environ.get(_ALLOW_HTTP, "").lower() in ("true", "1")
    if endpoint.startswith("http://") and not is_plain_http:
        raise s3_errors.StorageError(
            f"{address}: {_ENDPOINT} uses http without TLS. Set {_ALLOW_HTTP}=true to allow it.", errno.EINVAL
        )
    try:
        return S3Store(
            address.bucket,
            prefix=address.prefix or None,
            client_options={
                "allow_http": is_plain_http,
                "timeout": timedelta(seconds=seconds),
                "connect_timeout": timedelta(seconds=min(seconds, _CONNECTING)),
            },
            retry_config={
                "max_retries": RETRIES,
                "retry_timeout": timedelta(seconds=seconds),
                "backoff": {"init_backoff": FIRST_PAUSE, "max_backoff": timedelta(seconds=5), "base": 2},
            },
        )
    except (BaseError, ValueError) as error:
        raise s3_errors.translated(error, address) from None
