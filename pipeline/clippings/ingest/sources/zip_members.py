"""The members of a zip that may be pages. A name is shown, never written to; declared sizes and counts are not trusted."""

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from clippings.common.wording import tally
from clippings.ingest.sources import limits
from clippings.ingest.sources.inflate import CHUNK, read_page
from clippings.schema.problem_report import Problem

ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""Errors when opening or reading a zip that is broken, encrypted or packed with an unknown method."""
OVERLAPPING = "Overlapped entries"
"""Beginning of the error by which newer Pythons refuse a member that shares its bytes with another."""
_DIRECTORY_BYTES = 64 << 20
"""Of the list of members at the end of a zip, which is read whole."""
_MEMBERS_BYTES = 1 << 30
"""Bytes that all members together may unpack to however small the zip is: members can share their packed bytes."""
_END = struct.Struct("<4s4H2LH")
_END_SIGN = b"PK\x05\x06"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_SIGN = b"PK\x06\x06"
_TAIL = (1 << 16) + _END.size + 20 + _END64.size
_UNTOLD = 0xFFFFFFFF
"""Placeholder for a size that another field holds."""
_ENCRYPTED = 1
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
"""Members by which office documents, e-books and programs are known, which are zips too."""
_EPUB = b"application/epub+zip"
_CHAPTER = re.compile(r"\.(?:xhtml|html?|xht)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:^|/)(?:nav|toc|cover(?:page)?|title_?page)\.\w+$", re.IGNORECASE)
_WACZ = ("datapackage.json", "archive/")
_PAGE_LIST = re.compile(r"pages/[^/]+\.jsonl")
_ASSET_NAMES = """
    .css .js .mjs .map .woff .woff2 .ttf .otf .eot .png .jpg .jpeg .gif .webp .avif .svg .ico .bmp .mp3 .mp4 .webm .ogg .wav
"""
_ASSETS = frozenset(_ASSET_NAMES.split())
"""Endings of what browsers save beside a page: no pages, in such number that opening each to see it would be a waste."""


@dataclass(frozen=True)
class ZipEntry:
    """A member that may be a page.

    Attributes:
        path: The container's path and the member's name.
        info: What the zip says of it.
    """

    path: str
    info: zipfile.ZipInfo


class Archive:
    """A zip, opened.

    Args:
        file: Its bytes.
        name: Its path.

    Raises:
        zipfile.BadZipFile: The file is not a complete zip.
        OSError: It cannot be read.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._name = name
        self._size = _checked_size(file)
        self._zip = zipfile.ZipFile(file)
        self._passed_over: Counter[str] = Counter()
        self._unpacked = 0
        names = self._zip.NameToInfo
        self.is_wacz = _WACZ[0] in names and any(name.startswith(_WACZ[1]) for name in names)

    def entries(self) -> Iterator[ZipEntry | Problem]:
        """Yield the members that may be pages, in the zip's order, and problems."""
        names = self._zip.NameToInfo
        is_book = self._is_book()
        if not is_book and any(name in names for name in _DOCUMENTS):
            message = "The file is an office document, an e-book or a program, which has no reader."
            yield Problem("unread_form", self._name, message)
            return
        for info in self._zip.infolist():
            steps = [step for step in info.filename.replace("\\", "/").split("/") if step not in ("", ".")]
            path = "/".join([self._name, *steps])
            if info.is_dir() or (self.is_wacz and not info.filename.startswith(_WACZ[1])):
                continue
            if reason := _no_page(info, steps, is_book=is_book):
                self._passed_over[reason] += 1
            elif ".." in steps:
                yield Problem("unreadable_file", path, "The member's name points outside the zip.")
            elif info.flag_bits & _ENCRYPTED:
                yield Problem("unreadable_file", path, "The member is locked with a password.")
            elif self._unpacked > max(_MEMBERS_BYTES, limits.RATIO * self._size):
                message = f"Its members unpack to more than {limits.RATIO} times its size; the rest was left out."
                yield Problem("too_large", self._name, message)
                return
            else:
                yield ZipEntry(path, info)

    def _is_book(self) -> bool:
        """Return whether the zip is an EPUB, whose chapters are pages."""
        info = self._zip.NameToInfo.get("mimetype")
        if info is None or info.flag_bits & _ENCRYPTED:
            return False
        with closing(self.open(ZipEntry(info.filename, info))) as opened:
            return opened.read(len(_EPUB)) == _EPUB

    def page_lists(self) -> Iterator[bytes]:
        """Yield the lists of pages that a WACZ holds, each as far as it may be read."""
        for info in self._zip.infolist() if self.is_wacz else ():
            if _PAGE_LIST.fullmatch(info.filename) and not info.flag_bits & _ENCRYPTED:
                with closing(self.open(ZipEntry(info.filename, info))) as opened:
                    yield read_page(opened)

    def open(self, entry: ZipEntry) -> "Metered":
        """Return the member's bytes, unpacked."""
        return Metered(self, self._zip.open(entry.info), min(entry.info.compress_size, self._size))

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked."""
        self._unpacked += count

    def passed_over(self) -> Iterator[Problem]:
        """Yield a problem with the numbers of members that are not pages, if there are any."""
        if self._passed_over:
            yield Problem("passed_over", self._name, f"Members that are not pages: {tally(self._passed_over)}.")


class Metered:
    """A member that ends where it is damaged, or is refused where it grows too large."""

    def __init__(self, archive: Archive, member: IO[bytes], packed: int) -> None:
        self._archive = archive
        self._member = member
        self._packed = packed
        self._given = 0

    def close(self) -> None:
        """Close the member."""
        self._member.close()

    def read(self, size: int = CHUNK) -> bytes:
        """Return up to `size` bytes.

        Raises:
            TooLargeError: The member is larger than its packed size lets expect.
        """
        data = self._member.read(size)
        self._given += len(data)
        self._archive.spend(len(data))
        limits.check(self._given, self._packed, limits.CONTAINER_BYTES)
        return data


def _no_page(info: zipfile.ZipInfo, steps: list[str], *, is_book: bool) -> str | None:
    """Return the reason why the member is skipped; None if it may be a page."""
    if any(step.startswith(".") and step != ".." for step in steps) or steps[:1] == ["__MACOSX"]:
        return "hidden files"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "links"
    if PurePosixPath(info.filename).suffix.lower() in _ASSETS:
        return "images, scripts and styles"
    is_chapter = _CHAPTER.search(info.filename) and not _CONTENTS.search(info.filename)
    return "parts of a book without text" if is_book and not is_chapter else None


def _checked_size(file: BinaryIO) -> int:
    """Return the zip's size, if its list of members is not so long that opening it would take much memory.

    Raises:
        zipfile.BadZipFile: The list is too long.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    declared = 0
    if len(tail) - (at := tail.rfind(_END_SIGN)) >= _END.size and at >= 0:
        declared = _END.unpack_from(tail, at)[5]
    if len(tail) - (at := tail.rfind(_END64_SIGN)) >= _END64.size and at >= 0:
        declared = max(declared if declared != _UNTOLD else 0, _END64.unpack_from(tail, at)[8])
    if declared > _DIRECTORY_BYTES and declared != _UNTOLD:
        raise zipfile.BadZipFile(f"Its list of members takes {declared:,} bytes, more than is read")
    file.seek(0)
    return size
