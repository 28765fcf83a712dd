"""Bytes to lines: splitting and joining, encodings, what is refused, and which files of an archive are read."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import random
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import dumps, media_type, text
from pipeline.read.dumps import Dump
from pipeline.read.encoding import decode
from pipeline.tables.problem import Problem

SPANISH = "El niño llegó a España en otoño, según dijo su compañera. ¿Qué pasó? «Nada», respondió el señor Muñoz."
ARABIC = "قال المتحدث باسم المجلس إن الميناء سيفتح أبوابه يوم الجمعة بعد إصلاح الرصيف الشرقي."
PERSIAN = "سخنگوی شورا گفت که بندر پس از تعمیر اسکله شرقی روز جمعه باز خواهد شد."
PERSIAN_1256 = PERSIAN.replace("ی", "ي").replace("ک", "ك")
"""Windows-1256 has no Persian yeh and kaf: pages of its time write the Arabic ones."""
ALBANIAN = "Këshilli i portit tha se trageti nuk do të niset. Çfarë do të bëjnë banorët?"
ENGLISH = "The council said that the ferry won’t run. “Nobody asked us,” said the clerk."

ANY_TEXT = st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\r \0\ufeff\u2028")))


def lines_of(content: str) -> list[str]:
    return text.lines(["page"], [content])["text"].to_list()


def archive(raw: Path, **files: bytes) -> Path:
    """A folder with `<name>.txt` for each of `files`."""
    raw.mkdir(exist_ok=True)
    for name, data in files.items():
        (raw / f"{name}.txt").write_bytes(data)
    return raw


def found(raw: Path) -> tuple[list[str], dict[str, str]]:
    """Paths of the dumps in `raw`, and of the files set aside with what is said of them."""
    kept, problems = dumps.find(raw)
    assert {problem.code for problem in problems} <= {"unreadable_file"}
    return sorted(dump.path for dump in kept), {problem.path: problem.message for problem in problems}


def only(raw: Path) -> Dump:
    """The one dump of `raw`."""
    [dump] = dumps.find(raw)[0]
    return dump


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in problems]


# lines


@given(ANY_TEXT)
def test_joined_lines_are_the_text_but_for_the_cr_of_a_break(content: str) -> None:
    assert "\n".join(lines_of(content)) == content.replace("\r\n", "\n").removesuffix("\r")


@given(st.lists(ANY_TEXT, max_size=4))
def test_lines_are_numbered_from_1_page_by_page(contents: list[str]) -> None:
    ids = [f"page {number}" for number in range(len(contents))]
    rows = text.lines(ids, contents).select("page_id", "line_no").rows()
    assert rows == [(i, n) for i, content in zip(ids, contents, strict=True) for n in range(1, content.count("\n") + 2)]


@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\r\t"))))
def test_a_text_saved_as_utf8_comes_back_as_it_was(content: str) -> None:
    decoded = decode(content.encode())
    assert decoded is not None
    assert (decoded.text, decoded.is_guessed) == (content.removeprefix("\ufeff"), False)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", [""]),
        ("one", ["one"]),
        ("one\n", ["one", ""]),
        ("\n\n", ["", "", ""]),
        ("one\r\ntwo\r\n", ["one", "two", ""]),
        ("one\r\ntwo\nthree", ["one", "two", "three"]),
        ("one\rtwo\r\r\n", ["one\rtwo\r", ""]),
        ("one\r", ["one"]),
        ("nul\0inside\n\0", ["nul\0inside", "\0"]),
        ("a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg\x1eh\n", ["a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg\x1eh", ""]),
    ],
)
def test_lines_end_at_lf_and_nowhere_else(content: str, lines: list[str]) -> None:
    assert lines_of(content) == lines


@pytest.mark.parametrize(
    ("data", "line_break", "line_count"),
    [(b"one\ntwo\n", "lf", 3), (b"one\r\ntwo\r\n", "crlf", 3), (b"one\r\ntwo\n", "mixed", 3), (b"one\rtwo", "lf", 1)],
)
def test_a_page_says_how_its_lines_end(tmp_path: Path, data: bytes, line_break: str, line_count: int) -> None:
    raw = archive(tmp_path, page=data)
    batch = text.read(raw, [only(raw)])
    assert batch.pages.select("line_break", "line_count", "byte_count").rows() == [(line_break, line_count, len(data))]
    assert batch.lines["page_id"].unique().to_list() == batch.pages["page_id"].to_list()
    assert batch.lines.height == line_count


def test_a_batch_without_a_readable_dump_still_has_its_columns(tmp_path: Path) -> None:
    batch = text.read(tmp_path, [])
    assert batch.pages.schema == text.PAGE_COLUMNS
    assert batch.lines.schema == {"page_id": pl.String, "line_no": pl.Int64, "text": pl.String}


# encodings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("content", [ENGLISH, ARABIC, ""])
def test_a_byte_order_mark_names_the_encoding_and_is_no_part_of_the_text(encoding: str, content: str) -> None:
    decoded = decode(content.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.is_guessed) == (content, encoding, False)


def test_a_big_endian_mark_is_read_too() -> None:
    decoded = decode(codecs.BOM_UTF16_BE + PERSIAN.encode("utf-16-be"))
    assert decoded is not None
    assert decoded.text == PERSIAN


@pytest.mark.parametrize(
    ("content", "encoding", "told"),
    [
        (SPANISH, "latin-1", "cp1252"),
        (SPANISH.replace("«", "“").replace("»", "”"), "cp1252", "cp1252"),
        (ALBANIAN, "latin-1", "cp1252"),
        (ARABIC, "cp1256", "cp1256"),
        (PERSIAN_1256, "cp1256", "cp1256"),
        *[
            (content, form, form)
            for content in (SPANISH, ENGLISH, ARABIC, PERSIAN)
            for form in ("utf-16-le", "utf-16-be")
        ],
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_an_encoding_without_a_mark_is_guessed_and_said_to_be(
    content: str, encoding: str, told: str, times: int
) -> None:
    content = "\n\n".join([content] * times)
    decoded = decode(content.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.is_guessed) == (content, told, True)


@pytest.mark.parametrize(("word", "encoding"), [("café", "cp1252"), (ARABIC, "cp1256")])
def test_an_encoding_is_told_where_the_first_letter_that_tells_stands_far_down(word: str, encoding: str) -> None:
    content = "Nobody asked the clerk, and the ferry did not run.\n" * 3000 + word
    decoded = decode(content.encode(encoding))
    assert decoded is not None
    assert decoded.text == content


def test_english_without_a_nul_is_never_read_as_chinese() -> None:
    decoded = decode("won’t us".encode("cp1252"))
    assert decoded is not None
    assert decoded.text == "won’t us"


@pytest.mark.parametrize("content", [SPANISH, ENGLISH, ALBANIAN, ARABIC, PERSIAN, ENGLISH.replace("’", "'")])
def test_utf8_cut_inside_a_character_stays_utf8(content: str) -> None:
    data = content.encode()
    cuts = [at for at in range(20, len(data)) if data[at] & 0xC0 == 0x80 and not data[: at - 1].isascii()]
    assert cuts
    for at in cuts:
        decoded = decode(data[:at])
        assert decoded is not None
        assert (decoded.encoding, decoded.is_guessed, decoded.replaced_count) == ("utf-8", False, 1)
        assert decoded.text == data[:at].decode(errors="ignore") + "\ufffd"


def test_a_last_letter_that_is_not_ascii_is_no_cut() -> None:
    decoded = decode("Nobody asked us, said the clerk at the café".encode("cp1252"))
    assert decoded is not None
    assert decoded.text.endswith("café")


def test_few_broken_bytes_in_much_utf8_are_replaced_and_counted() -> None:
    data = (ARABIC * 3).encode() + b" \xff\xfe " + (ARABIC * 3).encode()
    decoded = decode(data)
    assert decoded is not None
    assert (decoded.encoding, decoded.replaced_count) == ("utf-8", 2)
    assert decoded.text == f"{ARABIC * 3} \ufffd\ufffd {ARABIC * 3}"


def test_what_was_guessed_replaced_or_empty_is_said(tmp_path: Path) -> None:
    raw = archive(tmp_path, guessed=SPANISH.encode("cp1252"), cut=ARABIC.encode()[:-4], empty=b" \r\n\t\n")
    batch = text.read(raw, sorted(dumps.find(raw)[0], key=lambda dump: dump.path))
    assert said(batch.problems) == [
        ("undecodable_bytes", "cut.txt"), ("empty_file", "empty.txt"), ("guessed_encoding", "guessed.txt"),
    ]  # fmt: skip
    assert [problem.page_id for problem in batch.problems] == batch.pages["page_id"].to_list()


# what is no text


def zipped(*, packed: bool) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as folder:
        folder.writestr(zipfile.ZipInfo("page.txt"), ENGLISH * 50)
    return file.getvalue()


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06\0\0\0\\r\xa8f",
    "gzip": gzip.compress(ENGLISH.encode(), mtime=0),
    "gzip of much": gzip.compress("\n".join(f"{n} {n * n}" for n in range(9999)).encode(), mtime=0),
    "zip": zipped(packed=True),
    "zip, not packed": zipped(packed=False),
    "pdf": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "zeros": bytes(4000),
    "a marked file of noise": codecs.BOM_UTF8 + random.Random(1).randbytes(500),
}


@pytest.mark.parametrize("data", BINARY.values(), ids=BINARY)
def test_known_binary_forms_are_refused(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("size", [64, 500, 70_000])
def test_noise_is_refused(size: int) -> None:
    assert [seed for seed in range(40) if decode(random.Random(seed).randbytes(size)) is not None] == []


def test_what_is_no_text_is_a_problem_and_no_page(tmp_path: Path) -> None:
    raw = archive(tmp_path, noise=random.Random(1).randbytes(500), page=ENGLISH.encode())
    batch = text.read(raw, dumps.find(raw)[0])
    assert batch.pages["path"].to_list() == ["page.txt"]
    assert said(batch.problems) == [("not_text", "noise.txt")]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("Nejat Society\n  • Home\n", "text/plain"),
        ("", "text/plain"),
        ("<3 and other hearts", "text/plain"),
        ("[Note] the clerk said", "text/plain"),
        ("A page about <html>", "text/plain"),
        ("<!DOCTYPE html>\n<html>", "text/html"),
        ("\ufeff \n\t<HTML lang=fa>", "text/html"),
        ('<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0">', "application/rss+xml"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        ('<?xml version="1.0"?><urlset>', "application/xml"),
        ('{"posts": []}', "application/json"),
    ],
)
def test_the_form_is_told_by_how_the_text_begins(content: str, form: str) -> None:
    assert media_type.of(content) == form


# which files are read


def test_one_content_under_many_names_is_one_page_under_the_first(tmp_path: Path) -> None:
    raw = archive(tmp_path, b=b"same", c=b"other", a=b"same")
    for folder in ("0 folder", "z folder"):
        (raw / folder).mkdir()
        (raw / folder / "z.txt").write_bytes(b"same")
    assert found(raw) == (["0 folder/z.txt", "c.txt"], {})


def test_dumps_come_in_the_order_of_their_hashes_whatever_they_are_called(tmp_path: Path) -> None:
    contents = [f"page {number}".encode() for number in range(9)]
    one = archive(tmp_path / "one", **{f"n{n}": data for n, data in enumerate(contents)})
    other = archive(tmp_path / "other", **{f"n{9 - n}": data for n, data in enumerate(contents)})
    ids = [dump.page_id for dump in dumps.find(one)[0]]
    assert ids == [dump.page_id for dump in dumps.find(other)[0]] == sorted(ids)
    assert {len(page_id) for page_id in ids} == {16}


def test_sub_folders_are_read_and_hidden_names_are_passed_over(tmp_path: Path) -> None:
    for name in ("a/b/page.txt", ".hidden.txt", ".cache/page.txt", "a/.DS_Store", "a/no-ending", "é/صفحه.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    assert found(tmp_path) == (["a/b/page.txt", "a/no-ending", "é/صفحه.txt"], {})


def test_a_link_to_a_file_is_read_and_other_links_are_set_aside(tmp_path: Path) -> None:
    raw = archive(tmp_path / "raw", page=b"one")
    (tmp_path / "elsewhere.txt").write_bytes(b"two")
    (raw / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (raw / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (raw / "itself.txt").symlink_to("itself.txt")
    (raw / "folder").symlink_to(raw)
    kept, set_aside = found(raw)
    assert kept == ["link.txt", "page.txt"]
    assert set_aside.keys() == {"dangling.txt", "itself.txt", "folder"}
    assert set_aside["dangling.txt"].startswith("No such file")
    assert set_aside["folder"].startswith("A link to a folder")


def test_a_fifo_is_set_aside_and_nobody_waits_for_it(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one")
    os.mkfifo(raw / "pipe.txt")
    assert found(raw) == (["page.txt"], {"pipe.txt": "Not a regular file. Mend or remove it, then build again."})


def test_a_name_that_is_not_utf8_is_set_aside_with_its_bytes_shown(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one")
    Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9.txt")).write_bytes(b"two")
    kept, set_aside = found(raw)
    assert kept == ["page.txt"]
    assert list(set_aside) == ["caf\\xe9.txt"]
    assert "rename it" in set_aside["caf\\xe9.txt"]


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder anybody may enter, seen by a user who is not root and owns nothing in it."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        raw = archive(Path(folder), page=b"one", secret=b"two")
        archive(raw / "shut", inside=b"three")
        raw.chmod(0o755)
        (raw / "secret.txt").chmod(0)
        (raw / "shut").chmod(0)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield raw
        finally:
            if is_root:
                os.seteuid(0)
            (raw / "shut").chmod(0o755)


def test_a_file_and_a_folder_without_rights_are_set_aside(locked: Path) -> None:
    reason = "Permission denied. Mend or remove it, then build again."
    assert found(locked) == (["page.txt"], {"secret.txt": reason, "shut": reason})


def test_a_disk_that_fails_under_a_file_costs_that_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, opened = archive(tmp_path, bad=b"one", page=b"two"), Path.open

    def failing(path: Path, *args: str) -> io.IOBase:
        if path.name == "bad.txt":
            raise OSError(5, "Input/output error")
        return opened(path, *args)

    whole = dumps.find(raw)[0]
    monkeypatch.setattr(Path, "open", failing)
    assert found(raw) == (["page.txt"], {"bad.txt": "Input/output error. Mend or remove it, then build again."})
    batch = text.read(raw, whole)
    assert batch.pages["path"].to_list() == ["page.txt"]
    assert said(batch.problems) == [("unreadable_file", "bad.txt")]


# files that change between the first look and the reading


def test_a_file_that_grew_is_kept_as_it_was_first_seen(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one\n")
    dump = only(raw)
    with (raw / "page.txt").open("ab") as file:
        file.write(b"two\n")
    batch = text.read(raw, [dump])
    assert batch.lines["text"].to_list() == ["one", ""]
    assert batch.pages["sha256"].to_list() == [dump.sha256]
    assert said(batch.problems) == [("file_grew", "page.txt")]
    assert "first 4 bytes were kept" in batch.problems[0].message


def test_a_file_that_grows_while_it_is_hashed_is_hashed_as_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, fstat = archive(tmp_path, page=b"one\n"), os.fstat

    def grown(descriptor: int) -> os.stat_result:
        seen = fstat(descriptor)
        with (raw / "page.txt").open("ab") as file:
            file.write(b"two\n")
        return seen

    monkeypatch.setattr(dumps.os, "fstat", grown)
    [dump], _ = dumps.find(raw)
    monkeypatch.undo()
    assert (raw / "page.txt").stat().st_size > dump.byte_count == 4
    assert said(text.read(raw, [dump]).problems) == [("file_grew", "page.txt")]


@pytest.mark.parametrize("after", [b"two\n", b"", b"on", b"two\nthree\n"], ids=["other", "emptied", "cut", "longer"])
def test_a_file_that_changed_is_left_out_and_said(tmp_path: Path, after: bytes) -> None:
    raw = archive(tmp_path, page=b"one\n")
    dump = only(raw)
    (raw / "page.txt").write_bytes(after)
    batch = text.read(raw, [dump])
    assert batch.pages.is_empty()
    assert batch.lines.is_empty()
    assert said(batch.problems) == [("file_changed", "page.txt")]


def test_a_file_that_vanished_is_left_out_and_said(tmp_path: Path) -> None:
    raw = archive(tmp_path, page=b"one", other=b"two")
    whole = dumps.find(raw)[0]
    (raw / "page.txt").unlink()
    batch = text.read(raw, whole)
    assert batch.pages["path"].to_list() == ["other.txt"]
    assert said(batch.problems) == [("unreadable_file", "page.txt")]


# batches


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 100))
def test_batches_keep_the_order_and_the_budget(sizes: list[int], budget: int) -> None:
    whole = [Dump(f"{number:064x}", f"{number}.txt", size) for number, size in enumerate(sizes)]
    groups = list(dumps.batches(whole, budget))
    assert all(groups)
    assert [dump for group in groups for dump in group] == whole
    assert all(len(group) == 1 or sum(dump.byte_count for dump in group) <= budget for group in groups)
    firsts = [group[0].byte_count for group in groups[1:]]
    fulls = [sum(dump.byte_count for dump in group) for group in groups[:-1]]
    assert all(full + first > budget for full, first in zip(fulls, firsts, strict=True))
