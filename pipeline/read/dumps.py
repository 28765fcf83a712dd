"""The files of an archive: which there are, what their bytes hash to, and in which batches they are read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.tables.problem import Problem

BATCH_BYTES = 8 << 20
"""Bytes of dumps read at once. Memory depends on this, not on the archive."""
_CHUNK = 1 << 20


@dataclass(frozen=True, order=True)
class Dump:
    """A file as it stood when it was first looked at."""

    sha256: str
    path: str
    byte_count: int

    @property
    def page_id(self) -> str:
        """First 16 hexadecimal digits of the hash."""
        return self.sha256[:16]


def find(raw: Path) -> tuple[list[Dump], list[Problem]]:
    """The distinct dumps below `raw` by hash, each under the first of its names, and the files that cannot be read.

    Names that begin with a dot are passed over, so are folders behind links.
    """
    dumps: dict[str, Dump] = {}
    problems = []

    def set_aside(path: Path, error: OSError | ValueError) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        name = _printable(path.relative_to(raw).as_posix())
        problems.append(Problem("unreadable_file", name, f"{reason}. Mend or remove it, then build again."))

    for path in _files(raw, lambda error: set_aside(Path(error.filename), error)):
        try:
            dump = _look(path, path.relative_to(raw).as_posix())
        except (OSError, ValueError) as error:
            set_aside(path, error)
        else:
            known = dumps.get(dump.sha256)
            dumps[dump.sha256] = min(known, dump) if known else dump
    return sorted(dumps.values()), problems


def batches(dumps: Iterable[Dump], budget: int = BATCH_BYTES) -> Iterator[list[Dump]]:
    """The dumps in order, in groups of at most `budget` bytes; a larger dump is a group of its own."""
    group: list[Dump] = []
    size = 0
    for dump in dumps:
        if group and size + dump.byte_count > budget:
            yield group
            group, size = [], 0
        group.append(dump)
        size += dump.byte_count
    if group:
        yield group


def fetch(raw: Path, dump: Dump) -> tuple[bytes | None, list[Problem]]:
    """The dump's bytes as they stood when it was first looked at; None where they cannot be had any more."""
    try:
        with (raw / dump.path).open("rb") as file:
            data = file.read(dump.byte_count)
            has_grown = bool(file.read(1))
    except OSError as error:
        return None, [Problem("unreadable_file", dump.path, f"{error.strerror}. Mend or remove it, then build again.")]
    if hashlib.sha256(data).hexdigest() != dump.sha256:
        return None, [
            Problem(
                "file_changed", dump.path, "The file changed while it was being read. Build again once it is whole."
            )
        ]
    if has_grown:
        message = f"The file grew while it was being read; its first {dump.byte_count} bytes were kept. Build again once it is whole."
        return data, [Problem("file_grew", dump.path, message, page_id=dump.page_id)]
    return data, []


def _files(raw: Path, unread: Callable[[OSError], None]) -> Iterator[Path]:
    for folder, folders, names in os.walk(raw, onerror=unread):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith("."):
                yield Path(folder) / name


def _look(path: Path, name: str) -> Dump:
    if path.is_dir():
        raise ValueError("A link to a folder, which is not followed: two names for one file would be read twice")
    if path.exists() and not path.is_file():
        raise ValueError("Not a regular file")
    _printable(name, strict=True)
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        limit = os.fstat(file.fileno()).st_size
        while size < limit and (chunk := file.read(min(_CHUNK, limit - size))):
            digest.update(chunk)
            size += len(chunk)
    return Dump(digest.hexdigest(), name, size)


def _printable(name: str, *, strict: bool = False) -> str:
    """A file name as text; names that are no UTF-8 are shown with their bytes escaped."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        if strict:
            raise ValueError("The file's name is not UTF-8: rename it") from None
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name
