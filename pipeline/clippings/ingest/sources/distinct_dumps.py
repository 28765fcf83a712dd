"""A dump, and which dumps have the same bytes: one of them is read, and each other name is a row in `problems`.

Payloads of containers are put one after the other in few files: a million small files would be slow to make and remove.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from clippings.schema.problem_report import Problem

_PACK_BYTES = 256 << 20

Stamp = tuple[int, int, int, int]
"""What changes with a file's bytes: its inode, size, and times of modification and change in nanoseconds."""
_MARKUP_SHARE = 5
"""An HTML page has one byte of text in this many, at most."""


@dataclass(frozen=True, slots=True)
class PackedPayload:
    """Location of a payload: `length` bytes of the file `pack` from `offset`."""

    pack: Path
    offset: int
    length: int

    def read(self) -> bytes:
        """Return the bytes of the payload from its pack."""
        with self.pack.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length)


class Packs:
    """Files below a folder that payloads are appended to; the folder is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._path = folder
        self._file: BinaryIO | None = None

    def close(self) -> None:
        """Close the last file."""
        if self._file:
            self._file.close()

    def put(self, payload: bytes) -> PackedPayload:
        """Append a payload."""
        if self._file is None or self._file.tell() >= _PACK_BYTES:
            self._file = self._next()
        offset = self._file.tell()
        self._file.write(payload)
        return PackedPayload(self._path, offset, len(payload))

    def _next(self) -> BinaryIO:
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count += 1
        self._path = self._folder / f"{self._count:06}.pack"
        return self._path.open("xb")


@dataclass(frozen=True, order=True, slots=True)
class Dump:
    """A page as first seen, before any later change of its file.

    Attributes:
        sha256: Of the file's bytes, or of the record's block as it is stored in its container.
        path: Relative to the raw folder; for a record, the container's path and the record's place in it.
        byte_count: Number of the bytes hashed.
        place: Where a record's payload was put; None for a file, which is read where it lies.
        url: Address the page was saved from, where the container says it.
        captured_on: Day the page was saved, where the container says it.
        charset: Encoding the server declared, where the container says it.
        stamp: Of a file, as it was when it was hashed.
        title: Title of the page, where the container says it.
        language: Language the server declared, where the container says it.
    """

    sha256: str
    path: str
    byte_count: int
    place: PackedPayload | None = field(default=None, compare=False)
    url: str | None = field(default=None, compare=False)
    captured_on: dt.date | None = field(default=None, compare=False)
    charset: str | None = field(default=None, compare=False)
    stamp: Stamp | None = field(default=None, compare=False)
    title: str | None = field(default=None, compare=False)
    language: str | None = field(default=None, compare=False)

    @property
    def page_id(self) -> str:
        """First 16 hexadecimal digits of the hash."""
        return self.sha256[:16]

    @property
    def size(self) -> int:
        """Bytes that reading it takes."""
        return self.place.length if self.place else self.byte_count

    @property
    def text_size(self) -> int:
        """Bytes that its lines take, about: most of an HTML page is markup that no line keeps."""
        return self.size // _MARKUP_SHARE if self.path.lower().endswith((".html", ".htm")) else self.size


@dataclass(frozen=True)
class Revisit:
    """A record without content: its page had not changed since another record.

    Attributes:
        path: Of the container, and the record's place in it.
        names: Identifier of the other record, and the digest of its payload.
        url: Address of the page.
        captured_on: Day of the visit.
    """

    path: str
    names: tuple[str, ...]
    url: str | None
    captured_on: dt.date | None


class Distinct:
    """The dumps found so far by hash, each under the first of its names, and the names of the others."""

    def __init__(self) -> None:
        self.by_hash: dict[str, Dump] = {}
        self.revisits: list[Revisit] = []
        self._copies: list[tuple[str, str]] = []
        self._hash_of_name: dict[str, str] = {}

    def add(self, dump: Dump, names: tuple[str, ...] = (), stored: Callable[[Dump], Dump] = lambda dump: dump) -> None:
        """Add a dump.

        Args:
            dump: The dump.
            names: What revisits may call it.
            stored: Stores the content, if the dump is the one to be read.
        """
        for name in names:
            self._hash_of_name.setdefault(name, dump.sha256)
        earlier = self.by_hash.get(dump.sha256)
        if earlier is not None:
            self._copies.append((max(earlier.path, dump.path), dump.sha256))
        if earlier is None or dump < earlier:
            self.by_hash[dump.sha256] = stored(dump)

    def problems(self) -> Iterator[Problem]:
        """Yield a row for each copy, and for each revisit."""
        for path, sha256 in self._copies:
            dump = self.by_hash[sha256]
            message = f"The content is that of {dump.path}, byte for byte: that file is read, this one is not."
            yield Problem("copy_of_another_file", path, message, dump.page_id)
        for revisit in self.revisits:
            yield self._of_revisit(revisit)

    def _of_revisit(self, revisit: Revisit) -> Problem:
        hashes = [self._hash_of_name[name] for name in revisit.names if name in self._hash_of_name]
        day = f" on {revisit.captured_on}" if revisit.captured_on else ""
        if hashes:
            dump = self.by_hash[hashes[0]]
            message = f"The page had not changed{day}: its content is that of {dump.path}, which is read."
            return Problem("copy_of_another_file", revisit.path, message, dump.page_id)
        message = f"The page {revisit.url or ''} had not changed{day} since a record that the archive does not hold."
        return Problem("missing_original", revisit.path, message)
