"""Folders on disk sent to and fetched from object storage, several files at a time; sizes are compared afterwards."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from clippings.distribute.s3.bucket import Bucket, Entry
from clippings.distribute.s3.errors import StorageError

AT_ONCE = 8
"""Files sent or fetched side by side."""
T = TypeVar("T")


def files_of(folder: Path) -> dict[str, int]:
    """Path to bytes of each file below a folder."""
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def upload(folder: Path, bucket: Bucket, leave_out: Iterable[str] = ()) -> None:
    """Send every file of `folder`, then see that each stands there in its size.

    A file whose content stands there already is not sent again.

    Raises:
        StorageError: The server stands in the way, or somebody else writes there.
    """
    there = {entry.path: entry for entry in bucket.list()}
    wanted = {path: size for path, size in files_of(folder).items() if path not in set(leave_out)}

    def send(path: str) -> None:
        if path not in there or not _is_same(folder / path, there[path]):
            bucket.put(path, folder / path)

    _each(send, sorted(wanted))
    missing = differing(wanted, bucket.list())
    if missing:
        raise StorageError(f"{bucket.address / missing[0]} is not as it was sent. Run again.", errno.EAGAIN)


def differing(wanted: dict[str, int], entries: Iterable[Entry]) -> list[str]:
    """Which of the wanted files are not listed in their size."""
    there = {entry.path: entry.size for entry in entries}
    return sorted(path for path, size in wanted.items() if there.get(path) != size)


def download(entries: Iterable[Entry], bucket: Bucket, folder: Path) -> None:
    """Write the listed objects below `folder`.

    Raises:
        ChangedError: One is another by now.
        StorageError: The server stands in the way.
    """

    def fetch(entry: Entry) -> None:
        target = folder / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        bucket.download(entry, target)

    folder.mkdir(parents=True, exist_ok=True)
    _each(fetch, list(entries))


def _each(function: Callable[[T], None], calls: Iterable[T]) -> None:
    """Call it for all, several at a time; after an error no more are begun, and the first one is raised."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(function, call) for call in calls]
        try:
            for one in waiting:
                one.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _is_same(path: Path, entry: Entry) -> bool:
    """Whether the object is known to hold what the file holds: the tag of one sent in one piece is its MD5."""
    if path.stat().st_size != entry.size:
        return False
    with path.open("rb") as file:
        return (
            entry.etag.strip('"') == hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        )
