"""Bounds the cost of parsing a page: extreme nesting and sizes cost a parser quadratic time.

Leaves ordinary pages as they are.
"""

import re

LARGEST = 50_000_000
"""Maximum number of characters of a page that are read; the rest is ignored."""
DEEPEST = 5_000
"""Elements open at once; tags that would open more are left out, their text is kept."""
MOST_OPEN = 30
"""Maximum number of open formatting elements. A parser reopens each of them in every paragraph."""
MOST_ATTRIBUTES = 1_000
"""A tag with more is read without any."""
_MANY = 1_500
"""Pages with fewer tags than this cannot nest deep enough to matter, and are not looked at."""
_LONG = 10_000
"""Characters of a tag that may have too many attributes."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,40})(?=[\s/>])[^<>]*>")
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_FORMATTING_NAMES = "a b big code em font i nobr s small strike strong tt u"
_FORMATTING = frozenset(_FORMATTING_NAMES.split())
_SELF_CLOSING_NAMES = "p li dt dd tr td th option thead tbody tfoot"
_SELF_CLOSING = frozenset(_SELF_CLOSING_NAMES.split())
"""Elements that end where the next one begins. Many unclosed ones are not nested."""
_FORMATTING_TAG = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[ >]", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9-]{{0,40}})\s[^<>]{{{_LONG},}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def bounded(markup: str) -> str:
    """Return `markup`, the same unless it is larger, deeper or stranger than a parser can take."""
    if len(markup) > LARGEST:
        markup = markup[:LARGEST]
    if not markup.isascii() and _SURROGATE.search(markup):
        markup = _SURROGATE.sub("\ufffd", markup)
    if len(markup) > _LONG and max(map(len, markup.split(">"))) > _LONG:
        markup = _LONG_TAG.sub(_without_attributes, markup)
    return _cut(markup) if _is_suspect(markup) else markup


def _without_attributes(m: re.Match[str]) -> str:
    return m[0] if m[0].count("=") + m[0].count(" ") <= 2 * MOST_ATTRIBUTES else f"<{m[1]}"


def _is_suspect(markup: str) -> bool:
    """Return whether tags may nest too deep, by their numbers alone."""
    tag_count = markup.count("<")
    if tag_count <= _MANY:
        return False
    ends = _FORMATTING_TAG.findall(markup)
    if len(ends) - 2 * ends.count("/") > MOST_OPEN:
        return True
    if tag_count > DEEPEST and tag_count - 2 * markup.count("</") > DEEPEST:
        return True
    return tag_count > 2 * DEEPEST and _depth(markup) > DEEPEST


def _depth(markup: str) -> int:
    """Return the most elements open at once, by the tags alone."""
    depth = deepest = 0
    for end, name in _TAG.findall(markup):
        name = name.lower()
        if name in _VOID or name in _SELF_CLOSING:
            continue
        depth += -1 if end else 1
        deepest = max(deepest, depth)
    return deepest


def _cut(markup: str) -> str:
    """Return `markup` without the tags beyond the limits. End tags of removed elements change nothing."""
    depth = formatting = 0

    def kept(m: re.Match[str]) -> str:
        nonlocal depth, formatting
        name = m[2].lower()
        if name in _VOID or name in _SELF_CLOSING:
            return m[0]
        is_formatting = name in _FORMATTING
        if m[1]:
            depth, formatting = max(depth - 1, 0), max(formatting - is_formatting, 0)
            return m[0]
        depth, formatting = depth + 1, formatting + is_formatting
        return "" if depth > DEEPEST or (is_formatting and formatting > MOST_OPEN) else m[0]

    return _TAG.sub(kept, markup)
