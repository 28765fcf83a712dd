"""Renders the draft of one site from its parts."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

import polars as pl

from clippings.common.wording import counted
from clippings.segment.sites import site_of_page
from clippings.segment.sites.template_lines import MIN_PAGES
from clippings.suggest.profile import boilerplate, date_lines, draft_file, site_markers, site_name, titles_beside_posts
from clippings.suggest.profile.draft_file import DraftEntry
from clippings.suggest.profile.observe import Observed
from clippings.suggest.profile.trial_run import named, profile_of, tried

_TODO = (
    "1. Compare each entry with the lines it was made from. Correct or delete wrong entries, and answer every TODO.",
    "2. Then build again with this file in the folder `sites` of the project: the column `site` of its pages has this name.",
    "3. Last, review the problems `undeclared_template` and `unseen_template`: they show what the profile still lacks.",
)
"""Instructions for a person: the first three lines of every draft."""
_LEFT = "Lines that repeat and have no entry above (add buttons and notes to `patterns.skip_add`, names of the site to `template.masthead`):"


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
        asked = [replace(entry, is_left_out=entry.key == "language") for entry in site_name.entries(seen, name, None)]
        return draft_file.text([*_TODO, *facts], [*asked, _unknown_sign(seen)], seen.page_count, [])
    seen, openers = titles_beside_posts.without_titles(seen, titles)
    around = boilerplate.entries(seen, openers)
    masthead = next((entry.value[0] for entry in around if entry.key == "masthead"), None)
    trial = tried(seen, name, [*site_markers.entries(seen, others, masthead), *around, *date_lines.entries(seen)])
    if seen.is_enough:
        without = counted(trial.before, "post is", "posts are")
        note = f"Tried on {trial.page_count} of the pages: {without} found without this profile, {trial.after} with it."
    else:
        note = (
            f"{counted(seen.page_count, 'page is', 'pages are')} too few to find what repeats: {MIN_PAGES} are needed. "
            "Save more pages of the site and draft again, or write the entries by hand."
        )
    left = boilerplate.unplaced(seen, named(seen, trial.entries)) if seen.is_enough else []
    return draft_file.text(
        [*_TODO, *facts, note, *_unknown(seen, name, trial.entries)],
        [*site_name.entries(seen, name, masthead), *trial.entries],
        seen.page_count,
        [_LEFT, *(f"  {line}" for line in left)] if left else [],
    )


def _unknown_sign(seen: Observed) -> DraftEntry:
    sign = site_name.owner(seen) or site_name.opening(seen) or "A line that is on every page of the site"
    note = (
        "TODO: a line that only pages of this site have. Without one, this file recognises no page and has no effect."
    )
    return DraftEntry("known_by", "lines", (sign,), notes=(note,), is_left_out=True)


def _unknown(seen: Observed, name: str, entries: Sequence[DraftEntry]) -> list[str]:
    """Return a TODO if the draft's own signs do not recognise some pages."""
    recognised = site_of_page.recognise(seen.lines, [profile_of(name, entries)])
    missed = seen.pages.join(recognised.filter(pl.col("site") == name), on="page_id", how="anti", maintain_order="left")
    if missed.is_empty():
        return []
    shown = ", ".join(islice(missed["path"], 3))
    return [
        f"TODO: {missed.height} of {counted(seen.page_count, 'page')} {'is' if missed.height == 1 else 'are'} not recognised "
        f"by the entries of [known_by], such as {shown}."
    ]
