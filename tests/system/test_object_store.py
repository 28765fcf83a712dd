"""A package built from a bucket and published to one: readers see the old one or the new one, whole, whatever breaks off."""

import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import dagster as dg
import obstore
import polars as pl
import pytest
from obstore.store import S3Store

from clippings.distribute import s3_package
from clippings.distribute.s3 import folders, lease, s3_errors
from clippings.distribute.s3.address import Address
from clippings.distribute.s3.bucket import Bucket
from clippings.distribute.verify import verify
from clippings.ingest.sources import find_files
from clippings.orchestration import jobs, retries
from clippings.orchestration.run_build import Outcome
from conftest import ROOT, Package
from support.commands import called
from support.cut_connection import Wire, wire
from support.growing_archive import page
from support.object_store import Server, free_port

pytestmark = pytest.mark.usefixtures("soon")
ROOM = 1 << 30

PUBLISHING = """
import sys, time
from pathlib import Path
from clippings.distribute import s3_package
from clippings.distribute.s3 import lease
from clippings.distribute.s3.address import parse
from clippings.distribute.s3.bucket import Bucket
place, count, *packages = sys.argv[1:]
lease.SECONDS = 0.5
for number in range(int(count)):
    s3_package.publish(Path(packages[number % len(packages)]), Bucket(parse(place)), lambda: None)
    time.sleep(0.2)
"""
"""Publishes packages in turn."""


def publish(package: Package, place: Address) -> bool:
    return s3_package.publish(package.root, Bucket(place), lambda: None)


def read(place: Address) -> dict[str, bytes]:
    """The files of the package a reader finds; AssertionError where they are not those of one package."""
    bucket = Bucket(place)
    name = bucket.get("latest").decode().strip()
    sums = bucket.get(f"{name}/checksums.sha256")
    files = {"checksums.sha256": sums}
    for line in sums.decode().splitlines():
        digest, _, path = line.partition("  ")
        files[path] = bucket.get(f"{name}/{path}")
        assert hashlib.sha256(files[path]).hexdigest() == digest, path
    return files


def times(place: Address) -> dict[str, datetime]:
    """When each object was written, the lease left out."""
    store = S3Store(place.bucket, prefix=place.prefix or None, client_options={"allow_http": True})
    result = {meta["path"]: meta["last_modified"] for some in obstore.list(store) for meta in some}
    return {path: time for path, time in result.items() if path != ".lease"}


@contextmanager
def cut(server: Server, most: int | None, on_cut: Callable[[], None] = lambda: None) -> Iterator[Wire]:
    """The server behind a proxy that cuts connections after a number of sent bytes."""
    with wire(server.port, most, on_cut) as made, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{made.port}")
        yield made


# from bucket to bucket


def test_a_package_from_bucket_to_bucket_has_the_bytes_of_one_from_folder_to_folder(
    s3: Address, growing: list[Package]
) -> None:
    raw, out = s3 / "raw", s3 / "dist"
    Bucket(raw).put("page.txt", page(0).encode())
    result = called("build", "--raw", raw, "--out", out)
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{out}: 2 articles from 1 page,")
    assert read(out) == growing[0].files()
    assert (
        called("verify", out).output
        == f"{out} is valid: every file is as published, and so is every row, key and invariant.\n"
    )
    # nothing changed: nothing is sent
    before = times(out)
    for command in (["build"], ["build", "--if-changed"]):
        assert called(*command, "--raw", raw, "--out", out).exit_code == 0
        assert times(out) == before
    # one is added, and one removed
    Bucket(raw).put("below/page.txt", page(2).encode())
    Bucket(raw).delete(["page.txt"])
    assert called("build", "--raw", raw, "--out", out, "--if-changed").exit_code == 0
    named = [line.split("  ")[1] for line in read(out)["checksums.sha256"].decode().splitlines()]
    assert "below/page.txt" in read(out)["data/pages.csv"].decode()
    assert set(named) | {"checksums.sha256"} == set(growing[2].files())


