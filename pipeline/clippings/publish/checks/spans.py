"""Checks of spans in the columns of `articles`: their text is right, and they do not overlap."""

from __future__ import annotations

import polars as pl


def not_verbatim(rows: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Return rows (article_id, field, start, end, text) whose text is not that of the article's column from start to end."""
    broken = []
    for field in rows["field"].cast(pl.String).unique().sort():
        rows_of_field = rows.filter(pl.col("field") == field)
        joined = rows_of_field.join(articles.select("article_id", whole=field), on="article_id", how="left")
        surface = pl.col("whole").str.slice(pl.col("start"), (pl.col("end") - pl.col("start")).clip(0))
        broken.append(joined.filter((surface != pl.col("text")).fill_null(True)).select(rows.columns))
    return pl.concat(broken) if broken else rows.clear()


def overlapping(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows that begin before the end of the row above them in the same column of the same article."""
    placed = rows.sort("article_id", "field", "start").with_columns(
        above=pl.col("end").shift(1).over("article_id", "field")
    )
    return placed.filter((pl.col("start") < pl.col("above")) | (pl.col("end") <= pl.col("start")))


def reversed_days(dates: pl.DataFrame) -> pl.DataFrame:
    """Return temporal expressions whose last day is before their first day."""
    return dates.filter(pl.col("end_on") < pl.col("begin_on"))
