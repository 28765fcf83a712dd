"""What goes wrong between here and a bucket, each told in a sentence with what to do; all are errors of the system."""

from __future__ import annotations

import errno
import re

from clippings.distribute.s3.address import Address

# as in: Server returned non-2xx status code: 403 Forbidden: <?xml ...><Error><Code>AccessDenied</Code>
_STATUS = re.compile(r"status code: (\d{3})")
_CODE = re.compile(r"<Code>(\w{1,40})</Code>")
# as in: Encountered object with invalid path: Path "raw//pier.txt" contained empty path segment
_PATH = re.compile(r"invalid path: [^\"]*(\"[^\"]*\")")
_MACHINE_ROLE = "169.254.169.254"
"""Where a machine of a cloud is told its credentials."""


class StorageError(OSError):
    """Object storage stands in the way; `errno` tells whether it may pass."""

    def __init__(self, message: str, number: int = errno.EINVAL) -> None:
        super().__init__(message)
        self.errno = number


class UnreachableError(StorageError):
    """No server answers, or it broke off."""


class RefusedError(StorageError):
    """The server does not let us."""


class NoBucketError(StorageError):
    """There is no such bucket."""


class NoLibraryError(StorageError):
    """What speaks to object storage is not installed."""


class ChangedError(StorageError):
    """Somebody else wrote what is written or read here."""


class AbsentError(StorageError, FileNotFoundError):
    """There is no such object."""


def no_library() -> NoLibraryError:
    """To be raised where obstore cannot be imported."""
    said = "Object storage (s3://) needs the library obstore. Install it with: pip install 'clippings[s3]'"
    return NoLibraryError(said, errno.ENOSYS)


def changed(place: Address) -> ChangedError:
    """To be raised where an object is not what it was a moment before."""
    return ChangedError(f"{place} was changed by somebody else meanwhile. Run again.", errno.EAGAIN)


def translated(error: Exception, place: Address) -> StorageError:
    """What the library said of the object `place`, as an error of ours."""
    said = str(error)
    status, code = _STATUS.search(said), _CODE.search(said)
    number, name = int(status[1]) if status else 0, code[1] if code else ""
    if _MACHINE_ROLE in said:  # no variables: asked of the cloud's machine, as the library does
        return RefusedError(
            f"Who wants to use {place} is not said. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", errno.EACCES
        )
    if invalid := _PATH.search(said):
        return StorageError(
            f"{place} holds an object whose key is no plain path: {invalid[1]}. Rename it.", errno.EINVAL
        )
    if name == "NoSuchBucket":
        return NoBucketError(f"There is no bucket s3://{place.bucket}. Make it, or name another.", errno.ENXIO)
    if isinstance(error, FileNotFoundError) or number == 404:
        return AbsentError(f"There is nothing at {place}.", errno.ENOENT)
    if number in (401, 403):
        why = name or f"status {number}"
        todo = "Give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of a user who may use the bucket."
        return RefusedError(f"The server does not allow the use of {place} ({why}). {todo}", errno.EACCES)
    if number in (409, 412):
        return changed(place)
    if number >= 500 or number == 429:
        why = f"{number} {name}".strip()
        return UnreachableError(f"The server of {place} answers {why}. Try again later.", errno.ECONNRESET)
    if "kind: Connect" in said:
        todo = "Look after the server and the network, or set AWS_ENDPOINT_URL to where it is."
        return UnreachableError(f"The server of {place} cannot be reached. {todo}", errno.ECONNREFUSED)
    if "kind: Timeout" in said:
        return UnreachableError(f"The server of {place} did not answer in time. Try again later.", errno.ETIMEDOUT)
    if "HTTP error" in said or "kind: " in said:
        return UnreachableError(
            f"The connection to the server of {place} broke off. Try again later.", errno.ECONNRESET
        )
    why = f"the server answers {number}" if number else type(error).__name__  # the message may quote the answer
    return StorageError(f"{place} could not be used: {why}.", errno.EINVAL)
