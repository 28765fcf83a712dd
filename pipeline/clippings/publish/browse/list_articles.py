"""Articles of a package, listed and found by date, words and entity."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clippings.publish.package_layout import readable, table

_SHOWN = ("article_id", "published_on", "word_count", "site", "title")
_SEARCHED = ("title", "deck", "text", "author", "contributor", "source_name", "category")
"""Columns of the word search; the text-free edition lacks some."""


@dataclass(frozen=True)
class Filters:
    """Which articles to list.

    Attributes:
        words: Each must be in the title, the text or the credits. Case and accents do not matter.
        day: The beginning of the publication date, such as 2013 or 2013-09.
        entity: The id of an entity, or a part of one of its names.
        site: The name of the site.
        in_title: Whether the words must be in the title.
    """

    words: Sequence[str] = ()
    day: str | None = None
    entity: str | None = None
    site: str | None = None
    in_title: bool = False


def find(root: Path, filters: Filters) -> pl.DataFrame:
    """article_id, published_on, word_count, site and title of the articles in `root` that pass `filters`.

    Articles with all words in the title come first, then the newest; undated ones come last.

    Raises:
        CannotReadPackageError: No package was found, or it is damaged.
    """
    with readable(root):
        articles = table(root, "articles")
        columns = articles.collect_schema().names()
        if filters.site:
            articles = articles.filter(pl.col("site") == filters.site)
        if filters.day:
            articles = articles.filter(pl.col("published_on").cast(pl.String).str.starts_with(filters.day))
        if filters.entity:
            articles = articles.join(_naming(root, filters.entity), on="article_id", how="semi")
        places = ["title"] if filters.in_title else [name for name in _SEARCHED if name in columns]
        anywhere = pl.concat_str(pl.col(places), separator="\n", ignore_nulls=True)
        words = [_folded(word) for word in filters.words if _folded(word).strip()]
        matching = articles.select(
            *_SHOWN,
            is_hit=_all_in(anywhere, words),
            in_title=_all_in(pl.col("title").fill_null(""), words),
        ).filter("is_hit")
        order = {"in_title": True, "published_on": True, "article_id": False}
        return matching.sort(*order, descending=list(order.values()), nulls_last=True).select(_SHOWN).collect()


def _all_in(text: pl.Expr, words: Sequence[str]) -> pl.Expr:
    if not words:
        return pl.lit(value=True)
    return pl.all_horizontal(_plain(text).str.contains(word, literal=True) for word in words)


def _folded(word: str) -> str:
    return str(pl.select(_plain(pl.lit(word))).item())


def _plain(text: pl.Expr) -> pl.Expr:
    """Return a text without case, accents and typography of quotes."""
    plain = text.str.normalize("NFKD").str.replace_all(r"\p{Mn}", "").str.to_lowercase()
    return plain.str.replace_many(["’", "‘", "“", "”"], ["'", "'", '"', '"'])


def _naming(root: Path, entity: str) -> pl.LazyFrame:
    """Ids of the articles that mention an entity with this id or with this in one of its names."""
    names = table(root, "entity_names")
    hit = (pl.col("entity_id") == entity.lower()) | _all_in(pl.col("name"), [_folded(entity)])
    return table(root, "mentions").join(names.filter(hit), on="entity_id", how="semi").select("article_id").unique()
