"""Builds of hostile folders: good pages are published, and errors are reported without a traceback."""

import csv
import datetime as dt
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from clippings.ingest.sources import find_files
from clippings.orchestration.run_build import Outcome
from clippings.publish import frictionless_errors
from clippings.publish.validate import validate
from conftest import ROOT, Package, build_package
from support import commands
from support.written_pages import Written, listing, prose

POSTS = [Written(f"What happened at pier {n}", (prose(n), prose(n + 50)), dt.date(2015, 3, 20 - n)) for n in range(3)]
GOOD = listing(POSTS)
SPANISH = (
    "El niño llegó a España en otoño, según dijo su compañera. ¿Qué pasó después? «Nada», respondió el señor Muñoz."
)
ARABIC = "قال المتحدث باسم المجلس إن الميناء سيفتح أبوابه يوم الجمعة بعد إصلاح الرصيف الشرقي."

FILES = {
    "empty.txt": (b"", "empty_file"),
    "blank.txt": (b"\n \r\n\t\n", "empty_file"),
    "noise.txt": (random.Random(1).randbytes(5000), "not_text"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(900), "not_text"),
    "spanish.txt": (listing([Written("El niño", (SPANISH, prose(60)))]).encode("cp1252"), "guessed_encoding"),
    "arabic.txt": (f"خبر الميناء\n\n{ARABIC}\n\n{ARABIC}\n".encode("cp1256"), "guessed_encoding"),
    "cut.txt": (listing([Written("Cut off", (prose(61),))])[:-100].encode() + b"\xe2\x80", "undecodable_bytes"),
    "sitemap.xml": (b'<?xml version="1.0"?><urlset/>', "unread_form"),
}
"""Bytes of a file, and the code of the problem they are."""
ODD_FILES = {
    "dangling.txt": "unreadable_file",
    "folder": "unreadable_file",
    "pipe": "unreadable_file",
    "caf\\xe9.txt": "unreadable_file",
}
"""Entries that are not readable files, with their problem codes."""

GIANT = b"said the clerk, "
"""What a line of megabytes is made of."""
TITLES = [
    "Pier\0closed\0",
    "Pier\rclosed",
    "Pier\u2028closed\x0bfor\x85good\x1e",
    '"Pier", said "the clerk"',
    '"',
    ",",
    '=1+1,";\t""',
    "NULL",
    "Pier \u202eclosed\u202c",
    "Pier \x1b[31m red",
    "Pier 🛳️ 𝒜",
    "\\",
]
"""Titles that may break a CSV, a terminal or a line splitter; the text contains them too."""


@dataclass(frozen=True)
class Ran:
    """A build in a process: its exit status, its messages and its package."""

    status: int
    out: str
    err: str
    package: Package


def ran(raw: Path, out: Path) -> Ran:
    """Build in a process of its own; the time limit is there for builds that never end."""
    command = [sys.executable, "-m", "clippings.cli", "build", "--raw", raw, "--out", out]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert "Traceback" not in process.stderr
    printed = commands.without_progress(process.stderr)
    return Ran(process.returncode, process.stdout, printed, Package(out, Outcome()))


def called(raw: Path, out: Path) -> Ran:
    """Build in this process, where what is tested is not the process."""
    result = commands.called("build", "--raw", raw, "--out", out)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return Ran(result.exit_code, result.stdout, result.stderr, Package(out, Outcome()))


def titles(package: Package) -> list[str]:
    return package.table("articles")["title"].to_list()


def problems(package: Package) -> set[tuple[str, str]]:
    """Path and code of what reading the folder found."""
    codes = ["unreadable_file", "file_changed", "file_grew", "not_text", "unread_form", "undecodable_bytes"]
    result = package.table("problems").filter(pl.col("code").is_in([*codes, "guessed_encoding", "empty_file"]))
    return set(result.select("path", "code").iter_rows())


def seen(folder: Path) -> dict[str, bytes | str]:
    """Everything below a folder: bytes of files, targets of links."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def by_frictionless(package: Package) -> subprocess.CompletedProcess[str]:
    """What the command says that any reader may run."""
    command = [Path(sys.executable).with_name("frictionless"), "validate", package.root / "datapackage.json"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# one folder of everything


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A build of good pages among bad ones."""
    folder = tmp_path_factory.mktemp("hostile")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "good.txt").write_text(GOOD, "utf-8")
    (raw / "twin.txt").write_text(GOOD, "utf-8")
    for name, (data, _) in FILES.items():
        (raw / name).write_bytes(data)
    for number, title in enumerate(TITLES):
        post = Written(title, (f"{prose(100 + number)} {title} and more words of it.", prose(200 + number)))
        (raw / f"title {number}.txt").write_bytes(listing([post]).encode())
    (raw / 'a\n"b", c\r.txt').write_text(listing([Written("Under an odd name", (prose(62),))]), "utf-8")
    (raw / "dangling.txt").symlink_to(folder / "nowhere")
    (raw / "folder").symlink_to(folder)
    os.mkfifo(raw / "pipe")
    Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9.txt")).write_text("one", "utf-8")
    return ran(raw, folder / "dist")


