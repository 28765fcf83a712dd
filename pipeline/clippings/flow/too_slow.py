"""Problems of articles that exceed their budget of processor time."""

from __future__ import annotations

from collections.abc import Sequence

import dataframely as dy
import polars as pl

from clippings.schema import problem_report
from clippings.schema.articles import Articles
from clippings.schema.notices import Problems
from clippings.schema.problem_report import Problem


def problems(articles: dy.DataFrame[Articles], slow: Sequence[str], what: str) -> dy.DataFrame[Problems]:
    """Return a row of the table `problems` for each slow article..

    Args:
        articles: article_id, site and first_page_id.
        slow: Ids of the slow articles.
        what: What was not read in them.
    """
    rows = articles.filter(pl.col("article_id").is_in(list(slow))).select("article_id", "site", "first_page_id")
    message = f"The {what} of the article took too much processor time to read, so it has none."
    return problem_report.table(
        Problem("too_slow", site, message, page_id, article_id=article_id)
        for article_id, site, page_id in rows.iter_rows()
    )
