"""Writes a new project: the project file with every setting as a comment, and the folders with a README each."""

import hashlib
from pathlib import Path

from clippings import data
from clippings.project.lookup import FILE_NAME
from clippings.project.project_error import ProjectError

_TEMPLATE = data.FOLDER / "project"
_NOTE = "README.md"
_EARLIER_NOTES = frozenset(("87ef872de29d5de78a471ad94db2aabb31c089d7b39d93599ce7b6736ab0b85d",))
"""SHA-256 of texts that earlier versions wrote into the README of a raw folder: add the old one when the text changes."""
_LONGEST_NOTE = 4096


def write(folder: Path) -> list[Path]:
    """Write a project into `folder`. Never replace an existing file.

    Returns:
        The written files, the project file first.

    Raises:
        ProjectError: A file of a project exists already, or `folder` is a file.
        OSError: The folder cannot be written to.
    """
    if folder.exists() and not folder.is_dir():
        raise ProjectError(f"{folder} is a file. Name a folder.")
    sources = sorted(_TEMPLATE.rglob("*.*"), key=lambda path: (path.name != FILE_NAME, path))
    targets = {folder / source.relative_to(_TEMPLATE): source for source in sources}
    there = [str(target) for target in targets if target.exists() or target.is_symlink()]
    if there:
        raise ProjectError(f"{there[0]} exists already and is not replaced. Choose another folder.")
    for target, source in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(source.read_text("utf-8"))
    return [*targets]


def is_ours(path: Path) -> bool:
    """Return whether a file directly in the raw folder is not a page: the project file, or the README that `write` made."""
    note = _TEMPLATE / "raw" / _NOTE
    if path.name != _NOTE:
        return path.name == FILE_NAME
    try:
        content = path.read_bytes() if path.stat().st_size <= _LONGEST_NOTE else b""
        return content == note.read_bytes() or hashlib.sha256(content).hexdigest() in _EARLIER_NOTES
    except OSError:
        return False