def test_a_build_of_a_hostile_folder_prints_its_summary_only(hostile: Ran) -> None:
    assert (hostile.status, hostile.err) == (0, "")
    summary, *details = hostile.out.splitlines()
    assert summary.startswith(f"{hostile.package.root}: ")
    assert all(line.startswith(("Boundaries of ", "Problems: ")) for line in details)
    assert details[-1].startswith("Problems: ")
    assert len(details) <= 2


def test_the_good_pages_of_a_hostile_folder_are_published(hostile: Ran) -> None:
    articles = hostile.package.table("articles").filter(pl.col("title").str.starts_with("What happened"))
    assert articles.sort("title").select("title", "text").rows() == [
        (post.title, "\n\n".join(post.paragraphs)) for post in POSTS
    ]


def test_each_bad_file_is_a_problem_with_its_path_and_no_good_one_is(hostile: Ran) -> None:
    expected = {(name, code) for name, (_, code) in FILES.items()} | set(ODD_FILES.items())
    assert problems(hostile.package) == expected
    loud = hostile.package.table("problems").filter(severity="error")["path"].to_list()
    assert sorted(loud) == sorted(["noise.txt", "picture.png", *ODD_FILES])


def test_unreadable_files_are_not_pages_and_readable_ones_are(hostile: Ran) -> None:
    paths = hostile.package.table("pages")["path"].to_list()
    kept = {name for name, (_, code) in FILES.items() if code != "not_text"}
    assert set(paths) == {
        "good.txt", 'a\n"b", c\r.txt', *kept, *(f"title {number}.txt" for number in range(len(TITLES)))
    }  # fmt: skip
    assert len(paths) == len(set(paths))


def test_letters_of_old_encodings_come_out_right(hostile: Ran) -> None:
    texts = "\n".join(hostile.package.table("articles")["text"])
    assert SPANISH in texts
    assert texts.count(ARABIC) == 2
    languages = hostile.package.table("articles").filter(pl.col("title").is_in(["خبر الميناء"]))["language"]
    assert languages.to_list() == ["ar"]


@pytest.mark.parametrize("title", TITLES, ids=ascii)
def test_odd_characters_in_a_title_and_its_text_are_kept(hostile: Ran, title: str) -> None:
    article = hostile.package.table("articles").filter(title=title)
    assert article.height == 1
    assert f" {title} and more words of it." in article["text"].item()


