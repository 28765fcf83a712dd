"""`datapackage.json`: the Data Package descriptor, made from the tables' definitions and the files as written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clippings import __version__
from clippings.publish.identity import Identity
from clippings.publish.table_schema import table_schema
from clippings.publish.write import FileFacts
from clippings.schema.editions import WITH_TEXTS, tables_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


CSV_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""How the CSV files are written. Without it a reader guesses from the first rows, and texts lead it astray."""


def descriptor(data_files: Iterable[FileFacts], identity: Identity, edition: str = WITH_TEXTS) -> dict[str, Any]:
    """The descriptor as plain data.

    Args:
        data_files: The files below `data/`, two a table.
        identity: What the package says of itself.
        edition: With texts, or text-free.
    """
    of_path = {file.path: file for file in data_files}
    resources = [resource for name in tables_of(edition) for resource in _resources(name, of_path, edition)]
    program = {"name": "Clippings", "version": __version__}
    return {"$schema": PROFILE, **identity.properties(), "edition": edition, "made_by": program, "resources": resources}


def _resources(name: str, of_path: Mapping[str, FileFacts], edition: str) -> list[dict[str, Any]]:
    definitions = tables_of(edition)
    description = " ".join(str(definitions[name].__doc__).split())
    title = name.replace("_", " ").capitalize()
    csv, parquet = of_path[f"data/{name}.csv"], of_path[f"data/{name}.parquet"]
    table = {"name": name, "type": "table", "title": title, "description": description}
    form = {"scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "dialect": CSV_DIALECT}
    same = {
        # no `type`, and the format in capitals: so frictionless checks size and hash and does not open the file
        "name": f"{name}-parquet", "title": f"{title} (Parquet)", "description": f"The rows of {name}, in the same order.",
    }  # fmt: skip
    parquet_form = {"format": "PARQUET", "mediatype": "application/vnd.apache.parquet"}
    return [
        table | {"path": csv.path} | form | _size(csv) | {"schema": table_schema(name, definitions)},
        same | {"path": parquet.path} | parquet_form | _size(parquet) | {"schema": table_schema(name, definitions)},
    ]


def _size(file: FileFacts) -> dict[str, Any]:
    return {"bytes": file.byte_count, "hash": f"sha256:{file.sha256}"}
