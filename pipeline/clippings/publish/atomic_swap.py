"""Puts a finished package in the place of the old one, whole: at every instant one of the two stands there.

A build works in a folder of its own beside the package. What a killed build leaves there is removed by the next one.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "datapackage.json"
_LOCK = ".lock"
_OLD = "old-package"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class NotAPackageError(Exception):
    """The place where the package should go holds something else."""


def check_place(out: Path, option: str = "--out") -> None:
    """Raise NotAPackageError where `out`, named with `option`, holds anything but a package or nothing."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise NotAPackageError(f"{out} is not a folder. Choose another place with {option}.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise NotAPackageError(
            f"{out} holds files that are no package (no {MARK}). Choose an empty place with {option}."
        )


def standing(out: Path) -> tuple[int, ...]:
    """Which folder stands at `out` at this instant: another once it is replaced. For who reads file after file."""
    status = out.stat()
    return status.st_dev, status.st_ino, status.st_ctime_ns


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """A new folder beside `out` to build in, removed afterwards."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with _exclusive(out):  # nobody sweeps a folder that is made but not locked yet
        _sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.build-", dir=out.parent))
        try:
            lock = (folder / _LOCK).open("w")
        except OSError:
            folder.rmdir()
            raise
        fcntl.flock(lock, fcntl.LOCK_EX)
    with lock:
        try:
            yield folder
        finally:
            with _exclusive(out):
                _put_back(folder, out)
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _exclusive(out: Path) -> Iterator[None]:
    """One build at a time makes its folder or publishes; the kernel frees the lock of a killed one."""
    with (out.parent / f".{out.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def swap(finished: Path, out: Path) -> None:
    """Put the folder `finished` in the place of `out`; both are on one file system. The old package is removed."""
    sync(finished)
    with _exclusive(out):
        check_place(out)
        if not out.exists():
            finished.rename(out)
        elif _exchanged(finished, out):
            shutil.rmtree(finished, ignore_errors=True)
        else:
            _rename_twice(finished, out)
        sync_one(out.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot (other than Linux, or some file systems)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _rename_twice(finished: Path, out: Path) -> None:
    """The next best: for an instant nothing stands at `out`, never half a package."""
    old = finished.with_name(_OLD)
    out.rename(old)
    finished.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what killed builds left beside `out`: folders whose lock nobody holds."""
    left = [path for path in out.parent.iterdir() if path.name.startswith(f".{out.name}.build-")]
    for folder in left:
        try:
            lock = (folder / _LOCK).open("w")
        except OSError:
            continue
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            _put_back(folder, out)
            shutil.rmtree(folder, ignore_errors=True)


def _put_back(folder: Path, out: Path) -> None:
    """Put back the package that was moved away, where the build broke off before it put another in its place."""
    if not out.exists() and (folder / _OLD / MARK).is_file():
        (folder / _OLD).rename(out)


def sync(folder: Path) -> None:
    """Make the files of `folder` durable before they are named: a crash leaves no package of empty files."""
    for path in [*folder.rglob("*"), folder]:
        sync_one(path)


def sync_one(path: Path) -> None:
    """Make one file, or the names in one folder, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
