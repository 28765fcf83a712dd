"""Stage `read_credits`: who the posts are credited to, read off their lines."""

from clippings.enrich import credits as crediting
from clippings.flow.run import Run
from clippings.flow.step import Batch, step
from clippings.schema import problem_report


@step(
    reads=("cut_posts", "cut_lines", "cut_removals"),
    writes=("cut_credits", "unmatched_outlets", "credit_problems"),
)
def credit(batch: Batch) -> None:
    """Read authors, sources, datelines and translators."""
    rows = batch.rows()
    credits_read = crediting.of_posts(rows["cut_posts"], rows["cut_lines"], rows["cut_removals"])
    batch.put("cut_credits", credits_read.evidence)
    batch.put("unmatched_outlets", credits_read.unmatched)
    batch.put("credit_problems", problem_report.table(credits_read.problems))


def read_credits(run: Run) -> None:
    """Read the credits of each batch of posts, and list the outlets that are in no authority file."""
    run.do(credit, run.batches("cut_posts", "cut_lines", "cut_removals"))
    unmatched = crediting.unmatched_problems(run.rows("unmatched_outlets")["unmatched_outlets"])
    run.write("outlet_problems", problem_report.table(unmatched))
