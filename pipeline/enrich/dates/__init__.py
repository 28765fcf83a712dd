"""Expressions of time in titles and texts, as rows of the table `dates`. Dates of posts and sources are not read here.

One module a subject: `scan` finds places, `rules_*` know how times are written, `resolve` and `stretches` reckon,
`reader` puts them together, `days` reads a date that stands alone.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from pipeline.enrich.dates.english import READER as ENGLISH
from pipeline.enrich.dates.rules_other import READERS
from pipeline.enrich.dates.timex import Timex
from pipeline.tables.dates import Dates
from pipeline.tables.frames import by_key, schema_of
from pipeline.tables.vocabulary import DATE_FIELDS

__all__ = ["Timex", "dates", "read"]

_NULLABLE = {"begin_on": pl.Date, "end_on": pl.Date, "anchor_on": pl.Date, "mod": pl.String}
_READERS = {"en": ENGLISH, **READERS}


def read(text: str, anchor: dt.date | None = None, language: str = "en") -> list[Timex]:
    """The expressions of time in one text, in order, none overlapping.

    Args:
        text: any text; offsets are code points of it.
        anchor: the day the text was written; without it what depends on it keeps an X.
        language: ISO 639-1; of a language without rules nothing is read.
    """
    reader = _READERS.get(language)
    return reader.read(text, anchor, language) if reader else []


def dates(articles: pl.DataFrame) -> pl.DataFrame:
    """Rows of the table `dates`, from articles with article_id, the fields read, language and the two dates.

    The anchor is the date of the source where it is known, else that of the post.
    """
    columns: dict[str, list[object]] = {name: [] for name in schema_of(Dates)}
    rows = articles.select(
        "article_id", "language", pl.coalesce("source_published_on", "published_on").alias("anchor"), *DATE_FIELDS
    )
    for article_id, language, anchor, *texts in rows.iter_rows():
        for field, text in zip(DATE_FIELDS, texts, strict=True):
            for one in read(text, anchor, language) if text else ():
                columns["article_id"].append(article_id)
                columns["field"].append(field)
                for name in Timex.__slots__:
                    columns[name].append(getattr(one, name))
    return by_key(Dates, pl.DataFrame(columns, schema_overrides=_NULLABLE))
