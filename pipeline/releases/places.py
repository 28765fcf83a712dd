"""Packages and releases as the command line names them: folders, or addresses in object storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.publish import remote
from pipeline.releases.bucket import BucketStore
from pipeline.releases.store import Folder, Store
from pipeline.storage.address import Address
from pipeline.storage.bucket import Bucket


def store(place: Path | Address, waits: Callable[[], None]) -> Store:
    """The releases at a place; `waits` is called where another releases there at this time."""
    return BucketStore(Bucket(place), waits) if isinstance(place, Address) else Folder(place)


@contextmanager
def package(place: Path | Address) -> Iterator[Path]:
    """The folder of a package; of an address, its latest one in a temporary folder.

    Raises:
        StorageError: There is none, or the server stands in the way.
    """
    if isinstance(place, Path):
        yield place
        return
    with remote.fetched(Bucket(place)) as folder:
        yield folder
