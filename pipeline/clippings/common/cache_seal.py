"""The seal of what is cached on disk: a keyed hash, whose key is outside every project.

A cache that comes with a project from elsewhere, or that another program changed, has no seal that fits. It counts as missing.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

_BYTES = 32


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
