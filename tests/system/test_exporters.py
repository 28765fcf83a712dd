"""Formats of the published data: the SQLite edition holds the tables, answers questions, and has the same bytes each time."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from clippings.distribute import verify
from clippings.orchestration import restore
from clippings.publish import write_tables
from clippings.publish.exporters import TABLE_EXPORTERS, TableExporter
from clippings.publish.text_free import strip
from clippings.schema import TABLES
from conftest import RAW, Package
from support.commands import called

NEEDS_TEXT = {"evidence_with_lines"}


def built(out: Path, *options: str) -> Path:
    outcome = called("build", "--raw", RAW, "--out", out, "--sqlite", *options)
    assert outcome.exit_code == 0, outcome.output
    return out


@pytest.fixture(scope="module")
def with_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the five real pages with its database."""
    return built(tmp_path_factory.mktemp("sqlite") / "dist")


@pytest.fixture
def database(with_database: Path) -> Iterator[sqlite3.Connection]:
    """The database, for reading."""
    with closing(sqlite3.connect(f"file:{with_database}/archive.sqlite?mode=ro", uri=True)) as opened:
        yield opened


def test_every_row_is_in_the_database(with_database: Path, database: sqlite3.Connection) -> None:
    for name in TABLES:
        rows = pl.read_parquet(with_database / "data" / f"{name}.parquet")
        expected = rows.with_columns(pl.selectors.date().cast(pl.String), pl.selectors.boolean().cast(pl.Int64)).rows()
        assert database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() == expected, name  # noqa: S608


def test_keys_are_declared_and_hold(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    keys = {row[3]: f"{row[2]}.{row[4]}" for row in database.execute("PRAGMA foreign_key_list(mentions)")}
    assert keys == {"article_id": "articles.article_id", "entity_id": "entities.entity_id"}


def test_search_finds_articles(with_database: Path, database: sqlite3.Connection) -> None:
    result = database.execute(
        "SELECT article_id FROM articles_fts JOIN articles ON articles.rowid = articles_fts.rowid "
        "WHERE articles_fts MATCH '\"camp ashraf\"' ORDER BY article_id"
    ).fetchall()
    articles = pl.read_parquet(with_database / "data" / "articles.parquet")
    pattern = r"(?i)\bcamp[^\p{L}\p{N}]+ashraf\b"
    hits = articles.filter(pl.any_horizontal(pl.col("title", "deck", "text").str.contains(pattern)))
    assert [row[0] for row in result] == hits["article_id"].to_list()


def test_views_answer(with_database: Path, database: sqlite3.Connection) -> None:
    views = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert set(views) >= NEEDS_TEXT
    for view in views:
        database.execute(f"SELECT * FROM {view} LIMIT 5").fetchall()  # noqa: S608
    articles = pl.read_parquet(with_database / "data" / "articles.parquet")
    (counted,) = database.execute("SELECT sum(article_count) FROM articles_by_month").fetchone()
    assert counted == articles.height
    (unlike,) = database.execute(
        'SELECT count(*) FROM evidence_with_lines WHERE raw <> substr(line, start + 1, "end" - start)'
    ).fetchone()
    assert unlike == 0


def test_the_same_pages_give_the_same_database(with_database: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "dist", "--no-cache")
    assert (again / "archive.sqlite").read_bytes() == (with_database / "archive.sqlite").read_bytes()


def test_the_database_is_listed_and_the_package_valid(with_database: Path) -> None:
    descriptor = json.loads((with_database / "datapackage.json").read_text("utf-8"))
    (resource,) = [item for item in descriptor["resources"] if item["name"] == "sqlite"]
    digest = hashlib.sha256((with_database / "archive.sqlite").read_bytes()).hexdigest()
    assert resource["hash"] == f"sha256:{digest}"
    assert f"{digest}  archive.sqlite\n" in (with_database / "checksums.sha256").read_text("utf-8")
    assert list(verify.verify(str(with_database), 10**9)) == []


def test_a_descriptor_that_changes_the_database_resource_is_refused(with_database: Path) -> None:
    from clippings.publish.gate import findings

    assert findings(with_database) == []
    path = with_database / "datapackage.json"
    content = path.read_text("utf-8")
    try:
        path.write_text(content.replace('"format": "SQLITE"', '"format": "sqlite"'), "utf-8")
        assert findings(with_database) != []
    finally:
        path.write_text(content, "utf-8")


def test_the_text_free_edition_has_a_database_without_texts_and_gives_the_other_back(
    with_database: Path, tmp_path: Path
) -> None:
    strip.strip(with_database, tmp_path / "free")
    with closing(sqlite3.connect(tmp_path / "free" / "archive.sqlite")) as free:
        views = {row[0] for row in free.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        columns = {row[1] for row in free.execute("PRAGMA table_info(articles)")}
    assert not views & NEEDS_TEXT
    assert not columns & {"text", "deck"}
    held = (tmp_path / "free" / "archive.sqlite").read_bytes().decode("utf-8", errors="replace")
    for text in pl.read_parquet(with_database / "data" / "articles.parquet")["text"]:
        words = text.split()
        assert " ".join(words[:8]) not in held or len(words) < 8
    assert restore.restore(tmp_path / "free", RAW, tmp_path / "restored") == []


class JsonLines(TableExporter):
    """The example of docs/add-an-exporter.md."""

    title = "JSON Lines"
    suffix = "jsonl"
    media_type = "application/jsonl"
    format = "JSONL"

    def write(self, rows: pl.LazyFrame, path: Path | BytesIO, table: type[dy.Schema]) -> None:
        """Write one JSON object a row."""
        rows.sink_ndjson(path)


def test_a_format_is_one_class(small: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_tables, "TABLE_EXPORTERS", (*TABLE_EXPORTERS, JsonLines()))
    rows = pl.scan_parquet(small.root / "data" / "articles.parquet")
    write_tables.write_files("articles", rows, tmp_path / "data")
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        "articles.csv",
        "articles.jsonl",
        "articles.parquet",
    ]
    assert pl.read_ndjson(tmp_path / "data" / "articles.jsonl")["title"].to_list() == rows.collect()["title"].to_list()
    resource = JsonLines().resource("articles", "Articles.")
    assert (resource["name"], resource["path"]) == ("articles-jsonl", "data/articles.jsonl")


def test_parquet_files_describe_their_columns(real: Package) -> None:
    for name, table in TABLES.items():
        document = json.loads(pl.read_parquet_metadata(real.root / "data" / f"{name}.parquet")["columns"])
        assert document == {column: definition.description for column, definition in table.columns().items()}
