"""Downloads a package from an http(s) address: a zip, or its listed files."""

import http.client
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from clippings import __version__
from clippings.distribute.verify.download_limits import CHUNK, ByteBudget, CannotVerifyError
from clippings.distribute.verify.fetch_listed import NotThereError, fetch_listed
from clippings.distribute.verify.guarded_http import IDLE_SECONDS, opener
from clippings.distribute.verify.unzip import is_zip
from clippings.publish.package_layout import CHECKSUMS, DESCRIPTOR

TRIES = 3
"""Maximum number of attempts of a download."""
_PAUSE = 0.5
_MOST_DIGITS = 20
"""Digits of a length that is one; a longer number counts as none."""
_GONE = (404, 410)
_HEADERS = {"User-Agent": f"clippings/{__version__}", "Accept-Encoding": "identity"}


class _BrokenOffError(Exception):
    """A response ended too early."""


def _errno(error: OSError) -> int | None:
    reason = getattr(error, "reason", error)
    return getattr(reason, "errno", None) if isinstance(reason, OSError) else None


def is_address(place: str) -> bool:
    """Return whether `place` is an http(s) address."""
    return urllib.parse.urlsplit(place).scheme in ("http", "https")


def package(address: str, folder: Path, room: ByteBudget) -> Path:
    """Download the package at `address` into `folder`: the folder itself, or the zip in it.

    Raises:
        CannotVerifyError: No package was found, or it could not be fetched whole.
        NotFitError: Its list of files is not valid.
        LatestError: `latest` does not name a package.
    """
    folder.mkdir()
    parts = urllib.parse.urlsplit(address)
    if not parts.path.endswith(".zip"):
        try:
            return _files(parts, folder, room)
        except NotThereError:
            pass  # perhaps the address of a zip without its suffix
    target = folder / "package.zip"
    try:
        _download(address, target, room)
    except NotThereError:
        raise CannotVerifyError(f"No package found at {address}.") from None
    if not is_zip(target):
        raise CannotVerifyError(f"No package found at {address}: neither {CHECKSUMS} nor a zip.")
    return target


def _files(parts: urllib.parse.SplitResult, folder: Path, room: ByteBudget) -> Path:
    base = parts.path.removesuffix(DESCRIPTOR).rstrip("/")

    def fetch(path: str, target: Path, limits: ByteBudget) -> None:
        address = parts._replace(path=f"{base}/{urllib.parse.quote(path)}", fragment="").geturl()
        _download(address, target, limits)

    return fetch_listed(fetch, folder, room)


def _download(address: str, target: Path, room: ByteBudget) -> None:
    """Download `address` to `target`, whole.

    Raises:
        NotThereError: The server answers that nothing exists there.
        CannotVerifyError: The download failed.
    """
    why = ""
    for attempts in range(TRIES):
        time.sleep(_PAUSE * attempts)
        attempt = room.copy(room.left)
        try:
            _stream(address, target, attempt)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in _GONE:
                raise NotThereError from None
            why = f"the server answers {error.code} {http.client.responses.get(error.code, '')}".rstrip()
        except _BrokenOffError as error:
            why = str(error)
        except http.client.HTTPException:  # its message may quote the response
            why = "the response is not HTTP"
        except OSError as error:
            if isinstance(getattr(error, "reason", error), TimeoutError):
                raise CannotVerifyError(
                    f"{address} could not be fetched: the server does not answer. Try again later."
                ) from None
            why = os.strerror(number) if (number := _errno(error)) else "the connection failed"
        except ValueError:
            raise CannotVerifyError(
                f"{address} is not a valid address. Write it like https://example.org/package/."
            ) from None
        else:
            room.left = attempt.left
            return
    raise CannotVerifyError(f"{address} could not be fetched: {why}. Try again later.")


def _stream(address: str, target: Path, room: ByteBudget) -> None:
    request = urllib.request.Request(address, headers=_HEADERS)  # noqa: S310 - the opener has http and https only
    seconds = min(IDLE_SECONDS, room.deadline.left())
    opened = opener(room.deadline, other_hosts=room.other_hosts).open(request, timeout=seconds)
    with opened as answer, target.open("wb") as file:
        announced = answer.headers.get("Content-Length", "")
        expected = int(announced) if announced.isdecimal() and len(announced) <= _MOST_DIGITS else None
        room.announce(expected or 0, target.parent)
        received = 0
        while chunk := answer.read(CHUNK):
            received += len(chunk)
            room.spend(len(chunk))
            file.write(chunk)
    if expected is not None and received != expected:
        raise _BrokenOffError(f"it broke off after {received:,} of {expected:,} bytes")
