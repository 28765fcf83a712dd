"""What is seen on the pages of one site: each short line, its shape, on how many pages and in which part of them it stands.

Where on its page a line stands is told by how the page is cut without a profile. What a line is proposed as is for
`furniture` and `dated`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from clippings.segment import profiles, segment_pages
from clippings.segment.line_classes import SHORT, shapes
from clippings.segment.patterns import general
from clippings.segment.profiles import UNKNOWN, Profile
from clippings.segment.segment_pages import Segmented
from clippings.segment.template_lines import MIN_PAGES, PAGE_SHARE

_FURTHER = ("comments", "byline", "category_label", "tags", "share_label", "skip")
"""Shapes that no profile changes, in the order in which they are tried: such lines are known on every site."""
_NEVER = pl.DataFrame(
    schema={"site": pl.String, "head": pl.String, "page_count": pl.UInt32, "pages": pl.UInt32,
            "is_template": pl.Boolean, "is_in_posts": pl.Boolean}
)  # fmt: skip
"""Nothing learned: what a profile does is told from what is learned beside it."""
EDGE_SHARE = 0.8
"""A line with this share of its places above the first post, or below the last, is of the page's head, or foot."""


@dataclass(frozen=True)
class Observed:
    """The pages of one site.

    Attributes:
        pages: page_id, path, url, media_type, in order of path.
        lines: page_id, line_no, text and the hints of every line.
        short: page_id, line_no, head, shape, role and place (head, posts, foot) of the lines a pattern may be tried on.
        heads: One row for each of their texts: head, shape, page_count, line_count, place, rank (how far from its
            page's top, 0 to 1), is_listed (a title listed beside the posts), is_repeated and is_alike
            (whether the line, or the line whatever its digits, is of a template).
        cut: What the pages are cut into without a profile.
    """

    pages: pl.DataFrame
    lines: pl.DataFrame
    short: pl.DataFrame
    heads: pl.DataFrame
    cut: Segmented

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self.pages.height

    @property
    def is_enough(self) -> bool:
        """Whether there are pages enough to tell what repeats."""
        return self.page_count >= MIN_PAGES

    @property
    def repeated(self) -> pl.DataFrame:
        """`heads` that stand on so many pages of one kind that they are of its template."""
        return self.heads.filter("is_repeated")

    @property
    def alike(self) -> pl.DataFrame:
        """`heads` that do, whatever their digits: lines with a year, a number of a page."""
        return self.heads.filter("is_alike")


def observed(lines: pl.DataFrame, pages: pl.DataFrame) -> Observed:
    """What is seen on the pages of one site.

    Args:
        lines: page_id, line_no, text and hints of whole pages.
        pages: page_id, path, url, media_type; every page of `lines`.
    """
    base = profiles.load()[UNKNOWN]
    pages = pages.select("page_id", "path", "url", "media_type").sort("path", "page_id")
    lines = pages.select("page_id").join(lines, on="page_id", how="left", maintain_order="left_right")
    lines = lines.filter(pl.col("line_no").is_not_null())
    cut = cut_as(UNKNOWN, lines, pages, {UNKNOWN: base})
    short = _short(lines, cut, base)
    return Observed(pages, lines, short, _heads(short), cut)


def cut_as(name: str, lines: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile]) -> Segmented:
    """What `pages` are cut into as pages of the site `name`."""
    of_site = pages.select("page_id", "path", "media_type", site=pl.lit(name))
    return segment_pages.segment(lines, of_site, sites, _NEVER)


