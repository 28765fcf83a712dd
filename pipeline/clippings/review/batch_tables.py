"""What the review reads of one batch of pages, and helpers that several rules share."""

from collections.abc import Sequence
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from clippings.common import addresses
from clippings.schema.enums import TEXT_ROLES
from clippings.schema.notices import Problems
from clippings.schema.pages import Lines, Pages
from clippings.schema.working.read_tables import ReadLines

PROSE_WORDS = 12
"""Words of the shortest line that counts as prose."""
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_CHARACTERS_A_WORD = 2
"""Characters of scripts without spaces that count as one word."""
_PREFIX = 60
"""Characters of a line that identify it: a teaser repeats the beginning of a paragraph."""
_UNKNOWN = "unknown"
_RANGES = 6
"""Ranges of lines that a message lists."""


@dataclass(frozen=True)
class BatchTables:
    """Tables of one batch of pages.

    Attributes:
        pages: Rows of `pages`, with `group`: the site, or a substitute if no profile matches the page.
        lines: Rows of `lines` with path, group, words, key, and the reader's tag, place, href and hint.
        posts: One row an appearance: appearance_id, page_id, line_start, line_end, title, published_on, author, language, text.
        evidence: page_id, line_no and field of each value that was read.
        problems: Rows of `problems` that earlier stages found on these pages.
    """

    pages: pl.DataFrame
    lines: pl.DataFrame
    posts: pl.DataFrame
    evidence: pl.DataFrame
    problems: pl.DataFrame


def prepare(
    pages: dy.DataFrame[Pages],
    lines: dy.DataFrame[Lines],
    markup: dy.DataFrame[ReadLines],
    posts: pl.DataFrame,
    evidence: pl.DataFrame,
    problems: dy.DataFrame[Problems],
) -> BatchTables:
    """The batch with what the rules share worked out once."""
    pages = pages.with_columns(pl.selectors.enum().cast(pl.String)).with_columns(group=group())
    facts = (
        lines.with_columns(pl.col("role").cast(pl.String))
        .filter(~pl.col("role").is_in(["blank", "withdrawn"]))
        .with_columns(words=words(pl.col("text")), key=key(pl.col("text")))
        .join(pages.select("page_id", "path", "group"), on="page_id", how="left", maintain_order="left")
        .join(
            markup.select("page_id", "line_no", "tag", "place", "href", "hint"),
            on=["page_id", "line_no"],
            how="left",
            maintain_order="left",
        )
    )
    return BatchTables(pages, facts, posts, evidence, problems.with_columns(pl.selectors.enum().cast(pl.String)))


def group() -> pl.Expr:
    """Return the site of a page; without a profile, the host of its address or else its folder."""
    folder = pl.col("path").str.extract(r"^(.*)/[^/]*$").fill_null("")
    return pl.when(pl.col("site") != _UNKNOWN).then("site").otherwise(pl.coalesce(addresses.host("url"), folder))


def words(text: pl.Expr) -> pl.Expr:
    """Number of words; two characters of a script without spaces count as one."""
    spaced = text.str.strip_chars().str.replace_all("  +", " ").str.count_matches(" ", literal=True) + 1
    is_wide = text.str.len_bytes() > 2 * text.str.len_chars()
    unspaced = pl.when(is_wide).then(text).str.count_matches(_UNSPACED).fill_null(0)
    return (spaced + unspaced // _CHARACTERS_A_WORD).cast(pl.Int64)


def key(text: pl.Expr) -> pl.Expr:
    """A hash of how the line begins, the same in every process of a run."""
    return text.str.strip_chars("•·*-–— \t").str.head(_PREFIX).hash()


def is_text() -> pl.Expr:
    """Whether a line is text of an article."""
    return pl.col("appearance_id").is_not_null() & pl.col("role").is_in(TEXT_ROLES)


def is_link() -> pl.Expr:
    """Whether the whole line is one link."""
    return (pl.col("hint") == "link").fill_null(value=False)


def line_ranges(numbers: Sequence[int]) -> str:
    """`line 5`, `lines 3-7, 12 and 9 more`: the numbers as a person writes them."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number - runs[-1][-1] <= 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs[:_RANGES]]
    left = sum(map(len, runs[_RANGES:]))
    listed = ", ".join(named) + (f" and {left} more" if left else "")
    return f"line {listed}" if len(numbers) == 1 else f"lines {listed}"
