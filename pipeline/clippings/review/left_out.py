"""Prose that no article took: counted for every page, and a problem where it is more than a little."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import dataframely as dy
import polars as pl

from clippings.review.batch_tables import PROSE_WORDS, BatchTables, is_link, is_text, line_ranges
from clippings.review.cues import cues
from clippings.schema.frames import cast_to_schema
from clippings.schema.problem_report import Problem
from clippings.schema.working.texts import LeftOut

_LEFT_ROLES = (
    "navigation", "footer", "share_bar", "read_more", "pagination", "recent_heading", "recent_date", "social",
    "page_heading", "related", "unknown", "masthead", "separator",
)  # fmt: skip
"""Roles of lines that are in no article. A caption, a standfirst or a credit belongs to one."""
LEAST_WORDS = 60
LEAST_SHARE = 0.2
"""A page that leaves out this many words of prose, and this share of its prose, gets a row. A teaser, a biography or a
notice about cookies is less; a paragraph or two of an article is more."""
_PART_SHARE = 0.5
"""A part that holds more than this share of the page's prose, or of its articles' text, is not a side part, whatever
its name is."""
_SAFE_ELEMENTS = frozenset({"nav", "footer", "aside", "dialog"})
"""Elements that are a side part even if they hold most of the page's prose, but for the articles'."""
_WORD_ENDS = re.compile(r"[-_:]+|(?<=[a-z])(?=[A-Z])")
_NAME_STARTS = re.compile(r"[.#]")


def candidates(batch: BatchTables) -> dy.DataFrame[LeftOut]:
    """Lines of prose in no article and in no side part of their page, with the words that articles took of the page."""
    prose = batch.lines.filter(pl.col("words") >= PROSE_WORDS)
    taken = prose.filter(is_text()).group_by("page_id").agg(taken=pl.col("words").sum())
    left = prose.filter(pl.col("role").is_in(_LEFT_ROLES) & ~is_link())
    left = left.unique(["page_id", "key"], keep="first", maintain_order=True)
    left = left.join(_side_lines(prose, left), on=["page_id", "place"], how="anti", maintain_order="left")
    left = left.join(taken, on="page_id", how="left", maintain_order="left")
    return cast_to_schema(LeftOut, left.with_columns(pl.col("taken").fill_null(0)))


def problems(candidates: dy.DataFrame[LeftOut], held: pl.DataFrame, with_article: pl.DataFrame) -> list[Problem]:
    """A row for each page that leaves out more than a little.

    Args:
        candidates: What `candidates` returns, of all batches.
        held: group and key of lines of articles: what an article of the site holds is not lost.
        with_article: page_id of the pages with an article; the others have a row of their own.
    """
    repeated = candidates.group_by("group", "key").agg(n=pl.col("page_id").n_unique()).filter(pl.col("n") > 1)
    left = (
        candidates.join(repeated, on=["group", "key"], how="anti", maintain_order="left")
        .join(held, on=["group", "key"], how="anti", maintain_order="left")
        .join(with_article, on="page_id", how="semi", maintain_order="left")
    )
    pages = (
        left.group_by("page_id", "path", maintain_order=True)
        .agg("line_no", words=pl.col("words").sum(), taken=pl.col("taken").first())
        .filter(
            (pl.col("words") >= LEAST_WORDS) & (pl.col("words") >= LEAST_SHARE * (pl.col("words") + pl.col("taken")))
        )
    )
    problems = []
    for page_id, path, numbers, words, taken in pages.iter_rows():
        message = f"{words:,} words of prose are in no article, beside {taken:,} that are: {line_ranges(numbers)}."
        problems.append(Problem("prose_left_out", path, message, page_id, min(numbers)))
    return problems


def _side_lines(prose: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """Return page_id and place of the lines in `left` that are in a side part of their page."""
    asked = left.select("page_id", "place").drop_nulls().unique(maintain_order=True)
    asked = asked.with_columns(part=_parts(asked["place"])).drop_nulls("part")
    if asked.is_empty():
        return asked.select("page_id", "place")
    pages = asked["page_id"].unique().implode()
    mass = (
        prose.filter(pl.col("page_id").is_in(pages))
        .group_by("page_id", "place")
        .agg(pl.col("words").sum(), taken=pl.col("words").filter(is_text()).sum())
    )
    mass = mass.with_columns(part=_parts(mass["place"]))
    whole = mass.group_by("page_id").agg(whole=pl.col("words").sum(), whole_taken=pl.col("taken").sum())
    parts = mass.drop_nulls("part").group_by("page_id", "part").agg(pl.col("words", "taken").sum())
    is_safe = pl.col("part").map_elements(
        lambda path: _is_kind(path.rpartition("/")[2], *_safe_parts()), return_dtype=pl.Boolean
    )
    is_large = (pl.col("words") > _PART_SHARE * pl.col("whole")) & ~is_safe
    holds_text = pl.col("taken") > _PART_SHARE * pl.col("whole_taken")
    refused = parts.join(whole, on="page_id").filter(is_large | holds_text)
    return asked.join(refused, on=["page_id", "part"], how="anti").select("page_id", "place")


def _parts(places: pl.Series) -> pl.Series:
    return pl.Series([side_part(place) if place else None for place in places], dtype=pl.String)


@lru_cache(maxsize=65536)
def side_part(place: str) -> str | None:
    """The outermost side part that a place is in, without the numbers of its elements; None where it is in none."""
    steps = [step.partition("[")[0] for step in place.split("/")]
    for depth, step in enumerate(steps, 1):
        if _is_kind(step, *_side_parts()):
            return "/".join(steps[:depth])
    return None


@lru_cache(maxsize=65536)
def _is_kind(step: str, elements: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a step is one of `elements`, or has one of `words` in a class name or id."""
    tag, *names = _NAME_STARTS.split(step)
    return tag in elements or any(not words.isdisjoint(_words_of(name)) for name in names)


@cache
def _side_parts() -> tuple[frozenset[str], frozenset[str]]:
    side_parts = cues()["side_parts"]
    return frozenset(side_parts["elements"]), frozenset([*side_parts["words"], *side_parts["comments"]])


@cache
def _safe_parts() -> tuple[frozenset[str], frozenset[str]]:
    """Parts that are side parts even if they hold most of the page's prose."""
    return _SAFE_ELEMENTS, frozenset(cues()["side_parts"]["comments"])


def _words_of(name: str) -> Iterable[str]:
    """The words of a class name or id, and each two or three of them together."""
    single = [word.lower() for word in _WORD_ENDS.split(name) if word]
    for size in (1, 2, 3):
        for start in range(len(single) - size + 1):
            yield "-".join(single[start : start + size])
