"""Unpacks a zip from elsewhere: the listed files only, each counted while it is written."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from clippings.distribute.verify.limits import CHUNK, CannotVerifyError, Room
from clippings.publish.checksum_list import MOST_FILES, NAME, NotFitError, is_inside, listed

_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BEGINNING = b"PK\x03\x04"
_MOST_LISTED = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    LookupError, MemoryError, OverflowError,
)  # fmt: skip
"""What reading a damaged zip raises: each compression has errors of its own."""


def is_zip(path: Path) -> bool:
    """Whether the file begins as a zip does."""
    with path.open("rb") as file:
        return file.read(4) == _BEGINNING


def unpacked(path: Path, place: str, folder: Path, room: Room) -> Path:
    """The package in the zip `path`, written to `folder`.

    Raises:
        CannotVerifyError: There is no such file, or it is no zip of a package, or it is too large.
        NotFitError: The zip is damaged, or holds what no package holds.
    """
    if not path.is_file():
        raise CannotVerifyError(f"{place} is neither a folder nor a file.")
    if not is_zip(path):
        raise CannotVerifyError(f"{place} is no package: neither a folder nor a zip.")
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack(archive, place, folder, room)
    except (CannotVerifyError, NotFitError):
        raise
    except _DAMAGE as error:
        raise NotFitError(f"{place} is damaged and cannot be unpacked: {error}") from None
    return folder


def _unpack(archive: zipfile.ZipFile, place: str, folder: Path, room: Room) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise NotFitError(f"{place} holds more than {MOST_FILES:,} files: a package has some forty.")
    if any(entry.compress_type not in _COMPRESSIONS for entry in entries):
        raise NotFitError(f"{place} is compressed in a way that no package is.")
    top = _top(entries, place)
    of_path: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename.removeprefix(top)
        mode = entry.external_attr >> 16
        if not entry.filename.startswith(top) or not is_inside(name) or name in of_path:
            raise NotFitError(f"{place} holds a file in a place that no package has, or twice: {entry.filename[:80]!r}")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise NotFitError(f"{place} holds what is no file: {entry.filename[:80]!r}")
        of_path[name] = entry
    if of_path[NAME].file_size > _MOST_LISTED:
        raise NotFitError(f"{NAME} is larger than a list of a package's files.")
    folder.mkdir()
    room.announce(sum(entry.file_size for entry in entries), folder)
    _write(archive, of_path[NAME], folder / NAME, room)
    wanted = listed((folder / NAME).read_bytes())
    extra = sorted(of_path.keys() - wanted.keys() - {NAME})
    if extra:
        raise NotFitError(f"{extra[0]} is no part of the published package.")
    for name in wanted.keys() & of_path.keys():  # what is missing is told where hashes are compared
        _write(archive, of_path[name], folder / name, room)


def _top(entries: list[zipfile.ZipInfo], place: str) -> str:
    """The folder all files of the zip lie in, with its slash; nothing where they lie at its root."""
    lists = sorted((entry.filename for entry in entries if entry.filename.split("/")[-1] == NAME), key=len)
    if not lists or lists[0].count("/") > 1:
        raise CannotVerifyError(f"{place} holds no package: there is no {NAME} in it.")
    return lists[0].removesuffix(NAME)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, room: Room) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed, target.open("xb") as file:
        while chunk := packed.read(CHUNK):
            room.take(len(chunk))
            file.write(chunk)