def _short(lines: pl.DataFrame, cut: Segmented, base: Profile) -> pl.DataFrame:
    is_meta = pl.col("tag").fill_null("") == "meta"
    shaped = shapes(lines.filter(~is_meta), base)
    short = shaped.filter((pl.col("head") != "") & (pl.col("head").str.len_chars() <= SHORT))
    own = pl.when(pl.col("shape").is_null()).then("head")
    further = pl.coalesce(pl.when(own.str.contains(general(name))).then(pl.lit(name)) for name in _FURTHER)
    short = short.select("page_id", "line_no", "head", shape=pl.coalesce("shape", further), key=without_numbers("head"))
    roles = cut.ledger.select("page_id", "line_no", "role", "appearance_id")
    short = short.join(roles, on=["page_id", "line_no"], how="left", maintain_order="left")
    kinds = cut.pages.select("page_id", pl.col("kind").fill_null(UNKNOWN))
    short = short.join(kinds, on="page_id", how="left", maintain_order="left")
    repeated = _of_template(short.filter(~pl.col("shape").fill_null("").is_in(["dated_by", "post_date"])), "key")
    # a menu that was taken for a post must not tell where the posts begin
    of_post = short.filter(pl.col("appearance_id").is_not_null() & ~pl.col("key").is_in(repeated.implode()))
    bounds = of_post.group_by("page_id").agg(first=pl.col("line_no").min(), last=pl.col("line_no").max())
    long = lines.filter(pl.col("text").str.len_chars() > SHORT).group_by("page_id")
    bounds_long = long.agg(first_long=pl.col("line_no").min(), last_long=pl.col("line_no").max())
    short = short.join(bounds, on="page_id", how="left", maintain_order="left").join(
        bounds_long, on="page_id", how="left", maintain_order="left"
    )
    place = (
        pl.when(pl.col("line_no") < pl.min_horizontal("first", "first_long"))
        .then(pl.lit("head"))
        .when(pl.col("line_no") > pl.max_horizontal("last", "last_long"))
        .then(pl.lit("foot"))
        .otherwise(pl.lit("posts"))
    )
    return short.select("page_id", "line_no", "head", "shape", "key", "role", "kind", place=place)


def without_numbers(column: str) -> pl.Expr:
    """The column with every number made the same: `Page 2 of 40` is on each page of a listing another line."""
    return pl.col(column).str.replace_all(r"\d+", "0")


def _of_template(short: pl.DataFrame, column: str) -> pl.Series:
    """Values of `column` that stand on enough of the pages of one kind: listings and single posts have other templates."""
    of_kind = short.group_by("kind").agg(kind_pages=pl.col("page_id").n_unique())
    counts = short.group_by(column, "kind").agg(n=pl.col("page_id").n_unique()).join(of_kind, on="kind")
    is_enough = (pl.col("n") >= MIN_PAGES) & (pl.col("n") >= PAGE_SHARE * pl.col("kind_pages"))
    return counts.filter(is_enough)[column].unique().sort()


def _heads(short: pl.DataFrame) -> pl.DataFrame:
    last = pl.col("line_no").max().over("page_id")
    share = {place: (pl.col("place") == place).mean() for place in ("head", "foot")}
    is_dated = (pl.col("role").shift(-1) == "recent_date").over("page_id").fill_null(False)
    is_listed = (pl.col("role") == "recent_title") & pl.col("before_date") | (pl.col("role") == "related")
    heads = (
        short.with_columns(before_date=is_dated, rank=pl.col("line_no") / last)
        .group_by("head")
        .agg(
            pl.col("shape").first(), pl.col("key").first(),
            page_count=pl.col("page_id").n_unique(), line_count=pl.len(), rank=pl.col("rank").median(),
            is_listed=is_listed.any(), in_head=share["head"], in_foot=share["foot"],
        )
    )  # fmt: skip
    place = (
        pl.when(pl.col("in_head") >= EDGE_SHARE)
        .then(pl.lit("head"))
        .when(pl.col("in_foot") >= EDGE_SHARE)
        .then(pl.lit("foot"))
        .when(pl.col("in_head") + pl.col("in_foot") >= EDGE_SHARE)
        .then(pl.lit("edges"))
        .otherwise(pl.lit("posts"))
    )
    return (
        heads.with_columns(
            place=place,
            is_repeated=pl.col("head").is_in(_of_template(short, "head").implode()),
            is_alike=pl.col("key").is_in(_of_template(short, "key").implode()),
        )
        .drop("in_head", "in_foot")
        .sort("page_count", "line_count", "rank", "head", descending=[True, True, False, False])
    )
