"""Which site a page is of: one sign that only the site has, its address, or several signs that other sites have too."""

import re
from collections.abc import Iterable

import polars as pl

from clippings.common.large_patterns import contains
from clippings.schema.working.read_tables import with_hints
from clippings.segment.sites.pattern_pieces import expanded
from clippings.segment.sites.patterns import general, pattern
from clippings.segment.sites.profiles import UNKNOWN, Profile

_OWN_LINKS = ["title", "meta.url"]
"""Hints of lines that link to the site's own pages: its posts' titles, and the page's own address."""
_SCHEME = r"^https?://(www\.)?"
_LONGEST = 300
_LEAST_SIGNS = 3
"""Number of different weak signs that show a page's site; one of them must be a name of the site."""
_HEAD_LINES = 12
"""Lines at the top of a page among which its heading is."""
_STEP = r"\s*[»›>/«‹]\s*"


def recognise(lines: pl.DataFrame, profiles: Iterable[Profile]) -> pl.DataFrame:
    """page_id and site of every page in `lines` (page_id, line_no, text, hints): by what it says, or by where it says it is."""
    lines = with_hints(lines)
    pages = lines.select("page_id").unique(maintain_order=True)
    short = lines.filter(pl.col("text").str.len_bytes().is_between(1, _LONGEST)).with_columns(
        text=pl.col("text").str.strip_chars()
    )
    headings = _headings(short)
    recognised = pages.with_columns(site=pl.lit(None, pl.String))
    for profile in profiles:
        signed = pl.concat(
            [
                _signed(short, profile),
                _headed(headings, profile.known_headings),
                _weakly_signed(short, headings, profile),
            ]
        )
        is_own = pl.col("site").is_null() & pl.col("page_id").is_in(signed.implode())
        recognised = recognised.with_columns(site=pl.when(is_own).then(pl.lit(profile.name)).otherwise("site"))
    return recognised.with_columns(pl.col("site").fill_null(UNKNOWN))


def _signed(short: pl.DataFrame, profile: Profile) -> pl.Series:
    """The pages with a line that only pages of the site have, or with links to it."""
    signs = [
        pl.col("text").is_in(sorted(profile.known_lines)),
        *(pl.col("text").str.contains(known) for known in profile.known_patterns),
    ]
    if profile.url:
        address = pl.col("href").str.replace(_SCHEME, "")
        signs.append(pl.col("hint").is_in(_OWN_LINKS) & address.str.starts_with(re.sub(_SCHEME, "", profile.url)))
    return short.filter(pl.any_horizontal(signs))["page_id"]


def _headings(short: pl.DataFrame) -> pl.DataFrame:
    """page_id and text of what heads each page: its first line, what is behind or below `Browsing Category`, the steps of its path."""
    top = short.filter((pl.col("line_no") <= _HEAD_LINES) & (pl.col("text") != "")).with_columns(
        nth=pl.int_range(pl.len()).over("page_id")
    )
    first = top.filter(pl.col("nth") == 0)
    is_heading = contains(first["text"], general("page_heading"))
    announced = first.filter(is_heading)["page_id"]
    below = top.filter((pl.col("nth") == 1) & pl.col("page_id").is_in(announced.implode()))
    behind = first.filter(is_heading).with_columns(text=pl.col("text").str.replace(r"^.*(%WP_TITLE_SEP%|:)\s*", ""))
    paths = top.filter(contains(top["text"], general("breadcrumb"))).with_columns(
        text=pl.col("text").str.replace_all(_STEP, "\n").str.split("\n")
    )
    columns = ["page_id", "text"]
    return pl.concat([part.select(columns) for part in (first, below, behind, paths.explode("text"))])


def _headed(headings: pl.DataFrame, names: Iterable[str]) -> pl.Series:
    return headings.filter(pl.col("text").is_in(sorted(names)))["page_id"]


def _weakly_signed(short: pl.DataFrame, headings: pl.DataFrame, profile: Profile) -> pl.Series:
    """The pages with several different signs, at least one of which is a name of the site."""
    menu = profile.template["navigation"]
    bare = pl.col("text").str.replace(pattern(profile, "bullet"), "")
    entries = short.select("page_id", entry=bare).filter(pl.col("entry").is_in(menu)).unique()
    menus = entries.group_by("page_id").len().filter(2 * pl.col("len") >= len(set(menu)))["page_id"]
    named = short.filter(pl.col("text").is_in(sorted(profile.known_headings)))
    strong_signs = [
        short.filter(pl.col("text").is_in(profile.template["masthead"])).select("page_id", sign=pl.lit("masthead")),
        *(menus.to_frame().select("page_id", sign=pl.lit(f"menu {part}")) for part in (1, 2)),
        _headed(headings, profile.categories).to_frame().select("page_id", sign=pl.lit("heading")),
        named.select("page_id", sign="text"),
    ]
    strong = pl.concat(strong_signs).unique()
    asked = short.filter(pl.col("page_id").is_in(strong["page_id"].implode()))
    weak = [expanded(sign, profile.patterns) for sign in profile.known_signs]
    others = [
        asked.filter(pl.col("text").str.contains(sign)).select("page_id", sign=pl.lit(f"sign {n}"))
        for n, sign in enumerate(weak)
    ]
    counts = pl.concat([strong, *others]).unique().group_by("page_id").len()
    return counts.filter(pl.col("len") >= _LEAST_SIGNS)["page_id"]
