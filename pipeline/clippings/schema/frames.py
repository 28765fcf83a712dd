"""Frames that follow a schema: made from rows, cast, sorted. A missing column is an error, never a column of nulls."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import dataframely as dy
import polars as pl

S = TypeVar("S", bound=dy.Schema)


class ColumnError(ValueError):
    """A frame or row lacks a column of its table, or has one that the table does not define, or of another type."""


def schema_of(table: type[dy.Schema]) -> dict[str, pl.DataType]:
    """Return the column names and polars types of `table`, in published order."""
    return dict(_types(table))


@cache
def _types(table: type[dy.Schema]) -> tuple[tuple[str, pl.DataType], ...]:
    """Column names and types of a table. They are cached: dataframely computes them at each call."""
    return tuple((name, column.dtype) for name, column in table.columns().items())


def frame_from_rows(table: type[S], rows: Iterable[Mapping[str, Any]]) -> dy.DataFrame[S]:
    """Return rows as a frame of `table`. A row may leave out columns that may be null.

    Raises:
        ColumnError: A row leaves out a column that must have a value.
    """
    schema, required = schema_of(table), [name for name, column in table.columns().items() if not column.nullable]
    values = []
    for row in rows:
        if missing := [name for name in required if name not in row]:
            raise _missing(table, missing)
        values.append({name: row.get(name) for name in schema})
    return cast("dy.DataFrame[S]", pl.DataFrame(values, schema=schema, orient="row"))


def frame_of(table: type[S], rows: Iterable[Sequence[Any]]) -> dy.DataFrame[S]:
    """Return rows, each with the values of all columns of `table` in order, as its frame."""
    return cast("dy.DataFrame[S]", pl.DataFrame([*rows], schema=schema_of(table), orient="row"))


def as_rows(table: type[S], frame: pl.DataFrame) -> dy.DataFrame[S]:
    """Return `frame`, which has at least the columns of `table`, in any order.

    Raises:
        ColumnError: The frame lacks a column, or has one of another type.
    """
    schema, held = schema_of(table), frame.schema
    if missing := [name for name in schema if name not in held]:
        raise _missing(table, missing)
    for name, dtype in schema.items():
        if held[name] != dtype:
            raise ColumnError(
                f"Column `{name}` of {table.__name__} is {held[name]}, and {dtype} in the class. "
                "Change the class in schema/, or the function that makes the column."
            )
    return cast("dy.DataFrame[S]", frame)


def refuse_further(table: type[dy.Schema], frame: pl.DataFrame, carried: Mapping[str, pl.DataType]) -> None:
    """Accept only columns of `table`, and those of `carried` with their types.

    Raises:
        ColumnError: The frame has another column.
    """
    own = schema_of(table)
    for name, dtype in frame.schema.items():
        if name not in own and dtype != carried.get(name):
            raise ColumnError(
                f"{table.__name__} has no column `{name}` of type {dtype}. "
                "Add it to the class in schema/, or drop it in the function that makes the table."
            )


def cast_to_schema(table: type[S], frame: pl.DataFrame) -> dy.DataFrame[S]:
    """Return the columns of `table` from `frame`, in order and cast. Other columns are dropped.

    Raises:
        ColumnError: `frame` lacks a column of `table`.
    """
    schema, held = schema_of(table), set(frame.columns)
    if missing := [name for name in schema if name not in held]:
        raise _missing(table, missing)
    return cast("dy.DataFrame[S]", frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()))


def sort_by_primary_key(table: type[S], frame: pl.DataFrame) -> dy.DataFrame[S]:
    """Return `frame` cast to `table` and sorted by its primary key.

    Raises:
        ColumnError: `frame` lacks a column of `table`.
    """
    return cast("dy.DataFrame[S]", cast_to_schema(table, frame).sort(table.primary_key()))


def _missing(table: type[dy.Schema], columns: Iterable[str]) -> ColumnError:
    names = ", ".join(f"`{name}`" for name in columns)
    return ColumnError(
        f"{table.__name__} has no value for {names}. Fill the column in the stage that makes the table "
        "(docs/add-a-column.md), or remove it from the schema."
    )