def test_a_build_with_its_store_in_a_bucket_has_the_same_bytes(
    s3: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_files.batches, "__defaults__", (4_000,))
    project, raw = tmp_path / "bay", tmp_path / "bay" / "raw"
    raw.mkdir(parents=True)
    for number in range(3):
        (raw / f"{number}.txt").write_text(page(number), "utf-8")
    (project / "clippings.toml").touch()
    assert called("build", "--project", project, "--out", project / "plain").exit_code == 0
    (project / "clippings.toml").write_text(f'[run]\nstore = "{s3 / "store"}"\n', "utf-8")
    for _ in range(2):
        result = called("build", "--project", project)
        assert result.exit_code == 0, result.output
        assert Package(project / "dist", Outcome()).files() == Package(project / "plain", Outcome()).files()
        assert Bucket(s3 / "store").list()
        for objects in tmp_path.rglob("objects"):  # the next run reads the bucket
            shutil.rmtree(objects)


def test_both_editions_of_one_run_may_lie_in_a_bucket(s3: Address, growing: list[Package], tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.txt").write_text(page(0), "utf-8")
    places = ["--raw", tmp_path / "raw", "--out", s3 / "dist", "--text-free", s3 / "text-free"]
    assert called("build", *places).exit_code == 0
    assert called("strip", growing[0].root, "--to", tmp_path / "stripped").exit_code == 0
    assert read(s3 / "dist") == growing[0].files()
    assert read(s3 / "text-free") == Package(tmp_path / "stripped", growing[0].outcome).files()
    Bucket(s3 / "text-free").delete(["latest"])
    assert "sent" in called("build", *places, "--if-changed").output
    assert list(verify(str(s3 / "text-free"), ROOM)) == []
    result = called("build", *places[:-1], s3 / "dist" / "within")
    assert result.exit_code == 2
    assert "is inside the other" in result.output


def test_a_run_that_finds_nothing_changed_sends_what_its_address_lost(s3: Address, tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", s3 / "dist"
    raw.mkdir()
    (raw / "page.txt").write_text(page(0), "utf-8")
    assert called("build", "--raw", raw, "--out", out).exit_code == 0
    whole = read(out)
    name = Bucket(out).get("latest").decode().strip()
    for lost in (["latest"], [f"{name}/data/articles.csv", f"{name}/README.md"]):
        Bucket(out).delete(lost)
        result = called("build", "--raw", raw, "--out", out, "--if-changed")
        assert result.output == f"{out}: nothing changed since it was built; what was missing there was sent.\n"
        assert read(out) == whole
    result = called("build", "--raw", raw, "--out", out, "--if-changed")
    assert result.output == f"{out} is as it was: nothing changed since it was built.\n"


def test_the_variables_may_name_addresses(s3: Address, growing: list[Package], tmp_path: Path) -> None:
    Bucket(s3 / "raw").put("page.txt", page(0).encode())
    folders = {"CLIPPINGS_RAW": str(s3 / "raw"), "CLIPPINGS_OUT": str(s3 / "dist")}
    code = (
        "import dagster as dg; from clippings.definitions import definitions as d\n"
        "assert d.resolve_job_def('build_package').execute_in_process(instance=dg.DagsterInstance.ephemeral()).success"
    )
    environment = {**os.environ, **folders, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    assert read(s3 / "dist") == growing[0].files()


def test_the_sensor_asks_for_a_run_when_the_bucket_changed_and_only_then(
    s3: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, seen = Bucket(s3 / "raw"), [None]
    monkeypatch.setenv("CLIPPINGS_RAW", str(s3 / "raw"))

    def asks() -> bool:
        with dg.DagsterInstance.ephemeral() as instance, dg.build_sensor_context(instance, seen[-1]) as context:
            message = jobs.raw_changed(context)
            seen.append(context.cursor)
            return isinstance(message, dg.RunRequest)

    raw.put("page.txt", b"one page")
    assert [asks(), asks()] == [True, False]
    raw.put("page.txt", b"a leaf..")  # the same size
    assert [asks(), asks()] == [True, False]
    raw.put("more.txt", b"one page")
    assert [asks(), asks()] == [True, False]
    raw.delete(["more.txt"])
    assert [asks(), asks()] == [True, False]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with dg.DagsterInstance.ephemeral() as instance, dg.build_sensor_context(instance, seen[-1]) as context:
        message = jobs.raw_changed(context)
        assert isinstance(message, dg.SkipReason)
        assert "cannot be reached" in str(message.skip_message)


# what a reader finds


def test_the_lines_of_the_docs_read_a_package_in_a_bucket(s3: Address, growing: list[Package]) -> None:
    publish(growing[1], s3 / "dist")
    page = (ROOT / "docs" / "object-storage.md").read_text("utf-8")
    code = re.findall(r"<!-- read: bucket -->\n```python\n(.*?)```", page, re.DOTALL)[0].replace(
        "s3://archive", str(s3)
    )
    names: dict[str, pl.DataFrame] = {}
    exec(code, names)  # noqa: S102 - our own page
    assert names["articles"].equals(growing[1].table("articles"))


def test_the_package_before_stays_for_its_readers_and_older_ones_go(s3: Address, growing: list[Package]) -> None:
    names = [s3_package.name_of(package.root) for package in growing]
    bucket = Bucket(s3)
    for number, package in enumerate(growing):
        bucket.put("0123456789ab/left.csv", b"left by a killed run")
        assert publish(package, s3)
        there = {entry.path.split("/")[0] for entry in bucket.list()} - {"latest", ".lease"}
        assert there == set(names[max(0, number - 1) : number + 1])
    assert publish(growing[1], s3)  # an older content comes back
    assert read(s3) == growing[1].files()


def test_who_reads_latest_while_packages_are_published_reads_one_package_whole(
    s3: Address, growing: list[Package]
) -> None:
    publish(growing[2], s3)
    known, seen = {package.files()["checksums.sha256"] for package in growing}, Counter[bytes]()
    command = [sys.executable, "-c", PUBLISHING, s3, "9", *(package.root for package in growing)]
    with subprocess.Popen([*map(str, command)], cwd=ROOT) as process:
        while process.poll() is None:
            try:
                seen[read(s3)["checksums.sha256"]] += 1
            except s3_errors.AbsentError:  # two were published while this one was read
                seen[b""] += 1
    assert process.returncode == 0
    assert seen.keys() <= known | {b""}
    assert len(seen.keys() & known) > 1


def test_a_reader_finds_out_a_mixture(s3: Address, growing: list[Package]) -> None:
    """The reader above can fail."""
    for package in growing[:2]:
        publish(package, s3)
    other, name = (s3_package.name_of(package.root) for package in growing[:2])
    Bucket(s3).put(f"{name}/data/articles.csv", Bucket(s3).get(f"{other}/data/articles.csv"))
    with pytest.raises(AssertionError, match=r"data/articles\.csv"):
        read(s3)


# connections cut, publishers killed


@pytest.mark.parametrize("count", [4, pytest.param(100, marks=pytest.mark.long)])
def test_a_connection_cut_at_publishing_leaves_the_old_package_and_the_next_run_publishes(
    s3: Address, s3_server: Server, growing: list[Package], count: int
) -> None:
    chance = random.Random(2026)
    with cut(s3_server, None) as measured:
        publish(growing[0], s3 / "measured")
        publish(growing[1], s3 / "measured")
    total = measured.passed // 2
    points = [total * n * 2 // count for n in range(count // 2)] + [chance.randrange(total) for _ in range(count // 2)]
    sent = 0
    for number, most in enumerate(points):
        place = s3 / f"dist{number}"
        publish(growing[0], place)
        with (
            cut(s3_server, most) as broken,
            pytest.raises(s3_errors.StorageError, match=r"broke off|cannot be reached"),
        ):
            publish(growing[1], place)
        assert broken.is_cut
        assert read(place) == growing[0].files(), most
        assert list(verify(str(place), ROOM)) == []
        begun = {
            path: time for path, time in times(place).items() if path.startswith(s3_package.name_of(growing[1].root))
        }
        sent += bool(begun)
        assert publish(growing[1], place)
        assert begun.items() <= times(place).items(), "what was sent whole is not sent again"
        assert read(place) == growing[1].files()
        assert packages_at(place) == {s3_package.name_of(package.root) for package in growing[:2]}
    assert sent > len(points) / 2


def packages_at(place: Address) -> set[str]:
    return {entry.path.split("/")[0] for entry in Bucket(place).list()} - {"latest", ".lease"}


def test_a_build_whose_connection_is_cut_says_so_and_the_next_one_publishes(
    s3: Address, s3_server: Server, growing: list[Package], tmp_path: Path
) -> None:
    raw, out = tmp_path / "raw", s3 / "dist"
    raw.mkdir()
    publish(growing[0], out)
    (raw / "page.txt").write_text(page(1), "utf-8")
    size = sum(map(len, growing[1].files().values()))
    with cut(s3_server, size // 2) as broken:
        result = called("build", "--raw", raw, "--out", out)
    assert broken.is_cut
    assert result.exit_code == 2
    assert "The run broke off in data_package: The " in result.output
    assert result.output.rstrip().endswith("What is published is whole: the old package or the new.")
    assert called("verify", out).exit_code == 0
    assert read(out) == growing[0].files()
    assert called("build", "--raw", raw, "--out", out, "--if-changed").exit_code == 0
    assert read(out) == growing[1].files()


def test_a_wire_that_comes_back_is_not_noticed(
    s3: Address, s3_server: Server, growing: list[Package], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run does not fail: the uploading step is retried."""
    monkeypatch.setattr(retries, "SECONDS", 0.5)
    raw, out = tmp_path / "raw", s3 / "dist"
    raw.mkdir()
    (raw / "page.txt").write_text(page(1), "utf-8")
    made: list[Wire] = []

    def come_back() -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3_server.port}")

    with wire(s3_server.port, 100_000, come_back) as broken:
        made.append(broken)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{broken.port}")
        result = called("build", "--raw", raw, "--out", out)
    assert broken.is_cut
    assert result.exit_code == 0, result.output
    assert read(out) == growing[1].files()


def test_a_publisher_killed_while_it_sends_leaves_the_old_package_and_the_next_one_takes_over(
    s3: Address, s3_server: Server, growing: list[Package]
) -> None:
    total = sum(map(len, growing[1].files().values()))
    for part in (1, 5, 9):
        place = s3 / f"dist{part}"
        publish(growing[0], place)
        processes: list[subprocess.Popen[bytes]] = []
        with cut(s3_server, total * part // 10, lambda found=processes: found[0].kill()):
            command = [sys.executable, "-c", PUBLISHING, str(place), "1", str(growing[1].root)]
            with subprocess.Popen(command, cwd=ROOT) as process:
                processes.append(process)
        assert process.returncode == -9
        assert read(place) == growing[0].files()
        assert list(verify(str(place), ROOM)) == []
        waited: list[bool] = []
        assert s3_package.publish(growing[1].root, Bucket(place), lambda found=waited: found.append(True))
        assert waited, "for the lease of the killed one"
        assert read(place) == growing[1].files()


def test_who_lost_the_lease_while_it_sent_publishes_nothing(
    s3: Address, growing: list[Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(growing[0], s3)
    monkeypatch.setattr(lease.Lease, "_keep", lambda self: None)  # asleep
    upload = folders.upload

    def slowly(folder: Path, bucket: Bucket) -> None:
        upload(folder, bucket)
        monkeypatch.setattr(folders, "upload", upload)
        assert publish(growing[2], s3)

    monkeypatch.setattr(folders, "upload", slowly)
    with pytest.raises(lease.LostLeaseError, match="took over"):
        publish(growing[1], s3)
    assert read(s3) == growing[2].files()
    # and where the lease is not asked for: another has written `latest` meanwhile
    monkeypatch.setattr(lease.Lease, "check", lambda self: None)
    publish(growing[0], s3)
    monkeypatch.setattr(folders, "upload", slowly)
    with pytest.raises(s3_errors.ChangedError):
        publish(growing[1], s3)
    assert read(s3) == growing[2].files()


# errors


def test_an_error_is_reported_in_one_line(s3: Address, s3_server: Server, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.txt").write_text(page(0), "utf-8")
    down = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"}
    cases = [
        (down, s3, "cannot be reached. Check the server"),
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, s3, "refuses access to"),
        ({}, Address(f"{s3.bucket}-not"), f"No bucket s3://{s3.bucket}-not exists. Create it"),
    ]
    for variables, place, message in cases:
        commands = [
            ["build", "--raw", tmp_path / "raw", "--out", place / "dist"],
            ["build", "--raw", place / "raw", "--out", tmp_path / "dist"],
            ["verify", place / "dist"],
            ["release", place / "dist", "--to", tmp_path / "releases"],
        ]
        for command in commands:
            with pytest.MonkeyPatch.context() as patch:
                for name, value in variables.items():
                    patch.setenv(name, value)
                result = called(*command)
            assert result.exit_code == 2, (command, result.output)
            assert message in result.output
            assert "s3://" in result.output
    assert not (tmp_path / "dist").exists()


def test_without_the_library_an_address_is_answered_with_the_name_of_the_extra(tmp_path: Path) -> None:
    blocked = tmp_path / "obstore"
    blocked.mkdir()
    (blocked / "__init__.py").write_text("raise ImportError('not installed')", "utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    for command in (["verify", "s3://pier/dist"], ["build", "--out", "s3://pier/dist"], ["release", "s3://pier/dist"]):
        ran = subprocess.run(
            [sys.executable, "-m", "clippings.cli", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 2
        assert "pip install obstore" in ran.stderr
        assert "Traceback" not in ran.stderr


def test_a_place_that_holds_something_else_is_left_alone(s3: Address, growing: list[Package], tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.txt").write_text(page(0), "utf-8")
    Bucket(s3 / "raw").put("page.txt", page(0).encode())
    publish(growing[0], s3 / "dist")
    cases = [
        (
            ["build", "--raw", tmp_path / "raw", "--out", s3 / "raw"],
            "holds objects that are not part of a package, such as page.txt",
        ),
        (["build", "--raw", s3 / "raw", "--out", s3 / "raw/within"], "is inside the other"),
        (["release", growing[0].root, "--to", s3 / "dist"], "holds files that are not releases of Clippings"),
        (["validate", s3 / "dist"], "is an address, but this needs a folder"),
        (["verify", s3 / "raw"], f"No package found at {s3 / 'raw'}"),
        (["release", s3 / "raw"], f"{s3 / 'raw'} holds no package"),
        (["verify", "s3://"], "is not an address of object storage"),
    ]
    for command, message in cases:
        before = times(s3)
        result = called(*command)
        assert result.exit_code == 2, (command, result.output)
        assert message in " ".join(result.output.split())
        assert {path: time for path, time in times(s3).items() if not path.endswith(".lease")} == {
            path: time for path, time in before.items() if not path.endswith(".lease")
        }


def test_an_archive_without_pages_leaves_the_package_alone(s3: Address, growing: list[Package]) -> None:
    publish(growing[0], s3 / "dist")
    result = called("build", "--raw", s3 / "raw", "--out", s3 / "dist")
    assert result.exit_code == 1, result.output
    assert "not fit: pages, something was read" in result.output
    assert f"{s3 / 'dist'} is as it was." in result.output
    assert read(s3 / "dist") == growing[0].files()


def test_what_is_damaged_in_a_bucket_or_larger_than_allowed_is_found_out(s3: Address, growing: list[Package]) -> None:
    publish(growing[0], s3)
    name, bucket = s3_package.name_of(growing[0].root), Bucket(s3)
    with pytest.raises(Exception, match="larger than the limit"):
        list(verify(str(s3), 20_000))
    bucket.delete([f"{name}/data/dates.csv"])
    assert any("data/dates.csv" in finding for finding in verify(str(s3), ROOM))
    bucket.put("latest", b"../elsewhere")
    assert list(verify(str(s3), ROOM)) == ["latest does not name a package."]
    shutil.make_archive(str(growing[0].root), "zip", growing[0].root)
    bucket.put("kept/package.zip", growing[0].root.with_suffix(".zip"))
    assert list(verify(f"{s3}/kept/package.zip", ROOM)) == []
