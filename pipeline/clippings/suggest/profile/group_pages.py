"""Groups the pages of one folder by site: by their addresses, else by the lines that repeat on them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations

import polars as pl

from clippings.segment import profiles
from clippings.segment.line_classes import classify_lines
from clippings.segment.patterns import general
from clippings.segment.profiles import UNKNOWN
from clippings.suggest.profile import site_name
from clippings.suggest.profile.boilerplate import MENU
from clippings.suggest.profile.observe import without_numbers

_LEAST_SHARED = 3
"""Minimum number of lines that two pages of a site share."""
_SHARE = 0.5
"""Minimum share of the repeated lines of the page with fewer of them."""
_LONGEST = 120
_MARKED = re.compile(r"[^\W\d_]{3,}")


def group_by_site(lines: pl.DataFrame, pages: pl.DataFrame) -> list[list[str]]:
    """Return the page_ids of `pages` by site, in the order of their first pages; a page unlike all others is a group of its own.

    Args:
        lines: page_id, line_no, text, tag of whole pages.
        pages: page_id, path, url.
    """
    pages = pages.sort("path", "page_id")
    ids = pages["page_id"].to_list()
    hosts = pages.select("page_id", host=pl.col("url").str.extract(r"^https?://(?:www\.)?([^/\s:]+)"))
    marks: dict[str, str] = {page_id: host for page_id, host in hosts.iter_rows() if host}
    owners, keys = _keys(lines)
    openings, hosts_of_signs = _openings(lines), _hosts_of_signs(marks, owners, lines)
    for page_id in ids:
        owner = owners.get(page_id)
        mark = hosts_of_signs.get(owner) or hosts_of_signs.get(openings.get(page_id)) or owner
        if mark is not None:
            marks.setdefault(page_id, mark)
    group_of = {page_id: page_id for page_id in ids}
    mark_of = dict(marks)
    members = {page_id: [page_id] for page_id in ids}

    def join(left: str, other: str) -> None:
        first, second = group_of[left], group_of[other]
        if first == second:
            return
        for page_id in members.pop(second):
            members[first].append(page_id)
            group_of[page_id] = first
        if second in mark_of:
            mark_of.setdefault(first, mark_of[second])

    by_mark: dict[str, str] = {}
    for page_id in ids:
        if page_id in marks:
            join(by_mark.setdefault(marks[page_id], page_id), page_id)
    for left, other in combinations(ids, 2):
        first, second = mark_of.get(group_of[left]), mark_of.get(group_of[other])
        if group_of[left] != group_of[other] and not (first and second) and _is_alike(keys[left], keys[other]):
            join(left, other)
    place = {page_id: number for number, page_id in enumerate(ids)}
    groups = [sorted(group, key=place.__getitem__) for group in members.values()]
    return sorted(groups, key=lambda group: place[group[0]])


def _openings(lines: pl.DataFrame) -> dict[str, str]:
    """Return the first line of each page."""
    shown = lines.filter((pl.col("tag").fill_null("") != "meta") & pl.col("text").str.contains(r"\S"))
    first = shown.group_by("page_id", maintain_order=True).first()
    return dict(first.select("page_id", pl.col("text").str.strip_chars()).iter_rows())


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


def _is_alike(left: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(left & other)
    return shared >= _LEAST_SHARED and shared >= _SHARE * min(len(left), len(other))


def _keys(lines: pl.DataFrame) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return the copyright line of each page that has one, and the lines it shares with other pages, without common phrases."""
    base = profiles.load()[UNKNOWN]
    shaped = classify_lines(lines.filter(pl.col("tag").fill_null("") != "meta"), base)
    shaped = shaped.filter(
        (pl.col("stripped").str.len_chars().is_between(2, _LONGEST))
        & pl.col("line_class").fill_null("bullet").is_in(["bullet", "copyright", "masthead"])
    ).with_columns(key=without_numbers("stripped").str.replace(general("bullet"), ""))
    owners = {
        page_id: key
        for page_id, key in shaped.filter(pl.col("line_class") == "copyright").select("page_id", "key").iter_rows()
        if _MARKED.search(key.casefold().replace("copyright", "").replace("all rights reserved", ""))
    }
    plain = shaped.filter(~pl.col("key").str.to_lowercase().is_in(sorted(MENU)))
    shared = plain.select("page_id", "key").unique().filter(pl.len().over("key") > 1)
    keys: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for (page_id,), page_lines in shared.partition_by("page_id", as_dict=True, include_key=True).items():
        keys[str(page_id)] = frozenset(page_lines["key"])
    return owners, keys
