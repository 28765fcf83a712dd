"""Writes the explorer of a package: `index.html`, and for a large package chunks of data beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from clippings.publish import package_layout
from clippings.publish.explorer.chunk_files import ChunkFiles
from clippings.publish.explorer.chunks import Chunks, plan
from clippings.publish.explorer.columnar import columnar
from clippings.publish.explorer.page_file import page
from clippings.publish.explorer.page_tables import (
    Chunk,
    article_tables,
    divided,
    index_tables,
    line_tables,
    shared_tables,
)
from clippings.publish.write_tables import FileFacts, file_facts
from clippings.schema import enums
from clippings.schema.editions import TEXT_FREE, tables_of
from clippings.schema.problem_codes import PROBLEM_CODES, SEVERITIES

PAGE = "index.html"
_IDENTITY = (
    "title", "description", "version", "edition", "sources", "licenses", "contributors", "homepage", "id", "notes",
)  # fmt: skip


def write(root: Path, descriptor: Mapping[str, Any], chunk_files: ChunkFiles | None = None) -> Iterator[FileFacts]:
    """Write the explorer of the tables below `root` and give the facts of its files.

    Args:
        root: Folder of the package, its Parquet files written.
        descriptor: What `datapackage.json` holds.
        chunk_files: The chunks of an earlier package.
    """
    tables = package_layout.tables(root, descriptor["edition"])
    chunks = plan(tables)
    (root / PAGE).write_text(html_of(tables, descriptor, chunks), "utf-8", newline="\n")
    yield file_facts(root, root / PAGE)
    if not chunks.is_single_file:
        files_of_chunks = chunk_files or ChunkFiles()
        for name, chunk in _chunks(tables, chunks):
            yield files_of_chunks.write(root, name, chunk)


def html_of(tables: Mapping[str, pl.LazyFrame], descriptor: Mapping[str, Any], chunks: Chunks, start: str = "") -> str:
    """The page of these tables.

    Args:
        tables: What the page shows.
        descriptor: What `datapackage.json` holds.
        chunks: How the data is divided.
        start: The view that is shown first, such as `article/ID`; by default the list of articles.
    """
    index = {
        "about": _about(descriptor),
        "labels": _labels(descriptor["edition"]),
        "chunks": {"articles": chunks.article_digits, "pages": chunks.page_digits, "inline": chunks.is_single_file},
        "start": start,
        "tables": _columnar(index_tables(tables)),
    }
    return page(descriptor["title"], index, dict(chunk_data(tables, chunks)) if chunks.is_single_file else {})


def chunk_data(tables: Mapping[str, pl.LazyFrame], chunks: Chunks) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and tables of each chunk."""
    return ((name, _columnar(chunk.tables())) for name, chunk in _chunks(tables, chunks))


def _chunks(tables: Mapping[str, pl.LazyFrame], chunks: Chunks) -> Iterator[tuple[str, Chunk]]:
    yield "shared", Chunk(partial(shared_tables, tables))
    for kind, column, digits, made in (
        ("articles", "article_id", chunks.article_digits, article_tables),
        ("pages", "page_id", chunks.page_digits, line_tables),
    ):
        for prefixes, chosen in chunks.groups(column, digits):
            for prefix, part in zip(prefixes, divided(made(tables, chosen), column, prefixes), strict=True):
                yield f"{kind}-{prefix}", part


def _columnar(tables_found: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    return {name: columnar(frame) for name, frame in tables_found.items()}


def _about(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    return {name: descriptor[name] for name in _IDENTITY if name in descriptor}


def role_groups() -> list[dict[str, Any]]:
    """Groups of line roles: name, title, roles."""
    text = files("clippings.publish.explorer").joinpath("role_groups.toml").read_text("utf-8")
    return list(tomllib.loads(text)["group"])


def _labels(edition: str) -> dict[str, Any]:
    """Descriptions of the columns and words that the page shows."""
    columns = tables_of(edition)["articles"].columns()
    return {
        "has_texts": edition != TEXT_FREE,
        "roles": enums.ROLES,
        "role_groups": role_groups(),
        "completeness": enums.COMPLETENESS,
        "entity_types": enums.ENTITY_TYPES,
        "relations": enums.RELATIONS,
        "page_kinds": enums.PAGE_KINDS,
        "severities": SEVERITIES,
        "problem_codes": {code: entry.meaning for code, entry in PROBLEM_CODES.items()},
        "columns": {name: column.description for name, column in columns.items()},
    }
