"""One thing a person should look at, as every stage reports it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from clippings.schema import frames
from clippings.schema.articles import Articles
from clippings.schema.notices import Problems
from clippings.schema.problem_codes import PROBLEM_CODES


@dataclass(frozen=True)
class Problem:
    """`code` is one of PROBLEM_CODES; `message` says what is wrong in this place."""

    code: str
    path: str
    message: str
    page_id: str | None = None
    line_no: int | None = None
    article_id: str | None = None


def table(problems: Iterable[Problem]) -> dy.DataFrame[Problems]:
    """Return the problems as rows of the table `problems`, each once, sorted by id."""
    rows = {}
    for problem in problems:
        place = f"{problem.code}\0{problem.path}\0{problem.page_id}\0{problem.line_no}\0{problem.message}"
        problem_id = hashlib.sha256(place.encode()).hexdigest()[:16]
        rows[problem_id] = {
            "problem_id": problem_id,
            "severity": PROBLEM_CODES[problem.code].severity,
            "code": problem.code,
            "path": problem.path,
            "page_id": problem.page_id,
            "line_no": problem.line_no,
            "article_id": problem.article_id,
            "message": problem.message,
            "advice": PROBLEM_CODES[problem.code].advice,
        }
    if not rows:
        return frames.frame_of(Problems, [])
    return frames.sort_by_primary_key(Problems, frames.frame_from_rows(Problems, rows.values()))


def too_slow(articles: dy.DataFrame[Articles], slow: Sequence[str], what: str) -> dy.DataFrame[Problems]:
    """Return a row for each article (ids `slow`) that exceeded its budget of processor time, so that `what` was not read."""
    rows = articles.filter(pl.col("article_id").is_in(list(slow))).select("article_id", "site", "first_page_id")
    message = f"The {what} of the article took too much processor time to read, so it has none."
    return table(
        Problem("too_slow", site, message, page_id, article_id=article_id)
        for article_id, site, page_id in rows.iter_rows()
    )
