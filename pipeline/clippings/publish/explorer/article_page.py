"""The explorer of one article: a page with its text, its evidence and the saved pages it was met on."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from clippings.publish import package_layout
from clippings.publish.explorer.chunks import Chunks
from clippings.publish.explorer.write_explorer import html_of
from clippings.schema.editions import WITH_TEXTS

_OF_PAGES = {
    "pages": ["page_id"],
    "lines": ["page_id", "line_no"],
    "removals": ["page_id", "line_no", "start"],
    "recent_posts": ["page_id", "line_no"],
    "problems": ["problem_id"],
}
"""Tables of the pages it was met on, with the columns by which they are sorted."""


def page_of(root: Path, article_id: str) -> str:
    """The page of an article of the package in `root`. It holds no other article."""
    descriptor = package_layout.descriptor_of(root)
    tables = package_layout.tables(root, descriptor.get("edition", WITH_TEXTS))
    is_it = pl.col("article_id") == article_id
    of_article = {name: tables[name].filter(is_it) for name in ("articles", "appearances", "mentions")}
    of_pages = {name: tables[name].join(of_article["appearances"], on="page_id", how="semi") for name in _OF_PAGES}
    mentioned = {"entities": tables["entities"].join(of_article["mentions"], on="entity_id", how="semi")}
    shown = {**tables, **of_article, **mentioned}
    shown |= {name: frame.sort(_OF_PAGES[name]) for name, frame in of_pages.items()}
    return "".join(html_of(shown, descriptor, Chunks(), start=f"article/{article_id}"))
