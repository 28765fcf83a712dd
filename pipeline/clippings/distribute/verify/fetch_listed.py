"""Fetches a package from any place that gives files by their paths: what its list of files names, or the one `latest` names."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from clippings.distribute.latest_pointer import LATEST, named
from clippings.distribute.latest_pointer import MOST_BYTES as MOST_OF_A_NAME
from clippings.distribute.verify.download_limits import ByteBudget
from clippings.publish.checksum_list import MOST_BYTES, listed
from clippings.publish.package_layout import CHECKSUMS

Fetch = Callable[[str, Path, ByteBudget], None]
"""Downloads the file at a path below the place to a local path; raises NotThereError."""


class NotThereError(Exception):
    """Nothing exists at a path or an address."""


def fetch_listed(fetch: Fetch, folder: Path, room: ByteBudget) -> Path:
    """Download the package into `folder`.

    Raises:
        NotThereError: There is neither a list of files nor a `latest`.
        NotFitError: The list is not valid.
        LatestError: `latest` does not name a package.
    """
    top = _top(fetch, folder, room)
    for path in listed((folder / CHECKSUMS).read_bytes()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with suppress(NotThereError):  # reported when hashes are compared
            fetch(top + path, folder / path, room)
    return folder


def _top(fetch: Fetch, folder: Path, room: ByteBudget) -> str:
    """Download the list of files. Return the prefix of their paths: empty unless `latest` names the package."""

    def fetch_list(top: str) -> str:
        fetch(top + CHECKSUMS, folder / CHECKSUMS, room.copy(min(room.left, MOST_BYTES)))
        return top

    with suppress(NotThereError):
        return fetch_list("")
    fetch(LATEST, folder / LATEST, room.copy(MOST_OF_A_NAME))
    place, version = (f"{path}/" for path in named((folder / LATEST).read_bytes()))
    (folder / LATEST).unlink()
    with suppress(NotThereError):
        return fetch_list(place)
    return fetch_list(version)
