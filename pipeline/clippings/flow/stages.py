"""The flow as one table: every stage with the assets it makes, the tables they consist of, and the tables it reads.

Dagster's assets, the step cache, the runner of tests and the Python API are made from it. A new stage is a module with a
function of a `Run`, and a row here.
"""

from collections.abc import Mapping

import polars as pl

from clippings.flow import (
    cut_posts,
    find_mentions,
    find_passages,
    gather_problems,
    merge_appearances,
    package_files,
    read_credits,
    read_dates,
    read_dumps,
)
from clippings.flow.memory_store import MemoryStore
from clippings.flow.run import Run
from clippings.flow.stage import Asset, Stage
from clippings.schema import TABLES
from clippings.schema.frames import frame_from_rows

_CUT = (
    "cut_posts", "cut_evidence", "cut_text_spans", "cut_recent_posts", "cut_pages", "cut_lines", "cut_removals",
)  # fmt: skip
_FINAL = tuple(f"final_{name}" for name in TABLES)

STAGES = (
    Stage("read_dumps", "raw_dump", (), (
        Asset("pages", ("pages", "find_problems", "read_problems"),
              "One row for each distinct dump in the raw folder, with its hash, encoding and form."),
        Asset("lines", ("lines",),
              "The ledger: every line of every readable dump, once and verbatim. Later stages set the roles."),
    ), read_dumps.read_dumps),
    Stage("cut_posts", "article_records", ("pages", "lines"), (
        Asset("appearances", (*_CUT[:-1], "cut_problems", "template_problems"),
              "Posts on the pages: first and last line, and completeness."),
        Asset("removals", _CUT[-1:], "Text glued into lines, removed from the texts of the articles."),
    ), cut_posts.cut_posts),
    Stage("read_credits", "article_records", ("cut_posts", "cut_lines", "cut_removals"), (
        Asset("credits", ("cut_credits", "credit_problems", "outlet_problems"),
              "Credits of the posts, each value with its rule."),
    ), read_credits.read_credits),
    Stage("merge_appearances", "article_records", (*_CUT, "cut_credits"), (
        Asset("articles", (
            "final_articles", "final_pages", "final_lines", "final_appearances", "final_removals", "members",
            "posts", "evidence", "credits", "merge_problems"), "One row for each article, from the fullest of its appearances."),
        Asset("article_authors", ("final_article_authors",), "People credited with an article, one row each."),
        Asset("duplicates", ("final_duplicates",), "Every merge and every near miss, with the similarity of the two texts."),
        Asset("reprints", ("final_reprints",), "Pairs of articles that share wording, the later one first."),
        Asset("reprint_passages", ("final_reprint_passages",), "Where the articles of such a pair share wording."),
        Asset("evidence", ("final_evidence",), "Page, line and characters of each value of an article."),
        Asset("text_spans", ("final_text_spans",), "Page, line and characters of each part of an article's text."),
        Asset("recent_posts", ("final_recent_posts",), "Titles and dates listed in sidebars: articles known to exist."),
        Asset("withdrawals", ("final_withdrawals", "withdrawn_articles", "withdrawn_titles", "withdrawn_traces", "withheld",
                              "quotation_problems"),
              "Ids of articles that must not be published, each with the reason."),
    ), merge_appearances.merge_appearances),
    Stage("read_dates", "normalised", ("final_articles",), (
        Asset("dates", ("final_dates", "date_problems"), "Temporal expressions of titles and texts, with the days they cover."),
    ), read_dates.read_dates),
    Stage("find_mentions", "normalised", ("final_articles", "final_article_authors"), (
        Asset("mentions", ("final_mentions", "mention_problems"), "Locations of names of persons, organisations, places and peoples."),
        Asset("entities", ("final_entities",), "Persons, organisations, places and peoples named in the articles."),
        Asset("entity_names", ("final_entity_names",), "Names of the entities, from lists and from the texts."),
    ), find_mentions.find_mentions),
    Stage("find_passages", "normalised", ("final_articles",), (
        Asset("passages", ("final_passages",), "Runs of words that occur in several articles."),
        Asset("passage_uses", ("final_passage_uses",), "Locations of the passages, and the first article with each."),
    ), find_passages.find_passages),
    Stage("problems", "data_package",
          gather_problems.READS, (
        Asset("problems", ("final_problems",), "Problems for a person to review, and unreadable files."),
    ), gather_problems.problems),
    Stage("package_files", "data_package", _FINAL, (
        Asset("package_files", ("pieces",),
              "Files of the package before publication: Parquet, CSV, descriptor, data card, checksums.",
              frozenset(("parquet", "csv"))),
    ), package_files.package_files),
)  # fmt: skip
"""All stages, in the order of the flow."""

ASSET_OF: Mapping[str, str] = {
    table: asset.name for stage in STAGES for asset in stage.assets for table in asset.tables
}
"""Table of the store to the asset that it belongs to."""


class TablesInMemory:
    """Published tables of a run in memory, by name: those of the articles are made at once, others when they are asked for."""

    def __init__(self, run: Run) -> None:
        """Make the articles, with all they need."""
        self._run = run
        run.table("final_articles")

    def __getitem__(self, name: str) -> pl.DataFrame:
        """Return a table."""
        return pl.concat(self._run.table(f"final_{name}"))


def tables_in_memory(pages: pl.DataFrame, lines: pl.DataFrame, problems: pl.DataFrame | None = None) -> TablesInMemory:
    """Return the published tables of pages.

    Args:
        pages: The table `pages` as reading gives it.
        lines: The table `lines` of these pages.
        problems: Problems found while reading.
    """
    run = Run(MemoryStore(), STAGES)
    run.write("pages", pages)
    run.write("lines", lines)
    run.write("find_problems", frame_from_rows(TABLES["problems"], []))
    run.write("read_problems", frame_from_rows(TABLES["problems"], []) if problems is None else problems)
    return TablesInMemory(run)
