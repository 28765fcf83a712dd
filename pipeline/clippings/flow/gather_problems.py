"""Stage `problems`: the review of the tables, and the problems of all stages in one table."""

from typing import cast

import dataframely as dy
import polars as pl

from clippings.common.repeated_numbers import repeated
from clippings.dedupe import withdraw, withdrawn_traces
from clippings.enrich.dates import LANGUAGES
from clippings.enrich.entities import gazetteer
from clippings.flow.run import Run
from clippings.flow.step import Batch, step
from clippings.review import review_archive
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import as_rows, sort_by_primary_key
from clippings.schema.notices import Problems
from clippings.schema.working.texts import TextLines

READING = ("find_problems", "read_problems")
"""Tables of the problems of reading."""
PROBLEMS = (
    *READING, "cut_problems", "template_problems", "credit_problems", "outlet_problems", "merge_problems", "date_problems",
    "mention_problems",
)  # fmt: skip
"""Tables of problems, one a place where they are found."""
_OF_BATCH = ("read_problems", "cut_problems", "credit_problems")
_PLACE = ("page_id", "line_no")
_POST = (
    "appearance_id", "page_id", "line_start", "line_end", "title", "published_on", "language", "text",
)  # fmt: skip
_REVIEWED = ("lines", "final_lines", "final_pages", "posts", "evidence", "credits", *_OF_BATCH)
READS = (
    *PROBLEMS, *_REVIEWED, "final_articles", "final_appearances", "withdrawn_articles", "withdrawn_titles", "withdrawn_traces",
    "withheld", "quotation_problems",
)  # fmt: skip


@step(reads=_REVIEWED, writes=("review_problems", "left_out", "text_lines"))
def review(batch: Batch) -> None:
    """Find what a person should look at on these pages, and what the review of the archive needs of them."""
    rows = batch.rows()
    credited = rows["credits"]
    evidence = pl.concat([rows["evidence"], credited], how="diagonal").with_columns(pl.col("field").cast(pl.String))
    authors = credited.filter(pl.col("field") == "author").group_by("appearance_id").agg(author=pl.col("value").first())
    posts = rows["posts"].select(_POST).join(authors, on="appearance_id", how="left", maintain_order="left")
    lines = rows["final_lines"]
    tables = review_archive.prepare(
        rows["final_pages"],
        lines,
        rows["lines"],
        posts,
        evidence.select(*_PLACE, "field"),
        as_rows(Problems, pl.concat(batch.get(name) for name in _OF_BATCH)),
    )
    review_result = review_archive.found_in(
        tables, lines.filter(pl.col("role") == "withdrawn").select("page_id").unique()
    )
    batch.put("review_problems", problem_report.table(review_result.problems))
    batch.put("left_out", review_result.left_out)
    batch.put("text_lines", review_result.text_lines)


def problems(run: Run) -> None:
    """Review the tables, and gather the problems of all stages."""
    run.do(review, run.batches(*_REVIEWED))
    run.executor.close()  # the review of the archive takes the memory that its processes hold
    rows = as_rows(Problems, pl.concat(part for name in PROBLEMS for part in run.table(name)))
    withdrawn = run.rows("withdrawn_articles", "withheld", "withdrawn_titles", "withdrawn_traces")
    gone = withdrawn["withdrawn_articles"]
    if gone.height:
        rows = withdraw.problems_kept(rows, withdrawn["withheld"], gone, withdrawn["withdrawn_titles"])
    over_archive = problem_report.table(_over_archive(run))
    further = (*run.table("review_problems"), *run.table("quotation_problems"), over_archive)
    rows = as_rows(Problems, pl.concat([rows, *further]))
    if gone.height:
        rows = withdraw.without_traces(rows, withdrawn_traces.from_frame(withdrawn["withdrawn_traces"]))
    run.write("final_problems", sort_by_primary_key(TABLES["problems"], rows.unique("problem_id", maintain_order=True)))


def _over_archive(run: Run) -> list[problem_report.Problem]:
    """What the review finds over all batches."""
    articles = pl.concat(
        part.select(
            "article_id", "title", "published_on", "language", text_length=pl.col("text").str.len_chars().cast(pl.Int64)
        )
        for part in run.table("final_articles").each("article_id", "title", "published_on", "language", "text")
    )
    left_out = run.rows("left_out")["left_out"]
    return review_archive.over_archive(
        left_out,
        _repeated(run, left_out["key"]),
        articles,
        run.table("final_appearances").read(["appearance_id", "article_id", "page_id", "line_start", "position"]),
        run.table("final_pages").read(["page_id", "path", "site", "url"]),
        {"en", *gazetteer.LANGUAGES},
        LANGUAGES,
    )


def _repeated(run: Run, left_out: pl.Series) -> dy.DataFrame[TextLines]:
    """Rows of `text_lines` that are in several texts, or were left out of one: the others say nothing of the archive."""
    lines = run.table("text_lines")
    often = repeated(lambda: (part["key"] for part in lines.each("key")), lines.row_count)
    asked = pl.concat([often, left_out]).unique().implode()
    return cast("dy.DataFrame[TextLines]", lines.filter(pl.col("key").is_in(asked)))
