"""Who is credited with a post: authors, contributors, source, its date and address, dateline, translator.

Each value is read off a line by a named rule; no value is guessed from another one. The roles of lines say which are worth
reading. Each module has the rules of one subject, and `choose` says which of several values is published.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import dataframely as dy
import polars as pl

from clippings.common.wording import counted
from clippings.enrich.credits import attribution, bylines, contributors, datelines, declared, sources, statements
from clippings.enrich.credits.choose import chosen, refused
from clippings.enrich.credits.credit_model import CreditValue, Line, Post
from clippings.schema.articles import Removals
from clippings.schema.enums import TEXT_ROLES
from clippings.schema.frames import as_rows, frame_of
from clippings.schema.pages import Lines
from clippings.schema.problem_report import Problem
from clippings.schema.working.posts import PostEvidence, Posts, UnmatchedOutlets

RULES = (
    bylines.bylines, declared.declared, contributors.contributors, sources.sources, statements.statements, datelines.datelines,
    attribution.quoted, contributors.author_notes,
)  # fmt: skip
_CREDIT_ROLES = (
    "byline", "byline_role", "dateline", "footer", "post_date", "press_header", "signoff", "source", "source_date",
    "source_url",
)  # fmt: skip
_READ_WITHIN = 2_000
"""Characters of the longest line that is read: paragraphs with a dateline or an agency met so far end well below."""
_OF_POST = ("appearance_id", "page_id", "path", "published_on", "category", "language", "marked_lines")


@dataclass(frozen=True)
class Credits:
    """Credits of a batch of posts.

    Attributes:
        evidence: Each value with where it was read; `source_candidate` for outlets named in passing.
        unmatched: Credited outlets that are not in the authority file.
        problems: Dates refused.
    """

    evidence: dy.DataFrame[PostEvidence]
    unmatched: dy.DataFrame[UnmatchedOutlets]
    problems: list[Problem]


def of_posts(posts: dy.DataFrame[Posts], lines: dy.DataFrame[Lines], removals: dy.DataFrame[Removals]) -> Credits:
    """Read the credits of posts.

    Args:
        posts: The posts of a batch of pages.
        lines: The ledger of these pages.
        removals: Spans removed from the lines.
    """
    facts_of = {row[0]: row[1:] for row in posts.select(_OF_POST).iter_rows()}
    rows, unmatched = [], []
    problems: list[Problem] = []
    for appearance_id, group in groupby(_to_read(posts, lines, removals).iter_rows(), key=itemgetter(0)):
        page_id, path, published_on, category, language, marked = facts_of[appearance_id]
        shown = [*group]
        post_lines = [
            Line(no, role, _blanked(text, cuts or []), nth, is_marked=no in (marked or ()))
            for _, no, role, text, nth, cuts in shown
        ]
        own_text_of = {no: text for _, no, _, text, _, _ in shown}
        text_of = {line.line_no: line.text for line in post_lines}
        values, contradicted = declared.reconciled(read(Post(post_lines, published_on, category, language)))
        kept, impossible, future = refused(values, published_on)
        problems += _contradicted(contradicted, path, page_id)
        for code, why, dates in (
            ("impossible_date", "is not a day of the calendar", impossible),
            ("future_date", "is later than the post that shows it", future),
        ):
            for date in dates:
                message = f"“{text_of[date.line_no][date.start : date.end]}” {why}; {date.field} is empty."
                problems.append(Problem(code, path, message, page_id, date.line_no))
        for value in chosen(kept):
            raw = own_text_of[value.line_no][value.start : value.end]
            place = (value.line_no, value.start, value.end)
            without_gap = value.value and re.sub(r"\s{2,}", " ", value.value)  # where the number of a link was
            rows.append((appearance_id, value.field, page_id, *place, without_gap, raw, value.rule))
        unmatched += [
            (text_of[value.line_no][value.start : value.end], path, page_id, value.line_no)
            for value in kept
            if not value.is_known
        ]
    evidence = frame_of(PostEvidence, rows).sort("appearance_id", "field", "line_no", "start")
    return Credits(as_rows(PostEvidence, evidence), frame_of(UnmatchedOutlets, unmatched), problems)


def unmatched_problems(unmatched: dy.DataFrame[UnmatchedOutlets]) -> list[Problem]:
    """Return one problem for each credited outlet that is not in the authority file, at its first line."""
    counts = (
        unmatched.sort("path", "page_id", "line_no")
        .group_by("name", maintain_order=True)
        .agg(pl.col("path").first(), pl.col("page_id").first(), pl.col("line_no").first(), count=pl.len())
    )
    why = "outlets.yaml does not list it."
    return [
        Problem("unmatched_outlet", path, f"“{name}” is credited in {counted(count, 'post')}; {why}", page_id, line_no)
        for name, path, page_id, line_no, count in counts.iter_rows()
    ]


def read(post: Post) -> Iterator[CreditValue]:
    """Return all values that the rules find in a post, before `choose` selects the published ones."""
    text_of = {line.line_no: line.text for line in post.lines}
    is_signed = False
    for rule in RULES:
        for value in rule(post):
            if text_of[value.line_no][value.start : value.end].strip():
                is_signed |= value.field == "author"
                yield value
    if not is_signed:
        yield from [*bylines.as_written(post)] or declared.as_written(post)


def _to_read(posts: pl.DataFrame, lines: pl.DataFrame, removals: pl.DataFrame) -> pl.DataFrame:
    """Return the lines to read of each post, with what was removed from them."""
    own = _worth_reading(lines).with_columns(pl.col("role").cast(pl.String))
    to_read = pl.concat([own, _declared(posts, lines)], how="diagonal")
    to_read = to_read.unique(["appearance_id", "line_no", "role"], keep="first", maintain_order=True)
    to_read = pl.concat([to_read, _notes(lines)], how="diagonal")
    removed = removals.group_by("page_id", "line_no", maintain_order=True).agg(cut=pl.struct("start", "end"))
    return (
        to_read.sort("page_id", "appearance_id", "line_no", maintain_order=True)
        .join(removed, on=["page_id", "line_no"], how="left", maintain_order="left")
        .select("appearance_id", "line_no", "role", "text", "nth", "cut")
    )


def _worth_reading(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the lines of posts that may hold a credit, with `nth`, their position among the paragraphs of the text."""
    post_lines = lines.filter(pl.col("appearance_id").is_not_null())
    is_text = pl.col("role").is_in(TEXT_ROLES)
    post_lines = post_lines.with_columns(
        nth=pl.when(is_text).then(is_text.cum_sum().over("appearance_id")).otherwise(0).cast(pl.Int64)
    )
    short = post_lines.filter(pl.col("text").str.len_bytes() <= 4 * _READ_WITHIN)
    worth_reading = [
        short.filter(pl.col("role").is_in(_CREDIT_ROLES)),
        short.filter((pl.col("role") == "title") & pl.col("text").str.contains(":", literal=True)),
        short.filter(pl.col("nth").is_between(1, datelines.FIRST_PARAGRAPHS)).filter(
            pl.col("text").str.contains(datelines.MAYBE)
        ),
        short.filter(pl.col("nth") > 0).filter(pl.col("text").str.contains_any(attribution.MAYBE)),
    ]
    return pl.concat(worth_reading).unique(["page_id", "line_no"]).sort("page_id", "line_no")


