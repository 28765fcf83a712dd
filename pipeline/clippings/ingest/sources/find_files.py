"""Finds the dumps of an archive, hashes them, groups them into batches and reads their bytes.

A dump is a file, or a record of a container. `containers` recognises and opens containers.
"""

import hashlib
import os
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from clippings.common.transient_errors import may_pass
from clippings.ingest.sources import containers
from clippings.ingest.sources.distinct_dumps import Distinct, Dump, Packs, Revisit, Stamp
from clippings.ingest.sources.limits import PAGE_BYTES
from clippings.ingest.sources.member import Member
from clippings.project import scaffold
from clippings.schema.problem_report import Problem

BATCH_BYTES = 8 << 20
"""Bytes of lines read at once. Memory depends on this, not on the archive."""
_CHUNK = 1 << 20
_HASH_BITS = 256


def find(raw: Path, unpack: Path, *, patient: bool = False) -> tuple[list[Dump], list[Problem]]:
    """Return the distinct dumps below `raw` by hash, each under the first of its names, and problems.

    Passed over: names that begin with a dot, folders behind links, and files that Clippings itself wrote into `raw`. Containers are
    opened, and their pages are stored below `unpack`; the caller deletes this folder after the dumps are read.

    Raises:
        OSError: The caller is `patient`, and this error may pass: a file that cannot be read now is not set aside.
    """
    dumps = Distinct()
    problems = []

    def set_aside(path: Path, error: OSError | ValueError) -> None:
        if patient and isinstance(error, OSError) and may_pass(error):
            raise error
        reason = getattr(error, "strerror", None) or str(error)
        name = _printable(path.relative_to(raw).as_posix())
        problems.append(Problem("unreadable_file", name, f"{reason}."))

    with closing(Packs(unpack)) as packs, ExitStack() as after:
        after.callback(_hashed.cache_clear)
        for path in files(raw, lambda error: set_aside(Path(error.filename), error)):
            name = path.relative_to(raw).as_posix()
            try:
                looked = _look(path, name)
            except (OSError, ValueError) as error:
                set_aside(path, error)
                continue
            if isinstance(looked, Dump):
                dumps.add(looked)
            elif isinstance(looked, Problem):
                problems.append(looked)
            else:
                problems += _keep_members(dumps, containers.members(path, name, looked), packs)
    return sorted(dumps.by_hash.values()), [*problems, *dumps.problems()]


def content_hash(raw: Path) -> str:
    """Return a hash of the names and bytes of all that `find` looks at below `raw`, whatever the files' times."""
    whole = hashlib.sha256()
    _hashed.cache_clear()

    def add(name: str, value: str) -> None:
        whole.update(f"{name}\0{value}\n".encode("utf-8", "surrogateescape"))

    for path in files(raw, lambda error: add(os.path.relpath(error.filename, raw), str(error.errno))):
        name = path.relative_to(raw).as_posix()
        try:
            if not path.is_file():
                add(name, "no file")
                continue
            add(name, _hashed(path, _stamp(path.stat()))[0])
        except OSError as error:
            add(name, str(error.errno))
    return whole.hexdigest()


@cache
def _hashed(path: Path, stamp: Stamp) -> tuple[str, int, containers.Form | None]:
    """Return the SHA-256 and size of a file as long as it is now, and its form if it is a container.

    One that never ends is not read for ever. A file of one stamp is read once, by `content_hash` or by `find`.
    """
    digest, size, form = hashlib.sha256(), 0, None
    _, limit, *_ = stamp
    with path.open("rb") as file:
        while size < limit and (chunk := file.read(min(_CHUNK, limit - size))):
            form = form if size else containers.form(chunk)
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size, form


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def batches(dumps: Sequence[Dump], budget: int = BATCH_BYTES) -> Iterator[Sequence[Dump]]:
    """Return the dumps in order of their hashes, in groups of at most `budget` bytes of lines; a larger dump is a group of its own.

    A group holds the hashes that begin with the same bits: one dump more or less changes the group it lies in, and no other.
    """
    return _halved(dumps, budget, 0)


def _halved(dumps: Sequence[Dump], budget: int, bit: int) -> Iterator[Sequence[Dump]]:
    if sum(dump.text_size for dump in dumps) <= budget or len(dumps) == 1 or bit == _HASH_BITS:
        if dumps:
            yield dumps
        return
    middle = bisect(dumps, 0, key=lambda dump: int(dump.sha256, 16) >> (_HASH_BITS - 1 - bit) & 1)
    yield from _halved(dumps[:middle], budget, bit + 1)
    yield from _halved(dumps[middle:], budget, bit + 1)


def fetch(raw: Path, dump: Dump) -> tuple[bytes | None, list[Problem]]:
    """Return the dump's bytes as first seen; None if they are no longer available."""
    if dump.place:
        return dump.place.read(), []
    try:
        with (raw / dump.path).open("rb") as file:
            data = file.read(dump.byte_count)
            has_grown = bool(file.read(1))
            is_untouched = not has_grown and _stamp(os.fstat(file.fileno())) == dump.stamp
    except OSError as error:
        return None, [Problem("unreadable_file", dump.path, f"{error.strerror}.")]
    if not is_untouched and hashlib.sha256(data).hexdigest() != dump.sha256:
        return None, [Problem("file_changed", dump.path, "The file changed during reading.")]
    if has_grown:
        message = f"The file grew during reading; its first {dump.byte_count} bytes were kept."
        return data, [Problem("file_grew", dump.path, message, page_id=dump.page_id)]
    return data, []


def _keep_members(dumps: Distinct, members: Iterable[Member | Revisit | Problem], packs: Packs) -> Iterator[Problem]:
    for member in members:
        if isinstance(member, Problem):
            yield member
        elif isinstance(member, Revisit):
            dumps.revisits.append(member)
        else:
            dumps.add(member.dump, member.names, partial(_stored, packs, member.payload))


def _stored(packs: Packs, payload: bytes, dump: Dump) -> Dump:
    return replace(dump, place=packs.put(payload))


def files(raw: Path, unread: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield every path below `raw` that is not a folder; links are not followed.

    Folders may be nested deeper than Python can recurse, and deeper than a path can be long.

    Args:
        raw: The folder of saved pages.
        unread: Called for each folder that cannot be read.
    """
    waiting = [raw]
    while waiting:
        folder, below = waiting.pop(), []
        try:
            with os.scandir(folder) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            unread(OSError(error.errno, error.strerror, str(folder)))
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith(".") or (folder == raw and scaffold.is_ours(path)):
                continue
            if _is_folder(entry):
                below.append(path)
            else:
                yield path
        waiting += reversed(below)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _look(path: Path, name: str) -> Dump | Problem | containers.Form:
    """Return the file as a dump, or its problem; for a container its form, because its members are the dumps."""
    if path.is_dir():
        raise ValueError("A link to a folder, which is not followed: two names for one file would be read twice")
    if path.exists() and not path.is_file():
        raise ValueError("Not a regular file")
    _printable(name, strict=True)
    stamp = _stamp(path.stat())
    if stamp[1] > PAGE_BYTES:
        with path.open("rb") as file:
            message = f"The file has more than {stamp[1]:,} bytes, the limit for one page."
            return containers.form(file.read(_CHUNK)) or Problem("too_large", name, message)
    digest, size, form = _hashed(path, stamp)
    return form or Dump(digest, name, size, stamp=stamp)


def _printable(name: str, *, strict: bool = False) -> str:
    """Return a file name as text; escape the bytes of names that are not UTF-8."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        if strict:
            raise ValueError("The file's name is not UTF-8: rename it") from None
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name
