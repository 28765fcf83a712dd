"""Parquet: typed and compressed, with the descriptions of the columns in each file."""

import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import dataframely as dy
import polars as pl

from clippings.publish.exporters import parquet_pieces
from clippings.publish.exporters.base import Output, TableExporter
from clippings.publish.table_schema import references

COMPRESSION_LEVEL = 1
"""Of zstd: level 3 takes half as long again for text and saves a tenth."""
ROW_GROUP = 8_192
"""Rows of a row group: a writer holds one group of long texts in memory at a time."""


class Parquet(TableExporter):
    """One Parquet file a table. Its metadata has the keys `description`, `columns` (JSON: column to description), `primary_key` and
    `foreign_keys` (JSON: column to `table.column`).
    """

    title = "Parquet"
    suffix = "parquet"
    media_type = "application/vnd.apache.parquet"
    format = "PARQUET"
    is_joined = True

    def write(self, rows: pl.LazyFrame, path: Path | BytesIO, table: type[dy.Schema]) -> None:
        """Write the rows with their types."""
        columns = table.columns()
        keys = {name: target for name, column in columns.items() if (target := references(column))}
        metadata = {
            "description": " ".join(str(table.__doc__).split()),
            "columns": json.dumps({name: column.description for name, column in columns.items()}, ensure_ascii=False),
            "primary_key": json.dumps(table.primary_key()),
            "foreign_keys": json.dumps(keys),
        }
        rows.sink_parquet(
            path, compression="zstd", compression_level=COMPRESSION_LEVEL, row_group_size=ROW_GROUP, metadata=metadata
        )

    def join(self, pieces: Iterable[bytes], file: Output) -> None:
        """Copy the row groups of all files."""
        parquet_pieces.join(pieces, file)
