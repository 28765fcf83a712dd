"""`schema-org.json`: the package as a schema.org Dataset (JSON-LD), for catalogues and search engines.

Made from the Data Package descriptor; a page that shows the package can hold it in a `script` element as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clippings.publish.package_metadata import Identity

PATH = "schema-org.json"
_MAIN_TABLE = "articles"


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
        **given(
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


def given(identity: Identity, *, doi_as: str, **further: Sequence[Any]) -> dict[str, Any]:
    """Return the optional properties that the package has: those of every vocabulary, then `further` ones.

    Args:
        identity: What the package says of itself.
        doi_as: Name of the property that holds the DOI.
        further: Properties that differ between vocabularies.
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
