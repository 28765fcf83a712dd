"""Replaces the published package by a finished one in one step: a reader sees the old package or the new one, whole.

A build works in its own folder beside the package. The next build removes what a killed build left there.
"""

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from clippings.common import file_lock, file_sync
from clippings.publish import package_ownership

_LOCK = ".lock"
_LOCK_TEXT = "working folder of a clippings build\n"
"""Content of the lock: a folder without it is not ours and is never swept."""
_OLD = "old-package"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def directory_identity(out: Path) -> tuple[int, ...]:
    """Identity (device, inode, ctime) of the directory at `out`; changes when the package is swapped."""
    status = out.stat()
    return status.st_dev, status.st_ino, status.st_ctime_ns


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """A new folder beside `out` to build in, removed afterwards."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with _exclusive(out):  # no other build sweeps a folder that is not locked yet
        _sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.build-", dir=out.parent))
        try:
            held = _lock_file(folder)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        file_lock.lock(held)
    with held:
        try:
            yield folder
        finally:
            with _exclusive(out):
                _put_back(folder, out)
            remove_marked(folder, _LOCK)


def _lock_file(folder: Path) -> IO[str]:
    lock = (folder / _LOCK).open("x+", encoding="utf-8")
    lock.write(_LOCK_TEXT)
    lock.flush()
    return lock


@contextmanager
def _exclusive(out: Path) -> Iterator[None]:
    """One build at a time makes its folder or publishes; the kernel frees the lock of a killed build."""
    with (out.parent / f".{out.name}.lock").open("a") as held:
        file_lock.lock(held)
        yield


def move_in(finished: Path, out: Path) -> None:
    """Put the folder `finished`, wherever it is, in the place of `out`; copy it where the two are on two file systems."""
    package_ownership.check_folder(out)
    with workspace(out) as folder:
        moved = folder / "package"
        try:
            finished.rename(moved)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copytree(finished, moved, copy_function=shutil.copyfile)
        swap(moved, out)


def swap(finished: Path, out: Path) -> None:
    """Replace `out` by the folder `finished`, on the same file system, and remove the old package.

    Raises:
        NotAPackageError: `out` holds files that Clippings did not write.
    """
    file_sync.sync(finished)
    with _exclusive(out):
        package_ownership.check_folder(out)
        if not out.exists():
            finished.rename(out)
        elif _exchanged(finished, out):
            shutil.rmtree(finished, ignore_errors=True)
        else:
            _rename_twice(finished, out)
        file_sync.sync_one(out.parent)


def _exchanged(left: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot (other than Linux, or some file systems)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _rename_twice(finished: Path, out: Path) -> None:
    """Without an exchange: for an instant there is nothing at `out`, but never half a package."""
    old = finished.with_name(_OLD)
    out.rename(old)
    finished.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove the folders of killed builds next to `out`: they have the lock file of a build, and no process holds the lock."""
    left = [path for path in out.parent.iterdir() if path.name.startswith(f".{out.name}.build-")]
    for folder in left:
        if folder.is_symlink() or not folder.is_dir():
            continue
        with suppress(OSError):
            folder.rmdir()  # killed before it was locked; a folder that holds anything stays
        try:
            lock = (folder / _LOCK).open("r+", encoding="utf-8", errors="replace")
        except OSError:
            continue
        with lock:
            if lock.read(len(_LOCK_TEXT) + 1) != _LOCK_TEXT:
                continue
            if not file_lock.lock(lock, waits=False):
                continue
            _put_back(folder, out)
            remove_marked(folder, _LOCK)


def _put_back(folder: Path, out: Path) -> None:
    """Put back the package that a build moved away before it broke off."""
    if not out.exists() and (folder / _OLD).is_dir():
        (folder / _OLD).rename(out)


def remove_marked(folder: Path, mark: str) -> None:
    """Remove a folder, its mark last: if the process is killed here, the folder is still marked as made by Clippings."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != mark:
                path.unlink()
        (folder / mark).unlink(missing_ok=True)
        folder.rmdir()
