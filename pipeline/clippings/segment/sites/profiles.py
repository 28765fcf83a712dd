"""Site profiles: the patterns of one site. `site_of_page` decides the site of a page.

Profiles are read from `data/sites/` and from the project's folder `sites`; what a profile may hold is in `profile_file`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from clippings.project import additions
from clippings.project.additions import Additions
from clippings.segment.sites import profile_file

UNKNOWN = profile_file.UNKNOWN


@dataclass(frozen=True)
class Profile:
    """What is true of one site.

    Attributes:
        name: The value of the column `site`.
        title: The site's name for people.
        url: The site's address, where known.
        language: ISO 639-1 code, where all pages are in one language.
        known_lines: Lines by which a page of the site is known.
        known_patterns: Patterns of such lines.
        known_headings: Categories by which a page is known whose heading, or path, names one.
        known_signs: Patterns of lines that other sites have too; several signs together show the site.
        categories: All the site's categories that are known, those of `known_headings` among them. Empty if none is declared.
        template: Role to the literal lines that have it outside the posts.
        patterns: Name of a line class to its pattern.
        date_formats: strptime formats of the site's dates.
        html: What an element of its pages is (`html_selectors.KEYS`) to the CSS selector that finds it.
        is_cut_by_rules: Whether the rules alone cut its text dumps, because the profile says so or declares what parts posts.
        declared: Name of a shape to the pattern that the profile's own file has for it, without the general one.
    """

    name: str
    title: str
    url: str | None
    language: str | None
    known_lines: frozenset[str]
    known_patterns: tuple[str, ...]
    known_headings: frozenset[str]
    known_signs: tuple[str, ...]
    categories: frozenset[str]
    template: dict[str, tuple[str, ...]]
    patterns: dict[str, str]
    date_formats: tuple[str, ...]
    html: dict[str, str]
    is_cut_by_rules: bool
    declared: dict[str, str]


_PARTING = frozenset(("post_date", "dated_by", "read_more"))
"""Patterns that say where posts begin or end."""


def load() -> dict[str, Profile]:
    """All profiles by name. A profile is laid over the one of no known site.

    Raises:
        ProjectError: A profile of the project cannot be used.
    """
    return _load(additions.current())


@cache
def _load(added: Additions) -> dict[str, Profile]:
    tables = profile_file.tables(added)
    return {name: _profile(table) for name, table in sorted(tables.items())}


def of(table: dict[str, Any]) -> Profile:
    """The profile that a TOML table is, laid over the one of no known site."""
    return _profile(profile_file.over_general(table, profile_file.tables(additions.current())[UNKNOWN]))


def _profile(table: dict[str, Any]) -> Profile:
    known_by = table.get("known_by", {})
    return Profile(
        name=table["name"],
        title=table["title"],
        url=table.get("url"),
        language=table.get("language"),
        known_lines=frozenset(known_by.get("lines", ())),
        known_patterns=tuple(known_by.get("patterns", ())),
        known_headings=frozenset(headings := known_by.get("headings", ())),
        known_signs=tuple(known_by.get("signs", ())),
        categories=frozenset((*headings, *categories))
        if (categories := known_by.get("categories", ()))
        else frozenset(),
        template={role: tuple(lines) for role, lines in table["template"].items()},
        patterns=table["patterns"],
        date_formats=tuple(table["dates"]["formats"]),
        html={key: selector for key, selector in table.get("html", {}).items() if selector},
        is_cut_by_rules=table.get("cutter") == "rules"
        or (not table.get("cutter") and not _PARTING.isdisjoint(table.get("declared", {}))),
        declared=table.get("declared", {}),
    )
