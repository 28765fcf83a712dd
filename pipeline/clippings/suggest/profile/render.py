"""Renders the draft of one site from its parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

import polars as pl

from clippings.segment import profiles
from clippings.segment.template_lines import MIN_PAGES
from clippings.suggest.profile import (
    boilerplate,
    date_patterns,
    line_shapes,
    site_markers,
    site_name,
    titles_beside_posts,
    toml,
)
from clippings.suggest.profile.entry import Entry
from clippings.suggest.profile.observe import Observed
from clippings.suggest.profile.trial_run import named, profile_of, tried

_MOST_CATEGORIES = 15
_MOST_BYLINES = 5
_TODO = (
    "Compare each entry with the lines it was made from. Correct or delete wrong entries, and answer every TODO.",
    "Then put this file into the folder `sites` of the project and build again: the column `site` of its pages has this name.",
    "Last, review the problems `undeclared_template` and `unseen_template`: they show what the profile still lacks.",
)
"""Instructions for a person: the first three lines of every draft."""


def draft(
    seen: Observed,
    name: str,
    others: pl.Series,
    facts: Sequence[str],
    titles: Collection[str] = (),
    *,
    is_loose: bool = False,
) -> str:
    """Return the draft of the site `name` as TOML.

    Args:
        seen: The site's pages.
        name: The value of the column `site`.
        others: The short lines of the pages of all other sites.
        facts: Sentences on the location of the pages and on omitted pages.
        titles: Titles of the articles of all pages, which are boilerplate of no site.
        is_loose: Whether the pages may be of several sites, so that the draft has no common entries.
    """
    if is_loose:
        asked = [replace(entry, is_left_out=entry.key == "language") for entry in site_name.entries(seen, name, [])]
        return toml.text([*_numbered(), *facts], [*asked, _unknown_sign(seen)], seen.page_count, [])
    seen, openers = titles_beside_posts.without_titles(seen, titles)
    around, guess = boilerplate.entries(seen, openers)
    masthead = next((entry.value[0] for entry in around if entry.key == "masthead"), None)
    marks = site_markers.entries(seen, others, masthead)
    dated = line_shapes.beside(date_patterns.entries(seen), seen)
    trial = tried(seen, name, [*marks, *around, *dated], guess)
    notes = [*facts]
    if seen.is_enough:
        notes.append(
            f"Tried on {trial.page_count} of the pages: {trial.before} posts are found without this profile, {trial.after} with it."
        )
    else:
        notes.append(
            f"{seen.page_count} pages are too few to tell what repeats: {MIN_PAGES} are needed. "
            "Save more pages of the site and draft again, or write the entries by hand."
        )
    notes += _unknown(seen, name, trial.entries)
    entries = [*site_name.entries(seen, name, around), *trial.entries]
    return toml.text([*_numbered(), *notes], entries, seen.page_count, _closing(seen, trial.entries))


def _unknown_sign(seen: Observed) -> Entry:
    sign = site_name.owner(seen) or site_name.opening(seen) or "A line that is on every page of the site"
    note = (
        "TODO: a line that only pages of this site have. Without one, this file recognises no page and has no effect."
    )
    return Entry("known_by", "lines", (sign,), notes=(note,), is_left_out=True)


def _numbered() -> list[str]:
    return [f"{number}. {sentence}" for number, sentence in enumerate(_TODO, 1)]


def _unknown(seen: Observed, name: str, entries: Sequence[Entry]) -> list[str]:
    """Return a TODO if the draft's own signs do not recognise some pages."""
    recognised = profiles.recognise(seen.lines, [profile_of(name, entries)])
    known_pages = set(recognised.filter(pl.col("site") == name)["page_id"])
    missed = [path for page_id, path in seen.pages.select("page_id", "path").iter_rows() if page_id not in known_pages]
    if not missed:
        return []
    shown = ", ".join(islice(missed, 3))
    return [
        f"TODO: {len(missed)} of {seen.page_count} pages are not recognised by the entries of [known_by], such as {shown}."
    ]


def _closing(seen: Observed, entries: Sequence[Entry]) -> list[str]:
    """Return other recurring lines, for information only."""
    lines: list[str] = []
    placed = named(seen, entries)
    categories = _categories(seen, placed)
    if categories:
        lines += ["Lines that read as categories of posts:", *(f"  {line}" for line in categories.values())]
    bylines = seen.heads.filter(pl.col("line_class") == "byline").select("stripped", "line_count").iter_rows()
    shown = [f"  {count} times: “{stripped}”" for stripped, count in islice(bylines, _MOST_BYLINES)]
    if shown:
        lines += ["Lines that name a writer, read the same way on every site:", *shown]
    left = boilerplate.unplaced(seen, placed | set(categories)) if seen.is_enough else []
    if left:
        lines += ["Lines that repeat and have no entry above:", *(f"  {line}" for line in left)]
    return lines


def _categories(seen: Observed, placed: frozenset[str]) -> dict[str, str]:
    """Return the lines that read as categories of several posts, with their counts."""
    heads = (
        seen.short.filter((pl.col("role") == "category") & ~pl.col("stripped").is_in(sorted(placed)))
        .group_by("stripped")
        .agg(pl.len(), pl.col("page_id").n_unique())
    )
    heads = heads.filter(pl.col("len") > 1).sort("page_id", "len", "stripped", descending=[True, True, False])
    rows = heads.head(_MOST_CATEGORIES).iter_rows()
    return {stripped: f"{count} times on {pages} pages: “{stripped}”" for stripped, count, pages in rows}