def test_any_reader_of_csv_finds_the_rows_of_the_parquet(hostile: Ran) -> None:
    for name in ("articles", "lines", "pages", "problems"):
        with (hostile.package.root / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        table = hostile.package.table(name).select(pl.selectors.string()).fill_null("")
        assert [{column: row[column] for column in table.columns} for row in rows] == table.to_dicts()


def test_the_package_of_a_hostile_folder_is_valid(hostile: Ran) -> None:
    assert list(validate(hostile.package.root)) == []
    report = by_frictionless(hostile.package)
    assert report.returncode == 0, report.stdout


# one very long line


@pytest.fixture(
    scope="module", params=[pytest.param(3, id="3_mb"), pytest.param(50, id="50_mb", marks=pytest.mark.long)]
)
def giant(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Build a page of one line with this number of megabytes, and a good page."""
    folder = tmp_path_factory.mktemp("giant")
    (folder / "raw").mkdir()
    (folder / "raw" / "good.txt").write_text(GOOD, "utf-8")
    (folder / "raw" / "giant.txt").write_bytes(GIANT * (request.param * 1_000_000 // len(GIANT)))
    return called(folder / "raw", folder / "dist")


def test_a_giant_line_is_kept_whole_beside_the_good_page(giant: Ran) -> None:
    assert (giant.status, giant.err) == (0, "")
    assert {post.title for post in POSTS} <= set(titles(giant.package))
    sizes = giant.package.table("lines").select(pl.col("text").str.len_bytes())["text"]
    assert sizes.max() == giant.package.table("pages").filter(path="giant.txt")["byte_count"].item() >= 3_000_000
    result = giant.package.table("problems").filter(path="giant.txt")["code"].to_list()
    assert "unknown_boundaries" in result


def test_the_package_of_a_giant_line_is_valid(giant: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    report = by_frictionless(giant.package)
    assert report.returncode == 0, report.stdout
    monkeypatch.setattr(frictionless_errors, "of_package", lambda _: [])  # once is enough
    assert list(validate(giant.package.root)) == []


# pages that once kept all others from being published


def test_a_page_in_no_language_does_not_keep_the_others_from_being_published(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "raw" / "page.txt").write_text("x" * 3000, "utf-8")
    package = build_package(tmp_path / "raw", tmp_path / "dist")
    assert package.outcome.failures == []
    assert {post.title for post in POSTS} <= set(titles(package))


def test_a_large_file_that_is_not_text_does_not_keep_the_others_from_being_published(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "raw" / "film.mp4").write_bytes(bytes(find_files.BATCH_BYTES))
    package = build_package(tmp_path / "raw", tmp_path / "dist")
    assert sorted(titles(package)) == [post.title for post in POSTS]
    assert problems(package) == {("film.mp4", "not_text")}


# a file that is written while it is read


def test_a_file_that_grows_during_the_build_is_published_as_it_was_at_first(tmp_path: Path) -> None:
    raw, is_built = tmp_path / "raw", threading.Event()
    raw.mkdir()
    growing = raw / "a growing.txt"
    growing.write_text(GOOD, "utf-8")
    (raw / "twin.txt").write_text(listing([Written("Another", (prose(60),))]), "utf-8")
    for number in range(3000):  # takes a while to look at, after the growing file and before it is read
        (raw / f"twin {number}.txt").hardlink_to(raw / "twin.txt")

    def grow() -> None:
        while not is_built.is_set():
            with growing.open("ab") as file:
                file.write(b"One more line.\n")
            time.sleep(0.001)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        result = called(raw, tmp_path / "dist")
    finally:
        is_built.set()
        writer.join()
    assert (result.status, result.err) == (0, "")
    assert problems(result.package) == {("a growing.txt", "file_grew")}
    page = pl.col("path") == "a growing.txt"
    [(digest, size)] = result.package.table("pages").filter(page).select("sha256", "byte_count").iter_rows()
    data = growing.read_bytes()
    assert len(GOOD.encode()) <= size < len(data)
    assert sha256(data[:size]).hexdigest() == digest
    assert {post.title for post in POSTS} <= set(titles(result.package))
    assert list(validate(result.package.root)) == []


# nothing to publish


@pytest.fixture
def old(real: Package, tmp_path: Path) -> Path:
    """A published package, at a place of its own."""
    out = tmp_path / "place" / "dist"
    out.mkdir(parents=True)
    for path, data in real.files().items():
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_bytes(data)
    return out


def test_a_folder_of_which_nothing_can_be_read_leaves_the_old_package_and_names_the_files(
    old: Path, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (raw / "noise.txt").write_bytes(random.Random(1).randbytes(5000))
    before = seen(tmp_path / "place")
    result = called(raw, old)
    assert (result.status, result.out) == (1, "")
    assert "no page could be read" in result.err
    assert "dangling.txt: No such file or directory." in result.err
    assert "noise.txt: The bytes are not text" in result.err
    assert f"{old} is as it was." in result.err
    after = {path: data for path, data in seen(tmp_path / "place").items() if not path.startswith(".clippings/")}
    assert after == before | {".dist.state": b""}


def test_an_empty_folder_leaves_the_old_package(old: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    before = seen(old)
    result = called(tmp_path / "raw", old)
    assert (result.status, result.out) == (1, "")
    assert "no page could be read: the raw folder has no saved pages." in result.err
    assert seen(old) == before


# places that cannot be used


@pytest.fixture
def place(old: Path, tmp_path: Path) -> Path:
    """A folder with a package, dumps, a file, and links."""
    folder = old.parent
    (folder / "raw").mkdir()
    (folder / "raw" / "page.txt").write_text(GOOD, "utf-8")
    (old / "raw").mkdir()
    (old / "raw" / "page.txt").write_text(GOOD, "utf-8")
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_text("mine", "utf-8")
    (folder / "link").symlink_to(old)
    (folder / "dangling").symlink_to(folder / "nowhere")
    return folder


@pytest.mark.parametrize(
    ("raw", "out", "said"),
    [
        ("nowhere", "dist", "nowhere is not a folder"),
        ("mine/notes.txt", "dist", "notes.txt is not a folder"),
        ("raw", "mine", "mine holds files that Clippings did not write, such as notes.txt"),
        ("raw", "mine/notes.txt", "notes.txt is not a folder"),
        ("raw", "mine/notes.txt/dist", "File exists: "),
        ("raw", "link", "link is not a folder"),
        ("raw", "dangling", "dangling is not a folder"),
        ("dist/raw", "dist", "is inside the other"),
        ("raw", "raw/new/dist", "is inside the other"),
        ("raw", "/sys/dist", "/sys"),
    ],
)
def test_a_place_that_cannot_be_used_is_named_and_nothing_is_touched(
    place: Path, raw: str, out: str, said: str
) -> None:
    before, folders = seen(place), sorted(place.rglob("*"))
    result = called(place / raw, place / out)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert result.err.startswith("Error: ")
    assert (seen(place), sorted(place.rglob("*"))) == (before, folders)
