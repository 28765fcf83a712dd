"""Whether a folder or a zip file holds a package that Clippings wrote, and nothing else.

Every command that replaces a folder or a file calls these functions first: Clippings never replaces or removes files of
others.
"""

import hashlib
import json
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import Any

from clippings.common.user_error import UserError
from clippings.publish.package_layout import CHECKSUMS, DESCRIPTOR
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS

_TABLE = "data/articles.csv"
_STATE_KEY = "package"
_MAX_BYTES = 4 << 20
"""Largest descriptor or list of checksums that is read."""


class NotAPackageError(UserError):
    """The target holds something that Clippings did not write."""


def check_folder(out: Path, option: str = "--out") -> None:
    """Refuse a target that holds anything but a package of Clippings; a missing or empty folder is fine.

    Args:
        out: The folder to be replaced.
        option: The option that named it, for the message.

    Raises:
        NotAPackageError: Another file, or a folder with other files, is there.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise NotAPackageError(f"{out} is not a folder. Choose another place with {option}.")
    if not out.is_dir() or not any(out.iterdir()):
        return
    foreign = _foreign_file(out)
    if foreign is not None:
        raise NotAPackageError(
            f"{out} holds files that Clippings did not write, such as {foreign}. Nothing was changed. "
            f"Move them away, or choose another place with {option}."
        )


def check_zip(target: Path) -> None:
    """Refuse a target that is anything but a zip of a package of Clippings; a missing file is fine.

    Raises:
        NotAPackageError: Another file is there.
    """
    if target.is_symlink() or (target.exists() and not _is_our_zip(target)):
        raise NotAPackageError(
            f"{target} is a file that Clippings did not write. Nothing was changed. Choose another place with --to."
        )


def is_our_descriptor(content: bytes) -> bool:
    """Whether a `datapackage.json` is that of a package of Clippings."""
    try:
        descriptor = json.loads(content)
    except (ValueError, RecursionError):
        return False
    if not isinstance(descriptor, dict) or descriptor.get("edition") not in (WITH_TEXTS, TEXT_FREE):
        return False
    resources = descriptor.get("resources")
    return isinstance(resources, list) and any(_path_of(resource) == _TABLE for resource in resources)


def _path_of(resource: Any) -> object:  # noqa: ANN401 - anything JSON can hold
    return resource.get("path") if isinstance(resource, dict) else None


def _foreign_file(out: Path) -> str | None:
    """Return the first file below `out` that is not part of a package of Clippings."""
    listed = {*_listed(_small(out / CHECKSUMS)), CHECKSUMS}
    folders = {parent.as_posix() for path in listed for parent in Path(path).parents}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        is_listed = name in (folders if path.is_dir() else listed)
        if path.is_symlink() or not is_listed or not (path.is_dir() or path.is_file()):
            return name
    if not (is_our_descriptor(_small(out / DESCRIPTOR)) or _is_noted(out)):
        return DESCRIPTOR
    return None


def _is_noted(out: Path) -> bool:
    """Whether the note beside `out` says that the last build wrote these checksums: the descriptor may be damaged."""
    try:
        noted = json.loads(_small(out.parent / f".{out.name}.state"))
    except (ValueError, RecursionError):
        return False
    return isinstance(noted, dict) and noted.get(_STATE_KEY) == hashlib.sha256(_small(out / CHECKSUMS)).hexdigest()


def _is_our_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            listed = {*_listed(_member(archive, CHECKSUMS)), CHECKSUMS}
            return {*names} <= listed and is_our_descriptor(_member(archive, DESCRIPTOR))
    except (
        OSError, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error,
        lzma.LZMAError,
    ):  # fmt: skip
        return False


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_MAX_BYTES)


def _listed(checksums: bytes) -> list[str]:
    return [line.partition("  ")[2] for line in checksums.decode("utf-8", errors="replace").splitlines()]


def _small(path: Path) -> bytes:
    """Return the beginning of a regular file, or no bytes if the file is missing."""
    if not path.is_file() or path.is_symlink():
        return b""
    with path.open("rb") as file:
        return file.read(_MAX_BYTES)
