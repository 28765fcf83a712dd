"""Checks that uses have the words of their passage, and that counts and dates of passages match their uses."""

import polars as pl

from clippings.enrich.passages.words import normalised

_ROWS = 1 << 14
"""Number of uses whose words are in memory at once."""


def broken_uses(passage_uses: pl.DataFrame, passages: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Return uses whose article does not have the words of the passage from start to end.

    Args:
        passage_uses: those in `articles`; one in another article is broken.
        passages: passage_id, text; all that are used.
        articles: article_id, text.
    """
    words = passages.select("passage_id", words=_words(passages["text"]))
    uses = passage_uses.join(words, on="passage_id", how="left", maintain_order="left")
    text_of = dict(articles.select("article_id", "text").iter_rows())
    broken = [uses.clear()]
    for first in range(0, uses.height, _ROWS):
        rows = uses.slice(first, _ROWS)
        spans = rows.select("article_id", "start", "end").iter_rows()
        surfaces = pl.Series([text_of.get(article, "")[start:end] for article, start, end in spans], dtype=pl.String)
        broken.append(rows.filter((_words(surfaces) != rows["words"]).fill_null(True)))
    return pl.concat(broken).drop("words")


def miscounted_passages(passages: pl.DataFrame, passage_uses: pl.DataFrame) -> pl.DataFrame:
    """Return passages whose word count or article count is wrong."""
    articles = passage_uses.group_by("passage_id").agg(articles=pl.col("article_id").n_unique())
    counted = passages.join(articles, on="passage_id", how="left", maintain_order="left").with_columns(
        words=_words(passages["text"]).str.count_matches(" ", literal=True) + 1
    )
    is_right = (pl.col("words") == pl.col("word_count")) & (pl.col("articles") == pl.col("article_count"))
    return counted.filter(~is_right.fill_null(False)).drop("words", "articles")


def misdated_uses(passage_uses: pl.DataFrame, passages: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Return uses with a wrong `is_first`, and all uses of a passage with a wrong `first_published_on`.

    Args:
        passage_uses: all of them.
        passages: passage_id, first_published_on; all of them.
        articles: article_id, published_on, source_published_on; all that have passages.
    """
    dates = articles.select("article_id", on=pl.coalesce("source_published_on", "published_on"))
    dated = passage_uses.join(dates, on="article_id", how="left").join(
        passages.select("passage_id", "first_published_on"), on="passage_id", how="left"
    )
    rivals = dated.select("passage_id", "article_id", "on").unique()
    first = rivals.filter(pl.col("on") == pl.col("on").min().over("passage_id"))
    alone = first.filter(pl.len().over("passage_id") == 1).select("passage_id", "article_id", alone=True)
    earliest = first.group_by("passage_id").agg(earliest=pl.col("on").first())
    judged = dated.join(alone, on=["passage_id", "article_id"], how="left").join(earliest, on="passage_id", how="left")
    is_right = (pl.col("is_first") == pl.col("alone").fill_null(False)) & pl.col("first_published_on").eq_missing(
        pl.col("earliest")
    )
    return judged.filter(~is_right).select(passage_uses.columns).sort("passage_id", "article_id", "start")


def _words(texts: pl.Series) -> pl.Series:
    return pl.Series("words", normalised(texts.to_list()), dtype=pl.String)
