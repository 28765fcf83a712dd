"""Where the CSV of a table differs from its Parquet file."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import dataframely as dy
import polars as pl

from clippings.common.native_errors import native_errors
from clippings.common.wording import first_line
from clippings.publish.package_layout import parquet
from clippings.publish.table_schema import may_be_empty
from clippings.schema.editions import WITH_TEXTS, tables_of
from clippings.schema.frames import schema_of

_BATCH = 8_192


def differences(root: Path, name: str, edition: str = WITH_TEXTS) -> list[str]:
    """Where the CSV of a table is not, row for row, what its Parquet holds."""
    return differences_of(name, root / "data" / f"{name}.csv", parquet(root, name), edition)


def differences_of(
    name: str, csv: Path | BytesIO, parquet_file: Path | BytesIO, edition: str = WITH_TEXTS
) -> list[str]:
    """Where a CSV file with rows of a table is not, row for row, what a Parquet file holds."""
    try:
        with native_errors():
            row = _first_difference(csv, parquet_file, tables_of(edition)[name])
    except OSError:
        raise
    except Exception as error:
        return [f"data/{name}.csv or data/{name}.parquet cannot be read as the table {name}: {first_line(error)}"]
    if row is None:
        return []
    return [f"data/{name}.csv and data/{name}.parquet differ at row {row + 1} or in the {_BATCH:,} below it."]


def _first_difference(csv_file: Path | BytesIO, parquet_file: Path | BytesIO, table: type[dy.Schema]) -> int | None:
    """Number, from 0, of the first row of the stretch of rows in which CSV and Parquet differ."""
    empties = [column_name for column_name, column in table.columns().items() if may_be_empty(column)]
    schema_in_csv = pl.Schema({c: pl.String() if isinstance(t, pl.Enum) else t for c, t in schema_of(table).items()})
    ours = pl.scan_parquet(parquet_file).cast(schema_in_csv).collect_batches(chunk_size=_BATCH, maintain_order=True)
    csv = pl.scan_csv(csv_file, schema=schema_in_csv).with_columns(pl.col(empties).fill_null(""))
    theirs = csv.collect_batches(chunk_size=_BATCH, maintain_order=True)
    row = 0
    for left, right in _aligned(ours, theirs):
        if not left.equals(right):
            return row
        row += left.height
    return None


def _aligned(
    ours: Iterator[pl.DataFrame], theirs: Iterator[pl.DataFrame]
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield frames of equal height from two streams of rows; at the end, the remaining rows of one of them."""
    left, right = next(ours, pl.DataFrame()), next(theirs, pl.DataFrame())
    while left.height and right.height:
        size = min(left.height, right.height)
        yield left.head(size), right.head(size)
        left = left.slice(size) if left.height > size else next(ours, pl.DataFrame())
        right = right.slice(size) if right.height > size else next(theirs, pl.DataFrame())
    if left.height or right.height:
        yield left, right
