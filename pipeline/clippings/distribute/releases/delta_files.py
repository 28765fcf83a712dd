"""The folder `delta/` of a release: a Data Package of the changes, with two files a table and a descriptor."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from clippings.publish.descriptor import PROFILE
from clippings.publish.exporters.parquet_files import COMPRESSION_LEVEL
from clippings.publish.package_layout import DESCRIPTOR, parquet
from clippings.publish.package_metadata import of_package
from clippings.publish.table_schema import table_schema
from clippings.publish.write_tables import file_facts
from clippings.schema import TABLES
from clippings.schema.frames import schema_of

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
    """Return the delta that turns the rows `old` of the table `name` into the rows `new`. A column that `old` lacks is null."""
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


def _plain(name: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table's columns with enum values as text: `frame` may come from a version with other enum values."""
    there = frame.collect_schema().names()
    return frame.select(
        (pl.col(column) if column in there else pl.lit(None))
        .cast(pl.String if isinstance(dtype, pl.Enum) else dtype)
        .alias(column)
        for column, dtype in schema_of(TABLES[name]).items()
    )


_NAMES = "entity_names"
"""The table whose key is a name."""


def write(old: Path, new: Path, target: Path) -> dict[str, Delta]:
    """Write the delta from the package `old` to the package `new` into `target`. Return the delta of each table by name."""
    target.mkdir()
    deltas, resources = {}, []
    for name in TABLES:
        delta = compare(name, rows_of(old, name), rows_of(new, name))
        if name == _NAMES and _withholds_more(old, new):
            delta = replace(delta, rows=delta.rows.filter(pl.col(CHANGE) != "removed"))
        deltas[name] = delta
        delta.rows.write_parquet(target / f"{name}.parquet", compression="zstd", compression_level=COMPRESSION_LEVEL)
        delta.rows.write_csv(target / f"{name}.csv")
        resources += _resources(name, target)
    identity = of_package(new)
    content = {
        "$schema": PROFILE,
        "name": f"{identity.name}-delta",
        "title": f"{identity.title}: what changed",
        "description": "Changed rows by primary key. To get the later package: remove the rows with these keys from the earlier "
        "package, insert the rows that are added or changed, and sort by key. If articles were withdrawn, removed names are not "
        "listed: remove from entity_names the names that no row of mentions has.",
        **({"licenses": list(identity.licenses)} if identity.licenses else {}),
        "resources": resources,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (target / DESCRIPTOR).write_text(text, "utf-8", newline="\n")
    return deltas


def _withholds_more(old: Path, new: Path) -> bool:
    """Return whether an article was withdrawn: the delta must not reveal its names as removed rows."""
    before, after = (
        set(rows_of(package, "withdrawals").select("article_id").collect()["article_id"]) for package in (old, new)
    )
    return bool(after - before)


def rows_of(package: Path, name: str) -> pl.LazyFrame:
    """Return the rows of a table of a package; empty if the package is older than the table."""
    path = parquet(package, name)
    return pl.scan_parquet(path) if path.is_file() else pl.LazyFrame(schema=schema_of(TABLES[name]))


def _resources(name: str, target: Path) -> list[dict[str, Any]]:
    schema = _schema(name)
    forms: dict[str, dict[str, str]] = {
        "csv": {"name": name, "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"},
        # as in the package itself: frictionless then checks size and hash and does not open the file
        "parquet": {"name": f"{name}-parquet", "format": "PARQUET", "mediatype": "application/vnd.apache.parquet"},
    }
    resources = []
    for ending, form in forms.items():
        file = file_facts(target, target / f"{name}.{ending}")
        resources.append(
            form | {"path": file.path, "bytes": file.byte_count, "hash": f"sha256:{file.sha256}", "schema": schema}
        )
    return resources


def _schema(name: str) -> dict[str, Any]:
    """Return the table's schema after the column `change`. A removed row requires only its key."""
    schema = table_schema(name)
    meanings = "; ".join(f"{change}: {what}" for change, what in CHANGES.items()) + "."
    fields: list[dict[str, Any]] = [
        {
            "name": CHANGE,
            "type": "string",
            "description": meanings,
            "constraints": {"required": True, "enum": list(CHANGES)},
        }
    ]
    for field in schema["fields"]:
        constraints = dict(field.get("constraints", {}))
        if field["name"] not in schema["primaryKey"]:
            constraints.pop("required", None)
        fields.append(field | {"constraints": constraints})
    return {"fields": fields, "primaryKey": schema["primaryKey"]}
