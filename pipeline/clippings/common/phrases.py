"""What web pages write around articles, in every language: the lists of `data/phrases/`, as parts of patterns.

The only place that reads those files. What a phrase means for a line is decided where it is used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from clippings import data

_BOUNDED_ANY = re.compile(r"\.\{\d+,\d+\}")


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """Name of a list to its phrases in all languages, each once."""
    merged: dict[str, dict[str, None]] = {}
    for file in sorted((data.FOLDER / "phrases").glob("*.toml")):
        for name, phrases in tomllib.loads(file.read_text("utf-8"))["phrases"].items():
            merged.setdefault(name, {}).update(dict.fromkeys(phrases))
    return {name: tuple(phrases) for name, phrases in merged.items()}


@cache
def either(*names: str) -> str:
    """A pattern of any phrase of the lists `names`, longest first."""
    phrases = dict.fromkeys(phrase for name in names for phrase in lists()[name])
    return f"(?:{'|'.join(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))})"


@cache
def either_of_lines(*names: str) -> str:
    """The same for Rust's `regex`, tried on short lines only: there a bounded wildcard costs far more than an open one."""
    return _BOUNDED_ANY.sub(".*", either(*names))


def either_of(phrases: Iterable[str]) -> str:
    """A pattern of any of `phrases` for Rust's `regex`."""
    ordered = sorted(dict.fromkeys(phrases), key=lambda phrase: (-len(phrase), phrase))
    return _BOUNDED_ANY.sub(".*", f"(?:{'|'.join(ordered)})")


@cache
def whole(*names: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A pattern of a whole line in small letters that is a phrase of the lists, with `before` and `after` around it.

    Case is not ignored, since that makes Python's `re` many times slower: match it with `text.lower()`.
    """
    return re.compile(f"{before}{either(*names)}{after}")
