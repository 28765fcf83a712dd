"""One entry of a draft: its place in the file, its value, the lines it was made from, and notes for a person."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True)
class Example:
    """A line that an entry was made from, and its number of pages."""

    stripped: str
    page_count: int


@dataclass(frozen=True)
class Entry:
    """An entry of a draft.

    Attributes:
        section: `known_by`, `template`, `patterns` or `dates`; empty for entries above all sections.
        key: Name of the entry.
        value: A text, a pattern, or a list of them.
        examples: The first of the lines it was made from.
        page_count: Pages with any of those lines.
        notes: Sentences for the person who corrects the draft.
        is_pattern: Whether the value is a regular expression.
        is_left_out: Whether the entry is shown but not in force.
    """

    section: str
    key: str
    value: str | tuple[str, ...]
    examples: tuple[Example, ...] = ()
    page_count: int = 0
    notes: tuple[str, ...] = field(default=())
    is_pattern: bool = False
    is_left_out: bool = False


MOST_EXAMPLES = 3


def examples_of(heads: pl.DataFrame) -> tuple[Example, ...]:
    """Return the first examples of `heads` (head, page_count, most frequent first), of different length first."""
    return tuple(
        Example(stripped, n) for stripped, n in heads.select("stripped", "page_count").head(MOST_EXAMPLES).iter_rows()
    )
