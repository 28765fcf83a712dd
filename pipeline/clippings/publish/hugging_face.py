"""The head of the data card in YAML, by which Hugging Face finds the tables: `load_dataset("dist", "articles")`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from clippings.publish.package_metadata import Identity

_MAIN_TABLE = "articles"


def front_matter(identity: Identity, tables: Iterable[str]) -> str:
    """The head: title and languages, and one configuration a table, read from its Parquet.

    Args:
        identity: What the package says of itself.
        tables: The tables that have rows: the library `datasets` refuses an empty one.
    """
    configs: list[dict[str, Any]] = [
        {"config_name": name, "data_files": f"data/{name}.parquet"} | ({"default": True} if name == _MAIN_TABLE else {})
        for name in tables
    ]
    values = {"pretty_name": identity.title, "language": list(identity.languages), "configs": configs}
    given = {key: value for key, value in values.items() if value}
    return f"---\n{yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=1000)}---"
