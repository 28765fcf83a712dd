"""A cache on disk, for values that every process needs and that take long to make. The key is the version of their code.

Each file is signed with the user's own key, which is outside every project. A file that is missing, damaged, of another
version or without a valid signature is made again.
"""

import contextlib
import gc
import hmac
import os
import pickle
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

_BYTES = 32

Value = TypeVar("Value")
_MOST = 4
"""Versions of a value that are kept: of several checkouts and projects."""


def seal(name: str, content: str | bytes) -> str:
    """Return the seal of a list or a value with this name and content."""
    data = content.encode() if isinstance(content, str) else content
    return hmac.new(_key(), f"{name}\n".encode() + data, "sha256").hexdigest()


@cache
def _key() -> bytes:
    """Return the key of this user. Without a place for it each process has its own, and makes everything again."""
    try:
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "clippings"
        return _stored(folder / "cache-key")
    except (OSError, RuntimeError):
        return secrets.token_bytes(_BYTES)


def _stored(path: Path) -> bytes:
    """Return the key in a file that only its owner can read; write it first if it is missing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists() or path.stat().st_size != _BYTES:
        path.unlink(missing_ok=True)
        draft = path.with_name(f".cache-key.{os.getpid()}")
        draft.touch(0o600)
        draft.write_bytes(secrets.token_bytes(_BYTES))
        with contextlib.suppress(FileExistsError):  # another process was first
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_bytes()


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
