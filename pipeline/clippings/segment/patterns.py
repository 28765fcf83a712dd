"""The patterns of a profile as they are used: pieces and lists of phrases filled in."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from clippings.project import additions
from clippings.project.additions import Additions
from clippings.segment import profiles
from clippings.segment.pattern_pieces import GROUP, expanded, piece
from clippings.segment.profiles import UNKNOWN, Profile


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


def group_on_sites(sites: Mapping[str, Profile], name: str, group_name: str) -> pl.Expr:
    """What a group of the pattern `name` of its site matches in a line (site, stripped)."""
    by_regex: dict[str, list[str]] = {}
    for site, profile in sites.items():
        by_regex.setdefault(pattern(profile, name), []).append(site)
    return pl.coalesce(
        pl.when(pl.col("site").is_in(names)).then(group("stripped", regex, group_name))
        for regex, names in by_regex.items()
    )


def group(column: str, regex: str, name: str) -> pl.Expr:
    """Return an expression: what the group `name` of a pattern matches."""
    return part_of(all_groups(column, regex), regex, name)


@cache
def all_groups(column: str, regex: str) -> pl.Expr:
    """Return an expression: what every group of a pattern matches. Polars compiles the pattern to make it, so it is made once."""
    return pl.col(column).str.extract_groups(regex)


def part_of(groups: pl.Expr, regex: str, name: str) -> pl.Expr:
    """The group `name` of the extracted groups of a pattern, from the alternative that has it (`name_2`)."""
    names = [part for part in GROUP.findall(regex) if part == name or part.removeprefix(f"{name}_").isdigit()]
    if not names:
        return pl.lit(None, pl.String)
    found = pl.coalesce(pl.field(names)).alias("_found")  # in one expression: polars compiles the pattern for each
    return groups.struct.with_fields(found).struct.field("_found")
