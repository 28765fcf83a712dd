"""Stores of releases: the operations that a store must have, and the store in a local folder.

The content of a version and the order of writing belong to `release`.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from clippings.common import file_lock
from clippings.common.file_sync import sync, sync_one
from clippings.distribute.latest_pointer import LATEST
from clippings.distribute.releases import release_ownership
from clippings.distribute.releases.release_names import CHANGELOG, INDEX, RECORD, VERSION_NAME
from clippings.distribute.releases.s3_store import BucketReleases
from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket
from clippings.publish.atomic_swap import remove_marked

_STAGED = ".staged-"
_STAGED_MARK = ".clippings"
"""File in each staging folder. A folder without it was not made by a release and is never deleted."""
_NEW = ".new"
_WRITTEN = (INDEX, CHANGELOG, LATEST)


class ReleaseStore(Protocol):
    """A store of releases."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep other processes from releasing until the block ends."""

    def staging(self) -> AbstractContextManager[Path]:
        """Return an empty folder on disk to make a version in. It is removed afterwards if it still exists."""

    def rename(self, staged: Path, version: str) -> None:
        """Publish the staged folder as the version, in one step or with `RECORD` written last. Never replace a version."""

    def list(self) -> list[str]:
        """Return the names of the versions: the folders with a `RECORD`."""

    def get(self, path: str) -> bytes:
        """Return the content of a file. Raise FileNotFoundError if it does not exist."""

    def put(self, path: str, content: bytes) -> None:
        """Write a file atomically: readers see the old content or the new content."""

    def local(self, version: str) -> Path:
        """Return the version as a folder on disk, for reading only."""


class FolderReleases:
    """Releases in a local folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold a file lock. The kernel releases the lock of a killed process."""
        self._check_ours()
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / ".lock").open("a") as held:
            file_lock.lock(held)
            self._check_ours()
            self._sweep()
            yield

    def _check_ours(self) -> None:
        others = sorted(path.name for path in self._root.iterdir()) if self._root.is_dir() else []
        leftovers = (".lock", *(f".{name}{_NEW}" for name in _WRITTEN))
        others = [name for name in others if name not in leftovers and not name.startswith(_STAGED)]
        release_ownership.check(self._root, self.get, self.list(), others)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Return a folder inside the folder of releases: a rename cannot cross file systems."""
        holder = Path(tempfile.mkdtemp(prefix=_STAGED, dir=self._root))
        staged = holder / "version"  # only its owner can read a temporary folder; everyone can read a version
        try:
            (holder / _STAGED_MARK).touch()
            staged.mkdir()
            yield staged
        finally:
            remove_marked(holder, _STAGED_MARK)

    def rename(self, staged: Path, version: str) -> None:
        """Rename the folder in one step, after every byte is on the disk."""
        sync(staged)
        target = self._root / version
        if target.exists():
            raise FileExistsError(f"{target} exists already. A version is never replaced.")
        staged.rename(target)
        sync_one(self._root)

    def list(self) -> list[str]:
        """Return the folders with the name of a version and a record, sorted by name."""
        names = (path.parent.name for path in self._root.glob(f"[!.]*/{RECORD}"))
        return sorted(name for name in names if VERSION_NAME.fullmatch(name))

    def get(self, path: str) -> bytes:
        """Read a file."""
        return (self._root / path).read_bytes()

    def put(self, path: str, content: bytes) -> None:
        """Write a new file in the same folder, then rename it over the old one."""
        target = self._root / path
        new = target.with_name(f".{target.name}{_NEW}")
        try:
            with new.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
        except OSError:
            new.unlink(missing_ok=True)  # on a full disk, half a file takes space that others need
            raise
        sync_one(target.parent)

    def local(self, version: str) -> Path:
        """Return the folder of the version itself."""
        return self._root / version

    def _sweep(self) -> None:
        """Remove leftovers of killed releases. This process holds the lock, so no other release uses them."""
        for path in self._root.glob(f"{_STAGED}*"):
            if path.is_symlink() or not path.is_dir():
                continue
            with suppress(OSError):
                path.rmdir()  # killed before it was marked; a folder that is not empty stays
            if (path / _STAGED_MARK).is_file():
                remove_marked(path, _STAGED_MARK)
        for name in _WRITTEN:
            (self._root / f".{name}{_NEW}").unlink(missing_ok=True)


def opened(place: Path | Address, waits: Callable[[], None]) -> ReleaseStore:
    """Return the store at a location. `waits` is called if another release is running in a bucket."""
    return BucketReleases(Bucket(place), waits) if isinstance(place, Address) else FolderReleases(place)
