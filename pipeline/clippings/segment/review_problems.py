"""What a person should look at, read off the posts and the ledger of a batch."""

from collections.abc import Iterator

import polars as pl

from clippings.common.wording import counted
from clippings.schema.enums import TEXT_ROLES
from clippings.schema.problem_report import Problem
from clippings.segment.unwrapping import printed_pages

_BELOW = 4
"""Lines below a text that may say which part of it the page is."""
_LONGEST_COUNT = 80


def find_problems(posts: pl.DataFrame, pages: pl.DataFrame, ledger: pl.DataFrame) -> list[Problem]:
    """Return problems: cut off and untitled posts, dates out of order, lines without a role, forms without a reader."""
    is_cut, is_unsure = pl.col("completeness") == "truncated", pl.col("doubt").is_not_null()
    problems = [
        *_rows("truncated_post", posts.filter(is_cut), "The page begins or ends inside this post."),
        *_rows("untitled_post", posts.filter(pl.col("title").is_null()), "No line above this text reads as a title."),
        *_rows("unsure_boundaries", posts.filter(is_unsure), None),
    ]
    for path, page_id, line_no, day, above in _rises(posts).iter_rows():
        message = f"A post of {day} is below a post of {above}, on a listing that is newest first."
        problems.append(Problem("date_order", path, message, page_id, line_no))
    unknown = (
        ledger.filter(pl.col("role") == "unknown")
        .group_by("page_id", maintain_order=True)
        .agg(n=pl.len(), line_no=pl.col("line_no").first())
    )
    for page_id, count, line_no, path in (
        unknown.join(pages, on="page_id", maintain_order="left").select("page_id", "n", "line_no", "path").iter_rows()
    ):
        message = (
            f"{counted(count, 'line of this page matches', 'lines of this page match')} no rule; this is the first."
        )
        problems.append(Problem("unknown_lines", path, message, page_id, line_no))
    problems += _parts(posts, ledger)
    return problems


def _rows(code: str, posts: pl.DataFrame, message: str | None) -> list[Problem]:
    """A problem for each post, whose own doubt is the message where none is given."""
    rows = posts.select("path", "page_id", "line_start", "doubt").iter_rows()
    return [Problem(code, path, message or doubt, page_id, line_no) for path, page_id, line_no, doubt in rows]


def _parts(posts: pl.DataFrame, ledger: pl.DataFrame) -> Iterator[Problem]:
    """Yield a row for each page whose one text goes on elsewhere: `Page 1 of 3` in or below it, and no other page of it here."""
    ends = posts.select("page_id", "path", "line_start", "line_end", post_count=pl.len().over("page_id"))
    ends = ends.filter(pl.col("post_count") == 1)
    near = ledger.filter(~pl.col("role").is_in(TEXT_ROLES) & (pl.col("text").str.len_bytes() <= _LONGEST_COUNT))
    near = near.join(ends, on="page_id", how="inner", maintain_order="left").filter(
        pl.col("line_no").is_between("line_start", pl.col("line_end") + _BELOW), pl.col("text").str.contains(r"\d\D+\d")
    )
    counts: dict[str, list[tuple[int, int, int, str]]] = {}
    for page_id, path, line_no, text in near.select("page_id", "path", "line_no", "text").iter_rows():
        if numbers := printed_pages.numbered(text):
            counts.setdefault(page_id, []).append((*numbers, line_no, path))
    for page_id, counts_of_page in counts.items():
        number, count, line_no, path = counts_of_page[0]
        if 1 <= number <= count and len({own_number for own_number, *_ in counts_of_page}) < count:
            message = f"The page is part {number} of {count} of a text. Each part is an article."
            yield Problem("part_of_a_text", path, message, page_id, line_no)


def _rises(posts: pl.DataFrame) -> pl.DataFrame:
    """Posts dated later than the post above them, on pages where most dates fall down the page."""
    dated = posts.filter(pl.col("published_on").is_not_null()).select("path", "page_id", "line_start", "published_on")
    steps = dated.with_columns(above=pl.col("published_on").shift(1).over("page_id")).filter(
        pl.col("above").is_not_null()
    )
    steps = steps.with_columns(rises=pl.col("published_on") > pl.col("above"))
    return steps.filter(
        pl.col("rises") & (2 * pl.col("rises").sum().over("page_id") < pl.len().over("page_id"))
    ).select("path", "page_id", "line_start", "published_on", "above")
