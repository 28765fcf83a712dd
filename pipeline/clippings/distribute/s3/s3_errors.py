"""Errors of object storage, each with a message that names the remedy. All are subclasses of OSError."""

import errno
import re

from clippings.distribute.s3.address import Address

# as in: Server returned non-2xx status code: 403 Forbidden: <?xml ...><Error><Code>AccessDenied</Code>
_STATUS = re.compile(r"status code: (\d{3})")
_CODE = re.compile(r"<Code>(\w{1,40})</Code>")
# as in: Encountered object with invalid path: Path "raw//pier.txt" contained empty path segment
_PATH = re.compile(r"invalid path: [^\":]*+(\"[^\"]*+\")")
_MACHINE_ROLE = "169.254.169.254"
"""Address at which a cloud machine gets its credentials."""


class StorageError(OSError):
    """Object storage cannot be used; `errno` shows whether the error is transient."""

    def __init__(self, message: str, number: int = errno.EINVAL) -> None:
        super().__init__(message)
        self.errno = number


class UnreachableError(StorageError):
    """The server does not answer, or the connection broke off."""


class RefusedError(StorageError):
    """The server refuses the request."""


class NoBucketError(StorageError):
    """The bucket does not exist."""


class NoLibraryError(StorageError):
    """The library for object storage is not installed."""


class ChangedError(StorageError):
    """Another process changed the object at the same time."""


class AbsentError(StorageError, FileNotFoundError):
    """The object does not exist."""


def no_library() -> NoLibraryError:
    """Return the error to raise if obstore cannot be imported."""
    text = "Object storage (s3://) needs the library obstore. Install it with: pip install obstore"
    return NoLibraryError(text, errno.ENOSYS)


def changed(place: Address) -> ChangedError:
    """Return the error to raise if an object has changed since it was read or listed."""
    return ChangedError(f"Another process changed {place} at the same time. Run again.", errno.EAGAIN)


def translated(error: Exception, place: Address) -> StorageError:
    """Return an error of the library about the object `place` as a StorageError."""
    text = str(error)
    status, code = _STATUS.search(text), _CODE.search(text)
    number, name = int(status[1]) if status else 0, code[1] if code else ""
    if _MACHINE_ROLE in text:  # no variables are set: the library asked the cloud machine for credentials
        return RefusedError(
            f"No credentials for {place}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", errno.EACCES
        )
    if invalid := _PATH.search(text):
        return StorageError(
            f"{place} holds an object whose key is not a plain path: {invalid[1]}. Rename it.", errno.EINVAL
        )
    if name == "NoSuchBucket":
        return NoBucketError(f"No bucket s3://{place.bucket} exists. Create it, or name another.", errno.ENXIO)
    if isinstance(error, FileNotFoundError) or number == 404:
        return AbsentError(f"There is nothing at {place}.", errno.ENOENT)
    if number in (401, 403):
        why = name or f"status {number}"
        todo = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of a user with access to the bucket."
        return RefusedError(f"The server refuses access to {place} ({why}). {todo}", errno.EACCES)
    if number in (409, 412):
        return changed(place)
    if number >= 500 or number == 429:
        why = f"{number} {name}".strip()
        return UnreachableError(f"The server of {place} answers {why}. Try again later.", errno.ECONNRESET)
    if "kind: Connect" in text:
        todo = "Check the server and the network, or set AWS_ENDPOINT_URL to the server's address."
        return UnreachableError(f"The server of {place} cannot be reached. {todo}", errno.ECONNREFUSED)
    if "kind: Timeout" in text:
        return UnreachableError(f"The server of {place} did not answer in time. Try again later.", errno.ETIMEDOUT)
    if "HTTP error" in text or "kind: " in text:
        return UnreachableError(
            f"The connection to the server of {place} broke off. Try again later.", errno.ECONNRESET
        )
    why = f"the server answers {number}" if number else type(error).__name__  # the message may quote the response
    return StorageError(f"{place} could not be used: {why}.", errno.EINVAL)
