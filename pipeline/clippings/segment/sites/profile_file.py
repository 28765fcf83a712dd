"""Site profile files: strict reading, and merging with the general profile.

A project profile with a new name is a new site; one with the name of a built-in profile changes that profile. `site_of_page`
decides the site of a page.
"""

import re
from collections.abc import Mapping
from functools import cache, reduce
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

from clippings import data
from clippings.project import corrections, toml_file
from clippings.project.additions import Additions
from clippings.project.overlay import ADD, REPLACE, Refuse, lay_over, refusal
from clippings.project.project_error import ProjectError
from clippings.segment.sites import html_selectors
from clippings.segment.sites.pattern_pieces import CALENDAR, GROUP, expanded

UNKNOWN = "unknown"
ABOUT = {"name": "", "title": "", "url": "", "language": "", "cutter": ""}
CUTTERS = ("learned", "rules")
KNOWN_BY: dict[str, list[str]] = {"lines": [], "patterns": [], "headings": [], "categories": [], "signs": []}
HTML = dict.fromkeys(html_selectors.KEYS, "")
_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
_LANGUAGE = re.compile(r"[a-z]{2}")


def tables(added: Additions) -> dict[str, dict[str, Any]]:
    """Return every profile by name, each merged with the general one.

    Raises:
        ProjectError: A profile of the project cannot be used.
    """
    built_in = _built_in()
    project_tables = [(file, toml_file.read(file)) for file in added.profiles()]
    general = built_in[UNKNOWN]
    files: dict[str, Path] = {}
    for file, table in project_tables:
        name = _name(file, table)
        if name in files:
            raise ProjectError.at(file, toml_file.line_of(file, ["name"]), f"{files[name]} has the name {name!r} too.")
        files[name] = file
        if name == UNKNOWN:
            general = _checked(lay_over_profile(general, table, refusal(file)), table, file)
    tables_found = {name: over_general(table, general) for name, table in built_in.items() if name != UNKNOWN}
    for file, table in project_tables:
        name = str(table["name"])
        if name != UNKNOWN:
            base = tables_found.get(name) or general | {"title": "", "known_by": {}}
            tables_found[name] = _checked(lay_over_profile(base, table, refusal(file)), table, file)
    return tables_found | {UNKNOWN: general}


def names(added: Additions) -> set[str]:
    """Names of the profiles that the project has."""
    return {str(toml_file.read(file).get("name")) for file in added.profiles()}


def over_general(table: Mapping[str, Any], general: Mapping[str, Any]) -> dict[str, Any]:
    """A profile as written laid over the general one."""
    return lay_over_profile(
        {**general, "known_by": {}}, table, lambda where, problem: ValueError(f"{where}: {problem}")
    )


def lay_over_profile(base: Mapping[str, Any], table: Mapping[str, Any], refuse: Refuse) -> dict[str, Any]:
    """A profile as written laid over another: plain keys and `*_replace` replace, `*_add` adds."""
    whole = {**ABOUT, **base, "known_by": {**KNOWN_BY, **base.get("known_by", {})}}
    declared = whole.pop("declared", {})
    table = {key: value for key, value in with_joined_lists(table).items() if key != corrections.KEY}
    whole["html"] = {**HTML, **base.get("html", {})}
    whole["patterns"] = {**CALENDAR, **base["patterns"]}
    merged = lay_over(whole, table, refuse, replaces=True, join=either)
    merged["declared"] = declared | _by_name(table.get("patterns", {}))
    return {key: value for key, value in merged.items() if value != "" or key in base}


def with_joined_lists(table: Mapping[str, Any]) -> dict[str, Any]:
    """The profile, where each list of patterns is one pattern that matches what any of them does."""
    patterns = table.get("patterns")
    if not isinstance(patterns, dict):
        return dict(table)
    joined = {key: reduce(either, reversed(value)) if _is_texts(value) else value for key, value in patterns.items()}
    return {**table, "patterns": joined}


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def _by_name(patterns: Mapping[str, str]) -> dict[str, str]:
    """The patterns that a file declares, by name without `_add` or `_replace`."""
    declared: dict[str, str] = {}
    for key, pattern in patterns.items():
        name = key.removesuffix(ADD).removesuffix(REPLACE)
        declared[name] = either(declared[name], pattern) if name in declared else pattern
    return declared


def either(old: str, new: str) -> str:
    """A pattern that matches what either does, `new` first. Its groups get a number where `old` has them: `date_2`."""
    names = set(GROUP.findall(old))
    return f"(?:{GROUP.sub(lambda match: f'(?P<{_free(match[1], names)}>', new)})|(?:{old})"


def _free(name: str, taken: set[str]) -> str:
    return name if name not in taken else next(free for n in count(2) if (free := f"{name}_{n}") not in taken)


@cache
def _built_in() -> dict[str, dict[str, Any]]:
    files = sorted((data.FOLDER / "sites").glob("*.toml"))
    return {str(table["name"]): table for table in map(toml_file.read, files)}


def _name(file: Path, table: Mapping[str, Any]) -> str:
    name = table.get("name")
    if name is None:
        raise ProjectError.at(file, 1, f'key `name` is missing. Write name = "{file.stem}".')
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        line = toml_file.line_of(file, ["name"])
        raise ProjectError.at(
            file, line, "`name` must be lower-case letters, digits and underscores, such as harbour_news."
        )
    return name


def _checked(profile: dict[str, Any], table: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Return the profile if its values are valid."""
    refuse = refusal(file)
    if not profile.get("title"):
        raise ProjectError.at(file, 1, "key `title` is missing: give the name of the site for readers.")
    if (url := profile.get("url")) and not str(url).startswith(("http://", "https://")):
        raise refuse(["url"], f"must begin with http:// or https://, not {url!r}")
    if (language := profile.get("language")) and not _LANGUAGE.fullmatch(str(language)):
        raise refuse(["language"], f"must be an ISO 639-1 code such as en, not {language!r}")
    if (cutter := profile.get("cutter")) and cutter not in CUTTERS:
        raise refuse(["cutter"], f"must be {' or '.join(CUTTERS)}, not {cutter!r}")
    for key, pattern in table.get("patterns", {}).items():
        name = key.removesuffix(ADD).removesuffix(REPLACE)
        _check_pattern(profile["patterns"].get(name, pattern), profile, ["patterns", key], refuse)
    for key in (f"{name}{verb}" for name in ("patterns", "signs") for verb in ("", ADD, REPLACE)):
        for pattern in table.get("known_by", {}).get(key, ()):
            _check_pattern(pattern, profile, ["known_by", key], refuse)
    for key in HTML:
        selector = profile.get("html", {}).get(key)
        if selector and (wrong := html_selectors.check(str(selector))):
            raise refuse(["html", key], f"is not a CSS selector: {wrong}")
    return profile


def _check_pattern(pattern: str, profile: Mapping[str, Any], where: list[str], refuse: Refuse) -> None:
    try:
        whole = expanded(pattern, profile["patterns"])
    except KeyError as error:
        raise refuse(where, f"no list of phrases is called {{{error.args[0]}}}") from None
    try:
        pl.Series([""]).str.contains(whole)
    except pl.exceptions.ComputeError as error:
        lines = str(error).splitlines()
        reason = next((line.removeprefix("error: ") for line in lines if line.startswith("error: ")), lines[0])
        raise refuse(where, f"is not a Rust regular expression: {reason}") from None
