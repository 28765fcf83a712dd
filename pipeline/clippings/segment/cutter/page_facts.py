"""What a line shows among the lines of its page: neighbours, distances, recurrence, place, and counts of the page.

All facts are bytes made with whole numbers only, so that they are the same on every machine.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from clippings.common.prose import words_of
from clippings.segment.cutter.line_facts import Facts, facts_of_lines, scaled
from clippings.segment.cutter.word_facts import is_long, word_facts

Ints = npt.NDArray[np.int64]

_NEAR = ("length", "words", "end", "start", "has_day", "is_bullet", "capitals", "indent", "gap", "is_long", "same_head",
         "holds_14", "holds_5", "holds_0", "opens_byline", "opens_dated", "opens_share", "opens_related", "opens_comments",
         "opens_credit", "opens_filed", "opens_more", "has_counted", "telling_in_texts", "next_text", "rest_words",
         "rest_shape", "rest_given", "opens_forum", "holds_promotion", "same_masked", "is_address", "has_ago")  # fmt: skip
"""Facts of a line that its neighbours show too."""
_FAR = ("length", "has_day", "end", "is_bullet")
_SOUGHT = ("is_long", "has_day", "opens_byline", "opens_comments", "opens_related", "opens_share", "opens_more", "same_head_any",
           "is_sentence", "opens_forum", "is_repeated")  # fmt: skip
"""Facts whose next and previous line is looked for."""
_COUNTED = ("is_long", "has_day", "is_bullet", "is_sentence", "opens_more")
_WINDOWS = (4, 10, 30)
_OF_PAGE = (
    "is_long", "has_day", "is_bullet", "is_sentence", "opens_forum", "opens_more", "has_ago", "has_counted", "is_repeated", "is_address",
)  # fmt: skip
"""Facts that are counted over the page."""
PAGE_FACTS = (*(f"{name}_of_page" for name in _OF_PAGE), "lines_of_page")
"""Facts that are the same for all lines of a page. They are for its kind: a forest of lines would learn pages by heart from them."""
_MASKED = 80
_VARIES = r"\p{Nd}+(?:[.,:/]\p{Nd}+)*"
"""What varies from post to post in a label: Posts: 1,571   |   answered at 21:22"""
_FAR_AWAY = 250


@dataclass(frozen=True)
class PageFacts:
    """Facts of the lines of a batch.

    Attributes:
        names: Name of each column of `values`.
        values: A row a line, a column a fact.
        starts: First row of each page, and the number of rows at the end.
    """

    names: list[str]
    values: Facts
    starts: Ints


def facts_of_pages(lines: pl.DataFrame) -> PageFacts:
    """Facts of lines that are not blank (page, line_no, stripped, indent), whole pages in order."""
    lines = lines.with_columns(
        gap=(pl.col("line_no") - pl.col("line_no").shift(1).over("page")).fill_null(4).clip(1, 4).cast(pl.UInt8) - 1,
        word_count=words_of("stripped"),
    ).with_row_index("row")
    lines = lines.with_columns(is_long=is_long())
    # menus are on many pages: each distinct line is read once
    distinct = lines.select("stripped").unique(maintain_order=True).with_row_index("distinct")
    at = lines.select("stripped").join(distinct, on="stripped", how="left", maintain_order="left")["distinct"]
    own_facts = facts_of_lines(distinct)[at].with_columns(
        lines["gap"], lines["is_long"].cast(pl.UInt8), indent=lines.select(scaled(pl.col("indent"))).to_series()
    )
    own_facts = pl.concat([own_facts, word_facts(lines), _recurrence(lines, own_facts)], how="horizontal")
    own_facts = own_facts.with_columns(
        is_sentence=((pl.col("end") == 1) & (pl.col("words") >= 8)).cast(pl.UInt8),
        same_head_any=(pl.col("same_head") > 1).cast(pl.UInt8),
        is_repeated=(pl.col("same_masked") > 2).cast(pl.UInt8),
    )
    pages = lines["page"].to_numpy()
    starts = np.flatnonzero(np.r_[True, pages[1:] != pages[:-1]]) if len(pages) else np.zeros(0, np.int64)
    starts = np.r_[starts, len(pages)].astype(np.int64)
    return _assembled(own_facts, lines, starts)


def _recurrence(lines: pl.DataFrame, own_facts: pl.DataFrame) -> pl.DataFrame:
    """How often a line's words, and lines of its look, occur on the page."""
    look = own_facts.select(
        look=(pl.col("words").cast(pl.Int64) // 3).clip(0, 5) * 10_000
        + pl.col("is_bullet").cast(pl.Int64) * 5_000
        + pl.col("has_day").cast(pl.Int64) * 2_500
        + pl.col("end").cast(pl.Int64) * 200
        + pl.col("start").cast(pl.Int64) * 20
        + pl.col("opens_byline").cast(pl.Int64) * 2
        + pl.col("opens_more").cast(pl.Int64)
    )
    return (
        lines.select("page", "stripped").with_columns(look["look"])
        .with_columns(masked=pl.col("stripped").str.slice(0, _MASKED).str.replace_all(_VARIES, "#"))
        .with_columns(opening=pl.col("masked").str.extract(r"^(\S+)"), closing=pl.col("masked").str.extract(r"(\S+)$"))
        .select(
            same_head=scaled(pl.len().over("page", "stripped")),
            same_look=scaled(pl.len().over("page", "look")),
            same_masked=scaled(pl.len().over("page", "masked")),
            same_opening=scaled(pl.len().over("page", "opening")),
            same_closing=scaled(pl.len().over("page", "closing")),
        )
    )  # fmt: skip


def _assembled(own_facts: pl.DataFrame, lines: pl.DataFrame, starts: Ints) -> PageFacts:
    base = {name: own_facts[name].to_numpy() for name in own_facts.columns}
    size = len(lines)
    page_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    first, last = starts[:-1][page_of], starts[1:][page_of] - 1
    row = np.arange(size)
    columns: dict[str, npt.NDArray[np.uint8]] = dict(base)
    for offset in (-2, -1, 1, 2):
        columns |= {f"{name}{offset:+d}": shifted(base[name], offset, first, last) for name in _NEAR}
    for offset in (-4, -3, 3, 4):
        columns |= {f"{name}{offset:+d}": shifted(base[name], offset, first, last) for name in _FAR}
    for name in _SOUGHT:
        columns[f"to_previous_{name}"], columns[f"to_next_{name}"] = distances(base[name] > 0, row, first, last)
    for name in _COUNTED:
        sums = np.r_[0, np.cumsum(base[name] > 0, dtype=np.int64)]
        for window in _WINDOWS:
            columns[f"{name}_above_{window}"] = byte(sums[row] - sums[np.maximum(row - window, first)])
            columns[f"{name}_below_{window}"] = byte(sums[np.minimum(row + window, last) + 1] - sums[row + 1])
        columns[f"{name}_above"] = byte(sums[row] - sums[first])
        columns[f"{name}_below"] = byte(sums[last + 1] - sums[row + 1])
    for name in _OF_PAGE:
        sums = np.r_[0, np.cumsum(base[name] > 0, dtype=np.int64)]
        columns[f"{name}_of_page"] = byte((sums[last + 1] - sums[first]) * 128 // (last - first + 1))
    columns["lines_of_page"] = byte((last - first + 1) // 4)
    letters = np.r_[0, np.cumsum(lines["stripped"].str.len_chars().to_numpy().astype(np.int64))]
    whole = letters[last + 1] - letters[first]
    columns["place"] = byte((row - first) * 64 // (last - first + 1))
    columns["place_in_letters"] = byte((letters[row] - letters[first]) * 64 // np.maximum(whole, 1))
    columns["nth"] = byte(row - first)
    columns["from_end"] = byte(last - row)
    columns |= _densest(lines, starts, row)
    return PageFacts(list(columns), np.stack(list(columns.values()), axis=1), starts)


def shifted(values: npt.NDArray[np.uint8], offset: int, first: Ints, last: Ints) -> npt.NDArray[np.uint8]:
    """The value of the line `offset` lines below, 255 where the page has none."""
    at = np.arange(len(values)) + offset
    is_inside = (at >= first) & (at <= last)
    return np.where(is_inside, values[np.clip(at, 0, max(len(values) - 1, 0))], 255).astype(np.uint8)


def distances(
    holds: npt.NDArray[np.bool_], row: Ints, first: Ints, last: Ints
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Lines to the previous and to the next line that holds."""
    size = len(holds)
    if not size:
        return np.zeros(0, np.uint8), np.zeros(0, np.uint8)
    above = np.maximum.accumulate(np.where(holds, row, -1))
    previous = np.r_[-1, above[:-1]]
    below = np.minimum.accumulate(np.where(holds, row, 1 << 40)[::-1])[::-1]
    following = np.r_[below[1:], 1 << 40]
    to_previous = np.where(previous >= first, row - previous, _FAR_AWAY)
    to_next = np.where(following <= last, following - row, _FAR_AWAY)
    return byte(to_previous), byte(to_next)


def byte(values: Ints) -> npt.NDArray[np.uint8]:
    """Counts as bytes: 250 and more are the same."""
    return np.clip(values, 0, _FAR_AWAY).astype(np.uint8)


def _densest(lines: pl.DataFrame, starts: Ints, row: Ints) -> dict[str, npt.NDArray[np.uint8]]:
    """Place of a line to the run of lines that holds most text: above its start, inside, below its end."""
    words = lines["word_count"].to_numpy().astype(np.int64)
    gains = np.where(lines["is_long"].to_numpy(), np.minimum(words, 60) + 6, -7)
    begin, end = densest_run(gains, starts)
    sums, page_starts = np.r_[0, np.cumsum(words)], starts[:-1].repeat(np.diff(starts))
    page_ends = starts[1:].repeat(np.diff(starts))
    share = (sums[end + 1] - sums[begin]) * 16 // np.maximum(1, sums[page_ends] - sums[page_starts])
    return {
        "from_densest_begin": byte(row - begin + 125),
        "from_densest_end": byte(row - end + 125),
        "densest_share": byte(share),
    }


def densest_run(gains: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """First and last row of the run of rows of each page whose gains have the greatest sum, for each row of the page."""
    begin, end = np.zeros(len(gains), np.int64), np.zeros(len(gains), np.int64)
    for low, high in pairwise(starts.tolist()):
        sums = np.r_[0, np.cumsum(gains[low:high])]
        to = int(np.argmax(sums - np.minimum.accumulate(sums)))
        since = int(np.argmin(sums[: to + 1]))
        begin[low:high], end[low:high] = low + min(since, high - low - 1), low + max(to - 1, min(since, high - low - 1))
    return begin, end
