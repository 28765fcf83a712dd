"""Values that every process of a user needs and that take long to make, kept on disk under the version of their code.

Only what this program wrote with the user's own key is read. What is missing, damaged or of another version is made again.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

from clippings.common.cache_seal import seal

Value = TypeVar("Value")

_MOST = 4
"""Versions of a value that are kept: of several checkouts and projects."""


def kept(name: str, version: str, make: Callable[[], Value]) -> Value:
    """Return a value as it is kept, or make it and keep it.

    Args:
        name: Name of the value.
        version: Changes with everything that the value depends on.
        make: Makes the value, which pickle can hold.
    """
    file_name = f"{name}-{version}"
    try:
        sealed, _, content = (_folder() / file_name).read_bytes().partition(b"\n")
        if sealed.decode("ascii", "replace") == seal(file_name, content):
            return cast("Value", _loaded(content))
    except (OSError, RuntimeError):
        pass
    value = make()
    with suppress(OSError, RuntimeError):
        _write(_folder() / file_name, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return value


def _folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "clippings"


def _loaded(content: bytes) -> object:
    """Return the value; the collector would look at its many objects again and again while they are made."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(content)  # noqa: S301 - sealed with the user's key
    finally:
        if was_enabled:
            gc.enable()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(f"{seal(path.name, content)}\n".encode() + content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    versions = sorted(
        path.parent.glob(f"{path.name.partition('-')[0]}-*"), key=lambda kept_path: kept_path.stat().st_mtime
    )
    for old in versions[:-_MOST]:
        old.unlink(missing_ok=True)
