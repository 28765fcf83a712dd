"""The working tables: what the stages hand to one another. Every table between the stages has a class here;
`pieces` has none: its parts are files.

`table_class` finds the class of a table by its name. How a table is filled does not belong here. Published tables are
`final_NAME` in the store and have the classes of `schema`.
"""

from collections.abc import Mapping
from typing import TypedDict, get_args, get_type_hints

import dataframely as dy
import polars as pl

from clippings.schema import TABLES
from clippings.schema.articles import ArticleAuthors, Articles, Evidence, Removals
from clippings.schema.frames import as_rows, refuse_further, schema_of
from clippings.schema.names_and_dates import Dates
from clippings.schema.notices import Problems
from clippings.schema.pages import Lines, Pages
from clippings.schema.shared_texts import PassageUses
from clippings.schema.working import merging, posts, read_tables, texts, withdrawal_tables

Rows = dy.DataFrame


class StoredTables(TypedDict):
    """Every table of the store by name, with its class. `final_NAME` is the published table `NAME`."""

    pages: Rows[read_tables.ReadPages]
    lines: Rows[read_tables.ReadLines]
    sites: Rows[read_tables.SitePages]
    line_counts: Rows[read_tables.LineCounts]
    numeric_days: Rows[read_tables.NumericDays]
    day_orders: Rows[read_tables.DayOrders]
    key_counts: Rows[read_tables.KeyCounts]
    template_lines: Rows[read_tables.TemplateLines]
    used_template_lines: Rows[read_tables.UsedTemplateLines]
    cut_pages: Rows[Pages]
    cut_lines: Rows[Lines]
    cut_removals: Rows[Removals]
    cut_posts: Rows[posts.Posts]
    posts: Rows[posts.Posts]
    cut_evidence: Rows[posts.PostEvidence]
    evidence: Rows[posts.PostEvidence]
    cut_credits: Rows[posts.PostEvidence]
    credits: Rows[posts.PostEvidence]
    cut_text_spans: Rows[posts.PostTextSpans]
    text_spans: Rows[posts.PostTextSpans]
    cut_recent_posts: Rows[posts.ListedPosts]
    recent: Rows[posts.ListedPosts]
    unmatched_outlets: Rows[posts.UnmatchedOutlets]
    keyed_posts: Rows[merging.KeyedPosts]
    by_title: Rows[merging.ComparedPosts]
    by_text: Rows[merging.ComparedPosts]
    sketches: Rows[merging.Sketches]
    shared: Rows[merging.SharedShingles]
    pairs: Rows[merging.Pairs]
    alike: Rows[merging.Pairs]
    texts: Rows[merging.FullestPosts]
    compared: Rows[merging.ComparedPairs]
    numbered: Rows[merging.NumberedPairs]
    verdicts: Rows[merging.Verdicts]
    wording: Rows[merging.SharedWording]
    decided: Rows[merging.Decided]
    filled: Rows[merging.Filled]
    members: Rows[merging.Members]
    merged_members: Rows[merging.Members]
    values: Rows[merging.Values]
    merged_values: Rows[merging.Values]
    unsorted_articles: Rows[merging.UnsortedArticles]
    unsorted_evidence: Rows[merging.UnsortedEvidence]
    unsorted_text_spans: Rows[merging.UnsortedTextSpans]
    recent_keys: Rows[merging.TitleKeys]
    article_titles: Rows[merging.TitleIndex]
    title_index: Rows[merging.TitleIndex]
    gone: Rows[withdrawal_tables.WithdrawnPosts]
    titles: Rows[withdrawal_tables.WithdrawnTitles]
    withdrawn_articles: Rows[withdrawal_tables.WithdrawnArticles]
    withdrawn_titles: Rows[withdrawal_tables.WithdrawnTitles]
    traces: Rows[withdrawal_tables.WithdrawnTraces]
    withdrawn_traces: Rows[withdrawal_tables.WithdrawnTraces]
    withheld: Rows[withdrawal_tables.WithheldLines]
    unquoted: Rows[withdrawal_tables.UnquotedParagraphs]
    named: Rows[texts.NamedMentions]
    entity_counts: Rows[texts.EntityCounts]
    fingerprints: Rows[texts.Fingerprints]
    shared_fingerprints: Rows[texts.SharedFingerprints]
    stretches: Rows[texts.Stretches]
    repeats: Rows[texts.Repeats]
    located: Rows[texts.LocatedPassages]
    uses: Rows[PassageUses]
    used: Rows[texts.PassageTexts]
    left_out: Rows[texts.LeftOut]
    text_lines: Rows[texts.TextLines]
    formula_cells: Rows[texts.FormulaCells]
    final_pages: Rows[Pages]
    final_lines: Rows[Lines]
    final_removals: Rows[Removals]
    final_articles: Rows[Articles]
    final_article_authors: Rows[ArticleAuthors]
    final_evidence: Rows[Evidence]
    final_dates: Rows[Dates]


WORKING: Mapping[str, type[dy.Schema]] = {
    name: get_args(rows)[0] for name, rows in get_type_hints(StoredTables).items() if not name.startswith("final_")
}
"""Working table to its class."""
CARRIERS: Mapping[type[dy.Schema], type[dy.Schema]] = {
    posts.Posts: Articles,
    merging.UnsortedArticles: Articles,
}
"""Working tables that may hold any further column of a published table: it needs no line here to reach that table."""


class UnknownTableError(LookupError):
    """A table between the stages has no class."""


def table_class(name: str) -> type[dy.Schema]:
    """Return the class of the table `name` of the store.

    Raises:
        UnknownTableError: No class describes the table.
    """
    if name.endswith("_problems"):
        return Problems
    published = TABLES.get(name.removeprefix("final_")) if name.startswith("final_") else None
    schema_class = published or WORKING.get(name)
    if schema_class is None:
        raise UnknownTableError(
            f"The table `{name}` has no schema class. Write one in schema/working, and list it in schema/working/__init__.py."
        )
    return schema_class


def checked(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame`, which has the columns of the table `name`, in any order.

    Raises:
        ColumnError: The frame lacks a column, has one that the class lacks, or one of another type.
        UnknownTableError: No class describes the table.
    """
    table = table_class(name)
    as_rows(table, frame)
    refuse_further(table, frame, schema_of(CARRIERS[table]) if table in CARRIERS else {})
    return frame
