"""Observations on the pages of one site: each short line with its class, its number of pages and its position on them.

The position comes from reading the page without a profile. `boilerplate` and `date_lines` decide what a line is proposed
as.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from clippings.schema.frames import frame_of
from clippings.schema.working.read_tables import TemplateLines
from clippings.segment import segment_pages
from clippings.segment.assemble import Segmented
from clippings.segment.lines.line_classes import SHORT, classify_lines
from clippings.segment.sites import profiles
from clippings.segment.sites.patterns import general
from clippings.segment.sites.profiles import UNKNOWN, Profile
from clippings.segment.sites.template_lines import MIN_PAGES, PAGE_SHARE

_FURTHER = ("comments", "byline", "category_label", "tags", "share_label", "skip")
"""Shapes that no profile changes, in the order of tests: such lines are recognised on every site."""
_NEVER = frame_of(TemplateLines, [])
"""Empty template: the effect of a profile must not mix with learned template lines."""
EDGE_SHARE = 0.8
"""Minimum share of a line's occurrences above the first post, or below the last, for a line of the page's head or foot."""


@dataclass(frozen=True)
class Observed:
    """The pages of one site.

    Attributes:
        pages: page_id, path, url, media_type; sorted by path.
        lines: page_id, line_no, text and the hints of every line.
        short: page_id, line_no, stripped, line_class, role and place (head, posts, foot) of the lines that patterns are tested on.
        heads: One row for each distinct text: stripped, line_class, page_count, line_count, place, rank (distance from the
            top of the page, 0 to 1), is_listed (a title in a list beside the posts), is_repeated and is_alike
            (whether the line, or the line with any digits, belongs to a template).
        cut: Result of segmenting the pages without a profile.
    """

    pages: pl.DataFrame
    lines: pl.DataFrame
    short: pl.DataFrame
    heads: pl.DataFrame
    cut: Segmented

    @property
    def page_count(self) -> int:
        """Return the number of pages."""
        return self.pages.height

    @property
    def is_enough(self) -> bool:
        """Return whether there are enough pages to recognise repetition."""
        return self.page_count >= MIN_PAGES

    @property
    def repeated(self) -> pl.DataFrame:
        """Return the `heads` that are on enough pages of one kind to belong to its template."""
        return self.heads.filter("is_repeated")

    @property
    def alike(self) -> pl.DataFrame:
        """Return the `heads` that do so with any digits: lines with a year or a page number."""
        return self.heads.filter("is_alike")


def observed(lines: pl.DataFrame, pages: pl.DataFrame) -> Observed:
    """Return the observations on the pages of one site."""
    base = profiles.load()[UNKNOWN]
    pages = pages.select("page_id", "path", "url", "media_type").sort("path", "page_id")
    lines = pages.select("page_id").join(lines, on="page_id", how="left", maintain_order="left_right")
    lines = lines.filter(pl.col("line_no").is_not_null())
    cut = cut_as(UNKNOWN, lines, pages, {UNKNOWN: base})
    short = _short(lines, cut, base)
    return Observed(pages, lines, short, _heads(short), cut)


def cut_as(name: str, lines: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile]) -> Segmented:
    """Return the result of segmenting `pages` as pages of the site `name`."""
    of_site = pages.select("page_id", "path", "media_type", site=pl.lit(name))
    return segment_pages.segment(lines, of_site, sites, _NEVER)


def _short(lines: pl.DataFrame, cut: Segmented, base: Profile) -> pl.DataFrame:
    is_meta = pl.col("tag").fill_null("") == "meta"
    shaped = classify_lines(lines.filter(~is_meta), base)
    short = shaped.filter((pl.col("stripped") != "") & (pl.col("stripped").str.len_chars() <= SHORT))
    own_shape = pl.when(pl.col("line_class").is_null()).then("stripped")
    further = pl.coalesce(pl.when(own_shape.str.contains(general(name))).then(pl.lit(name)) for name in _FURTHER)
    short = short.select(
        "page_id", "line_no", "stripped", line_class=pl.coalesce("line_class", further), key=without_numbers()
    )
    roles = cut.ledger.select("page_id", "line_no", "role", "appearance_id")
    short = short.join(roles, on=["page_id", "line_no"], how="left", maintain_order="left")
    kinds = cut.pages.select("page_id", pl.col("kind").fill_null(UNKNOWN))
    short = short.join(kinds, on="page_id", how="left", maintain_order="left")
    repeated = _of_template(short.filter(~pl.col("line_class").fill_null("").is_in(["dated_by", "post_date"])), "key")
    # a menu that was taken for a post must not set the beginning of the posts
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
    return short.select("page_id", "line_no", "stripped", "line_class", "key", "role", "kind", place=place)


def without_numbers() -> pl.Expr:
    """Return `stripped` with every number replaced by 0: `Page 2 of 40` differs on each page of a listing."""
    return pl.col("stripped").str.replace_all(r"\d+", "0")


def _of_template(short: pl.DataFrame, column: str) -> pl.Series:
    """Return the values of `column` on enough pages of one kind: listings and single posts have different templates."""
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
        .group_by("stripped")
        .agg(
            pl.col("line_class").first(), pl.col("key").first(),
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
            is_repeated=pl.col("stripped").is_in(_of_template(short, "stripped").implode()),
            is_alike=pl.col("key").is_in(_of_template(short, "key").implode()),
        )
        .drop("in_head", "in_foot")
        .sort("page_count", "line_count", "rank", "stripped", descending=[True, True, False, False])
    )
