"""The stage itself: a batch of lines to its ledger, its posts, and where each value of a post stands.

Reads as the list of its steps; each step is a module of this folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import polars as pl

from pipeline.segment import assemble, clean_text, cut, generic, glue, roles, suspects
from pipeline.segment.profiles import UNKNOWN, Profile
from pipeline.segment.shapes import shapes
from pipeline.segment.zones import zones
from pipeline.tables.problem import Problem


@dataclass(frozen=True)
class Segmented:
    """What a batch of pages was cut into.

    Attributes:
        ledger: page_id, line_no, role, appearance_id, text: every line, in order.
        pages: page_id, site, kind, kind_reason, article_count.
        posts: One row an appearance, with its values and its clean text.
        evidence: Where each value stands, by appearance_id.
        text_spans: Where each stretch of the clean text stands, by appearance_id.
        removals: What was taken out of the lines.
        recent_posts: page_id, line_no, title, published_on.
        learned_lines: site and head of the lines that have their role because they repeat over the site.
        problems: What a person should look at.
    """

    ledger: pl.DataFrame
    pages: pl.DataFrame
    posts: pl.DataFrame
    evidence: pl.DataFrame
    text_spans: pl.DataFrame
    removals: pl.DataFrame
    recent_posts: pl.DataFrame
    learned_lines: pl.DataFrame
    problems: list[Problem]


def segment(lines: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile], learned: pl.DataFrame) -> Segmented:
    """Cut the posts out of whole pages.

    Args:
        lines: page_id, line_no, text, in order of page and line.
        pages: page_id, path, media_type, site; every page of `lines`.
        sites: Profiles by name.
        learned: What `learned.learn` returns.
    """
    pages = pages.with_row_index("page").with_columns(pl.col("page").cast(pl.UInt32))
    lines = lines.join(pages.select("page_id", "page", "site"), on="page_id", how="left", maintain_order="left")
    lines = _shaped(lines, sites).with_row_index("row")
    lines = zones(lines)
    pages = _kinds(lines, pages)
    rows, blocks, pages, problems = _cut(lines, pages)
    rows = rows.join(
        lines.select("page", "line_no", "row", "text", "head", "site"),
        on=["page", "line_no"],
        how="left",
        maintain_order="left",
    )
    rows = rows.with_columns(is_learned=_is_learned(rows, learned))
    rows, cuts = _told_apart(rows, blocks)
    result = assemble.assemble(lines, rows, blocks, cuts, pages, sites, learned)
    return Segmented(**result.tables, problems=problems + result.problems)


def _shaped(lines: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    names = lines["site"].unique().sort().to_list() or [UNKNOWN]
    shaped = [shapes(lines.filter(pl.col("site") == name) if len(names) > 1 else lines, sites[name]) for name in names]
    return shaped[0] if len(shaped) == 1 else pl.concat(shaped).sort("page", "line_no")


def _kinds(lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """`pages` with `kind` and `kind_reason`, null where the generic way must tell; has_head and has_foot."""
    signs = (
        lines.group_by("page")
        .agg(
            has_head=(pl.col("zone") == "head").any(),
            has_foot=(pl.col("zone") == "foot").any(),
            has_dates=((pl.col("shape") == "post_date") & (pl.col("zone") == "posts")).any(),
            has_more=((pl.col("shape") == "read_more") & (pl.col("zone") == "posts")).any(),
            has_dated=((pl.col("shape") == "dated_by") & (pl.col("zone") == "posts")).any(),
        )
        .with_columns(pl.selectors.boolean().fill_null(False))
    )
    pages = pages.join(signs, on="page", how="left", maintain_order="left").with_columns(
        pl.col("has_head", "has_foot", "has_dates", "has_more", "has_dated").fill_null(False)
    )
    is_plain = pl.col("media_type") == "text/plain"
    is_excerpts = pl.col("has_more") & ~pl.col("has_dated")
    return pages.with_columns(
        kind=pl.when(~is_plain)
        .then(pl.lit("unknown"))
        .when("has_dates")
        .then(pl.lit("listing"))
        .when(is_excerpts)
        .then(pl.lit("excerpts")),
        kind_reason=pl.when(~is_plain)
        .then(pl.lit("a form without a reader"))
        .when("has_dates")
        .then(pl.lit("lines with a date and a number of comments close the posts"))
        .when(is_excerpts)
        .then(pl.lit("links to read more close the posts")),
    )


def _cut(lines: pl.DataFrame, pages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Rows and blocks of all pages; `pages` with every kind told."""
    middle = lines.filter(pl.col("zone") == "posts").select("page", "line_no", "head", "shape")
    regular = pages.filter(pl.col("kind").is_in(["listing", "excerpts"]))
    rows, blocks = cut.cut(
        middle.filter(pl.col("page").is_in(regular["page"].implode())),
        regular.select("page", "kind", "has_head", "has_foot"),
    )
    other = pages.filter(pl.col("kind").is_null())
    if other.is_empty():
        return rows, blocks, pages, []
    first = 1 + max(blocks["block"].to_list(), default=0)
    more_rows, more_blocks, kinds, problems = generic.cut_pages(middle, other, first)
    pages = pages.join(kinds, on="page", how="left", maintain_order="left").with_columns(
        kind=pl.coalesce("kind", "kind_told"), kind_reason=pl.coalesce("kind_reason", "reason_told")
    )
    return (
        pl.concat([rows, more_rows]).sort("page", "line_no"),
        pl.concat([blocks, more_blocks]).sort("page", "block"),
        pages,
        problems,
    )


