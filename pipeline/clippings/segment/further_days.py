"""The day of a post without a date line: in the dateline of its text, or behind a label in a line with its category or source."""

import re
from functools import cache

import polars as pl

from clippings.common.phrases import either
from clippings.common.text import lazily_compiled
from clippings.enrich.dates.calendar_words import fold, weekdays
from clippings.enrich.dates.days_in_lines import DaySpan, days_in

# BRANT, March 28, 2011 (Quay News) –   |   Brant, le 28 mars 2011 :
_PLACE = re.compile(r"[(\[]?[^\W\d_][^\d!?:;()]{1,40}")
_BEHIND = re.compile(r"\A[)\]]?\s*+(?:(?:\([^()]{1,40}\)|/[^/]{1,40}/)\s*+)?(?:[:–-]{1,2}\s|—)")
_LOOKED_AT, _SENTENCE, _PLACE_WORDS, _PARTICLE = 120, 60, 6, 3
"""Characters of a text that may hold its dateline; and behind its day, at least; words of the place, at most; letters of a word in
it without a capital, at most."""
_LABEL = lazily_compiled(rf"{either('posted', 'posted_on', 'by', 'updated', 'source')}(?![^\W\d_])")
_FACTS = ("category", "source", "byline", "comment_count")


def dateline(text: str) -> DaySpan | None:
    """The day of the dateline that a text begins with: a place, the day, a dash, and a sentence or more."""
    if len(text) < _SENTENCE:
        return None  # most lines that are asked about are only a day
    opening = text[:_LOOKED_AT]
    day = next(iter(days_in(opening)), None)
    if day is None:
        return None
    place, behind = opening[: day.start].rstrip(" ,("), opening[day.end :]
    words = [word for word in place.split() if fold(word.strip("(,.")) not in weekdays()]
    is_place = words and words[0][:2].lower() != words[0][:2] and any(len(word) > _PARTICLE for word in words)
    is_place = (
        is_place
        and len(words) <= _PLACE_WORDS
        and all(len(word) <= _PARTICLE or not word[0].islower() for word in words)
    )
    if len(text) < day.end + _SENTENCE:
        return None  # Ada Quill, 28 March 2011 – updated 10:15
    is_parted = _PLACE.fullmatch(place) and _BEHIND.match(behind) and not _LABEL.match(place.lower())
    return day if is_place and is_parted else None


@cache
def _posted() -> re.Pattern[str]:
    # Filed under Boats by Ada Quill on   |   Permalink | Posted
    return re.compile(rf"(?<![^\W\d_]){either('posted', 'posted_on')}[\s:：]*\Z", re.IGNORECASE)


def _is_posted(line: str) -> bool:
    days = days_in(line)
    return len(days) == 1 and _posted().search(line[: days[0].start]) is not None


def with_further_days(blocks: pl.DataFrame, rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`blocks` (block, page, date_line) with a date line for posts that have none: a dateline, or a line of facts with a day.

    Args:
        blocks: The posts.
        rows: page, line_no, block and role of the lines.
        lines: page, line_no, stripped.
    """
    undated = blocks.filter(pl.all_horizontal(pl.col("date_line", "head_date_line").is_null()))
    asked = rows.filter(pl.col("role").is_in(["body", *_FACTS])).join(undated.select("block"), on="block", how="semi")
    asked = asked.sort("page", "line_no").join(
        lines.select("page", "line_no", "stripped"), on=["page", "line_no"], how="left"
    )
    found: dict[int, int] = {}
    opened: set[int] = set()
    for block, line_no, role, line in asked.select("block", "line_no", "role", "stripped").iter_rows():
        is_first = role == "body" and block not in opened
        opened |= {block} if role == "body" else set()
        if (is_first and dateline(line)) or (role != "body" and _is_posted(line)):
            found.setdefault(block, line_no)
    days = pl.DataFrame(list(found.items()), schema={"block": blocks.schema["block"], "named": pl.Int64}, orient="row")
    joined = blocks.join(days, on="block", how="left", maintain_order="left")
    return joined.with_columns(date_line=pl.coalesce("date_line", "named")).drop("named")
