"""How much may be fetched and unpacked, and the two ways in which verifying ends early."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

CHUNK = 1 << 20
MAX_SECONDS = 3600.0
"""Time for fetching a package, unless another limit is given."""


class CannotVerifyError(Exception):
    """Something else than the package stands in the way of judging it."""


class Deadline:
    """The time that is left for fetching one package.

    Args:
        seconds: The whole time.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            CannotVerifyError: There are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise CannotVerifyError("Fetching the package takes too long. Raise the limit with --most-minutes.")
        return left


@dataclass
class Room:
    """Bytes that may still be written; counted while they are written, whatever was announced.

    Attributes:
        left: Number of bytes.
        deadline: The time that is left.
        other_hosts: Whether a server may send to another host.
    """

    left: int
    deadline: Deadline = field(default_factory=lambda: Deadline(MAX_SECONDS))
    other_hosts: bool = False

    def copy(self, left: int) -> Room:
        """The same limits with another number of bytes."""
        return replace(self, left=left)

    def take(self, count: int) -> None:
        """Use `count` bytes.

        Raises:
            CannotVerifyError: There is no more room.
        """
        self.left -= count
        if self.left < 0:
            raise CannotVerifyError("The package is larger than is allowed. Raise the limit with --most-mb.")

    def announce(self, count: int, folder: Path) -> None:
        """Refuse `count` bytes before the first is written, where they would not fit.

        Raises:
            CannotVerifyError: They are more than may be written, or than the disk of `folder` can hold.
        """
        if count > self.left:
            self.take(count)
        if count > shutil.disk_usage(folder).free:
            raise CannotVerifyError("The package needs more room than the disk of temporary files has (TMPDIR).")
