"""A published package in object storage, which cannot rename folders: files under a unique name, and `latest` with that name.

```
latest            the name of the package, written last
1a2b3c4d5e6f/     the beginning of the hash of its checksums; the previous package stays until the next but one is published
```
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from clippings.distribute.latest_pointer import LATEST, LatestError, named
from clippings.distribute.s3 import folders, lease
from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket, StoredObject
from clippings.distribute.s3.s3_errors import AbsentError, StorageError, changed
from clippings.publish.package_layout import CHECKSUMS

LEASE = ".lease"
_DIGITS = 12
_NAME = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")


class NoPackageAtAddressError(StorageError):
    """An address has no package, or objects that belong to none."""


def name_of(package: Path) -> str:
    """Return the name of a package; the same bytes have the same name."""
    return hashlib.sha256((package / CHECKSUMS).read_bytes()).hexdigest()[:_DIGITS]


def check_place(bucket: Bucket) -> None:
    """Raise NoPackageAtAddressError if the bucket holds anything but packages, StorageError if it cannot be used."""
    foreign = [entry.path for entry in bucket.list() if not _is_ours(entry)]
    if foreign:  # releases have a `latest` too
        raise NoPackageAtAddressError(
            f"{bucket.address} holds objects that are not part of a package, such as {foreign[0]}. "
            "Choose an empty location with --out."
        )


def is_published(package: Path, bucket: Bucket) -> bool:
    """Return whether the bucket's latest package is this one, with every file in its size."""
    name = name_of(package)
    try:
        is_latest = bucket.get(LATEST).decode("utf-8", errors="replace").strip() == name
    except AbsentError:
        return False
    return is_latest and not folders.differing(folders.files_of(package), (bucket / name).list())


def publish(package: Path, bucket: Bucket, waits: Callable[[], None]) -> bool:
    """Publish the package as the bucket's latest one. Return whether anything was sent.

    `waits` is called if another process is publishing there.

    Raises:
        StorageError: The server cannot be reached or refuses the request. The latest package is unchanged.
    """
    if is_published(package, bucket):
        return False
    name = name_of(package)
    with lease.held(bucket, LEASE, waits) as holding:
        check_place(bucket)
        try:
            content, etag = bucket.read(LATEST)
        except AbsentError:
            content, etag = b"", ""
        folders.upload(package, bucket / name)
        holding.check()
        before = content.decode("utf-8", errors="replace").strip()
        if before != name:
            new = f"{name}\n".encode()
            if etag:
                bucket.replace(LATEST, new, etag)
            else:
                bucket.create(LATEST, new)
            _sweep(bucket, {name, before})
    return True


def _sweep(bucket: Bucket, kept: set[str]) -> None:
    """Remove older packages, and leftovers of killed runs."""
    entries = [entry for entry in bucket.list() if _NAME.fullmatch(_top(entry)) and _is_ours(entry)]
    bucket.delete(entry.path for entry in entries if _top(entry) not in kept)


def existing(bucket: Bucket) -> Bucket:
    """Return the location of a package: the address itself, or the one that `latest` names, also among releases.

    Raises:
        NoPackageAtAddressError: No package was found.
        StorageError: The server cannot be reached or refuses the request.
    """
    places = [bucket]
    try:
        places += [bucket / path for path in named(bucket.get(LATEST))]
    except LatestError as error:
        raise NoPackageAtAddressError(f"{bucket.address}: {error}") from None
    except AbsentError:
        pass
    for place in places:
        try:
            place.size(CHECKSUMS)
        except AbsentError:
            continue
        return place
    raise NoPackageAtAddressError(
        f"{bucket.address} holds no package: neither {LATEST} nor {CHECKSUMS}. Correct the address."
    )


def fetch_file(bucket: Bucket, path: str, folder: Path) -> None:
    """Download one file of the latest package of an address into `folder`. Does nothing without a package.

    Raises:
        StorageError: The server cannot be reached or refuses the request.
    """
    try:
        content = existing(bucket).get(path)
    except (NoPackageAtAddressError, AbsentError):
        return
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)


@contextmanager
def local(package: Path | Address) -> Iterator[Path]:
    """Yield the folder of a package; for an address, a temporary folder with its latest package.

    Raises:
        NoPackageAtAddressError: No package was found.
        StorageError: The server cannot be reached or refuses the request.
    """
    if isinstance(package, Path):
        yield package
        return
    place = existing(Bucket(package))
    with TemporaryDirectory(prefix="clippings-package-") as name:
        folders.download(place.list(), place, Path(name))
        if not (Path(name) / CHECKSUMS).is_file():
            raise changed(package)
        yield Path(name)


def _top(entry: StoredObject) -> str:
    return entry.path.split("/")[0]


def _is_ours(entry: StoredObject) -> bool:
    return entry.path in (LATEST, LEASE) or ("/" in entry.path and _NAME.fullmatch(_top(entry)) is not None)
