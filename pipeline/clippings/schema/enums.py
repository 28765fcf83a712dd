"""The closed lists of values columns may hold, each value with its meaning, from `data/column_values.toml`."""

from clippings import data

_LISTS: dict[str, dict[str, str]] = data.read("column_values.toml")

ROLES = _LISTS["roles"]
TEXT_ROLES = ("body", "subheading", "list_item")
"""Roles whose lines make `articles.text`."""
PAGE_KINDS = _LISTS["page_kinds"]
COMPLETENESS = _LISTS["completeness"]
RELATIONS = _LISTS["relations"]
REMOVAL_KINDS = _LISTS["removal_kinds"]
PROSE_FIELDS = ("title", "deck", "text")
"""Columns of articles that are prose, in reading order. They are searched for temporal expressions."""
TIMEX_TYPES = _LISTS["timex_types"]
TIMEX_MODS = _LISTS["timex_mods"]
ENTITY_TYPES = _LISTS["entity_types"]
NAME_KINDS = _LISTS["name_kinds"]
AUTHOR_KINDS = _LISTS["author_kinds"]
AUTHOR_ROLES = ("author", "contributor", "translator", "editor", "photographer")
"""What a credited person did; the first three are columns of `articles` too."""
MENTION_FIELDS = (
    "title", "deck", "text", "author", "contributor", "source_name", "dateline_place", "translator",
)  # fmt: skip
"""Columns of articles in which entities are named."""
