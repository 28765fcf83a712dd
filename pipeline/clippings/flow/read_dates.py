"""Stage `read_dates`: temporal expressions of titles and texts."""

from clippings.enrich.dates import table as dating
from clippings.flow.run import Run
from clippings.flow.step import Batch, step
from clippings.schema import problem_report


@step(reads=("final_articles",), writes=("final_dates", "date_problems"), by="article_id")
def date(batch: Batch) -> None:
    """Read the temporal expressions of a slice of the articles."""
    articles = batch.rows()["final_articles"]
    slow: list[str] = []
    batch.put("final_dates", dating.dates(articles, slow.append))
    batch.put("date_problems", problem_report.too_slow(articles, slow, "time expressions"))


def read_dates(run: Run) -> None:
    """Read the temporal expressions of all articles."""
    run.do(date, run.batches("final_articles"))
