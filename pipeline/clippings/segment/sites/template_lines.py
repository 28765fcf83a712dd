"""Lines that repeat over the pages of a site, found by counting, and their comparison with the profile.

Counting never changes a boundary. It sets the role of lines outside posts that match no pattern, and removes from texts
a line that is in most posts of the site. Titles and opening words do not depend on it, so an article's id does not depend
on the rest of the archive.
"""

from collections.abc import Iterable, Mapping

import dataframely as dy
import polars as pl

from clippings.common.large_patterns import contains
from clippings.schema.frames import as_rows, frame_of
from clippings.schema.problem_report import Problem
from clippings.schema.working.read_tables import LineCounts, UsedTemplateLines
from clippings.segment.sites.patterns import pattern
from clippings.segment.sites.profiles import UNKNOWN, Profile

MIN_PAGES = 3
PAGE_SHARE = 0.5
"""Minimum share of a site's listings, with MIN_PAGES, for a line to count as template text."""
MIN_POSTS = 10
POST_SHARE = 0.5
"""Minimum share of a site's posts, with MIN_POSTS, for a line to count as template text."""
_LONGEST = 80
"""Maximum length of a counted line in characters; menu entries and bars are shorter."""


def count(lines: pl.DataFrame, sites: Mapping[str, Profile]) -> dy.DataFrame[LineCounts]:
    """Count the pages and the occurrences of each short line (page_id, site, text) of whole pages, per site.

    Returns:
        site, stripped, page_count, line_count; the row with a null line counts the listings and their posts.
    """
    short = lines.filter(pl.col("text").str.len_bytes().is_between(1, 4 * _LONGEST)).select(
        "page_id", "site", stripped=pl.col("text").str.strip_chars()
    )
    counts = []
    for name in short["site"].unique(maintain_order=True):
        site_lines = short.filter(pl.col("site") == name)
        dates = site_lines.filter(contains(site_lines["stripped"], pattern(sites[name], "post_date")))
        site_lines = site_lines.filter(pl.col("page_id").is_in(dates["page_id"].unique().implode()))
        site_lines = site_lines.filter((pl.col("stripped") != "") & (pl.col("stripped").str.len_chars() <= _LONGEST))
        per_line = site_lines.group_by("site", "stripped", maintain_order=True).agg(
            page_count=pl.col("page_id").n_unique(), line_count=pl.len()
        )
        whole = pl.DataFrame(
            {
                "site": [name],
                "stripped": [None],
                "page_count": [dates["page_id"].n_unique()],
                "line_count": [dates.height],
            },
            schema=per_line.schema,
        )
        counts += [per_line, whole]
    return as_rows(LineCounts, pl.concat([frame_of(LineCounts, []), *counts]))


def find_repeated(counts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """site, stripped, page_count, is_template and is_in_posts of the lines that repeat, from the counts of all batches."""
    total = (
        pl.concat([frame_of(LineCounts, []), *counts])
        .group_by("site", "stripped")
        .agg(pl.col("page_count").sum(), pl.col("line_count").sum())
    )
    whole = total.filter(pl.col("stripped").is_null()).select("site", pages="page_count", posts="line_count")
    return (
        total.filter(pl.col("stripped").is_not_null() & (pl.col("page_count") >= MIN_PAGES))
        .join(whole, on="site")
        .select(
            "site",
            "stripped",
            "page_count",
            "pages",
            is_template=pl.col("page_count") >= PAGE_SHARE * pl.col("pages"),
            is_in_posts=(pl.col("line_count") >= POST_SHARE * pl.col("posts")) & (pl.col("line_count") >= MIN_POSTS),
        )
        .filter(pl.col("is_template") | pl.col("is_in_posts"))
        .sort("site", "stripped")
    )


def compare(
    template: pl.DataFrame, roles: dy.DataFrame[UsedTemplateLines], sites: Mapping[str, Profile]
) -> list[Problem]:
    """The differences between the template lines found and the profiles; `roles` has those with a role because they repeat."""
    problems = []
    used_template_lines = template.join(roles, on=["site", "stripped"], how="inner").sort("site", "stripped")
    for row in used_template_lines.iter_rows(named=True):
        message = f"“{row['stripped']}” is on {row['page_count']} of {row['pages']} listings and was treated as template text."
        problems.append(Problem("undeclared_template", row["site"], message))
    for name in template.filter(pl.col("pages") >= MIN_PAGES)["site"].unique().sort():
        if name != UNKNOWN:
            problems += _unseen(sites[name], set(template.filter(pl.col("site") == name)["stripped"]))
    return problems


def _unseen(profile: Profile, heads: set[str]) -> list[Problem]:
    bare = {stripped.lstrip("•· ") for stripped in heads}
    return [
        Problem(
            "unseen_template",
            profile.name,
            f"“{line}”, which the profile names as {role}, repeats on none of the site's listings.",
        )
        for role, lines in sorted(profile.template.items())
        for line in lines
        if line not in bare
    ]
