"""Releases in object storage: a `Store` for servers that cannot rename.

A version exists once its `release.json` exists. That file is written last and never overwrites another.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from clippings.distribute.latest_pointer import LATEST
from clippings.distribute.releases import release_ownership
from clippings.distribute.releases.release_names import INDEX, RECORD, VERSION_NAME
from clippings.distribute.s3 import folders, lease
from clippings.distribute.s3.bucket import Bucket
from clippings.distribute.s3.s3_errors import StorageError

_LEASE = ".lease"


class BucketReleases:
    """Releases below an address. `waits` is called if another release is running there."""

    def __init__(self, bucket: Bucket, waits: Callable[[], None] = lambda: None) -> None:
        self._bucket = bucket
        self._waits = waits
        self._fetched = ExitStack()
        self._lease: lease.Lease | None = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold a lease. A killed release delays the next one by half a minute."""
        with lease.held(self._bucket, _LEASE, self._waits) as self._lease, self._fetched:
            self._check_ours()
            self._sweep()
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Return a temporary folder."""
        with TemporaryDirectory(prefix="clippings-release-") as holder:
            staged = Path(holder) / "version"
            staged.mkdir()
            yield staged

    def rename(self, staged: Path, version: str) -> None:
        """Upload every file, check that all exist, then write the record."""
        place = self._bucket / version
        if version in self.list():
            raise FileExistsError(f"{place.address} exists already. A version is never replaced.")
        folders.upload(staged, place, leave_out=[RECORD])
        self._check()
        place.create(RECORD, (staged / RECORD).read_bytes())

    def list(self) -> list[str]:
        """Return the names of versions that have a record, sorted."""
        paths = (entry.path.split("/") for entry in self._bucket.list())
        records = [parts[0] for parts in paths if len(parts) == 2 and parts[1] == RECORD]
        return [name for name in records if VERSION_NAME.fullmatch(name)]

    def get(self, path: str) -> bytes:
        """Read an object."""
        return self._bucket.get(path)

    def put(self, path: str, content: bytes) -> None:
        """Write an object, replacing it whole."""
        self._check()
        self._bucket.put(path, content)

    def local(self, version: str) -> Path:
        """Download the version into a temporary folder, which is removed when the store closes."""
        place = self._bucket / version
        folder = Path(self._fetched.enter_context(TemporaryDirectory(prefix="clippings-release-"))) / version
        folders.download(place.list(), place, folder)
        return folder

    def _check(self) -> None:
        if self._lease is not None:
            self._lease.check()

    def _check_ours(self) -> None:
        paths = {entry.path for entry in self._bucket.list()}
        tops = {path.split("/")[0] for path in paths} - {_LEASE}
        release_ownership.check(
            self._bucket.address, self.get, self.list(), sorted(top for top in tops if not VERSION_NAME.fullmatch(top))
        )
        if LATEST in paths and INDEX not in paths:
            raise StorageError(
                f"{self._bucket.address} holds a package, not releases. Choose another location with --to."
            )

    def _sweep(self) -> None:
        """Remove leftovers of killed releases. The lease is held, so no other release uses them."""
        entries, versions = self._bucket.list(), set(self.list())
        tops = ((entry.path, entry.path.split("/")[0]) for entry in entries if "/" in entry.path)
        self._bucket.delete(path for path, top in tops if VERSION_NAME.fullmatch(top) and top not in versions)
