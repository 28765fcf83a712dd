"""The id of an article, computed from its title, post date and opening words alone.

An id is 16 hexadecimal digits of a SHA-256. If two different posts share title, date and opening words, the id also
covers their site, then their whole text.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

import polars as pl

from clippings.common.prose import SPACELESS_RANGES

OPENING_WORDS = 12
"""Number of words of the text that enter the id. Known excerpts are longer, so the id does not depend on their length."""

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(rf"[{SPACELESS_RANGES}]|[^\W_{SPACELESS_RANGES}]+")


def words(text: str | None) -> list[str]:
    """Return the words of `text` without case, punctuation and differences of Unicode composition."""
    return _WORD.findall(_folded(text or ""))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def pieces(text: str) -> list[str]:
    """Return the words of `text` as `words` does, and each character of scripts without spaces between words."""
    return words(text) if text.isascii() else _PIECE.findall(_folded(text))


def own_ids(posts: pl.DataFrame) -> pl.Series:
    """Return the id that each post of `posts` (title, published_on, opening) has on its own."""
    return pl.Series(
        [
            _digest([" ".join(words(title)), str(day or ""), _opening(opening)])
            for title, day, opening in posts.select("title", "published_on", "opening").iter_rows()
        ],
        dtype=pl.String,
    )


def _opening(text: str | None) -> str:
    """Return the first words of a text as `words` does; the rest of it is not read."""
    return " ".join(word[0] for word in islice(_WORD.finditer(_folded(text or "")), OPENING_WORDS))


def disambiguate_ids(articles: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return a different id for each article: own_article_id, or, if several articles share it, an id that covers more.

    Args:
        articles: own_article_id, site, text_sha256, appearance_id; one row per article.

    Returns:
        The ids, and whether each had to be disambiguated.
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
