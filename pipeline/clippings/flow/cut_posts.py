"""Stage `cut_posts`: the site of each page, what repeats over a site's pages, and the posts cut out of each batch of pages."""

import dataframely as dy
import polars as pl

from clippings.common import cpu_budget
from clippings.flow.run import Run
from clippings.flow.step import Batch, step
from clippings.project import additions
from clippings.schema import TABLES, problem_report
from clippings.schema.frames import cast_to_schema
from clippings.schema.working.read_tables import ReadLines, TemplateLines
from clippings.segment import segment_pages as posts
from clippings.segment.assemble import Segmented
from clippings.segment.fields import site_day_order
from clippings.segment.sites import profile_file, profiles, site_of_page, template_lines, unmatched_keys

_CUT = ("cut_posts", "cut_evidence", "cut_text_spans", "cut_recent_posts")


@step(reads=("lines", "pages"), writes=("sites", "line_counts", "numeric_days", "key_counts"))
def recognise(batch: Batch) -> None:
    """Recognise the site of each page, and count its short lines, its days in digits, and what the keys of its profile match."""
    rows, sites = batch.rows(), profiles.load()
    lines, pages = rows["lines"], rows["pages"]
    site = site_of_page.recognise(lines, sites.values())
    pages = pages.join(site, on="page_id", how="left", maintain_order="left")
    batch.put("sites", pages)
    batch.put("numeric_days", site_day_order.count(lines, pages.select("page_id", "path", "url", "site")))
    lines = lines.join(site, on="page_id", how="left", maintain_order="left")
    batch.put("line_counts", template_lines.count(lines, sites))
    batch.put("key_counts", unmatched_keys.count(lines, sites, profile_file.names(additions.current())))


@step(
    reads=("lines", "sites", "day_orders", "template_lines"),
    writes=("cut_pages", "cut_lines", "cut_removals", *_CUT, "used_template_lines", "cut_problems"),
)
def segment(batch: Batch) -> None:
    """Cut the posts out."""
    rows = batch.rows()
    pages = rows["sites"].join(rows["day_orders"], on="page_id", how="left", maintain_order="left")
    asked = pages.select("page_id", "path", "media_type", "site", "captured_on", "url", "language", "day_first")
    cut = _within_budget(rows["lines"], asked, rows["template_lines"])
    kinds = (
        pages.drop("day_first")
        .join(cut.pages.drop("site"), on="page_id", how="left", maintain_order="left")
        .with_columns(captured_on=pl.coalesce("captured_on", "not_before"))
    )
    batch.put("cut_pages", cast_to_schema(TABLES["pages"], kinds))
    batch.put("cut_lines", cut.ledger)
    batch.put("cut_removals", cut.removals)
    for name in _CUT:
        batch.put(name, getattr(cut, name.removeprefix("cut_")))
    batch.put("used_template_lines", cut.used_template_lines)
    batch.put("cut_problems", problem_report.table(cut.problems))


def _within_budget(
    lines: dy.DataFrame[ReadLines], pages: pl.DataFrame, template: dy.DataFrame[TemplateLines]
) -> Segmented:
    """Cut the posts out; a page that takes too much processor time, or that fails, keeps its lines and is a problem."""
    sites = profiles.load()

    def seconds(some: pl.DataFrame) -> float:
        page_lines = lines.filter(pl.col("page_id").is_in(some["page_id"].implode()))
        return cpu_budget.seconds_for(int(page_lines["text"].str.len_bytes().sum()))

    def cut(some: pl.DataFrame) -> Segmented:
        return posts.segment(lines.join(some, on="page_id", how="semi", maintain_order="left"), some, sites, template)

    def uncut(page: pl.DataFrame, error: Exception) -> Segmented:
        return posts.uncut(
            lines.join(page, on="page_id", how="semi", maintain_order="left"), page, sites, template, error
        )

    return posts.joined(cpu_budget.in_parts(pages, seconds, cut, uncut))


def cut_posts(run: Run) -> None:
    """Recognise the sites, learn what repeats over their pages, and cut the posts out."""
    run.do(recognise, run.batches("lines", "pages"))
    repeated = template_lines.find_repeated(run.table("line_counts"))
    lines = repeated.drop("page_count", "pages")  # a page more must not change what the others are cut by
    orders = ({"day_orders": frame} for frame in site_day_order.of_open_pages(list(run.table("numeric_days"))))
    run.do(segment, run.with_frames(run.batches("lines", "sites", template_lines=lines), orders))
    used = run.rows("used_template_lines")["used_template_lines"]
    compared = template_lines.compare(repeated, used, profiles.load())
    unmatched = unmatched_keys.problems(run.table("key_counts"))
    run.write("template_problems", problem_report.table([*compared, *unmatched]))
