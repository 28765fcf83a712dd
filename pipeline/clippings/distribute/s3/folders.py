"""Uploads folders to object storage and downloads them, several files at a time; compares sizes afterwards."""

import errno
import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from clippings.distribute.s3.bucket import Bucket, StoredObject
from clippings.distribute.s3.s3_errors import StorageError

AT_ONCE = 8
"""Number of files sent or fetched at the same time."""
T = TypeVar("T")


def files_of(folder: Path) -> dict[str, int]:
    """Return the size in bytes of each file below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def upload(folder: Path, bucket: Bucket, leave_out: Iterable[str] = ()) -> None:
    """Upload every file of `folder`, then check that each exists with its size.

    A file whose content exists there already is not sent again.

    Raises:
        StorageError: The server cannot be reached or refuses the request, or another process writes there.
    """
    there = {entry.path: entry for entry in bucket.list()}
    wanted = {path: size for path, size in files_of(folder).items() if path not in set(leave_out)}

    def send(path: str) -> None:
        if path not in there or not _is_same(folder / path, there[path]):
            bucket.put(path, folder / path)

    _each(send, sorted(wanted))
    missing = differing(wanted, bucket.list())
    if missing:
        raise StorageError(
            f"{bucket.address / missing[0]} differs from the file that was sent. Run again.", errno.EAGAIN
        )


def differing(wanted: dict[str, int], entries: Iterable[StoredObject]) -> list[str]:
    """Return the wanted files that are not listed with their size."""
    there = {entry.path: entry.size for entry in entries}
    return sorted(path for path, size in wanted.items() if there.get(path) != size)


def download(entries: Iterable[StoredObject], bucket: Bucket, folder: Path) -> None:
    """Download the listed objects into `folder`.

    Raises:
        ChangedError: An object has changed since the listing.
        StorageError: The server cannot be reached or refuses the request.
    """

    def fetch(entry: StoredObject) -> None:
        target = folder / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        bucket.download(entry, target)

    folder.mkdir(parents=True, exist_ok=True)
    _each(fetch, list(entries))


def _each(function: Callable[[T], None], calls: Iterable[T]) -> None:
    """Call the function for all, several at a time. After an error, start no more calls and raise the first error."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(function, call) for call in calls]
        try:
            for future in waiting:
                future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _is_same(path: Path, entry: StoredObject) -> bool:
    """Return whether the object has the content of the file. The tag of an object sent in one piece is its MD5."""
    if path.stat().st_size != entry.size:
        return False
    with path.open("rb") as file:
        return (
            entry.etag.strip('"') == hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        )
