"""The review in two passes: each batch of pages by itself, then what needs all of them. Reads as the list of its rules."""

from collections.abc import Collection
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from clippings.review import archive_rules, doubtful_pages, left_out, unread_values
from clippings.review.batch_tables import BatchTables, group, prepare
from clippings.schema.problem_report import Problem
from clippings.schema.working.texts import LeftOut, TextLines

__all__ = ["BatchTables", "ReviewFindings", "found_in", "over_archive", "prepare"]


@dataclass(frozen=True)
class ReviewFindings:
    """What the first pass finds in a batch.

    Attributes:
        problems: Rows that need this batch alone.
        left_out: See `left_out.candidates`.
        text_lines: See `archive_rules.text_lines`.
    """

    problems: list[Problem]
    left_out: pl.DataFrame
    text_lines: pl.DataFrame


def found_in(batch: BatchTables, withheld: pl.DataFrame) -> ReviewFindings:
    """The first pass; `withheld` has the page_id of pages with lines of withdrawn articles."""
    problems = [
        *doubtful_pages.without_article(batch, withheld),
        *doubtful_pages.link_lists(batch),
        *doubtful_pages.wrapped_texts(batch),
        *unread_values.unread_dates(batch),
        *unread_values.unread_bylines(batch),
        *unread_values.unread_mail_headers(batch),
    ]
    return ReviewFindings(problems, left_out.candidates(batch), archive_rules.text_lines(batch))


def over_archive(
    candidates: dy.DataFrame[LeftOut],
    text_lines: dy.DataFrame[TextLines],
    articles: pl.DataFrame,
    appearances: pl.DataFrame,
    page_table: pl.DataFrame,
    languages: Collection[str],
    of_times: Collection[str] = (),
) -> list[Problem]:
    """The second pass.

    Args:
        candidates: `ReviewFindings.left_out` of all batches.
        text_lines: `ReviewFindings.text_lines` of all batches.
        articles: article_id, title, published_on, language and text_length of every article.
        appearances: appearance_id, article_id, page_id, line_start and position of every appearance.
        page_table: page_id, path, site and url of every page.
        languages: Languages in which names and times are read, ISO 639-1.
        of_times: Languages in which times are read.
    """
    first = appearances.sort("page_id", "position").unique("article_id", keep="first", maintain_order=True)
    placed = (
        articles.join(first.select("article_id", "page_id", line_no="line_start"), on="article_id")
        .join(page_table.select("page_id", "path", group=group()), on="page_id")
        .sort("article_id")
    )
    on_pages = appearances.join(page_table, on="page_id").select("appearance_id", "article_id", "path")
    return [
        *left_out.problems(candidates, text_lines.select("group", "key"), appearances.select("page_id").unique()),
        *archive_rules.repeated_titles(placed),
        *archive_rules.same_title_and_day(placed),
        *archive_rules.repeated_lines(text_lines, placed, on_pages),
        *archive_rules.languages(placed, languages, of_times),
    ]
