"""Patterns and selectors of a project's profiles that match nothing on any page of their site: mistyped, or out of date."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import dataframely as dy
import polars as pl

from clippings.common.wording import counted
from clippings.schema.frames import frame_of
from clippings.schema.problem_report import Problem
from clippings.schema.working.read_tables import KeyCounts, with_hints
from clippings.segment.sites import html_selectors
from clippings.segment.sites.pattern_pieces import PIECES
from clippings.segment.sites.patterns import declared
from clippings.segment.sites.profiles import Profile

_PAGES = "pages"
"""Key of the row that counts the pages."""


def count(lines: pl.DataFrame, sites: Mapping[str, Profile], asked: Collection[str]) -> dy.DataFrame[KeyCounts]:
    """Count what each key of the profiles `asked` matches on the pages of a batch.

    Returns:
        site, key, count. The key `pages` counts the pages, `html` those with markup.
    """
    lines = with_hints(lines.filter(pl.col("site").is_in(list(asked)) & pl.col("record").is_null()))
    rows = [row for site in lines["site"].unique(maintain_order=True) for row in _of_site(lines, sites[site])]
    return frame_of(KeyCounts, rows)


def _of_site(lines: pl.DataFrame, profile: Profile) -> Iterator[tuple[str, str, int]]:
    site_lines = lines.filter(pl.col("site") == profile.name)
    places = site_lines["place"].drop_nulls().unique()
    yield profile.name, _PAGES, site_lines["page_id"].n_unique()
    yield profile.name, "html", site_lines.filter(pl.col("place").is_not_null())["page_id"].n_unique()
    stripped = site_lines["text"].str.strip_chars()
    for name in sorted(profile.declared.keys() - {*PIECES}):
        regex = declared(profile, name)
        if regex is not None:
            yield profile.name, f"patterns.{name}", int(stripped.str.contains(regex).sum())
    for name, selector in sorted(profile.html.items()):
        pair = ((name, selector),)
        yield profile.name, f"html.{name}", sum(html_selectors.hint_of(place, pair) is not None for place in places)


def problems(counts: Iterable[pl.DataFrame]) -> list[Problem]:
    """A problem for each key that matches nothing, from the counts of all batches. Selectors are for pages with markup."""
    total = pl.concat([frame_of(KeyCounts, []), *counts]).group_by("site", "key").agg(pl.col("count").sum())
    number = {(site, key): matches for site, key, matches in total.sort("site", "key").iter_rows()}
    return [
        Problem(
            "unmatched_profile_key",
            site,
            f"`{key}` of the profile matches nothing on the {counted(pages, 'page')} of the site.",
        )
        for (site, key), matches in number.items()
        if "." in key and not matches and (pages := number[site, "html" if key.startswith("html.") else _PAGES])
    ]
