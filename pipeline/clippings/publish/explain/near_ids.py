"""Message for an unknown article id, with similar ids."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from clippings.common.printable import printable

_SUGGESTED = 3
_CUTOFF = 0.7
"""Minimum similarity of a suggested id: four of sixteen characters may differ."""
_ID = re.compile(r"[0-9a-f]{4,16}")


def unknown_id(root: Path, asked: str) -> str:
    """Return the message for the id `asked`, which no article of the package in `root` has."""
    if not _ID.fullmatch(asked):
        return f"{printable(asked) or 'The empty text'} is not an article id. Find one with: clippings find WORDS"
    articles = pl.scan_parquet(root / "data" / "articles.parquet").select("article_id", "title").collect()
    near = get_close_matches(asked, articles["article_id"].to_list(), n=_SUGGESTED, cutoff=_CUTOFF)
    if not near:
        return f"No article has the id {asked}. Find one with: clippings find WORDS"
    titles = dict(articles.filter(pl.col("article_id").is_in(near)).iter_rows())
    lines = [f"  {near_id}  {printable(titles[near_id] or '(untitled)')}" for near_id in near]
    return "\n".join([f"No article has the id {asked}. Did you mean:", *lines])
