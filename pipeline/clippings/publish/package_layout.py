"""Where a package has its files, and its descriptor and tables opened for reading.

For a package of this program that is trusted: `gate` looks at a foreign descriptor first.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from clippings.common.user_error import UserError
from clippings.schema.editions import WITH_TEXTS, tables_of

DESCRIPTOR = "datapackage.json"
CHECKSUMS = "checksums.sha256"


class CannotReadPackageError(UserError):
    """The folder has no package, or the package is damaged."""


@contextmanager
def readable(root: Path) -> Iterator[None]:
    """Turn the errors of reading the package in `root` into one message.

    Raises:
        CannotReadPackageError: The folder has no package, or the package is damaged.
    """
    if not (root / DESCRIPTOR).is_file():
        message = f"{root} holds no package. Build one with `clippings build`, or name another folder with --out."
        raise CannotReadPackageError(message)
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        message = f"The package in {root} is damaged. `clippings validate {root}` lists what is wrong."
        raise CannotReadPackageError(message) from error


def descriptor_of(root: Path) -> dict[str, Any]:
    """Return the descriptor of the package in `root` as plain data."""
    content: dict[str, Any] = json.loads((root / DESCRIPTOR).read_text("utf-8"))
    return content


def parquet(root: Path, name: str) -> Path:
    """Return the Parquet file of the table `name`."""
    return root / "data" / f"{name}.parquet"


def tables(root: Path, edition: str = WITH_TEXTS) -> dict[str, pl.LazyFrame]:
    """Return every table of the package in `root`, which is of this version."""
    return {name: pl.scan_parquet(parquet(root, name)) for name in tables_of(edition)}


def table(root: Path, name: str) -> pl.LazyFrame:
    """Return the table `name` with enums as text."""
    return pl.scan_parquet(parquet(root, name)).with_columns(pl.selectors.enum().cast(pl.String))
