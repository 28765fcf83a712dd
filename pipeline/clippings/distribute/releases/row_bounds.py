"""Expected row counts of the tables, written by a person, and their comparison with a package."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clippings.common.user_error import UserError
from clippings.schema import TABLES

_BOUNDS = {"min", "max"}


class ExpectedCountsError(UserError):
    """The file of expected counts cannot be used."""


@dataclass(frozen=True)
class Bounds:
    """Minimum number of rows of a release, and the maximum that is expected."""

    fewest: int = 0
    most: int | None = None


def load(path: Path) -> dict[str, Bounds]:
    """Return the bounds by table, from a TOML file of `[table]` sections with `min` and `max`.

    Raises:
        ExpectedCountsError: The file is not TOML, names an unknown table, or has invalid bounds.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ExpectedCountsError(f"{path} cannot be read: {error}") from error
    return {name: _bounds(path, name, value) for name, value in content.items()}


def _bounds(path: Path, name: str, value: object) -> Bounds:
    if name not in TABLES:
        raise ExpectedCountsError(f"{path}: unknown table {name}. The tables are {', '.join(TABLES)}.")
    is_table = (
        isinstance(value, dict) and set(value) <= _BOUNDS and all(type(n) is int and n >= 0 for n in value.values())
    )
    if not isinstance(value, dict) or not is_table:
        raise ExpectedCountsError(f"{path}: [{name}] may have only the keys min and max, with whole numbers.")
    return Bounds(value.get("min", 0), value.get("max"))


def judge(counts: Mapping[str, int], bounds: Mapping[str, Bounds]) -> tuple[list[str], list[str]]:
    """Return failures, which stop a release, and warnings for a person, as sentences."""
    failures, warnings = [], []
    for name, expected in bounds.items():
        if counts[name] < expected.fewest:
            failures.append(f"{name}: {counts[name]:,} rows, at least {expected.fewest:,} are expected.")
        if expected.most is not None and counts[name] > expected.most:
            warnings.append(f"{name}: {counts[name]:,} rows, no more than {expected.most:,} are expected.")
    return failures, warnings
