"""Locks on files, which the kernel releases when their process ends, and the error if a file system has no locks."""

import errno
import fcntl
from pathlib import Path
from typing import IO

_NO_LOCKS = frozenset((errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL))


def lock(file: IO[str], *, waits: bool = True) -> bool:
    """Lock an open file for this process alone.

    Args:
        file: The file; the lock ends when it is closed.
        waits: Whether to wait for another process that holds the lock.

    Returns:
        Whether this process holds the lock: false only if another process holds it and this one does not wait.

    Raises:
        OSError: The file system does not support locks.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        folder = Path(str(file.name)).absolute().parent
        raise OSError(
            error.errno,
            f"The file system of {folder} has no locks, so two runs could write there at once. "
            "Choose a folder on a local disk",
        ) from None
    return True
