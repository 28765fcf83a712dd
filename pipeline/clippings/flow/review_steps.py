"""The stage `review` over the batches of a run, and over all of them."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from clippings.common.parquet_parts import Parts
from clippings.extract.dates import LANGUAGES
from clippings.flow.batch import Batch
from clippings.flow.step import step
from clippings.review import scan
from clippings.schema import problem_report

_PROBLEMS = ("read_problems", "cut_problems", "credit_problems")
_PLACE = ("page_id", "line_no")
_POST = (
    "appearance_id", "page_id", "line_start", "line_end", "title", "published_on", "language", "text",
)  # fmt: skip


@step(
    reads=("lines", "final_lines", "final_pages", "cut_posts", "cut_evidence", "cut_credits", *_PROBLEMS),
    writes=("review_problems", "review_left_out", "review_text_lines"),
)
def review(batch: Batch) -> None:
    """Find what a person should look at on these pages: part of `review_problems`; and what the archive has to tell."""
    credited = batch.get("cut_credits")
    evidence = pl.concat([batch.get("cut_evidence"), credited], how="diagonal").with_columns(
        pl.col("field").cast(pl.String)
    )
    authors = credited.filter(pl.col("field") == "author").group_by("appearance_id").agg(author=pl.col("value").first())
    posts = batch.get("cut_posts").select(_POST).join(authors, on="appearance_id", how="left", maintain_order="left")
    lines = batch.get("final_lines")
    tables = scan.prepare(
        batch.get("final_pages"),
        lines,
        batch.get("lines"),
        posts,
        evidence.select(*_PLACE, "field"),
        pl.concat(batch.get(name) for name in _PROBLEMS),
    )
    found = scan.found_in(tables, lines.filter(pl.col("role") == "withdrawn").select("page_id").unique())
    batch.put("review_problems", problem_report.table(found.problems))
    batch.put("review_left_out", found.left_out)
    batch.put("review_text_lines", found.text_lines)


def over_archive(parts: Callable[[str], Parts]) -> pl.DataFrame:
    """The rows of `problems` that the review finds, in batches and over all of them."""
    articles = parts("final_articles").scan().select(
        "article_id", "title", "published_on", "language", text_length=pl.col("text").str.len_chars().cast(pl.Int64)
    )  # fmt: skip
    found = scan.over_archive(
        pl.concat(parts("review_left_out")),
        pl.concat(parts("review_text_lines")),
        articles.collect(),
        parts("final_appearances").scan().select("article_id", "page_id", "line_start", "position").collect(),
        parts("final_pages").scan().select("page_id", "path", "site", "url").collect(),
        LANGUAGES,
    )
    rows: pl.DataFrame = pl.concat([*parts("review_problems"), problem_report.table(found)])
    return rows
