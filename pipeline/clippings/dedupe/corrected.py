"""Puts a person's corrections in place of values as read, with evidence: the place of the value that was read, or of the post."""

from collections.abc import Iterable, Sequence

import dataframely as dy
import polars as pl

from clippings.project.corrections import Correction
from clippings.schema.frames import as_rows
from clippings.schema.problem_report import Problem
from clippings.schema.working.merging import UnsortedArticles, UnsortedEvidence, UnsortedTextSpans

RULE = "correction"
"""Rule of the evidence of a corrected value."""
_KEY = ["article_id", "field"]
_SCHEMA = dict.fromkeys((*_KEY, "corrected"), pl.String)


def evidence(
    rows: dy.DataFrame[UnsortedEvidence],
    spans: dy.DataFrame[UnsortedTextSpans],
    articles: dy.DataFrame[UnsortedArticles],
    corrections: Sequence[Correction],
) -> dy.DataFrame[UnsortedEvidence]:
    """The rows of evidence with one row for each corrected value, and without those of the values as read.

    Args:
        rows: Evidence of whole articles.
        spans: Their text spans, for articles without any evidence.
        articles: Their ids and texts.
        corrections: What to correct; articles that are not in `articles` are passed over.
    """
    asked = _asked(articles, corrections)
    if asked.is_empty():
        return rows
    first = rows.sort("article_id", "rank", "page_id", "line_no", "start", maintain_order=True)
    same = first.unique(_KEY, keep="first", maintain_order=True)
    of_title = first.filter(pl.col("field") == "title").unique("article_id", keep="first", maintain_order=True)
    places = [
        asked.join(same, on=_KEY),
        asked.join(of_title.drop("field"), on="article_id"),
        asked.join(_openings(spans, articles), on="article_id"),
    ]
    placed = pl.concat(places, how="diagonal").unique(_KEY, keep="first", maintain_order=True)
    placed = placed.with_columns(value="corrected", rule=pl.lit(RULE)).filter(pl.col("value") != "")
    others = rows.join(asked, on=_KEY, how="anti", maintain_order="left")
    corrected = pl.concat([others, placed.select(pl.col(name).cast(dtype) for name, dtype in rows.schema.items())])
    return as_rows(UnsortedEvidence, corrected)


def articles(rows: dy.DataFrame[UnsortedArticles], corrections: Sequence[Correction]) -> dy.DataFrame[UnsortedArticles]:
    """The articles with the corrected title, day and category; their authors are read off the evidence."""
    asked = _asked(rows, corrections)
    for field in ("title", "published_on", "category"):
        values = asked.filter(pl.col("field") == field).select(
            "article_id", "corrected", is_corrected=pl.lit(value=True)
        )
        if values.height:
            rows = rows.join(values, on="article_id", how="left", maintain_order="left")
            text = pl.when(pl.col("corrected") != "").then("corrected")
            value = text.str.to_date() if field == "published_on" else text
            rows = rows.with_columns(pl.when("is_corrected").then(value).otherwise(field).alias(field))
            rows = rows.drop("corrected", "is_corrected")
    return as_rows(UnsortedArticles, rows)


def problems(corrections: Iterable[Correction], article_ids: pl.Series) -> list[Problem]:
    """A problem for each correction of an article that is not in the dataset."""
    known = set(article_ids)
    return [
        Problem(
            "unmatched_correction",
            correction.file,
            f"No article has the id {correction.article_id}, whose `{correction.field}` is corrected.",
        )
        for correction in corrections
        if correction.article_id not in known
    ]


def _asked(rows: pl.DataFrame, corrections: Sequence[Correction]) -> pl.DataFrame:
    asked = pl.DataFrame([correction[1:] for correction in corrections], schema=_SCHEMA, orient="row")
    return asked.join(rows, on="article_id", how="semi", maintain_order="left")


def _openings(spans: pl.DataFrame, articles_rows: pl.DataFrame) -> pl.DataFrame:
    """The first characters of each article's text, as rows of evidence without field."""
    first = spans.sort("article_id", "start").unique("article_id", keep="first", maintain_order=True)
    first = first.join(articles_rows.select("article_id", "text"), on="article_id")
    raw = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    return first.select("article_id", "page_id", "line_no", raw=raw, start="line_start", end="line_end")
