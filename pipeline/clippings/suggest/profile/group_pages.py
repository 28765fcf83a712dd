"""Groups the pages of one folder by site: by address, copyright line, or the name that opens or ends a page."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

import polars as pl

from clippings.common import addresses
from clippings.segment.lines.line_classes import classify_lines
from clippings.segment.sites import profiles
from clippings.segment.sites.profiles import UNKNOWN
from clippings.suggest.profile import site_name
from clippings.suggest.profile.observe import without_numbers

_MARKED = re.compile(r"[^\W\d_]{3,}")


def group_by_site(lines: pl.DataFrame, pages: pl.DataFrame) -> list[list[str]]:
    """Return the page_ids of `pages` by site, in the order of their first pages; a page unlike all others is a group of its own."""
    hosts = dict(pages.select("page_id", addresses.host("url")).drop_nulls().rows())
    owners, openings = _owners(lines), _openings(lines)
    hosts_of_signs = _hosts_of_signs(hosts, owners, lines)
    groups: dict[str, list[str]] = {}
    for page_id in pages.sort("path", "page_id")["page_id"]:
        signs = (owners.get(page_id), openings.get(page_id))
        host = hosts.get(page_id) or next((hosts_of_signs[sign] for sign in signs if sign in hosts_of_signs), None)
        groups.setdefault(host or next(filter(None, signs), page_id), []).append(page_id)
    return list(groups.values())


def _openings(lines: pl.DataFrame) -> dict[str, str]:
    """Return the first line of each page, if other pages have it too."""
    shown = lines.filter((pl.col("tag").fill_null("") != "meta") & pl.col("text").str.contains(r"\S"))
    first = shown.group_by("page_id", maintain_order=True).first().with_columns(pl.col("text").str.strip_chars())
    return dict(first.filter(pl.col("text").is_duplicated()).select("page_id", "text").iter_rows())


def _hosts_of_signs(hosts: Mapping[str, str], owners: Mapping[str, str], lines: pl.DataFrame) -> dict[str | None, str]:
    """Return the host of each copyright line, and of each name that ends the titles of several pages, if only one has it."""
    hosts_of_sign: defaultdict[str | None, set[str]] = defaultdict(set)
    for page_id, owner in owners.items():
        if page_id in hosts:
            hosts_of_sign[owner].add(hosts[page_id])
    ends: Counter[tuple[str, str]] = Counter()
    titles = lines.filter(pl.col("hint").fill_null("") == "meta.title") if "hint" in lines.columns else lines.clear()
    for page_id, text in titles.select("page_id", "text").iter_rows():
        if page_id in hosts and len(parts := site_name.TITLE_PARTS.split(text.strip())) > 1:
            ends[parts[-1].strip(), hosts[page_id]] += 1
    for (end, host), count in ends.items():
        if count > 1:
            hosts_of_sign[end].add(host)
    return {sign: next(iter(of_sign)) for sign, of_sign in hosts_of_sign.items() if len(of_sign) == 1}


def _owners(lines: pl.DataFrame) -> dict[str, str]:
    """Return the copyright line of each page that has one with a name, without its numbers."""
    shaped = classify_lines(lines.filter(pl.col("tag").fill_null("") != "meta"), profiles.load()[UNKNOWN])
    copyrights = shaped.filter(pl.col("line_class") == "copyright").select("page_id", without_numbers())
    return {
        page_id: line
        for page_id, line in copyrights.iter_rows()
        if _MARKED.search(line.casefold().replace("copyright", "").replace("all rights reserved", ""))
    }
