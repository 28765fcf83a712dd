"""Checks that no withdrawn article or line is published."""

from __future__ import annotations

import polars as pl


def published_all_the_same(
    withdrawals: pl.DataFrame, appearances: pl.DataFrame, articles: pl.DataFrame
) -> pl.DataFrame:
    """Return withdrawn ids that an article or an appearance has."""
    held = pl.concat(
        [
            articles.select("article_id"),
            appearances.select("article_id"),
            appearances.select(article_id="own_article_id"),
        ]
    )
    return withdrawals.join(held, on="article_id", how="semi")


def lines_not_withheld(lines: pl.DataFrame) -> pl.DataFrame:
    """Return withheld lines that have a text."""
    return lines.filter((pl.col("role").cast(pl.String) == "withdrawn") & (pl.col("text") != ""))
