"""Whether a descriptor from elsewhere leads frictionless to nothing but the files of its own package.

A descriptor may name addresses, other files and readers; those of Clippings do not, so one that does is refused unread.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clippings.distribute.verify.limits import NotFitError
from clippings.publish.descriptor import PROFILE
from clippings.publish.exporters import DATABASES, TABLE_EXPORTERS
from clippings.publish.exporters.csv_files import CSV_DIALECT
from clippings.schema import TABLES

_OF_PACKAGE = {
    "$schema", "name", "title", "description", "version", "keywords", "licenses", "contributors", "sources", "edition",
    "recogniser", "resources", "languages", "released_on", "homepage", "id", "notes", "made_by",
}  # fmt: skip
_OF_RESOURCE = {
    "name", "type", "title", "description", "path", "scheme", "format", "mediatype", "encoding", "bytes", "hash", "schema",
    "dialect",
}  # fmt: skip
_TABLE_PATHS = {exporter.file_name(name) for name in TABLES for exporter in TABLE_EXPORTERS}
_DATABASES = {database.file_name: database.resource() for database in DATABASES}
_SIZE = ("bytes", "hash")


def foreign(root: Path) -> Iterator[str]:
    """What stands in `datapackage.json` below `root` that no package of Clippings has."""
    try:
        said = json.loads((root / "datapackage.json").read_text("utf-8"))
        resources = said["resources"]
        yield from _beyond("it", said, _OF_PACKAGE)
        if said.get("$schema") != PROFILE:
            yield f"datapackage.json names another profile than {PROFILE}."
        paths = [resource["path"] for resource in resources]
        for resource in resources:
            yield from _resource(resource)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotFitError("datapackage.json is no descriptor of a package.") from None
    if {*paths} - {*_DATABASES} != _TABLE_PATHS or len(paths) != len({*paths}):
        yield "datapackage.json does not name the files of each table once."


def _resource(resource: dict[str, Any]) -> Iterator[str]:
    path = resource["path"]
    yield from _beyond(f"the file {path!r}", resource, _OF_RESOURCE)
    is_database = {key: value for key, value in resource.items() if key not in _SIZE} == _DATABASES.get(path)
    is_table = path in _TABLE_PATHS and isinstance(resource["schema"], dict)
    has_our_form = resource.get("scheme", "file") == "file" and resource.get("dialect", CSV_DIALECT) == CSV_DIALECT
    if not (is_database or is_table) or not has_our_form:
        yield f"datapackage.json leads elsewhere: {str(path)[:80]!r}"


def _beyond(what: str, said: dict[str, Any], known: set[str]) -> Iterator[str]:
    for name in sorted(said.keys() - known):
        yield f"datapackage.json says of {what} what no package of Clippings says: {name!r}"
