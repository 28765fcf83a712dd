"""Patterns that are compiled when they are first used: a process uses few of those of many languages."""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    """Becomes the pattern that it names, method by method."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a pattern
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)  # found at once from now on
        return value


def lazily_compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used."""
    return cast("re.Pattern[str]", _LazyPattern(source, flags))
