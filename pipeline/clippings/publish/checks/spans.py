"""Spans in the columns of articles: each is the characters it names, and within one column they do not overlap."""

from __future__ import annotations

import polars as pl


def not_verbatim(rows: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Rows (article_id, field, start, end, text) whose text is not that of the article's column from start to end."""
    found = []
    for field in rows["field"].cast(pl.String).unique().sort():
        own = rows.filter(pl.col("field") == field)
        joined = own.join(articles.select("article_id", whole=field), on="article_id", how="left")
        surface = pl.col("whole").str.slice(pl.col("start"), (pl.col("end") - pl.col("start")).clip(0))
        found.append(joined.filter((surface != pl.col("text")).fill_null(True)).select(rows.columns))
    return pl.concat(found) if found else rows.clear()


def overlapping(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that begin before the end of the row above them in the same column of the same article."""
    placed = rows.sort("article_id", "field", "start").with_columns(
        above=pl.col("end").shift(1).over("article_id", "field")
    )
    return placed.filter((pl.col("start") < pl.col("above")) | (pl.col("end") <= pl.col("start")))


def reversed_days(dates: pl.DataFrame) -> pl.DataFrame:
    """Temporal expressions whose last day lies before their first."""
    return dates.filter(pl.col("end_on") < pl.col("begin_on"))
