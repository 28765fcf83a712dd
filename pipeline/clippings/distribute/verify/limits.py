"""How much may be fetched and unpacked, and the two ways in which verifying ends early."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20


class CannotVerifyError(Exception):
    """Something else than the package stands in the way of judging it."""


@dataclass
class Room:
    """Bytes that may still be written; counted while they are written, whatever was announced."""

    left: int

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