def _is_learned(rows: pl.DataFrame, learned: pl.DataFrame) -> pl.Series:
    """Whether a row of a post's text stands in most posts of its site."""
    known = learned.filter("is_in_posts").select("site", "head", is_learned=pl.lit(True))
    marked = rows.join(known, on=["site", "head"], how="left", maintain_order="left")
    return marked.select(pl.col("is_learned").fill_null(False) & (pl.col("role") == "body"))["is_learned"]


def _told_apart(rows: pl.DataFrame, blocks: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of posts with their roles told apart and their text without glue (`clean`); and what was glued."""
    rows = rows.join(blocks.select("block", "completeness"), on="block", how="left", maintain_order="left")
    own = rows.filter(pl.col("block").is_not_null()).sort("block", "line_no")
    outside = rows.filter(pl.col("block").is_null())
    own = roles.credited(own)
    cuts = _glued(own)
    own = _cleaned(own, cuts)
    own = _alone(own)
    own = roles.prose(own.with_columns(is_alt=pl.col("line_no").is_in([]) if cuts.is_empty() else _is_alt(own, cuts)))
    own = own.with_columns(role=pl.when("is_learned").then(pl.lit("navigation")).otherwise("role"))
    keep = ["page", "line_no", "row", "block", "role", "text", "head", "site", "is_learned", "clean"]
    return pl.concat([own.select(keep), outside.with_columns(clean=pl.lit(None, pl.String)).select(keep)]).sort(
        "row"
    ), cuts


CUT_COLUMNS = {
    "block": pl.UInt32, "line_no": pl.Int64, "start": pl.Int64, "end": pl.Int64,
    "kind": pl.String, "rule": pl.String, "joiner": pl.String, "source_line": pl.Int64,
}  # fmt: skip


def _glued(own: pl.DataFrame) -> pl.DataFrame:
    """What is glued into the lines of the posts (CUT_COLUMNS)."""
    named = suspects.suspects(own)
    of_block: dict[int, set[int]] = {}
    for block, line_no in named.iter_rows():
        of_block.setdefault(block, set()).add(line_no)
    is_asked = pl.col("block").is_in(named["block"].unique().implode()) & ~pl.col("is_learned")
    asked = own.filter(is_asked & ~pl.col("role").is_in(["category", "post_date", "share_bar", "read_more"]))
    found = []
    rows = asked.select("block", "completeness", "line_no", "text", "role").iter_rows()
    for (block, completeness), lines in groupby(rows, key=itemgetter(0, 1)):
        post = [glue.OwnLine(*line[2:]) for line in lines]
        for one in glue.removals(post, completeness, of_block[block]):
            found.append((block, one.line_no, one.start, one.end, one.kind, one.rule, one.joiner, one.source_line))
    return pl.DataFrame(found, schema=CUT_COLUMNS, orient="row")


def _cleaned(own: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """`clean`: the line without what is glued into it and without the white space at its ends."""
    if cuts.is_empty():
        return own.with_columns(clean=pl.col("head"))
    lists = cuts.group_by("block", "line_no", maintain_order=True).agg("start", "end", "joiner")
    cut_rows = own.join(lists, on=["block", "line_no"], how="inner", maintain_order="left")
    cleaned = pl.DataFrame(
        {
            "row": cut_rows["row"],
            "repaired": [
                clean_text.repaired(*row) for row in cut_rows.select("text", "start", "end", "joiner").iter_rows()
            ],
        },
        schema={"row": own.schema["row"], "repaired": pl.String},
    )
    return (
        own.join(cleaned, on="row", how="left", maintain_order="left")
        .with_columns(clean=pl.coalesce("repaired", "head"))
        .drop("repaired")
    )


def _is_alt(own: pl.DataFrame, cuts: pl.DataFrame) -> pl.Series:
    """Whether a line, not the title, was found glued into another line of its post."""
    sources = (
        cuts.filter(pl.col("rule") == "glue.own_line")
        .select("block", line_no="source_line", found=pl.lit(True))
        .unique()
    )
    marked = own.join(sources, on=["block", "line_no"], how="left", maintain_order="left")
    return marked["found"].fill_null(False)


def _alone(own: pl.DataFrame) -> pl.DataFrame:
    """`is_alone`: no line of the post stands directly above or below."""
    above = (pl.col("block") != pl.col("block").shift(1)) | (pl.col("line_no") - pl.col("line_no").shift(1) > 1)
    below = (pl.col("block") != pl.col("block").shift(-1)) | (pl.col("line_no").shift(-1) - pl.col("line_no") > 1)
    return own.with_columns(is_alone=above.fill_null(True) & below.fill_null(True))
