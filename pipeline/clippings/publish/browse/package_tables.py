"""Tables of a published package, opened for reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from clippings.common.user_error import UserError


class CannotReadPackageError(UserError):
    """The folder has no package, or the package is damaged."""


@contextmanager
def readable(root: Path) -> Iterator[None]:
    """Turn the errors of reading the package in `root` into one message.

    Raises:
        CannotReadPackageError: The folder has no package, or the package is damaged.
    """
    if not (root / "datapackage.json").is_file():
        message = f"{root} holds no package. Build one with `clippings build`, or name another folder with --out."
        raise CannotReadPackageError(message)
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        message = f"The package in {root} is damaged. `clippings validate {root}` lists what is wrong."
        raise CannotReadPackageError(message) from error


def table(root: Path, name: str) -> pl.LazyFrame:
    """The table `name` of the package in `root`, enums as text."""
    return pl.scan_parquet(root / "data" / f"{name}.parquet").with_columns(pl.selectors.enum().cast(pl.String))
