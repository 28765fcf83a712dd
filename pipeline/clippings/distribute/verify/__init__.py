"""Checks that a package in a folder, a zip or at an address is the published one, unchanged and valid.

Safe downloading and unpacking belong here. `publish.validate` defines a valid package.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from clippings.common.addresses import is_s3
from clippings.distribute import latest_pointer
from clippings.distribute.verify import fetch_http, fetch_s3, unzip
from clippings.distribute.verify.download_limits import MAX_SECONDS, ByteBudget, CannotVerifyError, Deadline
from clippings.publish import validate as validating
from clippings.publish.checksum_list import NotFitError


def verify(
    place: str, most_bytes: int, most_seconds: float = MAX_SECONDS, *, other_hosts: bool = False
) -> Iterator[str]:
    """Yield the failures of the package at `place`, each as a sentence; nothing if it is valid.

    Args:
        place: A folder, a zip file, or the address of either (http, https or s3). If it holds several packages and a file
            `latest`, the package that `latest` names.
        most_bytes: Maximum number of bytes to download or unpack.
        most_seconds: Maximum time for the download.
        other_hosts: Whether a server may redirect to another host.

    Raises:
        CannotVerifyError: No package was found, it could not be fetched whole, or it is larger than `most_bytes`.
        OSError: It cannot be read, or the server of an s3 address cannot be reached or refuses the request.
    """
    with tempfile.TemporaryDirectory(prefix="clippings-verify-") as name:
        try:
            yield from validating.validate(
                _held(place, Path(name), ByteBudget(most_bytes, Deadline(most_seconds), other_hosts))
            )
        except (NotFitError, latest_pointer.LatestError) as error:
            yield str(error)


def _held(place: str, folder: Path, room: ByteBudget) -> Path:
    """Return the folder of the package, downloaded and unpacked into `folder` if necessary."""
    if is_s3(place):
        package = fetch_s3.package(place, folder / "fetched", room)
    elif fetch_http.is_address(place):
        package = fetch_http.package(place, folder / "fetched", room)
    else:
        package = Path(place)
    return (
        latest_pointer.within(package)
        if package.is_dir()
        else unzip.unpacked(package, place, folder / "unpacked", room)
    )


__all__ = ["CannotVerifyError", "verify"]
