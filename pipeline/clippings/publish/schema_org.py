"""`schema-org.json`: the package as a schema.org Dataset (JSON-LD), for catalogues and search engines.

Made from the Data Package descriptor; a page that shows the package can hold it in a `script` element as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clippings.publish.croissant import cite_as

PATH = "schema-org.json"
_MAIN_TABLE = "articles"


def schema_org(descriptor: Mapping[str, Any], released_on: str) -> dict[str, Any]:
    """The Dataset that `descriptor` describes.

    Args:
        descriptor: What `datapackage.json` holds.
        released_on: Day of the version, YYYY-MM-DD.
    """
    main = next(resource for resource in descriptor["resources"] if resource["name"] == _MAIN_TABLE)
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": descriptor["title"],
        "alternateName": descriptor["name"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "datePublished": released_on,
        "keywords": descriptor["keywords"],
        "isAccessibleForFree": True,
        "license": [
            {"@type": "CreativeWork", "name": one["title"]} | ({"url": one["path"]} if "path" in one else {})
            for one in descriptor["licenses"]
        ],
        "creator": [{"@type": "Organization", "name": one["title"]} for one in descriptor["contributors"]],
        "creditText": cite_as(descriptor),
        "isBasedOn": [
            {"@type": "WebSite", "name": one["title"]} | ({"url": one["path"]} if "path" in one else {})
            for one in descriptor["sources"]
        ],
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
