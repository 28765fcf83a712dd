"""Hints about the kind of an element from tags, class names, microdata and microformats.

Considers single elements only; the segmenter weighs a hint against the rest of the page.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache

from clippings import data

_NAMES: dict[str, dict[str, list[str]]] = tomllib.loads((data.FOLDER / "element_names.toml").read_text("utf-8"))
_OF_CLASS, _OF_ITEMPROP = (
    {name: hint for hint, names in _NAMES[kind].items() for name in names} for kind in ("classes", "microdata")
)
_OF_REL = {"author": "byline", "category": "category"}
_OF_TAG = {"figcaption": "caption", "nav": "navigation", "button": "navigation"}
_TOOLS = frozenset({"navigation", "menu", "menubar", "listbox", "dialog", "alertdialog", "search", "toolbar"})
"""Roles (WAI-ARIA) of elements that a reader works with, not reads."""
_NESTED = {"title": 0, "post_date": 1, "byline": 2, "category": 3}
LONGEST = {"title": 300, "post_date": 60, "byline": 120, "category": 80, "comment_count": 40, "excerpt_end": 120}
"""Characters of the longest line a hint can be true of: `author` may also name a whole biography."""


@lru_cache(maxsize=4096)
def of_element(tag: str, classes: str, itemprop: str, rel: str, role: str) -> str | None:
    """Return the hint an element gives by itself: declared by microdata, then rel, then its class names, then its tag."""
    for name in itemprop.lower().split():
        if name in _OF_ITEMPROP:
            return _OF_ITEMPROP[name]
    for name in rel.lower().split():
        if name in _OF_REL:
            return _OF_REL[name]
    hints = {_OF_CLASS[name] for name in classes.lower().split() if name in _OF_CLASS}
    if hints:
        return min(hints, key=lambda hint: (_NESTED.get(hint, 9), hint))
    return "navigation" if role in _TOOLS else _OF_TAG.get(tag)
