"""The site's name at an end of a title that the head of a page gives: `Ferry delayed | Harbour Gazette`."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

import polars as pl

from clippings.segment.sites.profiles import UNKNOWN, Profile

SITE_NAME = "meta.site"
"""Hint of the line of a page's head with the name of its site."""
_CUTS = {"block": pl.UInt32, "cut": pl.Int64, "length": pl.Int64}
_SEPARATOR = r"\s*[|–—·•»«:-]\s*"


def without_site_names(titles: pl.DataFrame, rows: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    """`titles` (page, site, is_metadata, title, title_line_text, title_start) without the site's name at an end of those of heads."""
    asked = titles.filter(pl.col("is_metadata") & pl.col("title").is_not_null())
    if asked.is_empty():
        return titles
    named = rows.filter(pl.col("hint") == SITE_NAME).group_by("page").agg(names="stripped")
    names_of = dict(named.iter_rows())
    cuts = [
        (block, *_bare(title, frozenset({*names_of.get(page, ()), *([sites[site].title] if site != UNKNOWN else [])})))
        for block, page, site, title in asked.select("block", "page", "site", "title").iter_rows()
    ]
    cut_table = pl.DataFrame(cuts, schema=_CUTS, orient="row")
    cut = titles.join(cut_table, on="block", how="left", maintain_order="left")
    is_cut = pl.col("cut").is_not_null()
    bare = pl.col("title").str.slice(pl.col("cut").fill_null(0), pl.col("length"))
    return cut.with_columns(
        title=pl.when(is_cut).then(bare).otherwise("title"),
        title_line_text=pl.when(is_cut).then(bare).otherwise("title_line_text"),
        title_start=pl.col("title_start") + pl.col("cut").fill_null(0),
    ).drop("cut", "length")


def _bare(title: str, names: Collection[str]) -> tuple[int, int]:
    """Return the start and the length of a title without a name of the site."""
    for name in sorted(names, key=len, reverse=True):
        for pattern in _ends(name):
            match = pattern.fullmatch(title)
            if match and any(map(str.isalpha, match["title"])):
                return match.start("title"), len(match["title"])
    return 0, len(title)


@lru_cache(maxsize=1024)
def _ends(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    escaped = re.escape(name)
    return (
        re.compile(rf"(?P<title>.*\S){_SEPARATOR}{escaped}", re.IGNORECASE),
        re.compile(rf"{escaped}{_SEPARATOR}(?P<title>\S.*)", re.IGNORECASE),
    )
