"""The working tables: what the stages hand to one another. Every table between the stages has a class here.

`table_class` finds the class of a table by its name. How a table is filled does not belong here. Published tables are
`final_NAME` in the store and have the classes of `schema`.
"""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from clippings.schema import TABLES
from clippings.schema.articles import Articles, Removals
from clippings.schema.frames import MissingColumnError, schema_of
from clippings.schema.notices import Problems
from clippings.schema.pages import Lines, Pages
from clippings.schema.working import merging, posts, read_tables, texts

WORKING: Mapping[str, type[dy.Schema]] = {
    "pages": read_tables.ReadPages,
    "lines": read_tables.ReadLines,
    "sites": read_tables.SitePages,
    "line_counts": read_tables.LineCounts,
    "numeric_days": read_tables.NumericDays,
    "day_orders": read_tables.DayOrders,
    "key_counts": read_tables.KeyCounts,
    "template_lines": read_tables.TemplateLines,
    "used_template_lines": read_tables.UsedTemplateLines,
    "cut_pages": Pages,
    "cut_lines": Lines,
    "cut_removals": Removals,
    **dict.fromkeys(("cut_posts", "posts"), posts.Posts),
    **dict.fromkeys(("cut_evidence", "evidence", "cut_credits", "credits"), posts.PostEvidence),
    **dict.fromkeys(("cut_text_spans", "text_spans"), posts.PostTextSpans),
    **dict.fromkeys(("cut_recent_posts", "recent"), posts.ListedPosts),
    "unmatched_outlets": posts.UnmatchedOutlets,
    "keyed_posts": merging.KeyedPosts,
    **dict.fromkeys(("by_title", "by_text"), merging.ComparedPosts),
    "sketches": merging.Sketches,
    "shared": merging.SharedShingles,
    **dict.fromkeys(("pairs", "alike"), merging.Pairs),
    "texts": merging.FullestPosts,
    "compared": merging.ComparedPairs,
    "verdicts": merging.Verdicts,
    "wording": merging.SharedWording,
    "decided": merging.Decided,
    "filled": merging.Filled,
    **dict.fromkeys(("members", "merged_members"), merging.Members),
    **dict.fromkeys(("values", "merged_values"), merging.Values),
    "unsorted_articles": merging.UnsortedArticles,
    "unsorted_evidence": merging.UnsortedEvidence,
    "unsorted_text_spans": merging.UnsortedTextSpans,
    "recent_keys": merging.TitleKeys,
    "title_index": merging.TitleIndex,
    "gone": texts.WithdrawnPosts,
    "titles": texts.WithdrawnTitles,
    "withdrawn_articles": texts.WithdrawnArticles,
    "withdrawn_titles": texts.WithdrawnTitles,
    **dict.fromkeys(("traces", "withdrawn_traces"), texts.Traces),
    "withheld": texts.WithheldLines,
    "unquoted": texts.UnquotedParagraphs,
    "named": texts.NamedMentions,
    "fingerprints": texts.Fingerprints,
    "shared_fingerprints": texts.SharedFingerprints,
    "stretches": texts.Stretches,
    "repeats": texts.Repeats,
    "located": texts.LocatedPassages,
    "uses": TABLES["passage_uses"],
    "used": texts.PassageTexts,
    "left_out": texts.LeftOut,
    "text_lines": texts.TextLines,
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


class UndeclaredColumnError(ValueError):
    """A table between the stages has a column that its class does not define, or one of another type."""


def checked(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame`, which has the columns of the table `name`, in any order.

    Raises:
        MissingColumnError: The frame lacks a column.
        UndeclaredColumnError: The frame has a column that the class lacks, or a column of another type.
        UnknownTableError: No class describes the table.
    """
    table = table_class(name)
    schema = schema_of(table)
    if missing := [column for column in schema if column not in frame.columns]:
        raise MissingColumnError(table, missing)
    carried = schema_of(CARRIERS[table]) if table in CARRIERS else {}
    expected = carried | schema
    for column, dtype in frame.schema.items():
        if dtype != expected.get(column):
            wanted = f"{expected[column]} in" if column in expected else "not in"
            raise UndeclaredColumnError(
                f"Column `{column}` of the table `{name}` is {dtype}, and {wanted} its class {table.__name__}. "
                "Change the class in schema/working, or the function that makes the column."
            )
    return frame
