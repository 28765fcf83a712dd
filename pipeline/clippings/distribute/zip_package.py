"""Packs a package into one zip file whose bytes depend on the package alone."""

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from clippings.common.user_error import UserError
from clippings.publish import atomic_swap, package_ownership, validate

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold."""
_UNIX = 3
_MODE = 0o100644


class CannotPackError(UserError):
    """No package was found, it differs from the published one, or the zip cannot be written."""


def pack(root: Path, target: Path) -> None:
    """Write the package in `root` to the zip `target`, atomically.

    Names are sorted; times and modes are fixed. The files are stored without compression: the bytes must not depend on the
    version of a compressor, and the Parquet files are compressed already.

    Raises:
        CannotPackError: The package is not valid, or the target cannot be used.
    """
    try:
        validate.edition_of(root)
        identity = atomic_swap.directory_identity(root)
        for finding in validate.hash_errors(root):
            raise CannotPackError(f"{root} is not packed: {finding}")
        if target.is_dir() or root.resolve() in target.resolve().parents:
            raise CannotPackError(f"{target} is a folder or is inside the package. Choose another file with --to.")
        package_ownership.check_zip(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(root, target, identity)
    except (OSError, package_ownership.NotAPackageError) as error:
        raise CannotPackError(str(error)) from None


def _write(root: Path, target: Path, identity: tuple[int, ...]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for path in sorted(path for path in root.rglob("*") if path.is_file()):
                    _add(archive, path, path.relative_to(root).as_posix())
            file.flush()
            os.fsync(file.fileno())
        if atomic_swap.directory_identity(root) != identity:
            raise CannotPackError(f"{root} was replaced by another package during the command. Run again.")
        draft.chmod(0o644)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system = _UNIX
    entry.external_attr = _MODE << 16
    entry.file_size = path.stat().st_size
    with path.open("rb") as file, archive.open(entry, "w") as packed:
        shutil.copyfileobj(file, packed, 1 << 20)
