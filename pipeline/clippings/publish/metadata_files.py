"""Writes the files of a package other than the tables: descriptor, data card, catalogue metadata, explorer, checksums.

All of it is made from the files as written, from the definition of the columns and from the identity of the package.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from clippings.publish import catalogues, charts, data_card
from clippings.publish.descriptor import descriptor
from clippings.publish.explorer import write_explorer as explorer
from clippings.publish.explorer.chunks import ChunkFiles
from clippings.publish.exporters import DATABASES
from clippings.publish.package_layout import DESCRIPTOR, tables
from clippings.publish.package_metadata import Identity
from clippings.publish.write_tables import FileFacts, file_facts, write_checksums
from clippings.schema.editions import WITH_TEXTS, tables_of

CARD = "README.md"


def describe(
    root: Path,
    data_files: Iterable[FileFacts],
    identity: Identity,
    recogniser: str | None,
    *,
    edition: str = WITH_TEXTS,
    databases: Collection[str] = (),
    also: Iterable[str] = (),
    chunk_files: ChunkFiles | None = None,
    formulas: Mapping[str, int] | None = None,
) -> list[FileFacts]:
    """Describe the tables below `root`, and write what else shows them: databases, the explorer. Returns all files with checksums.

    Args:
        root: Folder of the package.
        data_files: The files below `data/`, two a table.
        identity: What the package says of itself.
        recogniser: Name and version of the statistical model that detected names, if any.
        edition: With texts, or text-free.
        databases: Names of the databases that the package has: exporters that hold all tables in one file.
        also: Further files of the package, which get checksums.
        chunk_files: The explorer's chunks of an earlier package.
        formulas: Cells that begin with a sign of a formula, if they are counted.
    """
    definitions = tables_of(edition)
    chosen = [database for database in DATABASES if database.name in databases]
    for database in chosen:
        database.write(root, definitions)
    files = [*data_files, *(file_facts(root, root / database.file_name) for database in chosen)]
    content = descriptor(files, identity, edition) | ({"recogniser": recogniser} if recogniser else {})
    _write_json(root / DESCRIPTOR, content)
    _write_json(root / catalogues.CROISSANT, catalogues.croissant(content, identity))
    _write_json(root / catalogues.SCHEMA_ORG, catalogues.schema_org(content, identity))
    frames = tables(root, edition)
    drawn = list(charts.write(root, frames))
    data_card.write(root, frames, recogniser, identity, edition, drawn, formulas)
    described = [CARD, *(chart.path for chart in drawn), DESCRIPTOR, catalogues.CROISSANT, catalogues.SCHEMA_ORG, *also]
    files += explorer.write(root, content, chunk_files)
    for database in chosen:
        described += _write_texts(root, database.companions(content, definitions))
    files += (file_facts(root, root / name) for name in described)
    write_checksums(root, files)
    return files


def _write_texts(root: Path, texts: Mapping[str, str]) -> list[str]:
    for name, text in texts.items():
        (root / name).write_text(text, "utf-8", newline="\n")
    return list(texts)


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
