"""Finds strings that share a run of words with an article.

Words are counted in two ways: separated by white space, or separated by characters other than letters and digits. A run in
either count is enough. The comparison ignores letter case.
"""

from collections.abc import Iterable, Iterator

import polars as pl

from clippings.schema.editions import RUN

MOST_CHARACTERS = 80
"""Maximum number of characters of a short text, for scripts without spaces between words."""
_WAYS = (r"\s+", r"[^\p{Alphabetic}\p{M}\p{N}_]+")
"""Patterns of word separators: white space, or any characters that are not part of a word."""


def is_short(column: str) -> pl.Expr:
    """Return an expression: whether a text is too short for a run in both counts."""
    return pl.all_horizontal(
        *(count < RUN for count in _counts(column)), pl.col(column).str.len_chars() <= MOST_CHARACTERS
    )


def may_hold_run(column: str) -> pl.Expr:
    """Return an expression: whether a text has enough words for a run in either count."""
    return pl.any_horizontal(*(count >= RUN for count in _counts(column)))


def values_with_runs(values: Iterable[str], texts: Iterable[pl.Series]) -> set[str]:
    """Return those of `values` that share a run of words with one of `texts`.

    Args:
        values: Strings, few and short compared with the texts.
        texts: Titles and texts of articles, in batches.
    """
    distinct = sorted(set(values))
    owners = [_owners(distinct, way) for way in _WAYS]
    with_runs: set[str] = set()
    for batch in texts:
        for way, owner_of in zip(_WAYS, owners, strict=True):
            for run in _runs_found(batch, list(owner_of), way):
                with_runs |= owner_of[run]
    return with_runs


def _counts(column: str) -> list[pl.Expr]:
    return [_spaced(pl.col(column), way).str.count_matches(" ", literal=True) - 1 for way in _WAYS]


def _owners(values: list[str], way: str) -> dict[str, set[str]]:
    """Return each run in `values`, with the values that hold it."""
    spaced = pl.select(_spaced(pl.lit(pl.Series("value", values, dtype=pl.String)), way)).to_series()
    owners: dict[str, set[str]] = {}
    for value, text in zip(values, spaced, strict=True):
        for run in _runs(text.split()):
            owners.setdefault(run, set()).add(value)
    return owners


def _runs(words: list[str]) -> Iterator[str]:
    return (f" {' '.join(words[first : first + RUN])} " for first in range(len(words) - RUN + 1))


def _runs_found(texts: pl.Series, runs: list[str], way: str) -> set[str]:
    if not runs:
        return set()
    column = pl.col("text")
    run_matches = texts.to_frame("text").select(_spaced(column, way).str.extract_many(runs, overlapping=True))
    return set(run_matches.to_series().explode().drop_nulls().unique())


def _spaced(text: pl.Expr, way: str) -> pl.Expr:
    """Return the words of a text in lower case, with a space before and after each."""
    return pl.format(" {} ", text.str.to_lowercase().str.replace_all(way, " ").str.strip_chars(" "))
