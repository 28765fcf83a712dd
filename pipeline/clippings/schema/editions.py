"""The two editions of the tables: with texts, as they are defined, and text-free, without what was copied from pages.

Which columns the text-free edition lacks, and which hold less in it, is stated here and nowhere else.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Mapping
from functools import cache

import dataframely as dy

from clippings.schema import TABLES

WITH_TEXTS = "with-texts"
TEXT_FREE = "text-free"

RUN = 6
"""So many words in a row of an article's title or text are a copy: the text-free edition holds none."""

ABSENT: Mapping[str, tuple[str, ...]] = {
    "articles": ("text", "deck"),
    "lines": ("text",),
    "passages": ("text",),
    "removals": ("raw",),
}
"""Columns of sentences: the text-free edition does not have them."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "appearances": ("title_raw", "category_raw", "post_date_raw"),
    "articles": ("title", "category"),
    "dates": ("text",),
    "evidence": ("value", "raw"),
    "mentions": ("text",),
    "recent_posts": ("title",),
}
"""Columns of words copied from pages: of them the text-free edition has what is shorter than a run."""
SOUGHT: Mapping[str, tuple[str, ...]] = {
    "articles": ("author", "contributor", "source_name", "dateline_place", "translator"),
    "entities": ("name", "note"),
    "entity_names": ("name",),
    "pages": ("path", "kind_reason"),
    "problems": ("path", "message"),
}
"""Columns of names and remarks: the text-free edition has what holds no run that stands in an article."""

_SHORT_SAID = f"Here only where it is shorter than {RUN} words."
_SOUGHT_SAID = f"Missing where {RUN} words of it stand in an article."
_ROWS_SAID = f"Names of which {RUN} words stand in an article are left out."


def tables_of(edition: str) -> Mapping[str, type[dy.Schema]]:
    """Every table of an edition by name, in reading order."""
    return _text_free() if edition == TEXT_FREE else TABLES


@cache
def _text_free() -> Mapping[str, type[dy.Schema]]:
    return {name: _without_texts(name, table) for name, table in TABLES.items()}


def _without_texts(name: str, table: type[dy.Schema]) -> type[dy.Schema]:
    columns = {c: column for c, column in table.columns().items() if c not in ABSENT.get(name, ())}
    said = " ".join(str(table.__doc__).split())
    for column_name in columns.keys() & {*SHORT.get(name, ()), *SOUGHT.get(name, ())}:
        if columns[column_name].primary_key:
            said = f"{said} {_ROWS_SAID}"
        else:
            why = _SHORT_SAID if column_name in SHORT.get(name, ()) else _SOUGHT_SAID
            columns[column_name] = _optional(columns[column_name], why)
    return types.new_class(table.__name__, (dy.Schema,), {}, lambda body: body.update(columns | {"__doc__": said}))


def _optional(column: dy.Column, why: str) -> dy.Column:
    changed = copy.copy(column)
    changed.nullable = True
    changed.description = f"{column.description} {why}"
    return changed
