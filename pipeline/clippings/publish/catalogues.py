"""Metadata for other catalogues, made from the Data Package descriptor: `schema-org.json` and `croissant.json`.

`schema-org.json` is a schema.org Dataset (JSON-LD), for search engines; a page can hold it in a `script` element as it is.
`croissant.json` is for machine learning tools: a file is a FileObject, a table is a RecordSet read from its CSV file. Foreign
keys are only in the descriptor, because mlcroissant joins tables along `references`: it loses rows or fails where a table has
several, or one to itself.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from clippings.publish.package_metadata import Identity

SCHEMA_ORG, CROISSANT = "schema-org.json", "croissant.json"
_MAIN_TABLE = "articles"
_CROISSANT_VERSION = "http://mlcommons.org/croissant/1.0"
_TYPES = {
    "string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date",
}  # fmt: skip
_CONTEXT: dict[str, Any] = json.loads(files("clippings.publish").joinpath("croissant_context.json").read_text("utf-8"))
"""JSON-LD context that Croissant prescribes."""


def schema_org(descriptor: Mapping[str, Any], identity: Identity) -> dict[str, Any]:
    """Return the Dataset that `descriptor` describes.

    Args:
        descriptor: What `datapackage.json` holds.
        identity: What the package says of itself.
    """
    main = next(resource for resource in descriptor["resources"] if resource["name"] == _MAIN_TABLE)
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": identity.title,
        "alternateName": identity.name,
        "description": identity.description,
        **_given(
            identity,
            doi_as="identifier",
            license=[_work("CreativeWork", item) for item in identity.licenses],
            creator=[{"@type": "Organization", "name": item["title"]} for item in identity.contributors],
            isBasedOn=[_work("WebSite", item) for item in identity.sources],
        ),
        "isAccessibleForFree": True,
        "creditText": identity.cited_as(),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field["name"], "description": field["description"]}
            for field in main["schema"]["fields"]
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["title"],
                "description": resource["description"],
                "contentUrl": resource["path"],
                "encodingFormat": resource["mediatype"],
                "contentSize": f"{resource['bytes']} B",
                "sha256": resource["hash"].removeprefix("sha256:"),
            }
            for resource in descriptor["resources"]
        ],
    }


def _given(identity: Identity, *, doi_as: str, **further: Sequence[Any]) -> dict[str, Any]:
    """Return the optional properties that the package has: those of every vocabulary, then `further` ones.

    The name of the property that holds the DOI is `doi_as`.
    """
    values = {
        "version": identity.version,
        "datePublished": identity.released_on,
        "url": identity.homepage,
        doi_as: identity.doi and f"https://doi.org/{identity.doi}",
        "inLanguage": list(identity.languages),
        "keywords": list(identity.keywords),
        **further,
    }
    return {key: value for key, value in values.items() if value}


def _work(kind: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return {"@type": kind, "name": item["title"]} | ({"url": item["path"]} if "path" in item else {})


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
        "conformsTo": _CROISSANT_VERSION,
        "name": identity.name,
        "alternateName": identity.title,
        "description": identity.description,
        **_given(
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