def _notes(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the last paragraphs of texts of several that may be a note on the author, each as a line of its post."""
    text = lines.filter(pl.col("appearance_id").is_not_null() & pl.col("role").is_in(TEXT_ROLES))
    last = text.group_by("appearance_id", maintain_order=True).agg(pl.all().last(), count=pl.len())
    notes = last.filter(
        (pl.col("count") > 1)
        & (pl.col("text").str.len_chars() <= contributors.LONGEST)
        & pl.col("text").str.contains(contributors.MAYBE)
    )
    return notes.select(
        "page_id", "line_no", "appearance_id", "text", role=pl.lit(contributors.ROLE), nth=pl.lit(0, pl.Int64)
    )


def _declared(posts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return the lines of the pages' heads, or above a title, that name authors, each as a line of its post."""
    named = [
        posts.select("appearance_id", "page_id", line_no=column, role=pl.lit(role)).explode("line_no")
        for column, role in {"author_lines": declared.ROLE, **declared.ROLES, "marked_lines": "byline"}.items()
    ]
    credit_lines = pl.concat(named).drop_nulls("line_no")
    credit_lines = credit_lines.join(
        lines.select("page_id", "line_no", "text"), on=["page_id", "line_no"], maintain_order="left"
    )
    return credit_lines.with_columns(nth=pl.lit(0, pl.Int64))


def _contradicted(contradicted: list[CreditValue], path: str, page_id: str) -> Iterator[Problem]:
    """Yield a row that names the author shown on a page whose head names another."""
    if contradicted:
        names = ", ".join(dict.fromkeys(f"“{value.value}”" for value in contradicted))
        message = (
            f"The page shows {names} as author and its head declares another: the head is published. Compare the two."
        )
        yield Problem("head_disagrees", path, message, page_id, contradicted[0].line_no)


def _blanked(text: str, cuts: list[dict[str, int]]) -> str:
    for cut in cuts:
        text = text[: cut["start"]] + " " * (cut["end"] - cut["start"]) + text[cut["end"] :]
    return text
