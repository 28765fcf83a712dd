"""`datapackage.json`: the Data Package descriptor, made from the tables' definitions and the files as written."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clippings import __version__
from clippings.publish.exporters import DATABASES, TABLE_EXPORTERS
from clippings.publish.package_metadata import Identity
from clippings.publish.table_schema import table_schema
from clippings.publish.write_tables import FileFacts
from clippings.schema.editions import WITH_TEXTS, tables_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def descriptor(data_files: Iterable[FileFacts], identity: Identity, edition: str = WITH_TEXTS) -> dict[str, Any]:
    """The descriptor as plain data.

    Args:
        data_files: The files of the tables, and of databases that hold them all.
        identity: What the package says of itself.
        edition: With texts, or text-free.
    """
    of_path = {file.path: file for file in data_files}
    resources = [resource for name in tables_of(edition) for resource in _resources(name, of_path, edition)]
    resources += [
        database.resource() | _size(of_path[database.file_name])
        for database in DATABASES
        if database.file_name in of_path
    ]
    program = {"name": "Clippings", "version": __version__}
    return {"$schema": PROFILE, **identity.properties(), "edition": edition, "made_by": program, "resources": resources}


def _resources(name: str, of_path: Mapping[str, FileFacts], edition: str) -> Iterator[dict[str, Any]]:
    """One resource for each format of a table."""
    table = tables_of(edition)[name]
    description = " ".join(str(table.__doc__).split())
    for exporter in TABLE_EXPORTERS:
        resource = exporter.resource(name, description)
        yield resource | _size(of_path[exporter.file_name(name)]) | {"schema": table_schema(name, tables_of(edition))}


def _size(file: FileFacts) -> dict[str, Any]:
    return {"bytes": file.byte_count, "hash": f"sha256:{file.sha256}"}
