"""The patterns of a profile as they are used: pieces and lists of phrases filled in."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from clippings.common.large_patterns import contains, groups
from clippings.project import additions
from clippings.project.additions import Additions
from clippings.segment.sites import profiles
from clippings.segment.sites.pattern_pieces import GROUP, expanded, piece
from clippings.segment.sites.profiles import UNKNOWN, Profile


def pattern(profile: Profile, name: str) -> str:
    """The pattern `name` of a profile, a Rust regular expression."""
    return expanded(piece(profile.patterns, name), profile.patterns)


def general(name: str) -> str:
    """The pattern `name` that holds for pages of any site."""
    return _general(additions.current(), name)


@cache
def _general(_added: Additions, name: str) -> str:
    return pattern(profiles.load()[UNKNOWN], name)


def declared(profile: Profile, name: str) -> str | None:
    """What the profile's own file says of the pattern `name`, without the general pattern; None if it says nothing."""
    return expanded(profile.declared[name], profile.patterns) if name in profile.declared else None


def group_on_sites(lines: pl.DataFrame, sites: Mapping[str, Profile], name: str, group_name: str) -> pl.Series:
    """What a group of the pattern `name` of its site matches in each of the lines (site, stripped)."""
    by_regex: dict[str, list[str]] = {}
    for site, profile in sites.items():
        by_regex.setdefault(pattern(profile, name), []).append(site)
    matched = pl.repeat(None, lines.height, dtype=pl.String, eager=True)
    for regex, names in by_regex.items():
        places = lines["site"].is_in(names).arg_true()
        matched = matched.scatter(places, group(lines["stripped"].gather(places), regex, group_name))
    return matched


def group(texts: pl.Series, regex: str, name: str) -> pl.Series:
    """What the group `name` of a pattern matches in each text; null where the pattern does not match."""
    matched = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    places = contains(texts, regex).arg_true()
    if places.is_empty():
        return matched
    found = pl.DataFrame({"groups": groups(texts.gather(places), regex)})
    return matched.scatter(places, found.select(part_of(pl.col("groups"), regex, name)).to_series())


def part_of(groups: pl.Expr, regex: str, name: str) -> pl.Expr:
    """The group `name` of the extracted groups of a pattern, from the alternative that has it (`name_2`)."""
    names = [part for part in GROUP.findall(regex) if part == name or part.removeprefix(f"{name}_").isdigit()]
    return pl.coalesce(groups.struct.field(names)) if names else pl.lit(None, pl.String)
