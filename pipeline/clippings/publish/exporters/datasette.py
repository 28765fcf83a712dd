"""What Datasette shows of the SQLite edition: titles, labels, facets, descriptions of tables and columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import dataframely as dy

FILE = "datasette-metadata.json"
_LABELS = {"articles": "title", "entities": "name", "pages": "path", "passages": "text"}
"""Columns that name a row where another table points to it."""
_FACETS = {
    "articles": ["category", "source_name", "language", "completeness"],
    "pages": ["kind", "site"],
    "lines": ["role"],
    "evidence": ["field", "rule"],
    "removals": ["kind"],
    "duplicates": ["relation", "rule"],
    "dates": ["type", "rule"],
    "entities": ["type", "is_curated"],
    "entity_names": ["kind", "language"],
    "mentions": ["field", "rule"],
    "problems": ["severity", "code"],
}
_SORTED = {"articles": {"sort_desc": "published_on"}, "entities": {"sort_desc": "article_count"}}


def metadata(about: Mapping[str, Any], definitions: Mapping[str, type[dy.Schema]], database: str) -> str:
    """The file for `datasette archive.sqlite -m datasette-metadata.json`.

    Args:
        about: What `datapackage.json` holds.
        definitions: The tables of the edition.
        database: Name of the database, as Datasette takes it from the file.
    """
    sources = about.get("sources", [])
    content = {
        "title": about["title"],
        "description": about.get("description", ""),
        "license": "; ".join(licence["title"] for licence in about.get("licenses", []) if "title" in licence),
        "source": ", ".join(licence["title"] for licence in sources if "title" in licence),
        "databases": {database: {"tables": {name: _table(name, table) for name, table in definitions.items()}}},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _table(name: str, table: type[dy.Schema]) -> dict[str, Any]:
    columns = table.columns()
    described: dict[str, Any] = {"description": " ".join(str(table.__doc__).split())}
    if _LABELS.get(name) in columns:
        described["label_column"] = _LABELS[name]
    facets = [column for column in _FACETS.get(name, []) if column in columns]
    described |= {"facets": facets} if facets else {}
    return described | _SORTED.get(name, {}) | {"columns": {key: column.description for key, column in columns.items()}}
