"""Changes of a table between two packages, by primary key. The old rows and the delta give the new rows.

Works on frames; `delta_files` writes the files.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from clippings.schema import TABLES
from clippings.schema.frames import schema_of, sort_by_primary_key

CHANGE = "change"
CHANGES = {
    "added": "the key is new: the whole row",
    "changed": "the key exists in both packages and a value changed: the whole new row",
    "removed": "the key is gone: the key alone, without the old values",
}
_BEFORE = " before"
"""Suffix of the names of old columns. Names of table columns never contain a space."""


@dataclass(frozen=True)
class Delta:
    """Changed rows and changed columns of one table.

    Attributes:
        rows: `change`, then the table's columns, sorted by key.
        columns: Column to number of changed rows in which its value changed.
    """

    rows: pl.DataFrame
    columns: dict[str, int]

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each kind of change."""
        return {change: self.rows.filter(pl.col(CHANGE) == change).height for change in CHANGES}


def compare(name: str, old: pl.LazyFrame, new: pl.LazyFrame) -> Delta:
    """Return the delta that turns the rows `old` of the table `name` into the rows `new`.

    Args:
        name: The table.
        old: Its rows in the earlier package; a column that it lacks is null.
        new: Its rows in the later package.
    """
    key = TABLES[name].primary_key()
    others = [column for column in schema_of(TABLES[name]) if column not in key]
    after, before = _plain(name, new), _plain(name, old)
    marked = before.rename({column: column + _BEFORE for column in others}).with_columns(
        pl.lit(value=True).alias(_BEFORE)
    )
    differs = {column: pl.col(column).ne_missing(pl.col(column + _BEFORE)) for column in others}
    is_new = pl.col(_BEFORE).is_null()
    is_changed = pl.any_horizontal(pl.lit(value=False), *differs.values())
    changed = after.join(marked, on=key, how="left").filter(is_new | is_changed).collect(engine="streaming")
    counts = changed.filter(~is_new).select(expression.sum().alias(column) for column, expression in differs.items())
    kind = pl.when(is_new).then(pl.lit("added")).otherwise(pl.lit("changed")).alias(CHANGE)
    present = changed.select(kind, *schema_of(TABLES[name]))
    gone = before.select(key).join(after.select(key), on=key, how="anti").collect(engine="streaming")
    rows = pl.concat([present, gone.with_columns(pl.lit("removed").alias(CHANGE))], how="diagonal").sort(key)
    return Delta(rows, {column: int(count) for column, count in counts.row(0, named=True).items() if count})


def applied(name: str, old: pl.LazyFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the table `name` after the change: `old` without removed rows, with added and changed rows.

    Args:
        name: The table.
        old: Its rows in the earlier package.
        rows: Rows of a `Delta`.
    """
    key = TABLES[name].primary_key()
    kept = _plain(name, old).collect().join(rows.select(key), on=key, how="anti")
    came = rows.filter(pl.col(CHANGE) != "removed").drop(CHANGE)
    return sort_by_primary_key(TABLES[name], pl.concat([kept, came]))


def _plain(name: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table's columns with enum values as text: `frame` may come from a version with other enum values."""
    there = frame.collect_schema().names()
    return frame.select(
        (pl.col(column) if column in there else pl.lit(None))
        .cast(pl.String if isinstance(dtype, pl.Enum) else dtype)
        .alias(column)
        for column, dtype in schema_of(TABLES[name]).items()
    )
