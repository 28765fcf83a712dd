"""Frames that follow a schema: made from rows, cast, sorted. A missing column is an error, never a column of nulls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

import dataframely as dy
import polars as pl

S = TypeVar("S", bound=dy.Schema)


class MissingColumnError(ValueError):
    """A frame or row lacks a column of its table: the rule that fills the column is missing."""

    def __init__(self, table: type[dy.Schema], columns: Iterable[str]) -> None:
        names = ", ".join(f"`{name}`" for name in columns)
        super().__init__(
            f"{table.__name__} has no value for {names}. Fill the column in the stage that makes the table "
            "(docs/add-a-column.md), or remove it from the schema."
        )


def schema_of(table: type[dy.Schema]) -> dict[str, pl.DataType]:
    """Return the column names and polars types of `table`, in published order."""
    return {name: column.dtype for name, column in table.columns().items()}


def frame_from_rows(table: type[S], rows: Iterable[Mapping[str, Any]]) -> dy.DataFrame[S]:
    """Return rows as a frame of `table`. A row may leave out columns that may be null.

    Raises:
        MissingColumnError: A row leaves out a column that must have a value.
    """
    schema, required = schema_of(table), [name for name, column in table.columns().items() if not column.nullable]
    values = []
    for row in rows:
        if missing := [name for name in required if name not in row]:
            raise MissingColumnError(table, missing)
        values.append({name: row.get(name) for name in schema})
    return cast("dy.DataFrame[S]", pl.DataFrame(values, schema=schema, orient="row"))


def cast_to_schema(table: type[S], frame: pl.DataFrame) -> dy.DataFrame[S]:
    """Return the columns of `table` from `frame`, in order and cast. Other columns are dropped.

    Raises:
        MissingColumnError: `frame` lacks a column of `table`.
    """
    schema = schema_of(table)
    if missing := [name for name in schema if name not in frame.columns]:
        raise MissingColumnError(table, missing)
    return cast("dy.DataFrame[S]", frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()))


def sort_by_primary_key(table: type[S], frame: pl.DataFrame) -> dy.DataFrame[S]:
    """Return `frame` cast to `table` and sorted by its primary key.

    Raises:
        MissingColumnError: `frame` lacks a column of `table`.
    """
    return cast("dy.DataFrame[S]", cast_to_schema(table, frame).sort(table.primary_key()))
