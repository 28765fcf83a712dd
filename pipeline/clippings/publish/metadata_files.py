"""Writes what stands beside the tables of a package: descriptor, data card, catalogue metadata, checksums.

All of it is made from the files as written and from one definition: that of the columns, and `package.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from clippings.publish import croissant, data_card, schema_org
from clippings.publish.descriptor import about, descriptor
from clippings.publish.write import FileFacts, facts, write_checksums
from clippings.schema.editions import WITH_TEXTS, tables_of

CARD = "README.md"
DESCRIPTOR = "datapackage.json"


def describe(
    root: Path,
    data_files: Iterable[FileFacts],
    sources: Iterable[Mapping[str, str]],
    recogniser: str | None,
    *,
    edition: str = WITH_TEXTS,
    also: Iterable[str] = (),
) -> None:
    """Describe the tables below `root`.

    Args:
        root: Folder of the package.
        data_files: The files below `data/`, two a table.
        sources: title, and path where known, of the sites the pages are of.
        recogniser: Name and version of the statistical model that sought names, if one did.
        edition: With texts, or text-free.
        also: Further files of the package, which get checksums.
    """
    files = list(data_files)
    content = descriptor(files, sources, edition) | ({"recogniser": recogniser} if recogniser else {})
    released_on = about()["released_on"]
    _write_json(root / DESCRIPTOR, content)
    _write_json(root / croissant.PATH, croissant.croissant(content, released_on))
    _write_json(root / schema_org.PATH, schema_org.schema_org(content, released_on))
    tables = {name: root / "data" / f"{name}.parquet" for name in tables_of(edition)}
    data_card.write(root, tables, recogniser, edition)
    described = [CARD, DESCRIPTOR, croissant.PATH, schema_org.PATH, *also]
    write_checksums(root, [*files, *(facts(root, root / name) for name in described)])


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
