"""The id of an article: from its title, its post date and its opening words, and from nothing else in the archive.

An id is 16 hexadecimal digits of a SHA-256. Only where two different posts have one title, one date and one opening
does more of them enter the id: their site, then their whole text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import polars as pl

OPENING_WORDS = 12
"""Words of the text that enter the id. Excerpts met so far are longer, so the id does not depend on where one is cut."""

_WORD = re.compile(r"[^\W_]+")


def words(text: str | None) -> list[str]:
    """The words of `text` without case, punctuation, and differences of composition."""
    return _WORD.findall(unicodedata.normalize("NFKC", text or "").casefold())


def own_ids(posts: pl.DataFrame) -> pl.Series:
    """The id each post of `posts` (title, published_on, opening) has by itself."""
    return pl.Series(
        [
            _digest([" ".join(words(title)), str(day or ""), " ".join(words(opening)[:OPENING_WORDS])])
            for title, day, opening in posts.select("title", "published_on", "opening").iter_rows()
        ],
        dtype=pl.String,
    )


def told_apart(articles: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Ids of different articles that are different: own_article_id, or where several share one, one of more.

    Args:
        articles: own_article_id, site, text_sha256, appearance_id; one row an article.

    Returns:
        The ids, and whether each had to be told apart.
    """
    is_shared = articles.select(pl.len().over("own_article_id") > 1).to_series()
    with_site = _digests(articles, ["own_article_id", "site"])
    still = pl.DataFrame({"id": with_site}).select(pl.len().over("id") > 1).to_series()
    with_text = _digests(articles, ["own_article_id", "site", "text_sha256"])
    last = pl.DataFrame({"id": with_text}).select(pl.len().over("id") > 1).to_series()
    with_place = _digests(articles, ["own_article_id", "appearance_id"])
    ids = (
        pl.DataFrame({"own": articles["own_article_id"], "site": with_site, "text": with_text, "place": with_place})
        .select(pl.when(~is_shared).then("own").when(~still).then("site").when(~last).then("text").otherwise("place"))
        .to_series()
    )
    return ids, is_shared


def _digests(articles: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    return pl.Series([_digest(row) for row in articles.select(columns).iter_rows()], dtype=pl.String)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
