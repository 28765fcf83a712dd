"""Payloads taken out of containers, one after the other in few files: a million small files would be slow to make and remove."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_PACK_BYTES = 256 << 20


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
