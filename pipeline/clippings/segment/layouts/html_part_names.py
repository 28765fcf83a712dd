"""Kind of one element by its class names and id, from the lists in `data/boilerplate.toml`."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from clippings import data
from clippings.segment.layouts.html_model import Line, parts

_KNOWN = tomllib.loads((data.FOLDER / "boilerplate.toml").read_text("utf-8"))
_STRUCTURE = frozenset(_KNOWN["structure"])
_THREAD_ADDRESS = re.compile(_KNOWN["thread_address"])
_NEGATIONS = frozenset(_KNOWN["negations"])
_TEXT_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "li", "body", "html", "main"})
"""Elements that hold one paragraph, or the whole page: some names only say how they look."""
_OWN_TAGS = {"nav": "navigation", "aside": "sidebar", "footer": "footer", "button": "navigation"}
# comments-link: how many comments a post has, beside its date
_COUNTS = re.compile(r"(?=[\w-]*?comments?-?(?:link|count|number|icon|open|popup|num|total))[\w-]++|post-comments?")
_POST_PARTS = ("article", "header", "footer", "aside", "section", "main")


@dataclass(frozen=True)
class _Entry:
    """A kind of part, and the names that make an element one."""

    kind: str
    words: frozenset[str]
    pattern: re.Pattern[str]
    blocks_only: bool

    def fits(self, name: str) -> bool:
        return self.pattern.fullmatch(name) is not None or (bool(self.words) and _names(name, self.words))


_ENTRIES = tuple(
    _Entry(
        entry["kind"],
        frozenset(entry.get("words", ())),
        re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"])),
        entry.get("blocks_only", False),
    )
    for entry in _KNOWN["names"]
)


def is_thread(address: str | None) -> bool:
    """Return whether an address is of a thread of a forum."""
    return address is not None and _THREAD_ADDRESS.search(address.lower()) is not None


def is_in_forum(lines: Sequence[Line]) -> bool:
    """Return whether a page gives the address of a thread as its own."""
    return any(is_thread(line.href) for line in lines if line.hint == "meta.url")


def _names(name: str, words: frozenset[str]) -> bool:
    """Whether a word of `words` is in the name, with nothing but words of structure behind it."""
    pieces = name.split("-")
    if pieces[0] in _NEGATIONS:
        return False
    while pieces and pieces[-1] not in words:
        last = pieces.pop()
        if last and last not in _STRUCTURE and not last.isdigit():
            return False
    return bool(pieces)


@lru_cache(maxsize=65536)
def _fitting(name: str) -> tuple[int, ...]:
    """Return the numbers of the entries that a class name or id fits."""
    return tuple(number for number, entry in enumerate(_ENTRIES) if entry.fits(name))


class NamedElement(NamedTuple):
    """An element around lines: the kind of boilerplate that its own name says, its tag, and its name without its number."""

    kind: str | None
    tag: str
    name: str


@lru_cache(maxsize=65536)
def part_of(step: str) -> NamedElement:
    """Return the element of a step."""
    name = step.rpartition("[")[0] or step
    return NamedElement(_kind(name), step.partition("[")[0].partition(".")[0].partition("#")[0], name)


@lru_cache(maxsize=65536)
def _kind(step_name: str) -> str | None:
    """Return the kind of boilerplate by the element's own name."""
    tag, names = parts(f"{step_name}[0]")
    plain = (name.partition("--")[0].replace("_", "-") for name in names)
    part_names = [name for name in plain if name and not _COUNTS.fullmatch(name)]
    is_post = any(
        name.startswith(("entry-", "post-", "article-")) or name in ("hentry", "h-entry") for name in part_names
    )
    is_post_part = is_post and tag in _POST_PARTS
    if is_post_part:
        part_names = [name for name in part_names if not name.endswith(("header", "footer", "meta"))]
    fitting = {number for name in part_names for number in _fitting(name)}
    for number in sorted(fitting):
        if not (_ENTRIES[number].blocks_only and tag in _TEXT_TAGS):
            return _ENTRIES[number].kind
    return None if is_post_part else _OWN_TAGS.get(tag)
