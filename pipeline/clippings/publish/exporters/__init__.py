"""Formats of the published data, one class a format. To add one, write its file and name it here.

`TABLE_EXPORTERS` write one file for each table, in every package; `DATABASES` write one file with all tables, if asked for.
"""

from clippings.publish.exporters.base import Database, TableExporter
from clippings.publish.exporters.csv_files import Csv
from clippings.publish.exporters.parquet_files import Parquet
from clippings.publish.exporters.sqlite_database import Sqlite

TABLE_EXPORTERS: tuple[TableExporter, ...] = (Csv(), Parquet())
"""The formats of the files below `data/`. The first is the one that tools read rows from."""
DATABASES: tuple[Database, ...] = (Sqlite(),)
"""The formats that hold all tables in one file; `[package]` of the project file names them."""

__all__ = ["DATABASES", "TABLE_EXPORTERS", "Database", "TableExporter"]
