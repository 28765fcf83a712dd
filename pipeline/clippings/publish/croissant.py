"""`croissant.json`: the package for machine learning tools, in Croissant 1.0, made from the Data Package descriptor.

All facts come from the descriptor: a file is a FileObject, a table is a RecordSet read from its CSV file. Foreign keys are
only in the descriptor, because mlcroissant joins tables along `references`: it loses rows or fails where a table has
several, or one to itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from clippings.publish.package_metadata import Identity
from clippings.publish.schema_org import given

PATH = "croissant.json"
VERSION = "http://mlcommons.org/croissant/1.0"
_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
_CONTEXT: dict[str, Any] = json.loads(files("clippings.publish").joinpath("croissant_context.json").read_text("utf-8"))
"""JSON-LD context that the specification prescribes."""


def croissant(descriptor: Mapping[str, Any], identity: Identity) -> dict[str, Any]:
    """Return the Croissant description of the package that `descriptor` describes.

    Args:
        descriptor: What `datapackage.json` holds.
        identity: What the package says of itself.
    """
    tables = [resource for resource in descriptor["resources"] if resource.get("type") == "table"]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": identity.name,
        "alternateName": identity.title,
        "description": identity.description,
        **given(
            identity,
            doi_as="sameAs",
            license=[licence.get("path", licence["title"]) for licence in identity.licenses],
            creator=[{"@type": "sc:Organization", "name": maker["title"]} for maker in identity.contributors],
        ),
        "isLiveDataset": False,
        "citeAs": identity.cited_as(),
        "distribution": [_file(resource) for resource in descriptor["resources"]],
        "recordSet": [_records(table) for table in tables],
    }


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["description"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": resource["mediatype"],
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(table: Mapping[str, Any]) -> dict[str, Any]:
    name, schema = table["name"], table["schema"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table["description"],
        "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['name']}",
                "name": f"{name}/{field['name']}",
                "description": field["description"],
                "dataType": _TYPES[field["type"]],
                "source": {"fileObject": {"@id": table["path"]}, "extract": {"column": field["name"]}},
            }
            for field in schema["fields"]
        ],
    }
