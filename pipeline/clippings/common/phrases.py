"""Phrases that web pages write around articles, in every language: the lists of `data/phrases/`, as parts of patterns.

Only this module reads those files. The code that uses a phrase decides what it means for a line.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from clippings import data

_DOTTED = "tr"
"""A language whose capitals of i and ı are İ and I: in lower case, `İLGİLİ YAZILAR` has dots behind its i, and no ı."""
_LETTER_I = re.compile(r"\[[^\]]*\]|\\.|[iı]")
_ANY_I = {"i": "(?:i\u0307?|İ)", "ı": "[ıi]"}
_BOUNDED_ANY = re.compile(r"\.\{\d+,\d+\}")


def alternatives(patterns: Iterable[str]) -> str:
    """Return a pattern of any of `patterns`, each once and the longest first, without brackets around it."""
    return "|".join(sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern)))


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """Return the phrases in all languages, each once, by the name of their list."""
    merged: dict[str, dict[str, None]] = {}
    for file in sorted((data.FOLDER / "phrases").glob("*.toml")):
        for name, phrases in tomllib.loads(file.read_text("utf-8"))["phrases"].items():
            if file.stem == _DOTTED:
                phrases = [_LETTER_I.sub(lambda letter: _ANY_I.get(letter[0], letter[0]), phrase) for phrase in phrases]
            merged.setdefault(name, {}).update(dict.fromkeys(phrases))
    return {name: tuple(phrases) for name, phrases in merged.items()}


@cache
def either(*names: str) -> str:
    """Return a pattern of any phrase of the lists `names`, longest first."""
    return f"(?:{alternatives(phrase for name in names for phrase in lists()[name])})"


@cache
def either_of_lines(*names: str) -> str:
    """Return the same for Rust's `regex`, for short lines only: there a bounded wildcard costs far more than an open one."""
    return _BOUNDED_ANY.sub(".*", either(*names))


def either_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any of `phrases` for Rust's `regex`."""
    return _BOUNDED_ANY.sub(".*", f"(?:{alternatives(phrases)})")


@cache
def whole(*names: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return a pattern of a whole line in lower case that is a phrase of the lists, between `before` and `after`.

    Case is not ignored, since that makes Python's `re` many times slower: match it with `text.lower()`.
    """
    return re.compile(f"{before}{either(*names)}{after}")
