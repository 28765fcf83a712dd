"""Packages and releases as the command line names them: folders, or addresses in object storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clippings.distribute import s3_package
from clippings.distribute.releases.s3_store import BucketStore
from clippings.distribute.releases.store import Folder, Store
from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket


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
    with s3_package.fetched(Bucket(place)) as folder:
        yield folder
