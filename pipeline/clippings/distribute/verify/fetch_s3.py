"""Fetches a package from an s3:// address: a zip, the files that its `checksums.sha256` lists, or the one `latest` names."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from clippings.distribute.latest_pointer import LATEST, MOST_BYTES, named
from clippings.distribute.s3.address import Address, AddressError, parse
from clippings.distribute.s3.bucket import Bucket, Entry
from clippings.distribute.s3.s3_errors import AbsentError
from clippings.distribute.verify.download_limits import ByteBudget, CannotVerifyError
from clippings.publish.checksum_list import MOST_BYTES as MOST_LISTED
from clippings.publish.checksum_list import NAME, listed

_ZIP = ".zip"


def package(text: str, folder: Path, room: ByteBudget) -> Path:
    """Download the package at the address `text` into `folder`. Return the folder, or the zip in it.

    Raises:
        CannotVerifyError: No package was found, or it is too large.
        NotFitError: Its list of files is not valid.
        LatestError: `latest` does not name a package.
        StorageError: The server cannot be reached or refuses the request, or the package was changed meanwhile.
    """
    try:
        address = parse(text)
    except AddressError as error:
        raise CannotVerifyError(str(error)) from None
    folder.mkdir()
    if address.prefix.endswith(_ZIP):
        return _zip(address, folder, room)
    bucket = Bucket(address)
    places = [bucket]
    with suppress(AbsentError):
        places += [bucket / path for path in named(_small(bucket, LATEST, MOST_BYTES))]
    for place in places:
        try:
            content = _small(place, NAME, min(room.left, MOST_LISTED))
        except AbsentError:
            continue
        (folder / NAME).write_bytes(content)
        _files(place, listed(content), folder, room)
        return folder
    raise CannotVerifyError(f"No package found at {address}: neither {NAME} nor a {LATEST} that names one.")


def _files(place: Bucket, wanted: dict[str, str], folder: Path, room: ByteBudget) -> None:
    """Download the listed files. Missing files are reported when hashes are compared."""
    entries = [entry for entry in place.list() if entry.path in wanted]
    room.announce(sum(entry.size for entry in entries), folder)
    for entry in entries:
        (folder / entry.path).parent.mkdir(parents=True, exist_ok=True)
        _fetch(place, entry, folder / entry.path, room)


def _fetch(place: Bucket, entry: Entry, target: Path, room: ByteBudget) -> None:
    room.spend(entry.size)  # the request asks for no more bytes than this
    place.download(entry, target)


def _small(place: Bucket, path: str, most: int) -> bytes:
    size = place.size(path)
    if size > most:
        raise CannotVerifyError(f"{place.address / path} has more than {most:,} bytes, the maximum for this file.")
    return place.get(path)


def _zip(address: Address, folder: Path, room: ByteBudget) -> Path:
    above, _, name = f"/{address.prefix}".rpartition("/")
    place = Bucket(Address(address.bucket, above.strip("/")))
    entry = next((entry for entry in place.list() if entry.path == name), None)
    if entry is None:
        raise CannotVerifyError(f"There is nothing at {address}.")
    room.announce(entry.size, folder)
    _fetch(place, entry, folder / "package.zip", room)
    return folder / "package.zip"
