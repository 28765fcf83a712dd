"""Finds the project file of a raw folder: in that folder, then in its parent. The working directory alone never decides.

Locations in settings are absolute paths of folders, or addresses of object storage.
"""

import os
import re
import tomllib
import unicodedata
from pathlib import Path

from clippings.common.addresses import is_s3
from clippings.project.project_error import ProjectError
from clippings.project.variables import PROJECT

FILE_NAME = "clippings.toml"
_RAW = "raw"
_UNNAMED = "archive"


def absolute(place: str, base: Path) -> str:
    """Return a folder as an absolute path, resolved against `base`; an address unchanged."""
    if is_s3(place):
        return place
    try:
        return str((base / Path(place).expanduser()).absolute())
    except RuntimeError:
        raise ProjectError(f"{place} names the home folder of an unknown user. Write the folder in full.") from None


def project_file(project: str | Path | None, raw: str | None) -> Path | None:
    """Return the project file as an absolute path; None if the archive has none.

    A file in the parent folder counts only if its own raw folder is the given one: a folder of other pages inside a project
    must not get the project's identity, profiles and withdrawals.

    Args:
        project: The file or its folder, from an option; None: from the variable CLIPPINGS_PROJECT.
        raw: The raw folder, from an option or a variable; None: `raw` in the working directory.

    Raises:
        ProjectError: The named project has no project file.
    """
    named = project or os.environ.get(PROJECT)
    if named:
        return _named(Path(absolute(str(named), Path.cwd())))
    if raw and is_s3(raw):
        return None
    folder = Path(absolute(raw or _RAW, Path.cwd()))
    if (folder / FILE_NAME).is_file():
        return folder / FILE_NAME
    above = folder.parent / FILE_NAME
    if above.is_file() and (raw is None or _raw_of(above) == folder.resolve()):
        return above
    return None


def _named(place: Path) -> Path:
    file = place / FILE_NAME if place.is_dir() else place
    if not file.is_file():
        raise ProjectError(f"{file} does not exist. Name a project file, or write one with `clippings init`.")
    return file


def _raw_of(file: Path) -> Path | None:
    """Return the raw folder of a project; the default one if the file cannot be read, which is reported later."""
    try:
        paths = tomllib.loads(file.read_text("utf-8")).get("paths", {})
        raw = paths.get("raw", _RAW) if isinstance(paths, dict) else _RAW
    except (OSError, ValueError, RecursionError):
        raw = _RAW
    return (file.parent / raw).resolve() if isinstance(raw, str) and not is_s3(raw) else None


def folder_name(root: Path, file: Path | None) -> str:
    """Return the name of a folder as a valid name of a Data Package.

    Without a project file, a raw folder with the name `raw` gives a neutral name, so that an archive can be moved.
    """
    if file is None and root.name == _RAW:
        return _UNNAMED
    plain = unicodedata.normalize("NFKD", root.name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or _UNNAMED
