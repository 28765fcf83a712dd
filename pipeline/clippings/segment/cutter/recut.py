"""Lets the learned cutter read the text pages of sites without a profile, and keeps the rules' cut where that is likelier.

Takes and gives the rows and blocks that all cutters give. A page of a site with a profile is never looked at.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from clippings.segment.cutter.build_page import build_page
from clippings.segment.cutter.cut_pages import CutLines, cut_lines
from clippings.segment.cutter.rules_or_model import advertisements, foot_lines, rules_are_kept
from clippings.segment.layouts.cut_tables import tables, with_kinds
from clippings.segment.layouts.page_model import BOILERPLATE
from clippings.segment.layouts.text_pages import read_pages
from clippings.segment.sites.profiles import UNKNOWN, Profile

_TEMPLATE = ("masthead", "menu", "social")
"""Classes of the lines that `template` of a profile names."""
_PLAIN = "text/plain"


def recut_unknown(
    lines: pl.DataFrame,
    rows: pl.DataFrame,
    blocks: pl.DataFrame,
    pages: pl.DataFrame,
    sites: Mapping[str, Profile],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, set[str]]:
    """The tables with the text pages cut by the model, and the ids of those pages.

    Sites whose profile leaves the cut to the rules are not looked at. A line that a profile declares is never part of a post.

    Args:
        lines: All lines of the pages: page, line_no, site, zone, text, line_class.
        rows: What the rules made of them (ROW_COLUMNS).
        blocks: The posts that the rules found.
        pages: page, page_id, site, media_type, kind, kind_reason, has_records.
        sites: Profiles by name.
    """
    is_asked = pl.col("site").is_in([name for name, profile in sites.items() if not profile.is_cut_by_rules])
    asked = pages.filter(is_asked & (pl.col("media_type") == _PLAIN) & ~pl.col("has_records"))
    is_of_tool = pl.col("line_class") == "print_line"
    own_lines = lines.filter(pl.col("page").is_in(asked["page"].implode()))
    own_roles = own_lines.filter(~is_of_tool.fill_null(value=False)).with_columns(is_outside=_is_outside(sites))
    if own_roles.is_empty():
        return rows, blocks, pages, set()
    first_block = 1 + max(blocks["block"].to_list(), default=0)
    by_rules: dict[int, dict[int, str]] = {number: {} for number in asked["page"]}
    own_rows = rows.filter(pl.col("block").is_not_null() & pl.col("page").is_in(asked["page"].implode()))
    for number, line_no, role in own_rows.select("page", "line_no", "role").iter_rows():
        by_rules[number][line_no] = role
    post_counts = Counter(blocks["page"].to_list())
    asked_again: list[CutLines] = []
    feet: list[tuple[int, int]] = []
    for page in cut_lines(own_roles):
        if rules_are_kept(page, by_rules[page.page], post_counts[page.page]):
            roles = by_rules[page.page]
            feet += [(page.page, line_no) for line_no in (*foot_lines(page, roles), *advertisements(page, roles))]
        else:
            asked_again.append(page)
    rows = _without_feet(rows, feet)
    numbers = [cut.page for cut in asked_again]
    read = read_pages(own_roles, pages.filter(pl.col("page").is_in(numbers)))
    results = {cut.page: build_page(cut, read[cut.page]) for cut in asked_again}
    cut_rows, cut_blocks, kinds = tables(results, first_block)
    zoned = own_roles.filter((pl.col("site") != UNKNOWN) & pl.col("is_outside") & (pl.col("zone") != "posts"))
    is_kept = ~pl.col("page").is_in(numbers)
    of_tool = own_lines.filter(is_of_tool & ~is_kept).select("page", "line_no", role=pl.lit(BOILERPLATE["print_line"]))
    cut_rows = pl.concat([cut_rows, of_tool.cast(cut_rows.select(of_tool.columns).schema)], how="diagonal")
    cut_rows = cut_rows.join(zoned, on=["page", "line_no"], how="anti", maintain_order="left")
    return (
        pl.concat([rows.filter(is_kept), cut_rows]),
        pl.concat([blocks.filter(is_kept), cut_blocks], how="diagonal"),
        with_kinds(pages, kinds),
        set(pages.filter(~is_kept)["page_id"]),
    )


def _is_outside(sites: Mapping[str, Profile]) -> pl.Expr:
    """Whether a line is of no post, because the profile of its site declares it, or a line below it in the head or above it in the foot."""
    by_site = [
        (pl.col("site") == name)
        & pl.col("line_class").is_in([*_TEMPLATE, *(BOILERPLATE.keys() & profile.declared.keys())])
        for name, profile in sites.items()
    ]
    is_declared = pl.any_horizontal(by_site) & (pl.col("site") != UNKNOWN)
    no, is_head, is_foot = pl.col("line_no"), pl.col("zone") == "head", pl.col("zone") == "foot"
    is_zoned = (is_head & (no <= no.filter(is_declared & is_head).max().over("page"))) | (
        is_foot & (no >= no.filter(is_declared & is_foot).min().over("page"))
    )
    return (is_zoned | is_declared).fill_null(value=False)


def _without_feet(rows: pl.DataFrame, feet: Sequence[tuple[int, int]]) -> pl.DataFrame:
    """`rows`, where the lines `feet` (page, line_no) are of no post."""
    marked = pl.DataFrame(feet, schema=rows.select("page", "line_no").schema, orient="row")
    marked = marked.with_columns(foot=pl.lit("footer"))
    joined = rows.join(marked, on=["page", "line_no"], how="left", maintain_order="left")
    block = pl.when(pl.col("foot").is_null()).then("block")
    return joined.with_columns(block=block, role=pl.coalesce("foot", "role")).drop("foot")
