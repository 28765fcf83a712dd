"""Opens packages and releases from what the command line gives: folders, or addresses in object storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clippings.distribute import s3_package
from clippings.distribute.releases.release_store import Folder, Store
from clippings.distribute.releases.s3_store import BucketStore
from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket


def store(place: Path | Address, waits: Callable[[], None]) -> Store:
    """Return the store of releases at a location. `waits` is called if another release is running there."""
    return BucketStore(Bucket(place), waits) if isinstance(place, Address) else Folder(place)


@contextmanager
def package(place: Path | Address) -> Iterator[Path]:
    """Return the folder of a package; for an address, a temporary folder with a copy of its latest package.

    Raises:
        StorageError: No package was found, or the server cannot be reached or refuses the request.
    """
    if isinstance(place, Path):
        yield place
        return
    with s3_package.fetched(Bucket(place)) as folder:
        yield folder
