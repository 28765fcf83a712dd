"""Table Schemas (Frictionless) made from the one definition of the columns."""

from collections.abc import Mapping
from typing import Any

import dataframely as dy

from clippings.schema import TABLES

_TYPES: dict[type, str] = {dy.Int64: "integer", dy.Float64: "number", dy.Bool: "boolean", dy.Date: "date"}


def table_schema(name: str, definitions: Mapping[str, type[dy.Schema]] = TABLES) -> dict[str, Any]:
    """The Table Schema of the table `name`: fields with constraints, primary key, foreign keys."""
    columns = definitions[name].columns()
    schema: dict[str, Any] = {
        "fields": [field(column_name, column) for column_name, column in columns.items()],
        "primaryKey": definitions[name].primary_key(),
    }
    keys = [_foreign_key(name, column_name, column) for column_name, column in columns.items() if references(column)]
    return schema | ({"foreignKeys": keys} if keys else {})


def references(column: dy.Column) -> str | None:
    """Return the `table.column` that the column references, if any."""
    target = (column.metadata or {}).get("references")
    return None if target is None else str(target)


def field(name: str, column: dy.Column) -> dict[str, Any]:
    """Return one field of a Table Schema."""
    constraints: dict[str, Any] = {}
    match column:
        case dy.Enum():
            constraints["enum"] = list(column.categories)
        case dy.String():
            if column.regex:
                constraints["pattern"] = column.regex.removeprefix("^").removesuffix("$")
        case dy.Int64() | dy.Float64():
            bounds = {"minimum": column.min, "maximum": column.max}
            constraints |= {bound: value for bound, value in bounds.items() if value is not None}
    if not column.nullable and not may_be_empty(column):
        constraints["required"] = True
    described = {"name": name, "type": _TYPES.get(type(column), "string"), "description": column.description}
    return described | ({"constraints": constraints} if constraints else {})


def may_be_empty(column: dy.Column) -> bool:
    """Return whether the column may hold the empty string, which looks like a missing value in a CSV file."""
    return isinstance(column, dy.String) and not column.nullable and not column.min_length


def _foreign_key(table: str, column_name: str, column: dy.Column) -> dict[str, Any]:
    target, target_column = str(references(column)).split(".")
    resource = "" if target == table else target
    return {"fields": [column_name], "reference": {"resource": resource, "fields": [target_column]}}
