"""Checks of the column definitions: types, nullability, patterns, enums, keys, references."""

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from clippings.schema import TABLES
from clippings.schema.frames import schema_of


def rule_breaches(
    name: str, frame: pl.DataFrame, definitions: Mapping[str, type[dy.Schema]] = TABLES
) -> dict[str, int]:
    """Return the number of rows of the table `name` that break each rule, including the primary key."""
    table = definitions[name]
    if frame.is_empty() and frame.schema == schema_of(table):
        return {}
    if table.is_valid(frame):  # in half the time, and without a copy of the rows
        return {}
    _, failures = table.filter(frame, cast=True)
    return dict(failures.counts())


def dangling_references(name: str, frame: pl.LazyFrame, tables: Mapping[str, pl.LazyFrame]) -> dict[str, int]:
    """Return, for each column of the table `name`, the number of rows whose reference has no target."""
    dangling = {}
    for column_name, column in TABLES[name].columns().items():
        target = (column.metadata or {}).get("references")
        if target:
            table, key = str(target).split(".")
            keys = tables[table].select(pl.col(key).alias(column_name))
            missing = frame.select(column_name).drop_nulls().join(keys, on=column_name, how="anti")
            count = missing.select(pl.col(column_name).n_unique()).collect(engine="streaming").item()
            if count:
                dangling[column_name] = int(count)
    return dangling
