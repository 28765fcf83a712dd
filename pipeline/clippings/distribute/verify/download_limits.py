"""Limits of downloading and unpacking, and the error that ends verification early."""

import shutil
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from clippings.common.user_error import UserError

CHUNK = 1 << 20
MAX_SECONDS = 3600.0
"""Default maximum time of a download, in seconds."""


class CannotVerifyError(UserError):
    """The package could not be checked, for a reason outside the package."""


class Deadline:
    """The remaining time for the download of one package."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the remaining seconds.

        Raises:
            CannotVerifyError: No time is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise CannotVerifyError("The download takes too long. Raise the limit with --most-minutes.")
        return left


@dataclass
class ByteBudget:
    """Number of bytes that may still be written, counted during writing, whatever size the server announced.

    Attributes:
        left: Number of bytes.
        deadline: The remaining time.
        other_hosts: Whether a server may redirect to another host.
    """

    left: int
    deadline: Deadline = field(default_factory=lambda: Deadline(MAX_SECONDS))
    other_hosts: bool = False

    def copy(self, left: int) -> "ByteBudget":
        """Return the same limits with another number of bytes."""
        return replace(self, left=left)

    def spend(self, count: int) -> None:
        """Use `count` bytes.

        Raises:
            CannotVerifyError: The limit is exceeded.
        """
        self.left -= count
        if self.left < 0:
            raise CannotVerifyError("The package is larger than the limit. Raise the limit with --most-mb.")

    def announce(self, count: int, folder: Path) -> None:
        """Refuse `count` bytes before the first is written, if they exceed the limit or the disk.

        Raises:
            CannotVerifyError: They exceed the limit, or the free space on the disk of `folder`.
        """
        if count > self.left:
            self.spend(count)
        if count > shutil.disk_usage(folder).free:
            raise CannotVerifyError(
                "The package needs more space than the disk of temporary files has. Set TMPDIR to another disk."
            )
