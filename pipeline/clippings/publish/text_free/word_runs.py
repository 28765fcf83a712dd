"""Runs of words: which strings hold one that stands in an article.

Words are counted in two ways, and either is enough: parted by white space, and parted by whatever is no letter or digit.
Letter case does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from clippings.schema.editions import RUN

MOST_CHARACTERS = 80
"""Longer than so many characters is no short text, in scripts that do not part words."""
_WAYS = (r"\s+", r"[^\p{Alphabetic}\p{M}\p{N}_]+")
"""What stands between two words: white space, or whatever is no part of a word."""


def is_short(column: str) -> pl.Expr:
    """Whether a text is too short to hold a run, however its words are counted."""
    return pl.all_horizontal(
        *(count < RUN for count in _counts(column)), pl.col(column).str.len_chars() <= MOST_CHARACTERS
    )


def may_hold_run(column: str) -> pl.Expr:
    """Whether a text has as many words as a run, in either way to count them."""
    return pl.any_horizontal(*(count >= RUN for count in _counts(column)))


def standing_in(values: Iterable[str], texts: Iterable[pl.Series]) -> set[str]:
    """Those of `values` that hold a run which one of `texts` holds too.

    Args:
        values: Strings that are few and short beside the texts.
        texts: Titles and texts of articles, in batches.
    """
    distinct = sorted(set(values))
    owners = [_owners(distinct, way) for way in _WAYS]
    found: set[str] = set()
    for batch in texts:
        for way, owner_of in zip(_WAYS, owners, strict=True):
            for run in _runs_found(batch, list(owner_of), way):
                found |= owner_of[run]
    return found


def _counts(column: str) -> list[pl.Expr]:
    return [_spaced(pl.col(column), way).str.count_matches(" ", literal=True) - 1 for way in _WAYS]


def _owners(values: list[str], way: str) -> dict[str, set[str]]:
    """Each run that stands in `values`, with the values it stands in."""
    spaced = pl.select(_spaced(pl.lit(pl.Series("value", values, dtype=pl.String)), way)).to_series()
    found: dict[str, set[str]] = {}
    for value, text in zip(values, spaced, strict=True):
        for run in _runs(text.split()):
            found.setdefault(run, set()).add(value)
    return found


def _runs(words: list[str]) -> Iterator[str]:
    return (f" {' '.join(words[first : first + RUN])} " for first in range(len(words) - RUN + 1))


def _runs_found(texts: pl.Series, runs: list[str], way: str) -> set[str]:
    if not runs:
        return set()
    column = pl.col("text")
    found = texts.to_frame("text").select(_spaced(column, way).str.extract_many(runs, overlapping=True))
    return set(found.to_series().explode().drop_nulls().unique())


def _spaced(text: pl.Expr, way: str) -> pl.Expr:
    """The words of a text in lower case, one space before and after each."""
    return pl.format(" {} ", text.str.to_lowercase().str.replace_all(way, " ").str.strip_chars(" "))
