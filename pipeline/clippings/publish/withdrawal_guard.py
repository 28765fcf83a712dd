"""Whether a package would publish again what the package that it replaces withholds."""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path

import polars as pl

from clippings.schema import Withdrawals
from clippings.schema.frames import schema_of

_ID = "article_id"
REINSTATE_OPTION = "--reinstate"


class ReinstatedError(Exception):
    """A withdrawn article would come back, and nobody asked for it."""


def rows_of(package: Path) -> pl.DataFrame:
    """The table `withdrawals` of a package: empty where there is no package, or it is older than the table."""
    path = package / "data" / "withdrawals.parquet"
    return rows_in(path.read_bytes()) if path.is_file() else pl.DataFrame(schema=schema_of(Withdrawals))


def rows_in(content: bytes) -> pl.DataFrame:
    """The table `withdrawals` in the bytes of its Parquet file."""
    rows = pl.read_parquet(io.BytesIO(content))
    if "is_listed" not in rows.columns:  # a package older than the column
        rows = rows.with_columns(is_listed=pl.lit(value=False))
    return rows.select(schema_of(Withdrawals))


def check_replacement(old: Path, new: Path, reinstate: Collection[str] = ()) -> None:
    """Refuse to replace the package `old` by `new` where that brings a withdrawn article back; errors as below."""
    check_rows(rows_of(old), new, reinstate, old)


def check_rows(withdrawals: pl.DataFrame, new: Path, reinstate: Collection[str], old: object) -> None:
    """Refuse a package that publishes an article which the package before it withholds.

    Args:
        withdrawals: That table of the package before.
        new: The folder of the new package.
        reinstate: Ids that may come back.
        old: The package before, for the message.

    Raises:
        ReinstatedError: `new` publishes an id that is withheld.
    """
    withheld = set(withdrawals[_ID]) - set(reinstate)
    if withheld:
        returning = sorted(withheld & _held(new))
        if returning:
            raise ReinstatedError(message(returning, old))


def check_list(listed: pl.DataFrame, published: pl.DataFrame, out: object) -> None:
    """Refuse a withdrawal list that lacks an id which the published package was told to withhold.

    Args:
        listed: The withdrawal list.
        published: `withdrawals` of the published package, without ids that are reinstated.
        out: The published package, for the message.

    Raises:
        ReinstatedError: An id is missing from the list.
    """
    missing = published.filter("is_listed").join(listed, on=_ID, how="anti")
    if missing.height:
        raise ReinstatedError(message(missing[_ID].sort().to_list(), out))


def message(ids: Collection[str], old: object) -> str:
    """What to tell the user of ids that would come back."""
    first = next(iter(ids))
    rest = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
    return (
        f"The package at {old} withholds {first}{rest}; the new one would not. Nothing was changed. "
        f"Put the id back into the withdrawal list, or publish it again with {REINSTATE_OPTION} {first}."
    )


def _held(package: Path) -> set[str]:
    """Every id under which the package publishes an article."""
    articles = pl.read_parquet(package / "data" / "articles.parquet", columns=[_ID])
    appearances = pl.scan_parquet(package / "data" / "appearances.parquet")
    columns = [name for name in (_ID, "own_article_id") if name in appearances.collect_schema()]
    found = appearances.select(columns).collect()
    return {*articles[_ID], *(value for column in columns for value in found[column].drop_nulls())}
