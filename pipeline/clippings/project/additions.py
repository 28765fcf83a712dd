"""Additions of a project to the built-in profiles and names: their folders, and the additions in force in this process.

Loaders of profiles and names are `cached` by the additions in force. A process that is started for a run inherits it
through the environment. Merging one file with another belongs to `overlay`.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from clippings.project.project_error import ProjectError
from clippings.project.settings import Settings

_P = ParamSpec("_P")
_T = TypeVar("_T")
INHERITED = "CLIPPINGS_ADDITIONS"
"""Variable that passes the folders to the processes of a run. Runs set it, not people."""


@dataclass(frozen=True)
class Additions:
    """The project's own files.

    Attributes:
        sites: Folder of profiles, if there is one.
        authority: Folder of names, if there is one.
        digest: Hash of the content of both. Results made from them depend on nothing else.
    """

    sites: Path | None = None
    authority: Path | None = None
    digest: str = ""

    def profiles(self) -> list[Path]:
        """Return the profiles, in order of their names."""
        return sorted(self.sites.glob("*.toml")) if self.sites else []

    def names(self, file_name: str) -> Path | None:
        """Return the project's file of that name in `authority`, if it exists."""
        file = self.authority / file_name if self.authority else None
        return file if file and file.is_file() else None


NAME_FILES = (
    "entities.yaml", "outlets.yaml", "name_cues.toml", "name_heads.toml", "name_words.toml", "given_names.toml",
    "places.toml", "phrases.toml",
)  # fmt: skip
"""Names of the files that `authority` may have."""


def check_names(added: Additions) -> None:
    """Refuse a file in `authority` that nothing reads.

    Raises:
        ProjectError: `authority` has a file with an unknown name.
    """
    for file in sorted(added.authority.iterdir()) if added.authority else ():
        if file.suffix in (".yaml", ".yml", ".toml") and file.name not in NAME_FILES:
            raise ProjectError.at(file, None, f"is not read. Files of names are {', '.join(NAME_FILES)}.")


NONE = Additions()
_in_force: list[Additions] = []


def of(settings: Settings) -> Additions:
    """Return the additions of the project with these settings, from the current files."""
    return _of(settings.paths.sites, settings.paths.authority)


def current() -> Additions:
    """Return the additions in force in this process."""
    return _in_force[-1] if _in_force else _inherited(os.environ.get(INHERITED, ""))


def cached(load: Callable[_P, _T]) -> Callable[_P, _T]:
    """Keep what a loader returns, apart for each project's additions."""

    @cache
    def loaded(_added: Additions, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return load(*args, **kwargs)

    return wraps(load)(lambda *args, **kwargs: loaded(current(), *args, **kwargs))


@contextmanager
def using(additions: Additions) -> Iterator[None]:
    """Put `additions` in force in this process and in processes started in the block."""
    before = os.environ.get(INHERITED)
    _in_force.append(additions)
    os.environ[INHERITED] = f"{additions.sites or ''}\n{additions.authority or ''}"
    try:
        yield
    finally:
        _in_force.pop()
        if before is None:
            del os.environ[INHERITED]
        else:
            os.environ[INHERITED] = before


@cache
def _inherited(folders: str) -> Additions:
    sites, _, authority = folders.partition("\n")
    return _of(sites, authority)


def _of(sites: str, authority: str) -> Additions:
    if not (sites or authority):
        return NONE
    folders = (Path(sites) if sites else None, Path(authority) if authority else None)
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder else []:
            if path.is_file():
                digest.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        digest.update(b"\0")
    return Additions(*folders, digest.hexdigest())
