"""Disks of the tests' own: small ones that fill up, and ones that cannot be written to. They need root and `mount`."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """A small disk in memory, mounted at a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def remount(self, *options: str) -> None:
        """Give it another size, or make it read-only or not."""
        subprocess.run(["mount", "-o", ",".join(("remount", *options)), self.root], check=True, capture_output=True)

    def resize(self, kilobytes: int) -> None:
        """Give it room for so much in all; what it holds already must fit."""
        self.remount(f"size={kilobytes}k")

    def used(self) -> int:
        """Kilobytes in use."""
        facts = os.statvfs(self.root)
        return (facts.f_blocks - facts.f_bfree) * facts.f_frsize // 1024


@contextmanager
def bound_read_only(folder: Path) -> Iterator[None]:
    """The folder is mounted over itself, and nobody can write to it."""
    subprocess.run(["mount", "--bind", folder, folder], check=True, capture_output=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, capture_output=True)


@contextmanager
def disk(root: Path, kilobytes: int) -> Iterator[Disk]:
    """A disk at the new folder `root`, taken away for sure; skips where nothing may be mounted."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    root.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", root]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("the command mount is missing")
    if mounted.returncode:
        pytest.skip(f"nothing may be mounted here: {mounted.stderr.strip()}")
    try:
        yield Disk(root)
    finally:
        subprocess.run(["umount", "--lazy", root], check=True, capture_output=True)
