"""Releases in a bucket: what those in a folder are, whatever breaks off and whoever releases at the same moment."""

import datetime as dt
import json
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from clippings.distribute import s3_package
from clippings.distribute.releases import release as releasing
from clippings.distribute.releases.release import release
from clippings.distribute.releases.release_store import FolderReleases
from clippings.distribute.releases.s3_store import BucketReleases
from clippings.distribute.s3 import folders, lease, s3_errors
from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket
from clippings.distribute.verify import verify
from conftest import ROOT, Package
from support.commands import called
from support.cut_connection import wire
from support.object_store import Server

pytestmark = pytest.mark.usefixtures("soon")
DAYS = [dt.date(2026, 11, 24), dt.date(2026, 11, 25), dt.date(2026, 12, 1)]
ROOM = 1 << 30

RELEASING = """
import datetime as dt, sys
from pathlib import Path
from clippings.distribute.releases.s3_store import BucketReleases
from clippings.distribute.releases import release as releasing
from clippings.distribute.s3 import lease
from clippings.distribute.s3.address import parse
from clippings.distribute.s3.bucket import Bucket
place, package, day = sys.argv[1:]
lease.SECONDS = 20  # longer than it takes to wait for the others
releasing.validate = lambda root: ()
store = BucketReleases(Bucket(parse(place)))
print(releasing.release(Path(package), store, dt.date.fromisoformat(day), {}).record["version"])
"""


@dataclass(frozen=True)
class Released:
    """Three packages and the folder of their releases."""

    packages: list[Path]
    root: Path


@pytest.fixture(scope="module")
def released(growing: list[Package], tmp_path_factory: pytest.TempPathFactory) -> Released:
    """The three packages of an archive that grows."""
    root = tmp_path_factory.mktemp("released") / "releases"
    for package, day in zip(growing, DAYS, strict=True):
        assert release(package.root, FolderReleases(root), day, {}).is_new
    return Released([package.root for package in growing], root)


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packages are valid, as the folder's releases have shown."""
    monkeypatch.setattr(releasing, "validate", lambda root: ())


def objects(place: Address) -> dict[str, bytes]:
    """Every object but the lease."""
    bucket = Bucket(place)
    return {entry.path: bucket.get(entry.path) for entry in bucket.list() if entry.path != ".lease"}


def files(root: Path) -> dict[str, bytes]:
    """Every file but the lock."""
    return {path: (root / path).read_bytes() for path in folders.files_of(root) if path != ".lock"}


def latest(place: Address) -> tuple[int, str | None]:
    """Number of versions the index knows, and the latest one's name, all of whose files are as the index says."""
    result = objects(place)
    index = json.loads(result.get("index.json", b'{"versions": []}'))["versions"]
    name = result["latest"].decode().strip() if "latest" in result else None
    for entry in index:
        for file in entry["files"]:
            assert len(result[f"{entry['version']}/{file['path']}"]) == file["bytes"]
    assert name is None or name in [entry["version"] for entry in index]
    return len(index), name


def run(*args: object) -> tuple[int, str]:
    result = called(*args)
    return result.exit_code, result.output


def test_three_releases_in_a_bucket_are_those_of_a_folder(s3: Address, released: Released) -> None:
    place = s3 / "releases"
    for number, (package, day) in enumerate(zip(released.packages, DAYS, strict=True)):
        source: Path | Address = package
        if number == 1:  # from a bucket as well
            source = s3 / "dist"
            s3_package.publish(package, Bucket(source), lambda: None)
        status, output = run("release", source, "--to", place, "--on", day)
        assert status == 0, output
        name = Bucket(place).get("latest").decode().strip()
        assert output.startswith(f"{place}/{name}: articles: ")
    assert objects(place) == files(released.root)
    before = objects(place)
    status, output = run("release", released.packages[2], "--to", place, "--on", "2027-01-01")
    assert (status, output) == (0, f"{place}/{name}: the package has not changed since\n")
    assert objects(place) == before


