"""Reads the category of a post: from its own line, a breadcrumb, or the line of the date or the author."""

from collections.abc import Mapping

import polars as pl

from clippings.common.large_patterns import contains
from clippings.common.phrases import whole
from clippings.segment.sites import known_categories
from clippings.segment.sites.patterns import general, group_on_sites
from clippings.segment.sites.profiles import Profile

_CRUMBS = "»›>/«‹"
"""Separators between the steps of a breadcrumb."""
_STEP_WORDS = 3
"""Words of the longest last step of a breadcrumb that is a category although it does not open the title."""


def posted(rows: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    """Return the category in a line such as `Posted by Ada Quill at 10:30 PM in Boats`.

    The columns are block, category_raw, category_start, at (the line).
    """
    named = rows.filter(pl.col("block").is_not_null() & (pl.col("role") == "byline"))
    named = named.with_columns(category_raw=group_on_sites(named, sites, "posted_by", "category"))
    named = named.filter(pl.col("category_raw").is_not_null()).unique("block", keep="first", maintain_order=True)
    before = pl.col("text").str.split(pl.concat_str(pl.lit(" "), "category_raw")).list.first().str.len_chars()
    return named.select("block", "category_raw", category_start=before.cast(pl.Int64) + 1, at="line_no")


def categories(
    posts: pl.DataFrame, line: pl.DataFrame, title: pl.DataFrame, beside: pl.DataFrame, sites: Mapping[str, Profile]
) -> pl.DataFrame:
    """Return one row for each post with a category: block, category, category_start, category_at (the line).

    Args:
        posts: block, page, site, category_line.
        line: page, line_no, text, stripped, lead of all lines.
        title: block, title: the last step of a breadcrumb may be the title.
        beside: block, category_raw, category_start, at: what the line of the date or the author says. It counts for
            posts without a category line.
        sites: Profiles by name.
    """
    own_posts = posts.filter(pl.col("category_line").is_not_null()).select(
        "block", "page", "site", line_no="category_line"
    )
    own_posts = own_posts.join(line, on=["page", "line_no"], how="left", maintain_order="left").join(
        title.select("block", "title"), on="block", how="left", maintain_order="left"
    )
    is_crumb = contains(own_posts["stripped"], general("breadcrumb"))
    plain = own_posts.filter(~is_crumb)
    labelled = group_on_sites(plain, sites, "category_label", "category")
    plain = plain.with_columns(category=pl.coalesce(labelled, known_categories.value("stripped", sites)))
    before = pl.col("text").str.split(pl.col("category")).list.first().str.len_chars().cast(pl.Int64)
    plain = plain.select("block", "category", category_start=before, category_at="line_no")
    crumbs = [
        (block, *step, line_no)
        for block, stripped, start, name, line_no in own_posts.filter(is_crumb)
        .select("block", "stripped", "lead", "title", "line_no")
        .iter_rows()
        if (step := _step(stripped, start, name))
    ]
    schema = {"block": pl.UInt32, "category": pl.String, "category_start": pl.Int64, "category_at": pl.Int64}
    crumbed = pl.DataFrame(crumbs, schema=schema, orient="row")
    from_date = (
        beside.filter(pl.col("category_raw").is_not_null())
        .join(own_posts.select("block"), on="block", how="anti", maintain_order="left")
        .select("block", "category_start", category="category_raw", category_at="at")
    )
    return pl.concat([plain.select(list(schema)), crumbed, from_date.select(list(schema))])


def _step(stripped: str, start: int, title: str | None) -> tuple[str, int] | None:
    """Return the last step of a breadcrumb before the title, and its start in the line."""
    marks = [index for index, letter in enumerate(stripped) if letter in _CRUMBS]
    marks = [index for index in marks if stripped[index] == stripped[marks[0]]]
    steps = [stripped[at + 1 : end] for at, end in zip(marks, [*marks[1:], len(stripped)], strict=True)]
    last = len(steps) - 1
    name = steps[last].strip(" .…").casefold()
    is_title = title is not None and title.casefold().startswith(name)
    is_other = len(name.split()) > _STEP_WORDS or whole("archive_label").fullmatch(name) is not None
    if is_title or (last > 0 and is_other):
        last -= 1
    if last < 0 or not steps[last].strip():
        return None
    indent = len(steps[last]) - len(steps[last].lstrip())
    return steps[last].strip(), start + marks[last] + 1 + indent
