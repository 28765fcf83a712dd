"""Titles whose line holds the day of their post too: `4 March 2012 – Ferry runs again`, `Ferry runs again (2012-03-04)`."""

import re
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from clippings.common.phrases import either
from clippings.common.prose import width
from clippings.common.text import lazily_compiled
from clippings.enrich.credits.marked_names import names_person
from clippings.enrich.dates.calendar_words import fold, weekdays
from clippings.enrich.dates.days_in_lines import days_in
from clippings.enrich.dates.world_days import CLOCK_BEHIND
from clippings.segment.further_days import dateline
from clippings.segment.lines.day_lines import day_at_edge

BETWEEN = " \t\u00a0:|·•–—-()[],»"
"""What may be between a title and a day."""
_MARK = re.compile(r"[\[\](|»–—:]|\s-|-\s|\t")
"""What parts a day from a title beyond doubt, on a page with one post."""
_LONGEST, _WORDS, _WIDTH = 200, 2, 6
"""Characters of a line that is a title and a day, at most; words of the title, or its width in scripts without spaces, at least."""
_LEAST, _SHARE = 3, 75
"""Titles of a page that hold a day, at least, and how many in a hundred."""
# Posted in Boats on 4 March 2012   |   Source: Quay Gazette, 4 March 2012
_LABEL = lazily_compiled(
    rf"\W*(?:{either('posted', 'by', 'updated')}(?![^\W\d_])|{either('byline', 'category', 'tags', 'source')}\s*[:：])"
)


# 7:38 PM   |   Re: Old pier
_NOT_OF_TITLE = re.compile(r"\d[:.h]\d\d\b|(?i:re:\s)")
# 04.03.2012 10:15 Ferry runs again
_CLOCK_AHEAD = re.compile(r"\A[\s,]*\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?=\s)", re.IGNORECASE)
_READING_TIME = lazily_compiled(either("minutes_read"), re.IGNORECASE)


class DatedTitle(NamedTuple):
    """Positions of a title and of the day in its line; and whether the line is surely both: a mark parts them, or a title follows a day."""

    start: int
    end: int
    day_start: int
    day_end: int
    is_sure: bool


@lru_cache(maxsize=8192)
def dated_title(line: str) -> DatedTitle | None:
    """The title and the day that are all of a line; None where no day is at its edge, or a label or a person beside it."""
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return None
    clock = CLOCK_BEHIND.search(line)
    first = _without_weekday(line)
    edge = day_at_edge(line[first : clock.start()] if clock else line[first:])
    if edge is None:
        return None
    day_start, day_end = first + edge.start, first + edge.end
    is_first = edge.start < len(line) - day_end
    title = (_CLOCK_AHEAD.sub("", line[day_end:]) if is_first else line[:day_start]).strip(BETWEEN)
    rest, _, word = title.rpartition(" ")
    if not is_first and fold(word) in weekdays():
        title = rest.rstrip(BETWEEN)
    start = line.index(title, day_end if is_first else 0)
    end = start + len(title)
    between = line[day_end:start] if is_first else line[end:day_start]
    if _NOT_OF_TITLE.search(title) or days_in(title):
        return None  # 7:38 PM   |   Last modified on 8 March 2012
    words = sum(sum(map(str.isalpha, word)) > 1 for word in title.split())
    least = 1 if width(title) >= max(_WIDTH, len(title) + 1) else _WORDS
    if words < least or not between or _READING_TIME.search(title):
        return None
    if (
        names_person(title)
        or _LABEL.match(title.lower())
        or (not is_first and between.lstrip().startswith((":", "：")))
    ):
        return None  # Ada Quill, 4 March 2012   |   Date of the meeting: 4 March 2012
    is_sure = _MARK.search(between) is not None or (is_first and not title[0].islower())
    return DatedTitle(start, end, day_start, day_end, is_sure)


def _without_weekday(line: str) -> int:
    """Characters of the weekday that a line begins with: `Saturday, 4 March 2012 – Ferry runs again`."""
    word, _, rest = line.partition(" ")
    return len(line) - len(rest) if fold(word.rstrip(",.")) in weekdays() else 0


def with_days_of_titles(blocks: pl.DataFrame, rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`blocks` (block, page, date_line), where the line of the title is that of the day too.

    So it is where nearly all titles of three posts or more hold a day at an edge and hardly one of the posts has a line with
    its day; and on a page with one post, where this is sure.

    Args:
        blocks: The posts.
        rows: page, line_no, block and role of the lines.
        lines: page, line_no, stripped.
    """
    undated = pl.all_horizontal(pl.col("date_line", "head_date_line").is_null())
    titles = rows.filter(pl.col("role") == "title").select("block", "page", "line_no")
    titles = titles.join(lines.select("page", "line_no", "stripped"), on=["page", "line_no"], how="left")
    found = [
        (block, at, dated_title(line or ""))
        for block, at, line in titles.select("block", "line_no", "stripped").iter_rows()
    ]
    marks = pl.DataFrame(
        [(block, at, dated.is_sure) for block, at, dated in found if dated],
        schema={"block": blocks.schema["block"], "title_line": pl.Int64, "is_sure": pl.Boolean},
        orient="row",
    ).unique("block", keep="first", maintain_order=True)
    joined = blocks.join(marks, on="block", how="left", maintain_order="left")
    is_dated = pl.col("title_line").is_not_null()
    are_dated = (100 * (is_dated & undated).sum() >= _SHARE * pl.len()) & (is_dated.sum() >= _LEAST)
    is_only = (pl.len() == 1) & pl.col("is_sure").fill_null(value=False)
    holds = (are_dated | is_only).over("page") & is_dated & undated
    return joined.with_columns(date_line=pl.when(holds).then("title_line").otherwise("date_line")).drop(
        "title_line", "is_sure"
    )


def without_days(titles: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """`titles` (block, title, title_line_text, title_start) without the day, where it dates the post; `posts` has title_line and date_line."""
    is_asked = titles["block"].is_in(_of_titles(posts)["block"].implode())
    parts = [
        dated_title(line or "") if asked else None
        for line, asked in zip(titles["title_line_text"], is_asked, strict=True)
    ]
    if not any(parts):
        return titles
    starts, ends = ([part[nth] if part else None for part in parts] for nth in (0, 1))
    start, end = pl.Series(starts, dtype=pl.Int64), pl.Series(ends, dtype=pl.Int64)
    title = pl.col("title_line_text").str.slice(start, end - start)
    return titles.with_columns(
        title=pl.when(start.is_not_null()).then(title).otherwise("title"),
        title_line_text=pl.when(start.is_not_null()).then(title).otherwise("title_line_text"),
        title_start=pl.col("title_start") + start.fill_null(0),
    )


def only_days(dated: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """`dated` (block, stripped), where a line with a title, or with a dateline, is only its day; null stays null."""
    is_title = dated["block"].is_in(_of_titles(posts)["block"].implode())
    days = [
        line[part.day_start : part.day_end]
        if line and of_title and (part := dated_title(line))
        else day.raw
        if line and not of_title and (day := dateline(line))
        else line
        for line, of_title in zip(dated["stripped"], is_title, strict=True)
    ]
    return dated.with_columns(stripped=pl.Series(days, dtype=pl.String))


def _of_titles(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.filter(pl.col("date_line") == pl.col("title_line"))
