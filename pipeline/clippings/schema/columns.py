"""Kinds of column that recur over the tables, so that each is described and constrained once.

Only builders of dataframely columns belong here; the table's own file says which columns it has.
"""

from collections.abc import Mapping

import dataframely as dy

HEX16 = r"^[0-9a-f]{16}$"
SHA256 = r"^[0-9a-f]{64}$"
APPEARANCE_ID = r"^[0-9a-f]{16}-[0-9]{3,}$"
ENTITY_ID = r"^[a-z0-9][a-z0-9-]*$"
RULE = r"^[a-z0-9_.]+$"


def key(description: str, *, regex: str | None = HEX16, primary_key: bool = True) -> dy.String:
    """Return a column that identifies a row of its own table."""
    return dy.String(primary_key=primary_key, regex=regex, min_length=1, description=description)


def reference(
    target: str, description: str, *, regex: str = HEX16, primary_key: bool = False, nullable: bool = False
) -> dy.String:
    """Return a foreign key; `target` is `table.column`, which the Table Schema and the checks use."""
    return dy.String(
        primary_key=primary_key,
        nullable=nullable,
        regex=regex,
        min_length=1,
        description=description,
        metadata={"references": target},
    )


def text(description: str, *, nullable: bool = False, regex: str | None = None, primary_key: bool = False) -> dy.String:
    """Return a column of text that is never empty; a missing value is null."""
    return dy.String(nullable=nullable, min_length=1, regex=regex, primary_key=primary_key, description=description)


def verbatim(description: str) -> dy.String:
    """Return a column of text as found; it may be empty (an empty cell in the CSV)."""
    return dy.String(description=description)


def count(description: str, *, nullable: bool = False) -> dy.Int64:
    """Return a column of counts, zero or more."""
    return dy.Int64(nullable=nullable, min=0, description=description)


def ordinal(description: str, *, primary_key: bool = False, nullable: bool = False) -> dy.Int64:
    """Return a column of positions counted from 1."""
    return dy.Int64(primary_key=primary_key, nullable=nullable, min=1, description=description)


def offset(description: str, *, primary_key: bool = False) -> dy.Int64:
    """Return a column of positions between characters: Unicode code points from 0."""
    return dy.Int64(primary_key=primary_key, min=0, description=description)


def day(description: str) -> dy.Date:
    """Return a column of calendar days; null if the page gives none."""
    return dy.Date(nullable=True, description=description)


def people(description: str) -> dy.String:
    """Return a column of people that credit lines name, joined by '; '."""
    return dy.String(nullable=True, min_length=1, description=description, metadata={"credit": "several"})


def credit(description: str) -> dy.String:
    """Return a column of one value that a credit line gives."""
    return dy.String(nullable=True, min_length=1, description=description, metadata={"credit": "one"})


def credited_day(description: str) -> dy.Date:
    """Return a column of a day that a credit line gives."""
    return dy.Date(nullable=True, description=description, metadata={"credit": "one"})


def share(description: str, *, nullable: bool = False) -> dy.Float64:
    """Return a column of shares between 0 and 1."""
    return dy.Float64(min=0.0, max=1.0, nullable=nullable, description=description)


def choice(values: Mapping[str, str]) -> dy.Enum:
    """Return a column of a closed list of values, each with its meaning."""
    return dy.Enum(
        list(values), description="; ".join(f"{value}: {meaning}" for value, meaning in values.items()) + "."
    )
