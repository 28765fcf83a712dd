"""Refuses a package that publishes articles which the package before it withholds."""

import csv
import datetime as dt
import io
from collections.abc import Collection, Mapping
from pathlib import Path

import polars as pl

from clippings.publish.package_layout import parquet
from clippings.schema.frames import frame_from_rows
from clippings.schema.notices import Withdrawals

FILE = "data/withdrawals.csv"
_ID = "article_id"
REINSTATE_OPTION = "--reinstate"
_NAMED = 5
"""Maximum number of ids that a message names."""


class ReinstatedError(Exception):
    """The new package would publish a withdrawn article again without `--reinstate`."""


def rows_of(package: Path) -> pl.DataFrame:
    """Return the table `withdrawals` of a package; empty if the package is missing or older than the table.

    Raises:
        ReinstatedError: The table is damaged.
    """
    path = package / FILE
    try:
        return rows_in(path.read_bytes()) if path.is_file() else frame_from_rows(Withdrawals, [])
    except ValueError:
        raise ReinstatedError(
            f"{path} is damaged, so the withheld articles are unknown. Restore the file from a copy, "
            "or move the package away."
        ) from None


def rows_in(content: bytes) -> pl.DataFrame:
    """The table `withdrawals` in the bytes of its CSV file, which a damaged byte cannot crash.

    Raises:
        ValueError: These are not the bytes of the table.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
        return frame_from_rows(Withdrawals, [_row(row) for row in rows])
    except (csv.Error, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise ValueError(str(error)) from None


def _row(row: Mapping[str, str]) -> dict[str, object]:
    return {
        "article_id": row[_ID],
        "reason": row["reason"],
        "withdrawn_on": dt.date.fromisoformat(row["withdrawn_on"]),
        "is_listed": row.get("is_listed") == "true",  # a package may be older than the column
    }


def check_replacement(old: Path, new: Path, reinstate: Collection[str]) -> None:
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
    """Refuse a withdrawal list that lacks an id which the published package withholds.

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
    """Return the message about withdrawn ids that the new package would publish again."""
    named = sorted(ids)[:_NAMED]
    rest = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    options = " ".join(f"{REINSTATE_OPTION} {article_id}" for article_id in named)
    return (
        f"The package at {old} withholds {', '.join(named)}{rest}; the new one would not. Nothing was changed. "
        f"Put each id back into the withdrawal list, or publish it again with {options}."
    )


def _held(package: Path) -> set[str]:
    """Return every id under which the package publishes an article."""
    articles = pl.read_parquet(parquet(package, "articles"), columns=[_ID])
    appearances = pl.scan_parquet(parquet(package, "appearances"))
    columns = [name for name in (_ID, "own_article_id") if name in appearances.collect_schema()]
    ids = appearances.select(columns).collect()
    return {*articles[_ID], *(value for column in columns for value in ids[column].drop_nulls())}
