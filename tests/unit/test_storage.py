"""Object storage on a real server: conditional writes, leases, mirrors, and error messages."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from clippings.distribute.s3 import bucket as buckets
from clippings.distribute.s3 import folders, lease, s3_errors
from clippings.distribute.s3.address import Address, AddressError, parse
from clippings.distribute.s3.bucket import Bucket, StoredObject
from clippings.distribute.s3.mirror import mirror
from conftest import ROOT
from support.cut_connection import wire
from support.object_store import Server, free_port

PLANK = b"plank"
SHORT = 1.2
"""Seconds of a lease."""

HOLDING = """
import sys, time
from clippings.distribute.s3 import lease
from clippings.distribute.s3.address import parse
from clippings.distribute.s3.bucket import Bucket, StoredObject
with lease.held(Bucket(parse(sys.argv[1])), "lease", lambda: None, float(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def nobody_waits() -> None:
    raise AssertionError("somebody else holds it")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that breaks off is tried again once, at once."""
    monkeypatch.setattr(buckets, "RETRIES", 1)


# addresses


@pytest.mark.parametrize("text", ["s3://pier", "s3://pier/raw", "s3://pier/raw/2015/march"])
def test_an_address_is_shown_as_it_was_typed(text: str) -> None:
    assert str(parse(text)) == text
    assert str(parse(f"{text}/")) == text


@pytest.mark.parametrize("text", ["s3://", "s3:///raw", "s3://pier//raw", "s3://pier/../raw", "s3://p", "raw"])
def test_a_text_that_is_not_an_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match="s3://bucket/folder"):
        parse(text)


# objects


def test_of_many_who_create_one_object_at_once_one_has_done_so(s3: Address) -> None:
    bucket = Bucket(s3)
    for number in range(5):
        assert_one_writes(
            lambda content, path=f"planks/{number}": bucket.create(path, content), bucket, f"planks/{number}"
        )


def test_of_many_who_replace_one_object_at_once_one_has_done_so(s3: Address) -> None:
    bucket = Bucket(s3)
    for number in range(5):
        path = f"planks/{number}"
        etag = bucket.put(path, PLANK)
        assert_one_writes(lambda content, path=path, etag=etag: bucket.replace(path, content, etag), bucket, path)


def assert_one_writes(write: Callable[[bytes], str], bucket: Bucket, path: str) -> None:
    contents = [f"plank {number}".encode() * 100 for number in range(12)]

    def tried(content: bytes) -> bool:
        try:
            return bool(write(content))
        except s3_errors.ChangedError:
            return False

    with ThreadPoolExecutor(len(contents)) as pool:
        wrote = [content for content, done in zip(contents, pool.map(tried, contents), strict=True) if done]
    assert wrote == [bucket.get(path)]


def test_what_was_written_and_not_heard_of_counts_as_written(s3: Address) -> None:
    bucket = Bucket(s3)
    first = bucket.create("plank", PLANK)
    assert bucket.create("plank", PLANK) == first
    second = bucket.replace("plank", b"beam", first)
    assert bucket.replace("plank", b"beam", first) == second


def test_a_replaced_object_must_be_there(s3: Address) -> None:
    with pytest.raises(s3_errors.ChangedError):
        Bucket(s3).replace("plank", PLANK, '"0123"')


def test_a_large_file_is_sent_and_fetched_in_parts(
    s3: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "PART", 5 << 20)
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "log").write_bytes(bytes(range(251)) * 50_000)
    (tmp_path / "sent" / "empty").touch()
    folders.upload(tmp_path / "sent", Bucket(s3))
    folders.download(Bucket(s3).list(), Bucket(s3), tmp_path / "fetched")
    for name in ("log", "empty"):
        assert (tmp_path / "fetched" / name).read_bytes() == (tmp_path / "sent" / name).read_bytes()


def test_an_object_that_is_replaced_while_it_is_fetched_is_not_a_mixture(
    s3: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket(s3)
    bucket.put("log", b"a" * 5000)
    (entry,) = bucket.list()
    bucket.put("log", b"b" * 5000)
    monkeypatch.setattr(buckets, "PART", 1000)
    with pytest.raises(s3_errors.ChangedError, match="Another process changed"):
        bucket.download(entry, tmp_path / "log")


# leases


def test_one_at_a_time_holds_a_lease(s3: Address) -> None:
    bucket, inside, seen = Bucket(s3), 0, []

    def work(_: int) -> None:
        nonlocal inside
        with lease.held(bucket, "lease", lambda: None, 5):
            inside += 1
            seen.append(inside)
            time.sleep(0.05)
            inside -= 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert seen == [1] * 8


def test_a_lease_is_held_for_longer_than_it_takes_another_to_take_over(s3: Address) -> None:
    waited = threading.Event()
    with lease.held(Bucket(s3), "lease", nobody_waits, SHORT) as holding, ThreadPoolExecutor(1) as pool:

        def wait() -> None:
            with lease.held(Bucket(s3), "lease", waited.set, SHORT):
                pass

        other = pool.submit(wait)
        time.sleep(SHORT * 2.5)
        assert waited.is_set()
        assert not other.done()
        holding.check()
        holding.end()
        other.result(10)


def test_the_lease_of_a_killed_process_is_taken_over(s3: Address) -> None:
    command = [sys.executable, "-c", HOLDING, str(s3), str(SHORT)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
    waited = threading.Event()
    with lease.held(Bucket(s3), "lease", waited.set, SHORT) as holding:
        holding.check()
    assert waited.is_set()


def test_a_holder_that_slept_too_long_learns_of_the_takeover(s3: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease.Lease, "_keep", lambda self: None)  # asleep
    with (
        lease.held(Bucket(s3), "lease", nobody_waits, SHORT) as first,
        lease.held(Bucket(s3), "lease", lambda: None, SHORT) as second,
    ):
        with pytest.raises(lease.LostLeaseError, match="took over"):
            first.check()
        second.check()
        first.end()
        second.check()


def test_a_renewal_that_was_written_and_not_heard_of_keeps_the_lease(
    s3: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket(s3)
    with lease.held(bucket, "lease", nobody_waits, 30) as holding:
        replace = Bucket.replace

        def unheard(self: Bucket, *args: object) -> str:
            replace(self, *args)  # type: ignore[arg-type]
            raise s3_errors.UnreachableError("The connection broke off.")

        with monkeypatch.context() as patch:
            patch.setattr(Bucket, "replace", unheard)
            with pytest.raises(s3_errors.UnreachableError):
                holding.check()
        holding.check()


# mirrors


def mirrored(place: Address, tmp_path: Path) -> tuple[int, dict[str, bytes]]:
    """How many objects were fetched, and what lies in the folder afterwards."""
    folder, work = tmp_path / "raw", tmp_path / "work"
    work.mkdir(exist_ok=True)
    count = mirror(Bucket(place), folder, work)
    files = {path: (folder / path).read_bytes() for path in folders.files_of(folder)}
    return count, files


class Shelf:
    """A bucket with two objects, in memory."""

    address = "s3://shelf"

    def list(self) -> list[StoredObject]:
        """What it holds."""
        return [StoredObject(path, 4, f"tag-{path}") for path in ("a.txt", "below/b.txt")]

    def download(self, entry: StoredObject, target: Path) -> None:
        """Write the object."""
        target.write_text("page", "utf-8")


def test_objects_are_on_the_disk_before_they_are_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    folder, work = tmp_path / "folder", tmp_path / "work"
    work.mkdir()

    def sync(path: Path) -> None:
        assert not (work / "fetched.json").exists()
        synced.append(path.name)

    monkeypatch.setattr("clippings.common.file_sync.sync_one", sync)
    assert mirror(cast("Bucket", Shelf()), folder, work) == 2
    assert (work / "fetched.json").exists()
    assert {"a.txt", "b.txt", "folder", "below", "fetched.json.new"} <= set(synced)


def test_only_what_changed_is_fetched(s3: Address, tmp_path: Path) -> None:
    bucket = Bucket(s3)
    for name in ("a.txt", "below/b.txt", "below/c d%20é.txt"):
        bucket.put(name, name.encode())
    assert mirrored(s3, tmp_path) == (3, {n: n.encode() for n in ("a.txt", "below/b.txt", "below/c d%20é.txt")})
    assert mirrored(s3, tmp_path)[0] == 0
    bucket.put("a.txt", b"A.txt")  # the same size
    bucket.put("new.txt", b"new")
    bucket.delete(["below/b.txt", "below/c d%20é.txt"])
    assert mirrored(s3, tmp_path) == (2, {"a.txt": b"A.txt", "new.txt": b"new"})
    assert not (tmp_path / "raw" / "below").exists()
    (tmp_path / "raw" / "a.txt").write_bytes(b"spoil")
    (tmp_path / "raw" / "more.txt").write_bytes(b"spoil")
    assert mirrored(s3, tmp_path) == (1, {"a.txt": b"A.txt", "new.txt": b"new"})


def test_a_file_that_becomes_a_folder_and_back_is_followed(s3: Address, tmp_path: Path) -> None:
    bucket = Bucket(s3)
    bucket.put("pier", PLANK)
    mirrored(s3, tmp_path)
    bucket.delete(["pier"])
    bucket.put("pier/plank", PLANK)
    assert mirrored(s3, tmp_path)[1] == {"pier/plank": PLANK}
    bucket.delete(["pier/plank"])
    bucket.put("pier", PLANK)
    assert mirrored(s3, tmp_path)[1] == {"pier": PLANK}


def test_an_archive_that_changes_while_it_is_fetched_is_not_taken(
    s3: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket(s3)
    bucket.put("a.txt", PLANK)
    mirrored(s3, tmp_path)
    bucket.put("b.txt", PLANK)
    download = folders.download

    def meanwhile(*args: object) -> None:
        download(*args)  # type: ignore[arg-type]
        bucket.put("c.txt", PLANK)

    with monkeypatch.context() as patch:
        patch.setattr(folders, "download", meanwhile)
        with pytest.raises(s3_errors.ChangedError):
            mirrored(s3, tmp_path)
    assert set(folders.files_of(tmp_path / "raw")) == {"a.txt"}
    assert set(mirrored(s3, tmp_path)[1]) == {"a.txt", "b.txt", "c.txt"}


@pytest.mark.parametrize("key", ["raw/../up.txt", "raw//twice.txt", "raw/./here.txt", "raw/..\\up.txt", "raw/plank/x"])
def test_keys_that_no_folder_could_have_are_refused(s3: Address, s3_server: Server, tmp_path: Path, key: str) -> None:
    Bucket(s3 / "raw").put("plank", PLANK)
    s3_server.call("PUT", f"{s3.bucket}/{key}", PLANK)
    with pytest.raises(s3_errors.StorageError, match="Rename it"):
        mirrored(s3 / "raw", tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_markers_of_folders_are_not_files(s3: Address, s3_server: Server, tmp_path: Path) -> None:
    for key in ("raw/", "raw/below/", "raw/below/a.txt"):
        s3_server.call("PUT", f"{s3.bucket}/{key}", PLANK if key.endswith("txt") else b"")
    assert mirrored(s3 / "raw", tmp_path)[1] == {"below/a.txt": PLANK}


@pytest.mark.usefixtures("quick")
def test_a_download_that_breaks_off_leaves_the_files_as_they_were(
    s3: Address, s3_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket(s3)
    for number in range(6):
        bucket.put(f"{number}.txt", b"old" * 1000)
    before = mirrored(s3, tmp_path)[1]
    for number in range(6):
        bucket.put(f"{number}.txt", b"new" * 1000)
    with wire(s3_server.port, 3000) as cut, monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{cut.port}")
        with pytest.raises(s3_errors.UnreachableError):
            mirrored(s3, tmp_path)
        assert cut.is_cut
    assert {path: (tmp_path / "raw" / path).read_bytes() for path in before} == before
    assert mirrored(s3, tmp_path)[0] == 6


# errors


@pytest.mark.usefixtures("quick")
def test_a_server_that_is_down_is_named(s3: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    for call in calls(Bucket(s3)):
        with pytest.raises(s3_errors.UnreachableError, match=r"cannot be reached\. Check the server"):
            call()


def test_credentials_that_are_wrong_are_named(s3: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"):
        monkeypatch.setenv(name, "wrong")
        for call in calls(Bucket(s3)):
            with pytest.raises(s3_errors.RefusedError, match="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
                call()


def test_a_bucket_that_is_not_there_is_named(s3: Address) -> None:
    for call in calls(Bucket(Address(f"{s3.bucket}-not"))):
        with pytest.raises(s3_errors.NoBucketError, match=rf"No bucket s3://{s3.bucket}-not"):
            call()


def calls(bucket: Bucket) -> list[Callable[[], object]]:
    return [bucket.list, lambda: bucket.get("a"), lambda: bucket.put("a", PLANK), lambda: bucket.create("a", PLANK)]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"AWS_ENDPOINT_URL": "s3.example.org"}, "is not an http"),
        ({"AWS_ALLOW_HTTP": "false"}, "AWS_ALLOW_HTTP=true"),
    ],
)
def test_variables_that_lead_nowhere_are_named(
    s3: Address, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(s3_errors.StorageError, match=said):
        Bucket(s3)


def test_without_the_library_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(s3_errors.NoLibraryError, match=r"pip install obstore"):
        Bucket(Address("pier"))
