"""A published package in object storage, where no folder can be renamed: files under a name of their own, and `latest` that names them.

```
latest            the name of the package, written last
1a2b3c4d5e6f/     the beginning of the hash of its checksums; the one before it stays until the next but one is published
```
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from clippings.distribute.latest_pointer import LATEST, SEAL, LatestError, named
from clippings.distribute.s3 import folders, lease
from clippings.distribute.s3.bucket import Bucket, Entry
from clippings.distribute.s3.errors import AbsentError, StorageError, changed

LEASE = ".lease"
_DIGITS = 12
_NAME = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")


class NotAPackageError(StorageError):
    """The place holds something else than packages."""


def name_of(package: Path) -> str:
    """What a package is called: the same for the same bytes."""
    return hashlib.sha256((package / SEAL).read_bytes()).hexdigest()[:_DIGITS]


def check_place(bucket: Bucket) -> None:
    """Raise NotAPackageError where anything but packages lies in the bucket; StorageError where it cannot be used."""
    foreign = [entry.path for entry in bucket.list() if not _is_ours(entry)]
    if foreign:  # releases have a `latest` too
        raise NotAPackageError(
            f"{bucket.address} holds objects that are no package, such as {foreign[0]}. Choose an empty place with --out."
        )


def is_published(package: Path, bucket: Bucket) -> bool:
    """Whether the bucket's latest package is this one, with every file in its size."""
    name = name_of(package)
    try:
        is_latest = bucket.get(LATEST).decode("utf-8", errors="replace").strip() == name
    except AbsentError:
        return False
    return is_latest and not folders.differing(folders.files_of(package), (bucket / name).list())


def publish(package: Path, bucket: Bucket, waits: Callable[[], None]) -> bool:
    """Make the package the bucket's latest one; whether anything had to be sent.

    Args:
        package: A checked package.
        bucket: Where to.
        waits: Called where another publishes there at this time.

    Raises:
        StorageError: The server stands in the way; what was the latest package still is.
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
    """Remove older packages, and what killed runs left."""
    entries = [entry for entry in bucket.list() if _NAME.fullmatch(_top(entry)) and _is_ours(entry)]
    bucket.delete(entry.path for entry in entries if _top(entry) not in kept)


def found(bucket: Bucket) -> Bucket:
    """Where the package of an address lies: there itself, or where `latest` says, in a folder of releases too.

    Raises:
        NotAPackageError: There is none.
        StorageError: The server stands in the way.
    """
    places = [bucket]
    try:
        places += [bucket / path for path in named(bucket.get(LATEST))]
    except LatestError as error:
        raise NotAPackageError(f"{bucket.address}: {error}") from None
    except AbsentError:
        pass
    for place in places:
        try:
            place.size(SEAL)
        except AbsentError:
            continue
        return place
    raise NotAPackageError(f"{bucket.address} holds no package: neither {LATEST} nor {SEAL}.")


def fetch_file(bucket: Bucket, path: str, folder: Path) -> None:
    """Fetch one file of the latest package of an address into `folder`; nothing where there is no package.

    Raises:
        StorageError: The server cannot be asked.
    """
    try:
        content = found(bucket).get(path)
    except (NotAPackageError, AbsentError):
        return
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)


@contextmanager
def fetched(bucket: Bucket) -> Iterator[Path]:
    """The package of an address in a temporary folder; errors as of `found`."""
    place = found(bucket)
    with TemporaryDirectory(prefix="clippings-package-") as name:
        entries = place.list()
        folders.download(entries, place, Path(name))
        if not (Path(name) / SEAL).is_file():
            raise changed(bucket.address)
        yield Path(name)


def _top(entry: Entry) -> str:
    return entry.path.split("/")[0]


def _is_ours(entry: Entry) -> bool:
    return entry.path in (LATEST, LEASE) or ("/" in entry.path and _NAME.fullmatch(_top(entry)) is not None)
