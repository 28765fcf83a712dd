"""A store whose objects are in a bucket too, so that workers on other machines need no shared folder.

The driver holds the lists, and a copy of each object that it made or had to read from a file. A worker keeps nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket
from clippings.distribute.s3.s3_errors import StorageError
from clippings.flow.store import Store, write_whole
from clippings.flow.table import Part


@dataclass(frozen=True)
class BucketStore(Store):
    """A store with its objects below an address.

    Attributes:
        address: An address that nothing else uses: what no list names is removed from it.
        is_driver: Whether this is the process that runs the stages.
    """

    address: Address = field(kw_only=True)
    is_driver: bool = field(kw_only=True, default=True)
    is_local = False

    def __reduce__(self) -> tuple[object, tuple[Address]]:
        """Another process gets the address."""
        return _of_worker, (self.address,)

    def read_part(self, part: Part) -> bytes:
        """The bytes of a part, from the folder or from the bucket."""
        name = part.pack or part.digest
        if self.is_driver and self.place(name).is_file():
            return super().read_part(part)
        return self._bucket.part(name, part.offset, part.size)

    def path(self, digest: str) -> Path:
        """The file of an object; fetched if it is not here."""
        path = self.place(digest)
        if not path.is_file():
            data = self._bucket.get(digest)
            if hashlib.sha256(data).hexdigest() != digest:
                raise StorageError(
                    f"{self.address / digest} is not what was stored there. Build again with --no-cache."
                )
            write_whole(path, [data])
        return path

    def is_whole(self, part: Part) -> bool:
        """Whether the bucket has the part; one that only the folder has is sent."""
        name = part.pack or part.digest
        if self.place(name).is_file() and super().is_whole(part) and name not in self._stored:
            self._send(name, self.place(name).read_bytes())
        return name in self._stored

    def collect_garbage(self, used: Iterable[Part]) -> None:
        """Remove what nothing names from the folder and from the bucket."""
        named = self.named(used)
        self.remove_others(named)
        gone = self._stored - named
        self._bucket.delete(gone)
        self._stored.difference_update(gone)

    def write_object(self, digest: str, blobs: Sequence[bytes | memoryview]) -> None:
        """Write an object that is not stored yet."""
        if self.is_driver:
            super().write_object(digest, blobs)
        if digest not in self._stored:
            self._send(digest, b"".join(blobs))

    def _send(self, digest: str, data: bytes) -> None:
        self._bucket.put(digest, data)
        self._stored.add(digest)

    @cached_property
    def _bucket(self) -> Bucket:
        return Bucket(self.address)

    @cached_property
    def _stored(self) -> set[str]:
        """Names of the objects in the bucket; in a worker only of those that it sent."""
        return {entry.path for entry in self._bucket.list()} if self.is_driver else set()


def _of_worker(address: Address) -> BucketStore:
    return BucketStore(Path(), address=address, is_driver=False)
