"""Checks that each published value, date and name refers to the characters it was read from."""

import polars as pl

from clippings.schema.articles import CREDITS

EVIDENCED = ("title", "category", "published_on", "comment_count", "deck", *CREDITS)
"""Columns of `articles` whose every value needs evidence."""
_SEVERAL = [field for field, is_several in CREDITS.items() if is_several]


def _slice(text: str, start: str, end: str) -> pl.Expr:
    return pl.col(text).str.slice(pl.col(start), pl.col(end) - pl.col(start))


def unfounded_evidence(evidence: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return rows of evidence (or of removals) whose `raw` is not the line's text from start to end."""
    evidence_lines = evidence.join(
        lines.select("page_id", "line_no", line="text"), on=["page_id", "line_no"], how="left"
    )
    return evidence_lines.filter((pl.col("raw") != _slice("line", "start", "end")).fill_null(True))


def values_without_evidence(articles: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Return article_id, field and value of each value without evidence."""
    stated = pl.concat(
        articles.filter(pl.col(field).is_not_null()).select(
            "article_id", field=pl.lit(field), value=pl.col(field).cast(pl.String)
        )
        for field in EVIDENCED
    )
    joined = stated.filter(pl.col("field").is_in(_SEVERAL).not_())
    several = (
        stated.filter(pl.col("field").is_in(_SEVERAL)).with_columns(pl.col("value").str.split("; ")).explode("value")
    )
    given = evidence.select("article_id", "field", "value")
    return pl.concat([joined, several]).join(given, on=["article_id", "field", "value"], how="anti")


def broken_text_spans(text_spans: pl.DataFrame, articles: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return spans of a text that differ from the characters of their line."""
    spans = text_spans.join(articles.select("article_id", "text"), on="article_id", how="left").join(
        lines.select("page_id", "line_no", line="text"), on=["page_id", "line_no"], how="left"
    )
    return spans.filter((_slice("text", "start", "end") != _slice("line", "line_start", "line_end")).fill_null(True))


def gaps_in_text(text_spans: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Return articles whose text holds more than its spans, blank lines between paragraphs and single spaces."""
    spans = text_spans.sort("article_id", "start").with_columns(
        gap=(pl.col("start") - pl.col("end").shift(1).over("article_id")).fill_null(pl.col("start"))
    )
    covered = spans.group_by("article_id").agg(
        last=pl.col("end").max(), widest=pl.col("gap").max(), narrowest=pl.col("gap").min(), first=pl.col("start").min()
    )
    size = pl.col("text").str.len_chars()
    whole = (pl.col("last") == size) & (pl.col("first") == 0) & (pl.col("widest") <= 2) & (pl.col("narrowest") >= 0)
    joined = articles.select("article_id", "text").join(covered, on="article_id", how="left")
    return joined.filter((pl.col("text") != "") & ~whole.fill_null(False)).drop("text")


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
