"""Fetches a package from an s3:// address: a zip, or its listed files."""

from pathlib import Path

from clippings.distribute.latest_pointer import LATEST
from clippings.distribute.s3.address import Address, AddressError, parse
from clippings.distribute.s3.bucket import Bucket
from clippings.distribute.verify.download_limits import ByteBudget, CannotVerifyError
from clippings.distribute.verify.fetch_listed import NotThereError, fetch_listed
from clippings.publish.package_layout import CHECKSUMS

_ZIP = ".zip"


def package(text: str, folder: Path, room: ByteBudget) -> Path:
    """Download the package at the address `text` into `folder`. Return the folder, or the zip in it.

    Raises:
        CannotVerifyError: No package was found, or it is too large.
        NotFitError: Its list of files is not valid.
        LatestError: `latest` does not name a package.
        StorageError: The server cannot be reached or refuses the request, or the package was changed during the download.
    """
    try:
        address = parse(text)
    except AddressError as error:
        raise CannotVerifyError(str(error)) from None
    above, _, name = f"/{address.prefix}".rpartition("/")
    is_zip = name.endswith(_ZIP)
    bucket = Bucket(Address(address.bucket, above.strip("/")) if is_zip else address)
    entries = {entry.path: entry for entry in bucket.list()}

    def fetch(path: str, target: Path, limits: ByteBudget) -> None:
        if path not in entries:
            raise NotThereError
        limits.announce(entries[path].size, folder)
        limits.spend(entries[path].size)  # the request asks for no more bytes than this
        bucket.download(entries[path], target)

    folder.mkdir()
    try:
        if is_zip:
            fetch(name, folder / "package.zip", room)
            return folder / "package.zip"
        return fetch_listed(fetch, folder, room)
    except NotThereError:
        what = "" if is_zip else f": neither {CHECKSUMS} nor a {LATEST} that names one"
        raise CannotVerifyError(f"No package found at {address}{what}.") from None
