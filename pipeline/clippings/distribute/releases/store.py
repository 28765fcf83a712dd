"""Where releases are kept: the few operations a place of releases must have, and a local folder that has them.

What a version holds and in which order things are written belongs to `release`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from clippings.publish.atomic_swap import sync, sync_one

RECORD = "release.json"
"""The file that makes a folder a version."""
INDEX = "index.json"
_STAGED = ".staged-"
_NEW = ".new"


class Store(Protocol):
    """A place of releases."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep others from releasing meanwhile."""

    def staging(self) -> AbstractContextManager[Path]:
        """An empty folder on disk to make a version in, removed afterwards if it is still there."""

    def rename(self, staged: Path, version: str) -> None:
        """Make the staged folder the version: in one step, or with `RECORD` written last. Never over another one."""

    def list(self) -> list[str]:
        """Names of the versions: what holds a `RECORD`."""

    def get(self, path: str) -> bytes:
        """The content of a file; FileNotFoundError where there is none."""

    def put(self, path: str, content: bytes) -> None:
        """Write a file: readers see the old content or the new one, whole."""

    def local(self, version: str) -> Path:
        """The version as a folder on disk, to be read only."""


class Folder:
    """Releases in a local folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """The kernel frees the lock of a killed release."""
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._sweep()
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder within the folder of releases: a rename does not cross file systems."""
        holder = Path(tempfile.mkdtemp(prefix=_STAGED, dir=self._root))
        staged = holder / "version"  # a temporary folder is its owner's alone; a version is for all to read
        try:
            staged.mkdir()
            yield staged
        finally:
            shutil.rmtree(holder, ignore_errors=True)

    def rename(self, staged: Path, version: str) -> None:
        """One step, after every byte is on the disk."""
        sync(staged)
        target = self._root / version
        if target.exists():
            raise FileExistsError(f"{target} is there already, and a version is never replaced.")
        staged.rename(target)
        sync_one(self._root)

    def list(self) -> list[str]:
        """Folders with a record, by name."""
        return sorted(path.parent.name for path in self._root.glob(f"[!.]*/{RECORD}"))

    def get(self, path: str) -> bytes:
        """Read a file."""
        return (self._root / path).read_bytes()

    def put(self, path: str, content: bytes) -> None:
        """Write beside the file, then rename over it."""
        target = self._root / path
        new = target.with_name(f".{target.name}{_NEW}")
        try:
            with new.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
        except OSError:
            new.unlink(missing_ok=True)  # on a full disk half a file is room that others need
            raise
        sync_one(target.parent)

    def local(self, version: str) -> Path:
        """The folder itself."""
        return self._root / version

    def _sweep(self) -> None:
        """Remove what killed releases left: the lock is held, so nobody works on it."""
        for path in self._root.glob(f"{_STAGED}*"):
            shutil.rmtree(path, ignore_errors=True)
        for path in self._root.glob(f".*{_NEW}"):
            path.unlink()
