"""Categories that a site's profile declares: which heading of a page is the category of its posts, and which is a tag."""

from collections.abc import Mapping

import polars as pl

from clippings.common.phrases import either_of_lines
from clippings.segment.sites.patterns import general
from clippings.segment.sites.profiles import Profile

_BEHIND = r"(?:%WP_TITLE_SEP%|:)\s*(.+)$"
"""What a heading says behind its label: `Category: Harbour`."""
_LONGEST = 30
"""Characters of the longest name of a section."""


def of_pages(pages: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    """page and category: the declared categories of the site of each page (page, site)."""
    pairs = [(name, category) for name, profile in sites.items() for category in sorted(profile.categories)]
    declared = pl.DataFrame(pairs, schema={"site": pl.String, "category": pl.String}, orient="row")
    return pages.select("page", "site").join(declared, on="site").select("page", "category")


def with_headings(
    blocks: pl.DataFrame, rows: pl.DataFrame, lines: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile]
) -> pl.DataFrame:
    """`blocks` (page, category_line) with the category that a heading of their page names.

    That is a line below `Browsing Category`, on any site; and on a site whose profile declares categories, one of those
    and no other line.
    """
    headings = rows.filter(pl.col("role") == "page_heading").join(pages.select("page", "site"), on="page")
    headings = headings.join(lines.select("page", "line_no", "stripped"), on=["page", "line_no"]).sort(
        "page", "line_no"
    )
    if headings.is_empty():
        return blocks
    declared = of_pages(pages, sites).with_columns(is_declared=pl.lit(True))
    headings = headings.with_columns(category=value("stripped", sites)).join(
        declared, on=["page", "category"], how="left", maintain_order="left"
    )
    above = pl.col("stripped").shift(1).over("page")
    is_named = pl.col("is_declared").fill_null(False) | above.str.contains(general("category_heading")).fill_null(False)
    headings = headings.with_columns(is_named=is_named, is_strict=pl.col("page").is_in(declared["page"].implode()))
    of_page = headings.filter("is_named").group_by("page").agg(heading_line=pl.col("line_no").last())
    others = headings.filter(pl.col("is_strict") & ~pl.col("is_named")).select("page", "line_no", is_tag=pl.lit(True))
    joined = blocks.join(of_page, on="page", how="left", maintain_order="left").join(
        others, left_on=["page", "category_line"], right_on=["page", "line_no"], how="left", maintain_order="left"
    )
    own_line = pl.when(pl.col("is_tag").is_null()).then("category_line")
    return joined.with_columns(category_line=pl.coalesce(own_line, "heading_line")).drop("is_tag", "heading_line")


def above_titles(blocks: pl.DataFrame, rows: pl.DataFrame, lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """`blocks` with the section directly above the title of the only post of a text page, if the menu above has the same line."""
    asked = pages.filter((pl.col("kind") == "article") & (pl.col("media_type") == "text/plain"))["page"]
    written = lines.filter(pl.col("page").is_in(asked.implode()) & (pl.col("stripped") != ""))
    written = written.with_columns(stripped=pl.col("stripped").str.replace(general("bullet"), ""))
    stripped, is_new = pl.col("stripped"), pl.col("stripped").is_first_distinct().over("page")
    may_name = ~is_new & (stripped.str.len_chars() <= _LONGEST) & ~stripped.str.contains(r"[\d.:!?]")
    is_entry = stripped.str.to_lowercase().str.contains(rf"^(?:{either_of_lines('home', 'skip', 'advertisement')})$")
    is_site = stripped == stripped.first().over("page")
    above = pl.when(may_name & ~is_entry & ~is_site).then("line_no").shift(1).over("page")
    sections = written.select("page", "line_no", section_line=above).drop_nulls()
    titles = rows.filter((pl.col("role") == "title") & pl.col("block").is_not_null())
    titles = titles.join(sections, on=["page", "line_no"]).select("page", "block", "section_line")
    joined = blocks.join(titles, on=["page", "block"], how="left", maintain_order="left")
    return joined.with_columns(category_line=pl.coalesce("category_line", "section_line")).drop("section_line")


def value(column: str, sites: Mapping[str, Profile]) -> pl.Expr:
    """What a heading (with its site) says behind its label, where that is a declared category; else the line."""
    behind = pl.col(column).str.extract(_BEHIND)
    known = [
        (pl.col("site") == name) & behind.is_in(sorted(profile.categories))
        for name, profile in sites.items()
        if profile.categories
    ]
    return pl.when(pl.any_horizontal(*known)).then(behind).otherwise(column) if known else pl.col(column)
