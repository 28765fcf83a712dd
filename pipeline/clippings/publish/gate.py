"""Checks a `datapackage.json` before any program reads the files that it names.

A foreign descriptor may name addresses, other files, readers and slow expressions. A descriptor of Clippings names only
the files of the package and the schemas of its tables. Any other content is a finding, and no reader follows it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from clippings import __version__
from clippings.publish.checksum_list import NotFitError, is_inside
from clippings.publish.descriptor import PROFILE
from clippings.publish.exporters import DATABASES, TABLE_EXPORTERS
from clippings.publish.package_layout import DESCRIPTOR
from clippings.publish.table_schema import table_schema
from clippings.schema import TABLES
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS, tables_of

MAX_BYTES = 8 << 20
"""Maximum size of a descriptor in bytes; those of Clippings have about 200 kB."""
_OF_PACKAGE = {
    "$schema", "name", "title", "description", "version", "keywords", "licenses", "contributors", "sources", "edition",
    "recogniser", "resources", "languages", "released_on", "homepage", "id", "notes", "made_by",
}  # fmt: skip
_OF_FIELD = ("name", "type", "format", "constraints", "missingValues")
_OF_SCHEMA = ("primaryKey", "foreignKeys", "missingValues")
_FOR_PEOPLE = ("title", "description")
_SIZE = ("bytes", "hash")
_SHOWN = 80


class OtherVersionError(OSError):
    """The package has the tables of another version of Clippings."""


def read_descriptor(root: Path) -> dict[str, Any]:
    """Return the descriptor of the package in `root` as plain data.

    Raises:
        NotFitError: It is missing, too large or not a JSON object.
    """
    path = root / DESCRIPTOR
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise NotFitError(f"{DESCRIPTOR} is missing, or larger than the descriptor of a package.")
    try:
        descriptor = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise NotFitError(f"{DESCRIPTOR} is not the descriptor of a package.") from None
    if not isinstance(descriptor, dict):
        raise NotFitError(f"{DESCRIPTOR} is not the descriptor of a package.")
    return descriptor


def findings(root: Path) -> list[str]:
    """Return the properties and values in `datapackage.json` in `root` that Clippings never writes.

    Raises:
        OtherVersionError: Another version of Clippings made the package, and its tables differ.
    """
    try:
        descriptor = read_descriptor(root)
        errors = list(_foreign(descriptor))
    except NotFitError as error:
        return [str(error)]
    except (TypeError, KeyError, AttributeError, ValueError, RecursionError):
        return [f"{DESCRIPTOR} is not the descriptor of a package."]
    if errors:
        _check_version(root, descriptor)
    return errors


def _check_version(root: Path, descriptor: Mapping[str, Any]) -> None:
    maker = descriptor.get("made_by")
    version = maker.get("version") if isinstance(maker, dict) else descriptor.get("version")
    is_ours = descriptor.get("edition") in (WITH_TEXTS, TEXT_FREE) and isinstance(version, str)
    if is_ours and version != __version__ and all(_is_inside(resource) for resource in descriptor["resources"]):
        raise OtherVersionError(
            f"{root} was made by Clippings {str(version)[:_SHOWN]}, whose tables differ from those of {__version__}. "
            "Use the version that made it."
        )


def _is_inside(resource: Any) -> bool:  # noqa: ANN401 - anything JSON can hold
    return isinstance(resource, dict) and isinstance(resource.get("path"), str) and is_inside(resource["path"])


def _foreign(descriptor: Mapping[str, Any]) -> Iterator[str]:
    resources = descriptor["resources"]
    yield from _beyond("the package", descriptor, _OF_PACKAGE)
    if descriptor.get("$schema") != PROFILE:
        yield f"{DESCRIPTOR} names another profile than {PROFILE}."
    tables, databases = (
        _table_resources(descriptor),
        {database.file_name: database.resource() for database in DATABASES},
    )
    paths = [resource["path"] for resource in resources]
    for resource in resources:
        yield from _resource(resource, tables | databases)
    if {*paths} - {*databases} != {*tables} or len(paths) != len({*paths}):
        yield f"{DESCRIPTOR} does not name the files of each table once."


def _table_resources(descriptor: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The resources of the tables as this program writes them, by path."""
    edition = TEXT_FREE if descriptor.get("edition") == TEXT_FREE else WITH_TEXTS
    definitions = tables_of(edition)
    return {
        exporter.file_name(name): exporter.resource(name, "") | {"schema": table_schema(name, definitions)}
        for name in TABLES
        for exporter in TABLE_EXPORTERS
    }


def _resource(resource: Mapping[str, Any], expected: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    path = resource["path"]
    ours = expected.get(path) if isinstance(path, str) else None
    if ours is None:
        yield f"{DESCRIPTOR} leads outside the package: {str(path)[:_SHOWN]!r}"
    elif _form(resource) != _form(ours):
        yield f"{DESCRIPTOR} has unknown properties for {path}, or properties that lead outside the package."
    elif not isinstance(resource.get("bytes"), int) or not isinstance(resource.get("hash"), str):
        yield f"{DESCRIPTOR} gives no size or no hash of {path}."
    elif "schema" in ours and _rules(resource["schema"]) != _rules(ours["schema"]):
        yield f"{DESCRIPTOR} describes {path} with other columns or rules than the table has."


def _form(resource: Mapping[str, Any]) -> str:
    """Return, as JSON, the properties with which programs find and read a file, without its columns."""
    left_out = (*_FOR_PEOPLE, *_SIZE, "schema")
    form = {key: value for key, value in resource.items() if key not in left_out}
    return json.dumps(form | {"has_schema": isinstance(resource.get("schema"), dict)}, sort_keys=True)


def _rules(schema: Mapping[str, Any]) -> str:
    """What a Table Schema asks of the rows, without its words for people."""
    fields = [{key: field[key] for key in _OF_FIELD if key in field} for field in schema["fields"]]
    return json.dumps([fields, {key: schema[key] for key in _OF_SCHEMA if key in schema}], sort_keys=True)


def _beyond(what: str, properties: Mapping[str, Any], known_properties: set[str]) -> Iterator[str]:
    for name in sorted(properties.keys() - known_properties):
        yield f"{DESCRIPTOR} has an unknown property for {what}: {name[:_SHOWN]!r}"