@pytest.mark.usefixtures("unjudged")
def test_latest_is_followed_in_a_bucket_in_a_folder_and_over_http(s3: Address, released: Released) -> None:
    folders.upload(released.root, Bucket(s3), leave_out=[".lock"])
    s3_package.publish(released.packages[0], Bucket(s3 / "dist"), lambda: None)
    assert run("verify", s3)[0] == 0
    assert run("verify", released.root)[0] == 0
    assert run("verify", released.root / (released.root / "latest").read_text("utf-8").strip())[0] == 0, (
        "one version of the releases"
    )
    handler = partial(Quiet, directory=str(released.root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        assert run("verify", f"http://127.0.0.1:{server.server_port}")[0] == 0
        (released.root / "latest").rename(released.root / "last")
        try:
            status, output = run("verify", f"http://127.0.0.1:{server.server_port}")
        finally:
            (released.root / "last").rename(released.root / "latest")
        server.shutdown()
    assert (status, "No package found at" in output) == (2, True)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize("count", [4, pytest.param(80, marks=pytest.mark.long)])
def test_a_connection_cut_at_a_release_leaves_the_releases_whole_and_the_next_run_releases(
    s3: Address, s3_server: Server, released: Released, count: int
) -> None:
    chance, states = random.Random(2026), Counter[bool]()
    total = sum(map(len, files(released.root / sorted(released.root.glob("2026.11.25-*"))[0].name).values()))
    points = [total * n * 2 // count for n in range(count // 2)] + [chance.randrange(total) for _ in range(count // 2)]
    for number, most in enumerate(points):
        place = s3 / f"releases{number}"
        release(released.packages[0], BucketReleases(Bucket(place)), DAYS[0], {})
        before = objects(place)
        with wire(s3_server.port, most) as cut, pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{cut.port}")
            with pytest.raises(s3_errors.StorageError, match=r"broke off|cannot be reached"):
                release(released.packages[1], BucketReleases(Bucket(place)), DAYS[1], {})
        assert cut.is_cut
        assert before.items() <= objects(place).items(), "what was released before is as it was"
        states[objects(place) == before] += 1
        if number % 4 == 1:
            assert list(verify(str(place), ROOM)) == []
        outcome = release(released.packages[1], BucketReleases(Bucket(place)), DAYS[1], {})
        assert outcome.is_new
        assert latest(place) == (2, outcome.record and outcome.record["version"])
        assert {path for path in objects(place) if path.startswith("2026")} == {
            path for path in files(released.root) if path.startswith("2026.11")
        }
    assert states[False] > len(points) / 2, "something had been sent"


@pytest.mark.usefixtures("unjudged")
def test_a_release_killed_while_it_sends_is_cleared_away_by_the_next_one(
    s3: Address, s3_server: Server, released: Released
) -> None:
    release(released.packages[0], BucketReleases(Bucket(s3)), DAYS[0], {})
    before = objects(s3)
    processes: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        processes[0].kill()

    with wire(s3_server.port, 150_000, kill) as cut, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{cut.port}")
        command = [sys.executable, "-c", RELEASING, str(s3), str(released.packages[1]), str(DAYS[1])]
        with subprocess.Popen(command, cwd=ROOT) as process:
            processes.append(process)
    assert process.returncode == -9
    left = objects(s3).keys() - before.keys()
    assert left
    assert list(verify(str(s3), ROOM)) == []
    waited: list[bool] = []
    outcome = release(released.packages[2], BucketReleases(Bucket(s3), lambda: waited.append(True)), DAYS[2], {})
    assert waited == [True]
    assert latest(s3) == (2, outcome.record and outcome.record["version"])
    assert objects(s3).keys() & left == set()


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize("missing", [["latest"], ["latest", "CHANGELOG.md"], ["latest", "CHANGELOG.md", "index.json"]])
def test_a_release_that_was_made_and_not_announced_is_announced_by_the_next_run(
    s3: Address, released: Released, missing: list[str]
) -> None:
    folders.upload(released.root, Bucket(s3), leave_out=[".lock"])
    whole = objects(s3)
    Bucket(s3).delete(missing)
    assert not release(released.packages[2], BucketReleases(Bucket(s3)), DAYS[2], {}).is_new
    assert objects(s3) == whole


def test_of_two_releases_at_the_same_moment_one_waits_and_both_are_numbered(s3: Address, released: Released) -> None:
    def start(package: Path) -> str:
        command = [sys.executable, "-c", RELEASING, str(s3), str(package), str(DAYS[0])]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    with ThreadPoolExecutor(3) as pool:
        names = list(pool.map(start, released.packages))
    versions = json.loads(Bucket(s3).get("index.json"))["versions"]
    assert [entry["number"] for entry in versions] == [3, 2, 1]
    assert {entry["version"] for entry in versions} == set(names)
    assert [entry["previous"] for entry in versions] == [*(entry["version"] for entry in versions[1:]), None]
    assert latest(s3) == (3, versions[0]["version"])


@pytest.mark.usefixtures("unjudged")
def test_who_lost_the_lease_while_it_sent_releases_nothing(
    s3: Address, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease.Lease, "_keep", lambda self: None)  # asleep
    upload = folders.upload

    def slowly(folder: Path, bucket: Bucket, leave_out: list[str]) -> None:
        monkeypatch.setattr(folders, "upload", upload)
        upload(folder, bucket, leave_out)
        other.append(release(released.packages[1], BucketReleases(Bucket(s3)), DAYS[1], {}).record)

    other: list[object] = []
    monkeypatch.setattr(folders, "upload", slowly)
    with pytest.raises(lease.LostLeaseError, match="took over"):
        release(released.packages[0], BucketReleases(Bucket(s3)), DAYS[1], {})
    assert [record["version"] for record in other if isinstance(record, dict)] == [latest(s3)[1]]


@pytest.mark.usefixtures("unjudged")
def test_the_record_is_written_once_all_files_of_its_version_are_there(
    s3: Address, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, create, written = Bucket.put, Bucket.create, list[str]()

    def noted(self: Bucket, path: str, content: bytes | Path) -> str:
        etag = put(self, path, content)
        written.append(str(self.address / path))
        return etag

    def created(self: Bucket, path: str, content: bytes) -> str:
        written.append(str(self.address / path))
        return create(self, path, content)

    monkeypatch.setattr(Bucket, "put", noted)
    monkeypatch.setattr(Bucket, "create", created)
    outcome = release(released.packages[0], BucketReleases(Bucket(s3)), DAYS[0], {})
    assert outcome.record
    version = f"{s3}/{outcome.record['version']}"
    assert written[0] == f"{s3}/.lease"
    assert written[-4:] == [f"{version}/release.json", f"{s3}/index.json", f"{s3}/CHANGELOG.md", f"{s3}/latest"]
    assert set(written[1:-4]) == {f"{version}/{file['path']}" for file in outcome.record["files"]}


@pytest.mark.usefixtures("unjudged")
def test_a_version_in_a_bucket_is_never_replaced(s3: Address, released: Released) -> None:
    outcome = release(released.packages[0], BucketReleases(Bucket(s3)), DAYS[0], {})
    assert outcome.record
    store, name = BucketReleases(Bucket(s3)), outcome.record["version"]
    with store.exclusive(), store.staging() as staged:
        (staged / "release.json").write_bytes(b"{}")
        with pytest.raises(FileExistsError, match=rf"{re.escape(str(s3 / name))} exists already"):
            store.rename(staged, name)


@pytest.mark.usefixtures("unjudged")
def test_nothing_is_compared_with_a_version_that_was_damaged(s3: Address, released: Released) -> None:
    outcome = release(released.packages[0], BucketReleases(Bucket(s3)), DAYS[0], {})
    assert outcome.record
    path = f"{outcome.record['version']}/package/data/lines.csv"
    damages: list[Callable[[], object]] = [
        lambda: Bucket(s3).put(path, b"spoiled"),
        lambda: Bucket(s3).delete([path]),
    ]
    for damage in damages:
        damage()
        with pytest.raises(releasing.CannotReleaseError, match=r"data/lines\.csv was changed or lost"):
            release(released.packages[1], BucketReleases(Bucket(s3)), DAYS[1], {})
