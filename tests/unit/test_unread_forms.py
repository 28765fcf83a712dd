"""Forms that are recognised and not read: a row that names the form, and never lines of text."""

import bz2
import io
import lzma
import tarfile
from pathlib import Path

import pytest

from clippings.ingest import read_pages
from clippings.ingest.sniff import unread_form
from clippings.ingest.sources import find_files

TEXT = "The harbour wall was repaired before the spring, and the boats came back to it.\n"


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("page.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    return file.getvalue()


UNREAD = {
    "letter.txt": rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times;}} The harbour wall was repaired.\par}",
    "marked.rtf": b"\xef\xbb\xbf" + rb"{\rtf1 The harbour wall.}",
    "paper.html": b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n" + TEXT.encode() * 5,
    "late.pdf": b"junk\x00\n%PDF-1.7\n1 0 obj\n",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + TEXT.encode("utf-16-le"),
    "print.ps": b"%!PS-Adobe-3.0\n(The harbour wall) show\n",
    "saved.webarchive": b"bplist00\xd1\x01\x02_WebMainResource",
    "pages.tar": _tar(),
    "pages.xz": lzma.compress(TEXT.encode()),
    "pages.bz2": bz2.compress(TEXT.encode()),
}
READ = {
    "plain.txt": TEXT.encode(),
    "about.txt": b"BZh is how a bzip2 file begins, and %PDF- a paper.\n" + TEXT.encode(),
    "braces.txt": b"{\\em The harbour wall} was repaired before the spring.\n" + TEXT.encode(),
    "page.html": b"<!-- %PDF-1.4 --><html><body><h1>Wall</h1><p>" + TEXT.encode() + b"</p></body></html>",
}


@pytest.fixture
def batch(tmp_path: Path) -> read_pages.ReadBatch:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, data in (UNREAD | READ).items():
        (raw / name).write_bytes(data)
    result, problems = find_files.find(raw, tmp_path / "unpacked")
    assert problems == []
    return read_pages.read(raw, result)


def test_each_unread_form_has_a_row_that_names_it_and_no_page(batch: read_pages.ReadBatch) -> None:
    assert {problem.path for problem in batch.problems if problem.code == "unread_form"} == set(UNREAD)
    assert set(batch.pages["path"]) == set(READ)
    assert all("which has no reader" in problem.message and problem.page_id is None for problem in batch.problems)


def test_nothing_of_an_unread_form_becomes_a_line(batch: read_pages.ReadBatch) -> None:
    text = "\n".join(batch.lines["text"])
    assert [mark for mark in ("rtf1", "Catalog", "WebMainResource", "Adobe") if mark in text] == []


@pytest.mark.parametrize("name", READ)
def test_a_text_that_mentions_a_form_is_text(name: str) -> None:
    assert unread_form(READ[name]) is None
