"""Numbers of posts: a post is its batch and its row in the tables of posts, as one number."""

from collections.abc import Iterable, Sequence

import polars as pl

from clippings.flow.table import Table, copied

_BATCH = 2**32
"""A post's number is that of its batch times this, and its row."""


def of_row(batch: int) -> pl.Expr:
    """Return the number of the post in the column `row` of a batch."""
    return pl.col("row").cast(pl.UInt64) + batch * _BATCH


def of_digest(digest: pl.Expr) -> pl.Expr:
    """Return the number of a text or an id: the first 16 hexadecimal digits."""
    return digest.str.head(16).str.to_integer(base=16, dtype=pl.UInt64)


def numbered(batches: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return the rows of all batches, with the number of each post."""
    return pl.concat(part.with_columns(post=of_row(batch)) for batch, part in enumerate(batches))


def batches(posts: pl.Series) -> list[int]:
    """Return the batches of posts, in order."""
    return (posts // _BATCH).unique().sort().to_list()


def rows_of_batch(posts: pl.Series, batch: int) -> tuple[pl.Series, pl.Series]:
    """Return those of the posts that are in a batch, in order, and their rows."""
    of_batch = posts.filter(posts // _BATCH == batch).sort()
    return of_batch, of_batch - batch * _BATCH


def of_batch(frame: pl.DataFrame, batch: int) -> pl.DataFrame:
    """Return the rows of a batch's posts, with `row` in place of their number."""
    rows = frame.filter(pl.col("post") // _BATCH == batch)
    return rows.with_columns(row=(pl.col("post") % _BATCH).cast(pl.UInt32)).drop("post")


def fetched(table: Table, posts: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
    """Return columns of posts, with their numbers; only the batches that have one are read."""
    frames = [table.store.get(table.parts[0], columns).clear().with_columns(post=pl.lit(0, pl.UInt64))]
    for batch in batches(posts):
        numbers, rows = rows_of_batch(posts, batch)
        frames.append(copied(table.store.get(table.parts[batch], columns)[rows]).with_columns(post=numbers))
    return pl.concat(frames)
