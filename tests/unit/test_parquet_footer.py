"""What the footers of published Parquet files tell another reader than the one that wrote them."""

import json
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from clippings.publish.exporters.parquet_files import Parquet
from clippings.publish.parquet_footer import breaches
from clippings.schema import TABLES
from clippings.schema.frames import schema_of


def written(tmp_path: Path, name: str) -> Path:
    path = tmp_path / f"{name}.parquet"
    Parquet().write(pl.LazyFrame(schema=schema_of(TABLES[name])), path, TABLES[name])
    return path


@pytest.mark.parametrize("name", TABLES)
def test_what_is_written_is_what_pyarrow_reads(tmp_path: Path, name: str):
    path = written(tmp_path, name)
    assert list(breaches(path, TABLES[name])) == []
    metadata = pq.read_metadata(path).metadata
    assert json.loads(metadata[b"primary_key"]) == TABLES[name].primary_key()
    assert set(json.loads(metadata[b"columns"])) == set(TABLES[name].columns())


def test_foreign_keys_are_in_the_file(tmp_path: Path):
    keys = json.loads(pq.read_metadata(written(tmp_path, "appearances")).metadata[b"foreign_keys"])
    assert keys["page_id"] == "pages.page_id"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"word_count": pl.lit(1.0)}, "reads word_count as double"),
        ({"extra": pl.lit("x")}, "the columns are"),
        ({"published_on": pl.lit("2015")}, "reads published_on as"),
    ],
)
def test_other_columns_and_types_are_findings(tmp_path: Path, change: dict[str, pl.Expr], said: str):
    path = tmp_path / "articles.parquet"
    pl.DataFrame(schema=schema_of(TABLES["articles"])).with_columns(**change).write_parquet(path)
    assert any(said in finding for finding in breaches(path, TABLES["articles"]))


def test_other_descriptions_and_keys_are_findings(tmp_path: Path):
    path = tmp_path / "dates.parquet"
    metadata = {"primary_key": '["value"]', "columns": '{"value": "Another word."}'}
    pl.DataFrame(schema=schema_of(TABLES["dates"])).write_parquet(path, metadata=metadata)
    result = list(breaches(path, TABLES["dates"]))
    assert len(result) == 2 and "another primary key" in result[0]


def test_a_file_that_is_not_parquet_is_a_finding(tmp_path: Path):
    path = tmp_path / "dates.parquet"
    path.write_bytes(b"PAR1 not at all")
    assert "data/dates.parquet cannot be read" in next(breaches(path, TABLES["dates"]))
