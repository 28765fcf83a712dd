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
from clippings.schema import TABLES

_OF_PACKAGE = {
    "$schema", "name", "title", "description", "version", "keywords", "licenses", "contributors", "sources", "edition",
    "recogniser", "resources", "languages", "released_on", "homepage", "id", "notes", "made_by",
}  # fmt: skip
_OF_RESOURCE = {
    "name", "type", "title", "description", "path", "scheme", "format", "mediatype", "encoding", "bytes", "hash", "schema",
    "dialect",
}  # fmt: skip
_PATHS = {f"data/{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")}


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
    if {*paths} != _PATHS or len(paths) != len(_PATHS):
        yield "datapackage.json does not name the files of each table once."


def _resource(resource: dict[str, Any]) -> Iterator[str]:
    path = resource["path"]
    yield from _beyond(f"the file {path!r}", resource, _OF_RESOURCE)
    if path not in _PATHS or resource.get("scheme", "file") != "file" or not isinstance(resource["schema"], dict):
        yield f"datapackage.json leads elsewhere: {str(path)[:80]!r}"


def _beyond(what: str, said: dict[str, Any], known: set[str]) -> Iterator[str]:
    for name in sorted(said.keys() - known):
        yield f"datapackage.json says of {what} what no package of Clippings says: {name!r}"
