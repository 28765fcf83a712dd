"""Hints about the kind of an element from tags, class names, microdata and microformats.

Considers single elements only; the segmenter weighs a hint against the rest of the page.
"""

from __future__ import annotations

from functools import lru_cache

_CLASS_HINTS = {
    "title": (
        "entry-title", "p-name", "post-title", "article-title", "headline", "entry-headline", "posttitle",
    ),
    "post_date": (
        "published", "dt-published", "entry-date", "post-date", "date-header", "posted-on", "postdate", "pubdate",
        "article-date", "publish-date", "date-published", "post-timestamp", "timestamp-link",
    ),
    "byline": ("author", "p-author", "fn", "byline", "post-author", "entry-author", "article-author", "h-card", "vcard"),
    "category": (
        "cat-links", "p-category", "post-category", "entry-category", "category-link", "post-categories", "cat-name",
    ),
    "comment_count": (
        "comments-link", "comment-count", "comments-count", "comment-link", "post-comments", "comments-number",
    ),
    "body": ("entry-content", "e-content", "post-body", "article-body", "articlebody", "post-content", "entry-body"),
    "caption": ("wp-caption-text", "caption", "image-caption", "img-caption", "photo-caption"),
    "excerpt_end": ("more-link", "read-more", "readmore", "continue-reading"),
}  # fmt: skip
"""Class names of hAtom, h-entry, and of the themes of the most common publishing systems."""
_OF_CLASS = {name: hint for hint, names in _CLASS_HINTS.items() for name in names}
_OF_ITEMPROP = {
    "headline": "title", "datepublished": "post_date", "author": "byline", "articlebody": "body",
    "articlesection": "category", "commentcount": "comment_count", "interactioncount": "comment_count",
}  # fmt: skip
_OF_REL = {"author": "byline", "category": "category"}
_OF_TAG = {"figcaption": "caption", "nav": "navigation", "button": "navigation"}
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
    return "navigation" if role == "navigation" else _OF_TAG.get(tag)
