"""Writes the explorer of a package: `index.html`, and for a large package chunks of data beside it; or the page of one article."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from clippings.publish import package_layout
from clippings.publish.explorer.chunks import ChunkFiles, Chunks, plan
from clippings.publish.explorer.page_file import page
from clippings.publish.explorer.page_tables import (
    Found,
    article_relations,
    article_rows,
    divided,
    hash_of_rows,
    index_tables,
    page_relations,
    page_rows,
    shared_tables,
    with_sides,
)
from clippings.publish.write_tables import FileFacts, file_facts
from clippings.schema import enums
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS, tables_of
from clippings.schema.problem_codes import PROBLEM_CODES, SEVERITIES

PAGE = "index.html"
_IDENTITY = (
    "title", "description", "version", "edition", "sources", "licenses", "contributors", "homepage", "id", "notes",
)  # fmt: skip

_OF_PAGES = {
    "pages": ["page_id"],
    "lines": ["page_id", "line_no"],
    "removals": ["page_id", "line_no", "start"],
    "recent_posts": ["page_id", "line_no"],
    "problems": ["problem_id"],
}
"""Tables of the pages it was met on, with the columns by which they are sorted."""


def write(root: Path, descriptor: Mapping[str, Any], chunk_files: ChunkFiles | None = None) -> Iterator[FileFacts]:
    """Write the explorer of the tables below `root` and give the facts of its files.

    Args:
        root: Folder of the package, its Parquet files written.
        descriptor: What `datapackage.json` holds.
        chunk_files: The chunks of an earlier package.
    """
    files_of_chunks = chunk_files or ChunkFiles()
    tables = package_layout.tables(root, descriptor["edition"])
    chunks = plan(tables, files_of_chunks.text_bytes)
    with (root / PAGE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(html_of(tables, descriptor, chunks))
    yield file_facts(root, root / PAGE)
    if not chunks.is_single_file:
        for name, key, chunk in _chunks(tables, chunks, lambda name, key: files_of_chunks.copy(root, name, key)):
            files_of_chunks.write(root, name, key, chunk)
        yield from files_of_chunks.facts.values()


def html_of(
    tables: Mapping[str, pl.LazyFrame], descriptor: Mapping[str, Any], chunks: Chunks, start: str = ""
) -> Iterator[str]:
    """The page of these tables, in pieces.

    Args:
        tables: What the page shows.
        descriptor: What `datapackage.json` holds.
        chunks: How the data is divided.
        start: The view that is shown first, such as `article/ID`; by default the list of articles.
    """
    index = {
        "about": {name: descriptor[name] for name in _IDENTITY if name in descriptor},
        "labels": _labels(descriptor["edition"]),
        "chunks": {"articles": chunks.article_digits, "pages": chunks.page_digits, "inline": chunks.is_single_file},
        "start": start,
    }
    inline = dict(chunk_data(tables, chunks)) if chunks.is_single_file else {}
    return page(descriptor["title"], index, index_tables(tables), inline)


def chunk_data(tables: Mapping[str, pl.LazyFrame], chunks: Chunks) -> Iterator[tuple[str, Found]]:
    """Name and tables of each chunk."""
    return ((name, chunk) for name, _, chunk in _chunks(tables, chunks, lambda *_: False))


def _chunks(
    tables: Mapping[str, pl.LazyFrame], chunks: Chunks, is_there: Callable[[str, str], bool]
) -> Iterator[tuple[str, str, Found]]:
    """Name, hash of the relations, and tables of each chunk but those that are there already: their rows are not read."""
    yield "shared", "", shared_tables(tables)
    tables = with_sides(tables)
    for kind, column, digits, relations_of, rows_of in (
        ("articles", "article_id", chunks.article_digits, article_relations, article_rows),
        ("pages", "page_id", chunks.page_digits, page_relations, page_rows),
    ):
        for prefixes, chosen in chunks.groups(column, digits):
            relations = divided(relations_of(tables, chosen), column, prefixes)
            named = {prefix: (found, hash_of_rows(found)) for prefix, found in zip(prefixes, relations, strict=True)}
            new = [prefix for prefix, (_, key) in named.items() if not is_there(f"{kind}-{prefix}", key)]
            if new:
                begins = [(pl.col(column) >= prefix) & (pl.col(column) < prefix + "g") for prefix in new]
                is_new = chosen & pl.any_horizontal(begins)
                rows = divided(rows_of(tables, is_new if len(new) < len(prefixes) else chosen), column, new)
                for prefix, found in zip(new, rows, strict=True):
                    yield f"{kind}-{prefix}", named[prefix][1], found | named[prefix][0]


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


def article_page(root: Path, article_id: str) -> str:
    """The page of an article of the package in `root`. It holds no other article."""
    descriptor = package_layout.descriptor_of(root)
    tables = package_layout.tables(root, descriptor.get("edition", WITH_TEXTS))
    is_it = pl.col("article_id") == article_id
    of_article = {name: tables[name].filter(is_it) for name in ("articles", "appearances", "mentions")}
    of_pages = {name: tables[name].join(of_article["appearances"], on="page_id", how="semi") for name in _OF_PAGES}
    mentioned = {"entities": tables["entities"].join(of_article["mentions"], on="entity_id", how="semi")}
    shown = {**tables, **of_article, **mentioned}
    shown |= {name: frame.sort(_OF_PAGES[name]) for name, frame in of_pages.items()}
    return "".join(html_of(shown, descriptor, Chunks(), start=f"article/{article_id}"))
