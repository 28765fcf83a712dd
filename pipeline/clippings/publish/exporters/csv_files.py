"""CSV: for spreadsheets, and the form that frictionless validates row by row."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import dataframely as dy
import polars as pl

from clippings.publish.exporters.base import Output, TableExporter

CSV_DIALECT: Mapping[str, Any] = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""How the files are written. Without it a reader guesses from the first rows, and texts lead it astray."""


class Csv(TableExporter):
    """One CSV file a table."""

    title = "CSV"
    suffix = "csv"
    media_type = "text/csv"
    format = "csv"
    has_rows = True
    is_joined = True
    properties: ClassVar[Mapping[str, Any]] = {"scheme": "file", "encoding": "utf-8", "dialect": dict(CSV_DIALECT)}

    def write(self, rows: pl.LazyFrame, path: Path | BytesIO, table: type[dy.Schema]) -> None:
        """Write the rows with a header; a missing value is an empty cell."""
        rows.sink_csv(path)

    def join(self, pieces: Iterable[bytes], file: Output) -> None:
        """Write the first file, and the others without their headers."""
        for number, piece in enumerate(pieces):
            file.write(memoryview(piece)[piece.index(b"\n") + 1 if number else 0 :])
