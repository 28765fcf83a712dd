"""Expressions of time in titles and texts, as rows of the table `dates`. What they mean is for `clippings.enrich.dates` to say."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from clippings.common import cpu_budget
from clippings.enrich.dates import Timex
from clippings.enrich.dates.paragraph_scripts import read_paragraphs
from clippings.schema.enums import DATE_FIELDS
from clippings.schema.frames import schema_of, sort_by_primary_key
from clippings.schema.names_and_dates import Dates

_NULLABLE = {"begin_on": pl.Date, "end_on": pl.Date, "anchor_on": pl.Date, "mod": pl.String}


def dates(articles: pl.DataFrame, too_slow: Callable[[str], object] = str) -> pl.DataFrame:
    """Return rows of the table `dates`, from articles with article_id, the fields read, language and the two dates.

    The anchor is the date of the source where it is known, else that of the post. An article that exceeds its budget of
    processor time has no rows; `too_slow` is called with its id.
    """
    columns: dict[str, list[object]] = {name: [] for name in schema_of(Dates)}
    rows = articles.select(
        "article_id", "language", pl.coalesce("source_published_on", "published_on").alias("anchor"), *DATE_FIELDS
    )
    for article_id, language, anchor, *texts in rows.iter_rows():
        try:
            with cpu_budget.for_texts(texts):
                expressions = [
                    (field, timex)
                    for field, text in zip(DATE_FIELDS, texts, strict=True)
                    for timex in (read_paragraphs(text, anchor, language) if text else ())
                ]
        except cpu_budget.TooSlowError:
            too_slow(article_id)
            continue
        for field, timex in expressions:
            columns["article_id"].append(article_id)
            columns["field"].append(field)
            for name in Timex.__slots__:
                columns[name].append(getattr(timex, name))
    return sort_by_primary_key(Dates, pl.DataFrame(columns, schema_overrides=_NULLABLE))
