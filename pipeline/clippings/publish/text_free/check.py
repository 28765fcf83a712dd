"""Checks that a text-free edition belongs to a package and may be published."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from clippings.publish import csv_and_parquet, frictionless_errors, validate
from clippings.publish.package_layout import CHECKSUMS, tables
from clippings.publish.text_free.strip import FULL_SUMS, texts_of
from clippings.publish.text_free.word_runs import may_hold_run, values_with_runs
from clippings.schema.columns import ENTITY_ID
from clippings.schema.editions import TEXT_FREE, tables_of

_ADDRESSES = frozenset(("url", "source_url"))
"""Columns whose values count as one word each, even with slashes."""


def differences(text_free: Path, package: Path) -> list[str]:
    """Return the reasons why the folder `text_free` is not the text-free edition of `package`; an empty list if it is.

    Reads every byte of the edition, so a damaged edition counts as different.
    """
    try:
        if validate.edition_of(text_free) != TEXT_FREE:
            return ["the folder does not hold a text-free edition"]
        if (text_free / FULL_SUMS).read_bytes() != (package / CHECKSUMS).read_bytes():
            return ["the text-free edition belongs to another package"]
    except FileNotFoundError:
        return ["the text-free edition is missing"]
    damaged = next(validate.hash_errors(text_free), None)
    return [f"the text-free edition was changed after its publication: {damaged}"] if damaged else []


def findings(text_free: Path, package: Path, *, is_small: bool) -> Iterator[str]:
    """Yield each error of the text-free edition of the package in `package` as a sentence.

    Args:
        text_free: Its folder.
        package: The folder of the edition with texts.
        is_small: Whether to let frictionless read every row and to check all invariants in memory.
    """
    yield from differences(text_free, package)
    if is_small:
        yield from validate.validate(text_free)
    else:
        yield from frictionless_errors.of_descriptor(text_free)
        yield from _broken_tables(text_free)
    yield from copied_runs(text_free, package)


def copied_runs(text_free: Path, package: Path) -> Iterator[str]:
    """Yield columns with a value that holds a run of words of an article of `package`."""
    asked = {
        (name, column): set(frame.select(column).filter(may_hold_run(column)).unique().collect()[column])
        for name, frame in tables(text_free, TEXT_FREE).items()
        for column, dtype in frame.collect_schema().items()
        if dtype == pl.String and not _is_one_word(name, column)
    }
    articles = tables(package)["articles"]
    held = values_with_runs({value for values in asked.values() for value in values}, texts_of(articles))
    for (name, column), values in asked.items():
        if values & held:
            yield f"{name}.{column}: {len(values & held)} values hold words copied from an article."


def _broken_tables(text_free: Path) -> Iterator[str]:
    """Check one table at a time, because all tables of a large archive may not fit into memory."""
    frames = tables(text_free, TEXT_FREE)
    for name, frame in frames.items():
        yield from csv_and_parquet.differences(text_free, name, TEXT_FREE)
        yield from validate.schema_breaches(name, frame.collect(), frames, TEXT_FREE)


def _is_one_word(name: str, column: str) -> bool:
    definition = tables_of(TEXT_FREE)[name].columns()[column]
    return column in _ADDRESSES or getattr(definition, "regex", None) == ENTITY_ID
