"""Lines that read as a date, a byline or a mail header by their cues, and whose value was not read."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from clippings.common.large_patterns import contains
from clippings.common.wording import shortened
from clippings.review import cues
from clippings.review.batch_tables import PROSE_WORDS, BatchTables, is_text, line_ranges
from clippings.review.left_out import side_part
from clippings.schema.enums import TEXT_ROLES
from clippings.schema.problem_report import Problem

_ABOVE = 6
"""Lines above a title that may belong to its post."""
_TOP = 4
"""Lines below a title, above the first paragraph, where a date or a byline is. One further down is of the story."""
_LONGEST = 120
"""Characters of the longest line that is looked at."""
_QUOTED = 40
_WITH_YEAR = r"\d{4}|\d[./-]\d{1,2}[./-]\d{2}|^\P{N}*\d{0,3}\s*\p{L}+(\s\p{L}+)*$"
"""A date with its year, or a time such as `3 hours ago`. `May 28` without a label may be of anything."""
_WRONG_ROLES = (*TEXT_ROLES, "deck", "title", "unknown")
"""Roles in which a date or a byline is published as if it were words of the article."""
_OTHER_POSTS = ("recent_heading", "recent_title", "recent_date", "related", "meta", "copyright", "caption")
_DATE_FIELDS = ("published_on", "source_published_on", "dateline_on")
_NAME_FIELDS = ("author", "contributor", "translator", "source_name")
_DATE_CODES = ("impossible_date", "ambiguous_date", "future_date")


def unread_dates(batch: BatchTables) -> list[Problem]:
    """A row for each page with lines that read as the date of a post and gave none."""
    languages = frozenset(batch.posts["language"].unique().to_list())
    asked = _short(batch)
    asked = asked.filter(contains(asked["text"], cues.date_sign()))
    asked = asked.filter(contains(asked["text"], cues.date_line(languages)))
    asked = _without(asked, batch.evidence.filter(pl.col("field").is_in(_DATE_FIELDS)))
    asked = _without(asked, batch.problems.filter(pl.col("code").is_in(_DATE_CODES)))
    lines = _of_posts(asked, batch, "published_on")
    if lines.is_empty():
        return []
    lines = lines.with_columns(labelled=contains(lines["text"], cues.date_label()))
    labelled = pl.col("labelled")
    is_whole = labelled | pl.col("text").str.contains(_WITH_YEAR)
    is_relative = pl.col("role").is_in(TEXT_ROLES) & pl.col("text").str.contains(cues.relative_line())
    is_late = (labelled | is_relative) & (pl.col("rank") > 0) & ~pl.col("has_value")
    hits = lines.filter(is_whole & (_is_at_top() & _is_missed() | is_late))
    return _rows("unread_date", hits, "a date")


def unread_bylines(batch: BatchTables) -> list[Problem]:
    """A row for each page with lines that read as the byline of a post and gave no name."""
    asked = _short(batch)
    asked = asked.filter(contains(asked["text"], cues.byline()))
    asked = _without(asked, batch.evidence.filter(pl.col("field").is_in(_NAME_FIELDS)))
    lines = _of_posts(asked, batch, "author")
    is_at_end = pl.col("is_own") & (pl.col("line_no") == pl.col("line_end"))
    hits = lines.filter((_is_at_top() | is_at_end) & _is_missed())
    return _rows("unread_byline", hits, "a byline")


def _is_at_top() -> pl.Expr:
    """Whether a line is near the title of its post, above the first paragraph."""
    return pl.col("rank").is_between(1 - _ABOVE, _TOP) & (pl.col("line_no") < pl.col("prose_line"))


def _is_missed() -> pl.Expr:
    """Whether the post lacks the value, or publishes the line as a paragraph."""
    return ~pl.col("has_value") | pl.col("is_own") & pl.col("role").is_in(TEXT_ROLES)


def unread_mail_headers(batch: BatchTables) -> list[Problem]:
    """A row for each page with the head of a mail in the text of an article."""
    named = (
        batch.lines.filter(pl.col("appearance_id").is_not_null() & pl.col("role").is_in(_WRONG_ROLES))
        .with_columns(name=pl.col("text").str.extract(cues.mail_header()).str.to_lowercase())
        .drop_nulls("name")
    )
    far = (pl.col("line_no") - pl.col("line_no").shift(1).over("appearance_id")) > cues.cues()["mail_header"]["least"]
    heads = named.with_columns(head=far.fill_null(value=True).cum_sum().over("appearance_id"))
    least = pl.col("name").n_unique().over("appearance_id", "head") >= cues.cues()["mail_header"]["least"]
    return _rows("unread_mail_header", heads.filter(least), "a mail header")


def _short(batch: BatchTables) -> pl.DataFrame:
    """Short lines that may belong to a post: not of other posts, not in a side part of the page."""
    lines = batch.lines.filter((pl.col("text").str.len_bytes() <= _LONGEST) & ~pl.col("role").is_in(_OTHER_POSTS))
    return lines.with_columns(text=pl.col("text").str.strip_chars())


def _without(lines: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    places = read.select("page_id", pl.col("line_no").cast(pl.Int64)).drop_nulls().unique()
    return lines.join(places, on=["page_id", "line_no"], how="anti", maintain_order="left")


def _of_posts(asked: pl.DataFrame, batch: BatchTables, value: str) -> pl.DataFrame:
    """Return `asked` with the post of each line or below it: rank (0 is its first line), is_own, has_value, line_end and
    prose_line (its first paragraph).
    """
    places = [place for place in asked["place"].drop_nulls().unique().to_list() if side_part(place)]
    asked = asked.filter(~pl.col("place").is_in(places).fill_null(value=False))
    order = batch.lines.select("page_id", "line_no", place_no=pl.int_range(pl.len()).over("page_id"))
    prose = batch.lines.filter(is_text() & (pl.col("words") >= PROSE_WORDS))
    first = prose.group_by("appearance_id").agg(prose_line=pl.col("line_no").first())
    posts = (
        batch.posts.join(first, on="appearance_id", how="left", maintain_order="left")
        .select(
            "page_id", "line_end", line_no="line_start", has_value=pl.col(value).is_not_null(),
            prose_line=pl.coalesce("prose_line", pl.col("line_end") + 1),
        )
        .join(order, on=["page_id", "line_no"])
        .with_columns(start=pl.col("place_no"))
        .sort("page_id", "place_no")
    )  # fmt: skip
    asked = asked.join(order, on=["page_id", "line_no"]).sort("page_id", "place_no")
    is_own = pl.col("line_no") <= pl.col("line_end")
    own = _beside(asked, posts, "backward").filter(is_own).with_columns(is_own=pl.lit(value=True))
    others = asked.join(own, on=["page_id", "line_no"], how="anti").sort("page_id", "place_no")
    above = _beside(others, posts, "forward").drop_nulls("start").with_columns(is_own=pl.lit(value=False))
    rank = pl.col("place_no").cast(pl.Int64) - pl.col("start").cast(pl.Int64)
    return pl.concat([own, above]).with_columns(rank=rank).sort("page_id", "line_no")


def _beside(lines: pl.DataFrame, posts: pl.DataFrame, strategy: Literal["backward", "forward"]) -> pl.DataFrame:
    """Return lines with the post that begins last above them, or first below them."""
    posts = posts.drop("line_no")
    return lines.join_asof(posts, on="place_no", by="page_id", strategy=strategy, check_sortedness=False)


def _rows(code: str, hits: pl.DataFrame, what: str) -> list[Problem]:
    pages = hits.group_by("page_id", "path", maintain_order=True).agg("line_no", text=pl.col("text").first())
    return [
        Problem(code, path, _message(sorted(set(numbers)), text, what), page_id, min(numbers))
        for page_id, path, numbers, text in pages.iter_rows()
    ]


def _message(numbers: Sequence[int], text: str, what: str) -> str:
    quoted = shortened(text, _QUOTED)
    verb = "reads" if len(numbers) == 1 else "read"
    first = "it is" if len(numbers) == 1 else "the first is"
    places = line_ranges(numbers)
    return f"{places[0].upper()}{places[1:]} {verb} as {what}, but none was read; {first} “{quoted}”."
