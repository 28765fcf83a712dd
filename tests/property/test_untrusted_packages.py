"""Packages from elsewhere: whatever they say or hold, checking them ends in findings. Nothing is fetched or read outside."""

import hashlib
import json
import random
import shutil
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from clippings.distribute.verify import CannotVerifyError, verify
from clippings.publish import csv_and_parquet
from clippings.publish.gate import OtherVersionError
from clippings.publish.parquet_footer import breaches
from clippings.publish.validate import validate
from clippings.schema.editions import WITH_TEXTS, tables_of
from conftest import Package
from support.commands import called
from support.damage import sealed

ROOM = 50_000_000
DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server that notes every request."""
    requests: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                requests.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1], requests
    server.close()


def resealed(root: Path) -> Path:
    """Checksums that fit the files again; the descriptor stays as it was edited."""
    sums = root / "checksums.sha256"
    paths = [line.partition("  ")[2] for line in sums.read_text("utf-8").splitlines()]
    digests = {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in paths if (root / path).exists()}
    sums.write_text("".join(f"{digest}  {path}\n" for path, digest in digests.items()), "utf-8")
    return root


def first(**changes: Any) -> Callable[[dict[str, Any]], None]:
    """Change the first resource, and take its size and hash away."""

    def change(descriptor: dict[str, Any]) -> None:
        for key in ("bytes", "hash"):
            descriptor["resources"][0].pop(key)
        descriptor["resources"][0].update(changes)

    return change


def field(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda descriptor: descriptor["resources"][0]["schema"]["fields"][0].update(changes)


ADDRESS = "http://127.0.0.1:{port}/x.json"
DESCRIPTORS: dict[str, Callable[[dict[str, Any]], None]] = {
    "path": first(path=ADDRESS),
    "path outside": first(path="../secret.csv"),
    "absolute path": first(path="/etc/passwd"),
    "list of paths": first(path=["data/articles.csv", ADDRESS]),
    "schema": first(schema=ADDRESS),
    "schema outside": first(schema="../secret.json"),
    "dialect": first(dialect=ADDRESS),
    "other dialect": first(dialect={"delimiter": ";"}),
    "extrapaths": first(extrapaths=[ADDRESS]),
    "scheme": first(scheme="remote"),
    "format": first(format="sqlite"),
    "compression": first(compression="gz"),
    "checklist": first(checklist={"checks": [{"type": "row-constraint", "formula": "9**9**9"}]}),
    "profile": lambda descriptor: descriptor.update({"$schema": ADDRESS, "profile": ADDRESS}),
    "resource": lambda descriptor: descriptor["resources"].insert(0, ADDRESS),
    "resource twice": lambda descriptor: descriptor["resources"].append(descriptor["resources"][0]),
    "no resources": lambda descriptor: descriptor.update(resources=[]),
    "resources of another kind": lambda descriptor: descriptor.update(resources={"a": 1}),
    "long list": lambda descriptor: descriptor.update(keywords=["x"] * 3_000_000),
    "slow pattern": field(constraints={"pattern": "(a|a)*!"}),
    "other type": field(type="any"),
    "escape": lambda descriptor: descriptor.update({"\x1b]0;x\x07": 1}),
}


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_a_descriptor_that_leads_elsewhere_is_a_finding_and_is_not_followed(
    small: Package, tmp_path: Path, listener: tuple[int, list[bytes]], name: str
) -> None:
    port, requests = listener
    (tmp_path / "secret.csv").write_text("a\nTOPSECRET\n")
    root = Path(shutil.copytree(small.root, tmp_path / "package"))
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    DESCRIPTORS[name](descriptor)
    (root / "datapackage.json").write_text(json.dumps(descriptor).replace("{port}", str(port)), "utf-8")
    resealed(root)
    for matches in (list(validate(root)), list(verify(str(root), ROOM))):
        assert matches
        assert "TOPSECRET" not in "".join(matches)
    for command in (["validate", str(root)], ["release", str(root), "--to", str(tmp_path / "releases")]):
        result = called(*command)
        assert (result.exit_code, "\x1b" in result.output) == (1, False), result.output
    assert requests == []


@pytest.mark.parametrize("content", [DEEP, "[1]", "{", "\ufeff{}", '{"resources": null}', "1" * 5000], ids=range(6))
def test_a_descriptor_that_is_not_one_is_a_finding(small: Package, tmp_path: Path, content: str) -> None:
    root = Path(shutil.copytree(small.root, tmp_path / "package"))
    (root / "datapackage.json").write_text(content, "utf-8")
    resealed(root)
    assert list(validate(root))
    assert list(verify(str(root), ROOM))


def test_a_package_of_another_version_is_called_that(small: Package, tmp_path: Path) -> None:
    root = Path(shutil.copytree(small.root, tmp_path / "package"))
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    descriptor["made_by"]["version"] = "99.0"
    descriptor["resources"][0]["schema"]["fields"].pop()
    (root / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    resealed(root)
    with pytest.raises(OtherVersionError, match=r"made by Clippings 99\.0"):
        list(validate(root))
    to = str(tmp_path / "new")
    commands: list[list[str]] = [
        [name, str(root), "--to", to] for name in ("pack", "spreadsheet", "strip", "restore", "release")
    ]
    commands += [["validate", str(root)], ["verify", str(root)], ["explain", "0123456789abcdef", "--out", str(root)]]
    commands += [[name, "--out", str(root)] for name in ("list", "problems")] + [
        ["suggest", "names", "--out", str(root)]
    ]
    for command in commands:
        result = called(*command)
        assert (result.exit_code, "made by Clippings 99.0" in result.stderr) == (2, True)


def test_links_and_special_files_in_a_package_are_findings_and_are_not_read(small: Package, tmp_path: Path) -> None:
    root = Path(shutil.copytree(small.root, tmp_path / "package"))
    (root / "data" / "articles.csv").unlink()
    (root / "data" / "articles.csv").symlink_to("/dev/zero")
    (root / "data" / "more").symlink_to("/")
    result = list(validate(root))
    assert "data/articles.csv is a link or a special file; a package may hold only regular files." in result
    assert "data/more is a link or a special file; a package may hold only regular files." in result


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, mostly near the end, where Parquet and zip files keep what they are read by."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        near_end = len(changed) - chance.randrange(1, min(len(changed), 6000))
        at = chance.randrange(len(changed)) if chance.random() < 0.3 else near_end
        changed[at] = chance.randrange(256) if chance.random() < 0.5 else changed[at] ^ (1 << chance.randrange(8))
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)


def test_damaged_parquet_files_end_in_findings(small: Package, tmp_path: Path) -> None:
    root, chance = Path(shutil.copytree(small.root, tmp_path / "package")), random.Random(9)
    result = 0
    for _ in range(150):
        name = chance.choice(["articles", "entities", "problems", "dates", "withdrawals", "pages"])
        path = root / "data" / f"{name}.parquet"
        whole = path.read_bytes()
        path.write_bytes(mutated(whole, chance))
        result += bool(csv_and_parquet.differences(root, name))
        path.write_bytes(whole)
    assert result > 75, "most damages must be found"


def test_a_package_with_a_damaged_parquet_file_and_fitting_hashes_is_a_finding(small: Package, tmp_path: Path) -> None:
    root = Path(shutil.copytree(small.root, tmp_path / "package"))
    for content in (b"", b"PAR1" + bytes(500) + b"\xff\xff\xff\x7fPAR1"):
        (root / "data" / "articles.parquet").write_bytes(content)
        sealed(root)
        assert any("data/articles.parquet cannot be read" in finding for finding in validate(root))


@pytest.mark.parametrize("content", [b"{", b"[1]", DEEP.encode()], ids=["no JSON", "a list", "deep"])
def test_a_footer_with_hostile_metadata_is_a_finding(small: Package, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "articles.parquet"
    table = pq.read_table(small.root / "data" / "articles.parquet")
    pq.write_table(table.replace_schema_metadata({b"columns": content}), path)
    assert [
        finding
        for finding in breaches(path, tables_of(WITH_TEXTS)["articles"])
        if finding.startswith("data/articles.parquet")
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_zips_end_in_findings(small: Package, tmp_path: Path, method: int) -> None:
    target, chance = tmp_path / "package.zip", random.Random(method)
    with zipfile.ZipFile(target, "w", method) as archive:
        for name in ("checksums.sha256", "datapackage.json", "README.md"):
            archive.write(small.root / name, name)
    whole = target.read_bytes()
    for _ in range(40):
        target.write_bytes(mutated(whole, chance))
        try:
            assert list(verify(str(target), ROOM))
        except CannotVerifyError:
            continue


def test_tables_with_fitting_hashes_and_wrong_rows_are_findings(small: Package, tmp_path: Path) -> None:
    root, chance = Path(shutil.copytree(small.root, tmp_path / "package")), random.Random(3)
    for name in ("lines", "evidence", "mentions"):
        frame = pl.read_parquet(root / "data" / f"{name}.parquet")
        column = chance.choice([c for c, dtype in frame.schema.items() if dtype == pl.Int64])
        other = frame.with_columns(pl.lit(10**15).alias(column))
        other.write_parquet(root / "data" / f"{name}.parquet")
        other.write_csv(root / "data" / f"{name}.csv")
        assert list(validate(sealed(root)))
