"""An open element of a page: its position, its declarations and its visibility, without its text.

Hints about its kind come from its tag, class names, microdata and microformats alone; the segmenter weighs a hint against
the rest of the page.
"""

import re
from functools import lru_cache

from clippings import data
from clippings.ingest.formats import iso_datetime

_NAMES: dict[str, dict[str, list[str]]] = data.read("element_names.toml")
_OF_CLASS, _OF_ITEMPROP = (
    {name: hint for hint, names in _NAMES[kind].items() for name in names} for kind in ("classes", "microdata")
)
ABOUT_POSTS = frozenset(_NAMES["about_posts"]["classes"])
"""Class names of elements that hold nothing but facts about a post."""
_OF_REL = {"author": "byline", "category": "category"}
_OF_TAG = {"figcaption": "caption", "nav": "navigation", "button": "navigation"}
_TOOLS = frozenset({"navigation", "menu", "menubar", "listbox", "dialog", "alertdialog", "search", "toolbar"})
"""Roles (WAI-ARIA) of elements that a reader works with, not reads."""
_NESTED = {"title": 0, "post_date": 1, "byline": 2, "category": 3}
LONGEST = {"title": 300, "post_date": 60, "byline": 120, "category": 80, "comment_count": 40, "excerpt_end": 120}
"""Characters of the longest line a hint can be true of: `author` may also name a whole biography."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS_NAMES = """
    address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form header hgroup hr legend li listing main menu nav ol optgroup p plaintext pre search section
    summary table tbody td tfoot th thead tr ul xmp
"""
_BLOCKS = HEADINGS | frozenset(_BLOCKS_NAMES.split())
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", "hidden-accessible"})
_UNSAFE = re.compile(r"[\s/\[\]#.]")
_DEEPEST = 100
"""Steps of the longest place; what lies deeper shares the place of its ancestor there."""
_NAME = 40
"""Characters of the longest class name or id in a place."""
_CLASSES = 4


@lru_cache(maxsize=4096)
def hint_of(tag: str, classes: str, itemprop: str, rel: str, role: str) -> str | None:
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


class Element:
    """An open element: what it is and what its descendants inherit."""

    __slots__ = (
        "attributes", "block", "count", "depth", "hint", "href", "index", "is_block", "is_pre", "parent", "path",
        "tag", "timestamp",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: "Element | None", index: int) -> None:
        self.tag, self.attributes, self.parent, self.index = tag, attributes, parent, index
        self.count = 0
        self.path: str | None = None
        self.hint: str | None = None
        self.href: str | None = None
        self.timestamp: str | None = None
        self.is_block = True
        self.block: Element = self
        self.is_pre = False
        self.depth = 0
        if parent is not None:
            self.depth = parent.depth + 1
            self.hint, self.href = parent.hint, parent.href
            self.timestamp, self.is_pre = parent.timestamp, parent.is_pre

    def place(self) -> str:
        """Return the position of the element, computed once on first use."""
        waiting: list[Element] = []
        frame: Element = self
        while frame.path is None and frame.parent is not None:
            waiting.append(frame)
            frame = frame.parent
        path = frame.path or ""
        for frame in reversed(waiting):
            if frame.depth <= _DEEPEST:
                path = f"{path}/{frame.step()}" if path else frame.step()
            frame.path = path
        return path

    def step(self) -> str:
        """`tag.class1.class2#id[n]`."""
        tag, attributes = self.tag, self.attributes
        if not attributes:
            return f"{tag}[{self.index}]"
        named = attributes.get("class")
        classes = _classes(named) if named else ""
        identity = attributes.get("id")
        mark = f"#{_UNSAFE.sub('_', identity.strip()[:_NAME])}" if identity and identity.strip() else ""
        return f"{tag}{classes}{mark}[{self.index}]"


@lru_cache(maxsize=16384)
def _classes(named: str) -> str:
    """`.class1.class2`: at most four, sorted; those that number the element or name its categories come last."""
    names = sorted({_UNSAFE.sub("_", name[:_NAME]) for name in named[:2000].split()})
    if len(names) > _CLASSES:
        names.sort(key=lambda name: any(c.isdigit() for c in name) or name.startswith(("category-", "tag-")))
        names = sorted(names[:_CLASSES])
    return "".join(f".{name}" for name in names)


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Return whether a browser does not show the element."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style[:2000]):
        return True
    named = attributes.get("class")
    return named is not None and not _HIDDEN_CLASSES.isdisjoint(named[:2000].split())


def is_update(attributes: dict[str, str | None]) -> bool:
    """Return whether a time is the day of a later change. Themes that mark it so hide it on the page."""
    names = (attributes.get("class") or "").split()
    return "updated" in names and "published" not in names


def declare(frame: Element, attributes: dict[str, str | None]) -> None:
    """Set the element's own declarations; they override inherited ones."""
    tag = frame.tag
    frame.is_block = tag in _BLOCKS or "-" in tag
    if not frame.is_block and frame.parent is not None:
        frame.block = frame.parent.block
    if tag in ("pre", "listing", "xmp", "plaintext"):
        frame.is_pre = True
    if tag == "time":
        frame.timestamp = iso_datetime.iso(attributes.get("datetime")) or frame.timestamp
        if frame.hint is None:
            frame.hint = "post_date"
    if not attributes:
        if tag in ("figcaption", "nav", "button"):
            frame.hint = hint_of(tag, "", "", "", "")
        return
    get = attributes.get
    if tag == "a":
        frame.href = get("href") or frame.href
    title = get("title")
    if title and tag in ("abbr", "span", "a"):
        frame.timestamp = iso_datetime.iso(title) or frame.timestamp
    itemprop = get("itemprop") or ""
    if itemprop and get("content"):
        frame.timestamp = iso_datetime.iso(get("content")) or frame.timestamp
    rel = (get("rel") or "")[:100]
    hint = hint_of(tag, (get("class") or "")[:500], itemprop[:100], rel, (get("role") or "")[:40])
    if hint is not None and frame.hint != "navigation":
        frame.hint = hint
    elif rel and "bookmark" in rel and frame.parent is not None and frame.parent.tag in HEADINGS:
        frame.hint = "title"
