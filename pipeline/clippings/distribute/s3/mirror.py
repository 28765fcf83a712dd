"""Mirrors a bucket to a folder: downloads only changed objects, never half an object, never a mixture of two states.

A note beside the folder records each download: the tag of the object, and the size and time of the file, which reveal local
changes.
"""

import json
import shutil
from pathlib import Path

from clippings.common import file_sync
from clippings.distribute.s3 import folders
from clippings.distribute.s3.bucket import Bucket, StoredObject
from clippings.distribute.s3.s3_errors import StorageError, changed

Note = dict[str, list[object]]
_FETCHED = "fetched"
_NOTE = "fetched.json"


def listing(bucket: Bucket) -> list[StoredObject]:
    """Return the objects that can be files of one folder, without the markers that some programs write for empty folders.

    Raises:
        StorageError: A key is also the folder of another key, or the server cannot be reached or refuses the request.
    """
    entries = bucket.list()
    parents = {
        "/".join(parts[:n]) for entry in entries if (parts := entry.path.split("/")) for n in range(1, len(parts))
    }
    for entry in entries:
        if entry.path in parents and entry.size:
            raise StorageError(f"{bucket.address / entry.path} is an object, and objects lie below it. Rename it.")
    return [entry for entry in entries if entry.path not in parents]


def mirror(bucket: Bucket, folder: Path, work: Path) -> int:
    """Make `folder` equal to the bucket. Return the number of downloaded objects.

    Args:
        bucket: The bucket to mirror.
        folder: The target; it may hold nothing else.
        work: A folder on the same disk, for current downloads and the note.

    Raises:
        ChangedError: The bucket changed during the download.
        StorageError: The server cannot be reached or refuses the request.
    """
    entries = listing(bucket)
    folder.mkdir(parents=True, exist_ok=True)
    noted = _noted(work)
    wanted = {entry.path: entry for entry in entries}
    for path in folders.files_of(folder):
        if path not in wanted:
            (folder / path).unlink()
    _prune(folder)
    missing = [entry for entry in entries if noted.get(entry.path) != _state(folder, entry)]
    fetched = work / _FETCHED
    shutil.rmtree(fetched, ignore_errors=True)
    folders.download(missing, bucket, fetched)
    for fetched_path in fetched.rglob("*"):  # the note must not outlive an object after a power cut
        file_sync.sync_one(fetched_path)
    if missing and listing(bucket) != entries:
        raise changed(bucket.address)
    for entry in missing:
        target = folder / entry.path
        if target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        (fetched / entry.path).replace(target)
    for parent in {folder, *((folder / entry.path).parent for entry in missing)}:
        file_sync.sync_one(parent)
    shutil.rmtree(fetched, ignore_errors=True)
    _remember(work, {entry.path: _state(folder, entry) for entry in entries})
    return len(missing)


def _state(folder: Path, entry: StoredObject) -> list[object]:
    """Return the note of an object: its tag, and the size and time of its local file."""
    path = folder / entry.path
    if not path.is_file():
        return []
    status = path.stat()
    return [entry.etag, status.st_size, status.st_mtime_ns] if status.st_size == entry.size else []


def _noted(work: Path) -> Note:
    try:
        note = json.loads((work / _NOTE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


def _remember(work: Path, note: Note) -> None:
    new = work / f"{_NOTE}.new"
    new.write_text(json.dumps(note), "utf-8")
    file_sync.sync_one(new)
    new.replace(work / _NOTE)


def _prune(folder: Path) -> None:
    """Remove empty folders."""
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
