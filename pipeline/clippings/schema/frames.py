"""Typed frames of the published tables: empty ones, cast ones, sorted ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import dataframely as dy
import polars as pl


def schema_of(table: type[dy.Schema]) -> dict[str, pl.DataType]:
    """Column names and polars types of `table`, in published order."""
    return {name: column.dtype for name, column in table.columns().items()}


def typed(table: type[dy.Schema], rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """`rows` as a frame of `table`; columns a row does not name are null."""
    schema = schema_of(table)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row")


def conformed(table: type[dy.Schema], frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of `table` from `frame`, in order and cast; a column the frame lacks is null."""
    schema = schema_of(table)
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def by_key(table: type[dy.Schema], frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` conformed to `table` and sorted by its primary key."""
    return conformed(table, frame).sort(table.primary_key())
