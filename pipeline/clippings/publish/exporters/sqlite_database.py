"""SQLite: all tables in one database with keys, indexes, views and full-text search; and what Datasette shows of it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from clippings.publish.exporters.base import Database
from clippings.publish.table_schema import may_be_empty, references

METADATA_FILE = "datasette-metadata.json"
_LABELS = {"articles": "title", "entities": "name", "pages": "path", "passages": "text"}
"""Columns that name a row where another table points to it."""
_FACETS = {
    "articles": ["category", "source_name", "language", "completeness"],
    "pages": ["kind", "site"],
    "lines": ["role"],
    "evidence": ["field", "rule"],
    "removals": ["kind"],
    "duplicates": ["relation", "rule"],
    "dates": ["type", "rule"],
    "entities": ["type", "is_curated"],
    "entity_names": ["kind", "language"],
    "mentions": ["field", "rule"],
    "problems": ["severity", "code"],
}
_SORTED = {"articles": {"sort_desc": "published_on"}, "entities": {"sort_desc": "article_count"}}

FILE = "archive.sqlite"
_BATCH = 10_000
_SEARCHED = ("title", "deck", "text")
_INDEXED = {
    "articles": ("published_on", "category", "source_name", "language"),
    "lines": ("role",),
    "mentions": ("entity_id",),
    "problems": ("code",),
}
"""Columns that questions filter by; foreign keys have an index anyway."""
_VERSION_STAMP = slice(96, 100)
"""Bytes of the header that name the SQLite library that wrote last."""
_STAMP = (3_040_000).to_bytes(4, "big")


def metadata(about: Mapping[str, Any], definitions: Mapping[str, type[dy.Schema]], database: str) -> str:
    """The file for `datasette archive.sqlite -m datasette-metadata.json`.

    Args:
        about: What `datapackage.json` holds.
        definitions: The tables of the edition.
        database: Name of the database, as Datasette takes it from the file.
    """
    sources = about.get("sources", [])
    content = {
        "title": about["title"],
        "description": about.get("description", ""),
        "license": "; ".join(licence["title"] for licence in about.get("licenses", []) if "title" in licence),
        "source": ", ".join(licence["title"] for licence in sources if "title" in licence),
        "databases": {database: {"tables": {name: _table(name, table) for name, table in definitions.items()}}},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _table(name: str, table: type[dy.Schema]) -> dict[str, Any]:
    columns = table.columns()
    described: dict[str, Any] = {"description": " ".join(str(table.__doc__).split())}
    if _LABELS.get(name) in columns:
        described["label_column"] = _LABELS[name]
    facets = [column for column in _FACETS.get(name, []) if column in columns]
    described |= {"facets": facets} if facets else {}
    return described | _SORTED.get(name, {}) | {"columns": {key: column.description for key, column in columns.items()}}


class Sqlite(Database):
    """One SQLite file with all tables, their keys, a full-text index and the views of `sqlite_views.sql`."""

    name = "sqlite"
    title = "SQLite database"
    file_name = FILE
    media_type = "application/vnd.sqlite3"
    format = "SQLITE"
    description = "All tables in one database, with keys, indexes, views, and full-text search over the articles."

    def write(self, root: Path, definitions: Mapping[str, type[dy.Schema]]) -> None:
        """Write the database from the Parquet files below `root`."""
        path = root / self.file_name
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for setting in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "encoding = 'UTF-8'"):
                database.execute(f"PRAGMA {setting}")
            database.execute("BEGIN")
            for name, table in definitions.items():
                database.execute(_create_table(name, table))
                _insert(database, name, root / "data" / f"{name}.parquet")
            for name, table in definitions.items():
                for statement in _create_indexes(name, table):
                    database.execute(statement)
            _create_search(database, definitions["articles"])
            _create_views(database)
            database.execute("COMMIT")
        _fix_stamp(path)

    def companions(self, about: Mapping[str, Any], definitions: Mapping[str, type[dy.Schema]]) -> Mapping[str, str]:
        """The metadata that Datasette shows."""
        return {METADATA_FILE: metadata(about, definitions, Path(self.file_name).stem)}


def _quoted(name: str) -> str:
    return f'"{name}"'


def _create_table(name: str, table: type[dy.Schema]) -> str:
    columns = [_column(column_name, column) for column_name, column in table.columns().items()]
    keys = [f"PRIMARY KEY ({', '.join(map(_quoted, table.primary_key()))})"]
    for column_name, column in table.columns().items():
        if target := references(column):
            other, other_column = target.split(".")
            keys.append(f"FOREIGN KEY ({_quoted(column_name)}) REFERENCES {_quoted(other)} ({_quoted(other_column)})")
    return f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(columns + keys) + "\n)"


def _column(name: str, column: dy.Column) -> str:
    match column:
        case dy.Int64() | dy.Bool():
            kind = "INTEGER"
        case dy.Float64():
            kind = "REAL"
        case _:
            kind = "TEXT"
    is_required = not column.nullable or may_be_empty(column)
    return f"{_quoted(name)} {kind}{' NOT NULL' if is_required else ''}"


def _create_indexes(name: str, table: type[dy.Schema]) -> Iterator[str]:
    foreign = [column_name for column_name, column in table.columns().items() if references(column)]
    first_key = table.primary_key()[0]
    for column in sorted({*foreign, *_INDEXED.get(name, ())} - {first_key}):
        if column in table.columns():
            yield f"CREATE INDEX {_quoted(f'{name}_{column}')} ON {_quoted(name)} ({_quoted(column)})"


def _insert(database: sqlite3.Connection, name: str, parquet: Path) -> None:
    rows = pl.scan_parquet(parquet).with_columns(
        pl.selectors.date().cast(pl.String), pl.selectors.enum().cast(pl.String)
    )
    marks = ", ".join("?" * len(rows.collect_schema()))
    for batch in rows.collect_batches(chunk_size=_BATCH, maintain_order=True):
        database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", batch.iter_rows())  # noqa: S608


def _create_search(database: sqlite3.Connection, articles: type[dy.Schema]) -> None:
    """Full-text search whose words are those of `articles`: the texts are in the database once."""
    columns = ", ".join(name for name in _SEARCHED if name in articles.columns())
    database.execute(
        f"CREATE VIRTUAL TABLE articles_fts USING fts5({columns}, content='articles', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    for command in ("rebuild", "optimize"):
        database.execute(f"INSERT INTO articles_fts (articles_fts) VALUES ('{command}')")  # noqa: S608


def _create_views(database: sqlite3.Connection) -> None:
    script = files("clippings.publish.exporters").joinpath("sqlite_views.sql").read_text("utf-8")
    for statement in filter(None, (part.strip() for part in script.split(";\n"))):
        view = statement.split("CREATE VIEW ", 1)[1].split()[0]
        database.execute(statement)
        try:
            database.execute(f"SELECT * FROM {view} LIMIT 0")  # noqa: S608
        except sqlite3.OperationalError:  # the edition lacks one of its columns
            database.execute(f"DROP VIEW {view}")


def _fix_stamp(path: Path) -> None:
    """Write one fixed SQLite version into the header: the real one would change the bytes, not the data."""
    with path.open("r+b") as file:
        file.seek(_VERSION_STAMP.start)
        file.write(_STAMP)
