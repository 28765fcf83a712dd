"""What the definitions of the columns say of their values: types, what may be missing, patterns, lists, keys, references."""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from clippings.schema import TABLES


def rule_breaches(
    name: str, frame: pl.DataFrame, definitions: Mapping[str, type[dy.Schema]] = TABLES
) -> dict[str, int]:
    """Rule to number of rows of the table `name` that break it; primary key included."""
    _, failures = definitions[name].filter(frame, cast=True)
    return dict(failures.counts())


def dangling_references(name: str, frame: pl.LazyFrame, tables: Mapping[str, pl.LazyFrame]) -> dict[str, int]:
    """Column to number of rows of the table `name` that point to no row."""
    found = {}
    for column_name, column in TABLES[name].columns().items():
        target = (column.metadata or {}).get("references")
        if target:
            table, key = str(target).split(".")
            known = tables[table].select(pl.col(key).alias(column_name)).unique()
            asked = frame.select(column_name).drop_nulls().unique()
            missing = asked.join(known, on=column_name, how="anti").select(pl.len()).collect(engine="streaming").item()
            if missing:
                found[column_name] = int(missing)
    return found
