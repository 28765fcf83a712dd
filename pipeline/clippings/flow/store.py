"""The store: working tables of a project, kept from run to run as parts named by the SHA-256 of their bytes.

A part holds one batch of pages or one slice of articles as an Arrow IPC stream. A table is a list of parts. What a table
means, and how it is made, belongs elsewhere. Every file may be removed, damaged or forged at any time: a part that does not
have its hash, or a list without a valid signature, counts as missing and is made again. An object is hashed again if its
modification time is not the one that this program set.
"""

import contextlib
import hashlib
import io
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import polars as pl
from polars.io.plugins import register_io_source

from clippings.common.disk_cache import seal
from clippings.flow.table import Part, Table, are_parts, copied

_OBJECTS, _LISTS = "objects", "lists"
_FORMAT = "arrow streams and files"
"""How parts are written. A list of parts in another format, from another version, has another seal: it counts as missing."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TIME_DIGITS = 15
"""Hexadecimal digits of a time in nanoseconds: up to the year 2006."""


@dataclass(frozen=True)
class Store:
    """A folder of objects, and of lists that name them."""

    folder: Path
    is_local: ClassVar[bool] = True
    """Whether every process that has the store reaches the folders of the driver."""
    _verified: set[str] = field(default_factory=set, compare=False, repr=False)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Another process gets the folder."""
        return Store, (self.folder,)

    def put(self, frame: pl.DataFrame) -> Part:
        """Store a frame."""
        return self.put_bytes(_bytes(frame), frame.height)

    def put_bytes(self, data: bytes | memoryview, row_count: int = 1) -> Part:
        """Store bytes, such as those of a file."""
        digest = hashlib.sha256(data).hexdigest()
        self.write_object(digest, [data])
        return Part(digest, row_count, size=len(data))

    def put_pack(self, frames: Iterable[pl.DataFrame]) -> list[Part]:
        """Store frames one after the other in one object, each to be read alone."""
        blobs = [(_bytes(frame), frame.height) for frame in frames]
        pack = hashlib.sha256()
        for data, _ in blobs:
            pack.update(data)
        self.write_object(pack.hexdigest(), [data for data, _ in blobs])
        parts, offset = [], 0
        for data, height in blobs:
            parts.append(Part(hashlib.sha256(data).hexdigest(), height, pack.hexdigest(), offset, len(data)))
            offset += len(data)
        return parts

    def get(self, part: Part, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The frame of a part, or some columns of it."""
        frame = pl.read_ipc_stream(self.read_part(part), columns=None if columns is None else list(columns))
        return frame if columns is None else frame.select(columns)

    def read_part(self, part: Part) -> bytes:
        """The bytes of a part."""
        with self.path(part.pack or part.digest).open("rb") as file:
            file.seek(part.offset)
            return file.read(part.size)

    def path(self, digest: str) -> Path:
        """The file of an object, to be read."""
        return self.place(digest)

    def place(self, digest: str) -> Path:
        """Where the file of an object is, or would be."""
        return self.folder / _OBJECTS / digest

    def is_whole(self, part: Part) -> bool:
        """Return whether the stored bytes of a part are unchanged. An object with an unchanged modification time is not read."""
        name = part.pack or part.digest
        if name not in self._verified:
            if not _DIGEST.fullmatch(name):
                return False  # a list that this program did not write must not lead out of the store
            path = self.path(name)
            try:
                status = path.lstat()
                if not stat.S_ISREG(status.st_mode):
                    return False
                if status.st_mtime_ns != _checked_time(name, status.st_size):
                    with path.open("rb") as file:
                        if hashlib.file_digest(file, "sha256").hexdigest() != name:
                            path.unlink(missing_ok=True)
                            return False
                    _mark(path)
            except OSError:
                return False
            self._verified.add(name)
        return True

    def trust(self, parts: Iterable[Part]) -> None:
        """Take parts that this run has made as whole."""
        self._verified.update(part.pack or part.digest for part in parts)

    def scan(self, parts: Sequence[Part]) -> pl.LazyFrame:
        """The rows of parts, in order, read one part after the other."""

        def frames(
            columns: list[str] | None, where: pl.Expr | None, most: int | None, _size: int | None
        ) -> Iterator[pl.DataFrame]:
            asked = () if where is None else where.meta.root_names()
            for part in parts:
                frame = self.get(part, None if columns is None else list(dict.fromkeys((*columns, *asked))))
                frame = frame if where is None else copied(frame.filter(where))
                frame = frame if columns is None else frame.select(columns)
                frame = frame if most is None else frame.head(most)
                most = None if most is None else most - frame.height
                yield frame
                if most == 0:
                    return

        return register_io_source(frames, schema=self.get(parts[0]).schema, is_pure=True)

    def table(self, name: str) -> Table | None:
        """The table that was saved under this name; None if it is missing or damaged."""
        saved = self.read_list(f"tables/{name}")
        if saved is None:
            return None
        if not isinstance(saved, dict) or not are_parts(saved.get("parts")):
            return None
        table = Table(self, tuple(Part(*part) for part in saved["parts"]))
        return table if all(self.is_whole(part) for part in table.parts) else None

    def save_table(self, name: str, table: Table) -> None:
        """Save a table under a name, in place of the one that has it."""
        self.write_list(f"tables/{name}", {"parts": table.parts})

    def read_list(self, name: str) -> Any:  # noqa: ANN401 - what was written
        """The content of a list; None if it is missing or not as it was written."""
        path = self.folder / _LISTS / f"{name}.json"
        if path.is_symlink() or not path.is_file():
            return None
        try:
            sealed, _, text = path.read_text("utf-8").partition("\n")
            return json.loads(text) if sealed == list_seal(name, text) else None
        except (OSError, ValueError, RecursionError):
            return None

    def write_list(self, name: str, content: object) -> None:
        """Write a list, whole or not at all."""
        path = self.folder / _LISTS / f"{name}.json"
        text = json.dumps(content)
        write_whole(path, [f"{list_seal(name, text)}\n{text}".encode()])

    def forget_list(self, name: str) -> None:
        """Remove a list."""
        (self.folder / _LISTS / f"{name}.json").unlink(missing_ok=True)

    def lists(self, folder: str) -> Iterator[str]:
        """Names of the lists in a folder of lists."""
        return (f"{folder}/{path.stem}" for path in sorted((self.folder / _LISTS / folder).glob("*.json")))

    def collect_garbage(self, used: Iterable[Part]) -> None:
        """Remove every object that neither a saved table nor `used` names, and what killed runs left."""
        self.remove_others(self.named(used))

    def named(self, used: Iterable[Part]) -> set[str]:
        """Names of the objects of `used` and of the saved tables."""
        named = {part.pack or part.digest for part in used}
        for name in self.lists("tables"):
            table = self.table(name.partition("/")[2])
            named.update(part.pack or part.digest for part in (table.parts if table else ()))
        return named

    def remove_others(self, named: set[str]) -> None:
        """Remove the files of all other objects."""
        with contextlib.suppress(OSError):
            for path in (self.folder / _OBJECTS).iterdir():
                if path.name not in named:
                    path.unlink(missing_ok=True)

    def write_object(self, digest: str, blobs: Sequence[bytes | memoryview]) -> None:
        """Write an object that is not stored yet."""
        path = self.place(digest)
        if digest not in self._verified or not path.exists():
            write_whole(path, blobs)
            _mark(path)
            self._verified.add(digest)


def list_seal(name: str, text: str) -> str:
    """Return the seal of a list with this name and content, whose parts are in the format of this version."""
    return seal(f"{_FORMAT} {name}", text)


def _bytes(frame: pl.DataFrame) -> memoryview:
    """Return the frame as an uncompressed IPC stream, in one chunk: read in a quarter of the time of a file."""
    buffer = io.BytesIO()
    # the older layout of strings: values one after the other, and nothing that the frame does not show
    frame.rechunk().write_ipc_stream(buffer, compression="uncompressed", compat_level=pl.CompatLevel.oldest())
    return buffer.getbuffer()


def _checked_time(name: str, size: int) -> int:
    """Return the modification time, in nanoseconds, that marks an object as checked. Any later write changes it.

    It depends on the user's key, so that nobody else can set it.
    """
    return int(seal("object", f"{name} {size}")[:_TIME_DIGITS], base=16)


def _mark(path: Path) -> None:
    """Set the time of an object that has its hash. Where that cannot be done, each run hashes it."""
    with contextlib.suppress(OSError):
        time = _checked_time(path.name, path.stat().st_size)
        os.utime(path, ns=(time, time))


def write_whole(path: Path, blobs: Iterable[bytes | memoryview]) -> None:
    """Write a file under its name once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            for blob in blobs:
                file.write(blob)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
