"""`clippings verify` and `clippings pack`: folders, zips and a real web server, sound and tampered with."""

import hashlib
import http.server
import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from clippings.distribute.verify import fetch_http
from clippings.publish.checksum_list import is_inside
from conftest import Package
from support.commands import called, said
from support.damage import copy_of, flipped, sealed

ARTICLES = "data/articles.csv"


@pytest.fixture(scope="module")
def packed(real: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the real pages as a zip."""
    target = tmp_path_factory.mktemp("packed") / "package.zip"
    assert called("pack", real.root, "--to", target).exit_code == 0
    return target


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder; answers that are to break off, how often, and what was asked for."""

    def __init__(self, folder: Path) -> None:
        """Listen on a free port of this machine alone."""
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.broken: dict[str, int] = {}
        self.elsewhere: dict[str, str] = {}
        self.asked: list[str] = []

    def address(self, path: str = "") -> str:
        """Where a file of the folder stands."""
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, some answers cut in half."""

    server: Server

    def do_GET(self) -> None:
        """Answer whole, by half, or with another address."""
        path = self.path.removeprefix("/")
        self.server.asked.append(path)
        if path in self.server.elsewhere:
            self.send_response(302)
            self.send_header("Location", self.server.elsewhere[path])
            self.end_headers()
        elif self.server.broken.get(path, 0):
            self.server.broken[path] -= 1
            data = (Path(self.directory) / path).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2])
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Server]]:
    """Starts a web server on a folder; all are stopped at the end."""
    monkeypatch.setattr(fetch_http, "_PAUSE", 0.01)
    servers: list[Server] = []

    def start(folder: Path) -> Server:
        servers.append(Server(folder))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return servers[-1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


# what is sound


def test_a_folder_a_zip_and_both_at_an_address_are_valid(
    real: Package, packed: Path, tmp_path: Path, serving: Callable[[Path], Server]
) -> None:
    shutil.copytree(real.root, tmp_path / "package")
    shutil.copy(packed, tmp_path / "download")  # an address that does not say it is a zip
    server = serving(tmp_path)
    places = [real.root, packed, server.address("package"), server.address("download")]
    for place in places:
        status, words = said(called("verify", place))
        assert (status, f"{place} is valid" in words) == (0, True), place


def test_only_what_is_listed_is_downloaded(real: Package, tmp_path: Path, serving: Callable[[Path], Server]) -> None:
    copy_of(real.root, tmp_path / "package")
    (tmp_path / "package" / "secret.txt").write_text("no part of it", "utf-8")
    server = serving(tmp_path)
    assert said(called("verify", server.address("package/datapackage.json")))[0] == 0
    assert sorted(server.asked) == sorted(f"package/{path}" for path in real.files())


def test_a_connection_that_breaks_off_once_is_tried_again(
    real: Package, tmp_path: Path, serving: Callable[[Path], Server]
) -> None:
    copy_of(real.root, tmp_path / "package")
    server = serving(tmp_path)
    server.broken[f"package/{ARTICLES}"] = fetch_http.TRIES - 1
    assert said(called("verify", server.address("package")))[0] == 0


# what is not, at an address


def test_a_download_that_always_breaks_off_judges_nothing(
    real: Package, tmp_path: Path, serving: Callable[[Path], Server]
) -> None:
    copy_of(real.root, tmp_path / "package")
    server = serving(tmp_path)
    server.broken[f"package/{ARTICLES}"] = fetch_http.TRIES
    status, words = said(called("verify", server.address("package")))
    assert status == 2
    assert "articles.csv could not be fetched: it broke off after" in words


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        pytest.param(flipped, f"{ARTICLES} is not the file that was published", id="flipped"),
        pytest.param(Path.unlink, f"{ARTICLES} is missing.", id="missing"),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes()[:-100]), f"{ARTICLES} is not the file", id="cut short"
        ),
    ],
)
def test_a_damaged_file_at_an_address_is_found(
    real: Package, tmp_path: Path, serving: Callable[[Path], Server], damage: Callable[[Path], object], words: str
) -> None:
    damage(copy_of(real.root, tmp_path / "package") / ARTICLES)
    status, output = said(called("verify", serving(tmp_path).address("package")))
    assert status == 1
    assert words in output


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/package.zip"])
def test_a_server_cannot_send_elsewhere_than_to_the_web(
    tmp_path: Path, serving: Callable[[Path], Server], address: str
) -> None:
    server = serving(tmp_path)
    server.elsewhere["package.zip"] = address
    assert said(called("verify", server.address("package.zip")))[0] == 2


def test_what_is_larger_than_allowed_is_not_downloaded(tmp_path: Path, serving: Callable[[Path], Server]) -> None:
    (tmp_path / "package.zip").write_bytes(b"PK\x03\x04" + bytes(2_000_000))
    status, words = said(called("verify", serving(tmp_path).address("package.zip"), "--most-mb", "1"))
    assert (status, "larger than the limit" in words) == (2, True)


def test_where_nothing_listens_or_nothing_is_there_exits_with_2(
    tmp_path: Path, serving: Callable[[Path], Server]
) -> None:
    server = serving(tmp_path)
    assert "No package found at" in said(called("verify", server.address("package")))[1]
    server.shutdown()
    server.server_close()
    for place in (server.address("package"), tmp_path, tmp_path / "nothing", __file__):
        assert said(called("verify", place))[0] == 2, place


# what is not, in the hand


def relisted(root: Path, *lines: str) -> Path:
    """The package with lines put below its checksums."""
    sums = root / "checksums.sha256"
    sums.write_text(sums.read_text("utf-8") + "".join(f"{line}\n" for line in lines), "utf-8")
    return root


@pytest.mark.parametrize(
    "path", ["../outside", "/etc/hostname", "data/../../outside", "data\\x", ".git/config", "a//b", "."]
)
def test_places_outside_the_package_are_refused(real: Package, tmp_path: Path, path: str) -> None:
    assert not is_inside(path)
    root = relisted(copy_of(real.root, tmp_path / "package"), f"{'0' * 64}  {path}")
    status, words = said(called("verify", root))
    assert (status, "names a path that a package never has" in words) == (1, True)


LEADS_ELSEWHERE = ("leads outside the package", "that lead outside the package", "unknown property")


@pytest.mark.parametrize(
    "resource",
    [
        {"path": "http://127.0.0.1:9/articles.csv"},
        {"scheme": "http"},
        {"schema": "http://127.0.0.1:9/schema.json"},
        {"dialect": "dialect.json"},
    ],
)
def test_a_descriptor_that_leads_elsewhere_is_not_followed(
    real: Package, tmp_path: Path, resource: dict[str, str]
) -> None:
    root = copy_of(real.root, tmp_path / "package")
    content = json.loads((root / "datapackage.json").read_text("utf-8"))
    content["resources"][0] |= resource
    (root / "datapackage.json").write_text(json.dumps(content), "utf-8")
    sums = root / "checksums.sha256"
    lines = [line for line in sums.read_text("utf-8").splitlines() if not line.endswith("  datapackage.json")]
    digest = hashlib.sha256((root / "datapackage.json").read_bytes()).hexdigest()
    sums.write_text("".join(f"{line}\n" for line in [*lines, f"{digest}  datapackage.json"]), "utf-8")
    status, words = said(called("verify", root))
    assert (status, any(reason in words for reason in LEADS_ELSEWHERE)) == (1, True), words


def test_rows_that_break_an_invariant_are_found_though_every_hash_fits(real: Package, tmp_path: Path) -> None:
    root = copy_of(real.root, tmp_path / "package")
    table = real.table("articles").with_columns(appearance_count=real.table("articles")["appearance_count"] + 1)
    table.write_csv(root / ARTICLES)
    table.write_parquet(root / "data" / "articles.parquet")
    status, words = said(called("verify", sealed(root)))
    assert (status, "an article counts its appearances" in words) == (1, True)


def zipped(target: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return target


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


SUMS = ("checksums.sha256", f"{'0' * 64}  data/a.csv\n".encode())


@pytest.mark.parametrize(
    ("entries", "status", "words"),
    [
        pytest.param([SUMS, ("../outside", b"x")], 1, "path that a package never has", id="path out of it"),
        pytest.param([SUMS, ("/outside", b"x")], 1, "path that a package never has", id="absolute path"),
        pytest.param([SUMS, (link("data/a.csv"), b"/etc/hostname")], 1, "holds an entry that is not a file", id="link"),
        pytest.param([SUMS, ("data/b.csv", b"x")], 1, "data/b.csv is not part", id="not listed"),
        pytest.param([SUMS, ("data/a.csv", bytes(3_000_000))], 2, "larger than the limit", id="bomb"),
        pytest.param([("readme.txt", b"x")], 2, "holds no package", id="no package"),
    ],
)
def test_a_hostile_zip_is_refused(
    tmp_path: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], status: int, words: str
) -> None:
    target = zipped(tmp_path / "package.zip", *entries)
    result = said(called("verify", target, "--most-mb", "2"))
    assert (result[0], words in result[1]) == (status, True), result
    assert not (tmp_path.parent / "outside").exists()


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_is_unpacked(tmp_path: Path) -> None:
    target = zipped(tmp_path / "package.zip", SUMS, ("data/a.csv", bytes(3_000_000)))
    size = (3_000_000).to_bytes(4, "little")
    target.write_bytes(target.read_bytes().replace(size, (1_000).to_bytes(4, "little")))
    assert said(called("verify", target, "--most-mb", "2"))[0] in (1, 2)


def test_a_zip_cut_short_or_with_a_bit_flipped_is_not_valid(packed: Path, tmp_path: Path) -> None:
    data = packed.read_bytes()
    (tmp_path / "short.zip").write_bytes(data[: len(data) // 2])
    flipped(Path(shutil.copy(packed, tmp_path / "flipped.zip")))
    for name in ("short.zip", "flipped.zip"):
        status, words = said(called("verify", tmp_path / name))
        assert (status, "damaged" in words) == (1, True), name


def test_a_zip_in_which_all_files_lie_in_one_folder_is_valid(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        entries = [(f"clippings/{name}", archive.read(name)) for name in archive.namelist()]
    assert said(called("verify", zipped(tmp_path / "package.zip", *entries)))[0] == 0


# pack


def test_a_package_packed_again_gives_the_same_bytes(real: Package, packed: Path, tmp_path: Path) -> None:
    copy = copy_of(real.root, tmp_path / "package")
    for path in copy.rglob("*.csv"):
        path.chmod(0o600)
        path.touch()
    assert called("pack", copy, "--to", tmp_path / "again.zip").exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_a_zip_holds_the_files_of_the_package_sorted_and_without_a_clock(real: Package, packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == real.files()
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_not_the_published_package_is_not_packed(real: Package, tmp_path: Path) -> None:
    root = copy_of(real.root, tmp_path / "package")
    flipped(root / ARTICLES)
    for package, target in ((root, tmp_path / "a.zip"), (tmp_path, tmp_path / "a.zip"), (real.root, tmp_path)):
        assert called("pack", package, "--to", target).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["package"]
