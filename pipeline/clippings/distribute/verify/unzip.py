"""Unpacks an untrusted zip: only the listed files, with sizes counted during writing."""

import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from clippings.distribute.verify.download_limits import CHUNK, ByteBudget, CannotVerifyError
from clippings.publish.checksum_list import MOST_FILES, NotFitError, is_inside, listed
from clippings.publish.package_layout import CHECKSUMS

_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BEGINNING = b"PK\x03\x04"
_MOST_LISTED = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    LookupError, MemoryError, OverflowError,
)  # fmt: skip
"""Errors of damaged zips. Each compression has its own."""


def is_zip(path: Path) -> bool:
    """Return whether the file begins like a zip."""
    with path.open("rb") as file:
        return file.read(4) == _BEGINNING


def unpacked(path: Path, place: str, folder: Path, room: ByteBudget) -> Path:
    """Unpack the package in the zip `path` to `folder`.

    Raises:
        CannotVerifyError: The file does not exist, is not a zip of a package, or is too large.
        NotFitError: The zip is damaged, or holds entries that a package never has.
    """
    if not path.is_file():
        raise CannotVerifyError(
            f"{place} is neither a folder nor a file. Give the folder, the zip or the address of a package."
        )
    if not is_zip(path):
        raise CannotVerifyError(f"{place} is not a package: it is neither a folder nor a zip.")
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack(archive, place, folder, room)
    except (CannotVerifyError, NotFitError):
        raise
    except _DAMAGE as error:
        raise NotFitError(f"{place} is damaged and cannot be unpacked: {error}") from None
    return folder


def _unpack(archive: zipfile.ZipFile, place: str, folder: Path, room: ByteBudget) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise NotFitError(f"{place} holds more than {MOST_FILES:,} files: no package has as many.")
    if any(entry.compress_type not in _COMPRESSIONS for entry in entries):
        raise NotFitError(f"{place} uses a compression that packages never use.")
    top = _top(entries, place)
    of_path: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename.removeprefix(top)
        mode = entry.external_attr >> 16
        if not entry.filename.startswith(top) or not is_inside(name) or name in of_path:
            raise NotFitError(
                f"{place} holds a file twice, or at a path that a package never has: {entry.filename[:80]!r}"
            )
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise NotFitError(f"{place} holds an entry that is not a file: {entry.filename[:80]!r}")
        of_path[name] = entry
    if of_path[CHECKSUMS].file_size > _MOST_LISTED:
        raise NotFitError(f"{CHECKSUMS} is larger than the maximum for a package's list of files.")
    folder.mkdir()
    room.announce(sum(entry.file_size for entry in entries), folder)
    _write(archive, of_path[CHECKSUMS], folder / CHECKSUMS, room)
    wanted = listed((folder / CHECKSUMS).read_bytes())
    extra = sorted(of_path.keys() - wanted.keys() - {CHECKSUMS})
    if extra:
        raise NotFitError(f"{extra[0]} is not part of the published package.")
    for name in wanted.keys() & of_path.keys():  # missing files are reported when hashes are compared
        _write(archive, of_path[name], folder / name, room)


def _top(entries: list[zipfile.ZipInfo], place: str) -> str:
    """Return the folder of all files in the zip, with its slash; empty if they are at the root."""
    lists = sorted((entry.filename for entry in entries if entry.filename.split("/")[-1] == CHECKSUMS), key=len)
    if not lists or lists[0].count("/") > 1:
        raise CannotVerifyError(
            f"{place} holds no package: it has no {CHECKSUMS}. Give the folder, the zip or the address of a package."
        )
    return lists[0].removesuffix(CHECKSUMS)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, room: ByteBudget) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed, target.open("xb") as file:
        while chunk := packed.read(CHUNK):
            room.spend(len(chunk))
            file.write(chunk)
