"""The two editions of the tables: with texts, and text-free, without wording copied from pages.

The columns that the text-free edition drops or shortens are listed here and nowhere else.
"""

import copy
import types
from collections.abc import Mapping
from functools import cache

import dataframely as dy

from clippings.schema import TABLES
from clippings.schema.articles import CREDITS

WITH_TEXTS = "with-texts"
TEXT_FREE = "text-free"

RUN = 6
"""Number of consecutive words of a title or text that count as a copy. The text-free edition holds no such run."""

ABSENT: Mapping[str, tuple[str, ...]] = {
    "articles": ("text", "deck"),
    "lines": ("text",),
    "passages": ("text",),
    "removals": ("raw",),
}
"""Columns of sentences. The text-free edition drops them."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "appearances": ("title_raw", "category_raw", "post_date_raw"),
    "articles": ("title", "category"),
    "dates": ("text",),
    "evidence": ("value", "raw"),
    "mentions": ("text",),
    "recent_posts": ("title",),
}
"""Columns of words copied from pages. The text-free edition keeps values shorter than a run."""
SOUGHT: Mapping[str, tuple[str, ...]] = {
    "article_authors": ("name",),
    "articles": tuple(name for name in CREDITS if not name.endswith(("_on", "_url"))),
    "entities": ("name", "note"),
    "entity_names": ("name",),
    "pages": ("path", "kind_reason"),
    "problems": ("path", "message"),
}
"""Columns of names and remarks. The text-free edition keeps values that contain no run of an article."""

_SHORT_NOTE = f"Null in this edition if it has {RUN} words or more."
_SEARCHED_NOTE = f"Null in this edition if an article contains {RUN} consecutive words of it."
_ROWS_NOTE = f"This edition leaves out names of which an article contains {RUN} consecutive words."


def tables_of(edition: str) -> Mapping[str, type[dy.Schema]]:
    """Every table of an edition by name, in reading order."""
    return _text_free() if edition == TEXT_FREE else TABLES


@cache
def _text_free() -> Mapping[str, type[dy.Schema]]:
    return {name: _without_texts(name, table) for name, table in TABLES.items()}


def _without_texts(name: str, table: type[dy.Schema]) -> type[dy.Schema]:
    columns = {c: column for c, column in table.columns().items() if c not in ABSENT.get(name, ())}
    description = " ".join(str(table.__doc__).split())
    for column_name in columns.keys() & {*SHORT.get(name, ()), *SOUGHT.get(name, ())}:
        if columns[column_name].primary_key:
            description = f"{description} {_ROWS_NOTE}"
        else:
            why = _SHORT_NOTE if column_name in SHORT.get(name, ()) else _SEARCHED_NOTE
            columns[column_name] = _optional(columns[column_name], why)
    return types.new_class(
        table.__name__, (dy.Schema,), {}, lambda body: body.update(columns | {"__doc__": description})
    )


def _optional(column: dy.Column, why: str) -> dy.Column:
    changed = copy.copy(column)
    changed.nullable = True
    changed.description = f"{column.description} {why}"
    return changed
