"""What the footer of a published Parquet file says, read with pyarrow: the reader that pandas, Hugging Face datasets and many others use.

polars writes the files; a second implementation shows that others see the types, keys and descriptions that the schema has.
Only the footer is read, never a row.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import dataframely as dy
import pyarrow as pa
import pyarrow.parquet as pq

from clippings.publish.exporters.parquet_files import ROW_GROUP

_BOUND = 16 * ROW_GROUP
"""Rows of the largest row group that a reader of little memory is asked to take."""


def breaches(path: Path, table: type[dy.Schema]) -> Iterator[str]:
    """Yield each difference between the file and the schema as a sentence."""
    try:
        differences = list(_differences(path, table))
    except Exception as error:  # a hostile footer can hold anything
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        differences = [f"data/{path.name} cannot be read: {reason}"]
    yield from differences


def _differences(path: Path, table: type[dy.Schema]) -> Iterator[str]:
    footer, schema = pq.read_metadata(path), pq.read_schema(path)
    columns = table.columns()
    if schema.names != list(columns):
        yield f"data/{path.name}: the columns are {', '.join(schema.names)}."
        return
    for name, column in columns.items():
        if not _is_type_of(schema.field(name).type, column):
            yield f"data/{path.name}: pyarrow reads {name} as {schema.field(name).type}."
    largest = max((footer.row_group(number).num_rows for number in range(footer.num_row_groups)), default=0)
    if largest > _BOUND:
        yield f"data/{path.name}: a row group holds {largest:,} rows; {_BOUND:,} is the most."
    yield from _undescribed(f"data/{path.name}", schema.metadata or footer.metadata or {}, table)


def _is_type_of(data_type: pa.DataType, column: dy.Column) -> bool:
    match column:
        case dy.Int64():
            return bool(pa.types.is_int64(data_type))
        case dy.Float64():
            return bool(pa.types.is_float64(data_type))
        case dy.Bool():
            return bool(pa.types.is_boolean(data_type))
        case dy.Date():
            return bool(pa.types.is_date32(data_type))
        case _:
            value = data_type.value_type if pa.types.is_dictionary(data_type) else data_type
            return bool(pa.types.is_string(value) or pa.types.is_large_string(value) or pa.types.is_string_view(value))


def _undescribed(name: str, metadata: dict[bytes, bytes], table: type[dy.Schema]) -> Iterator[str]:
    """Yield descriptions and keys in the metadata that do not agree with the schema."""
    if b"primary_key" in metadata and json.loads(metadata[b"primary_key"]) != table.primary_key():
        yield f"{name}: the metadata name another primary key than {', '.join(table.primary_key())}."
    if b"columns" in metadata:
        descriptions = json.loads(metadata[b"columns"])
        wrong = [
            column
            for column, column_schema in table.columns().items()
            if descriptions.get(column) != column_schema.description
        ]
        if wrong:
            yield f"{name}: the metadata describe {', '.join(wrong)} in other words than the schema."
