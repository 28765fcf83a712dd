"""The segment stage: turns a batch of lines into its ledger, its posts, and the location of each value.

Reads as the list of its steps; each step is a module of this folder.
"""

from collections.abc import Mapping
from dataclasses import fields, replace

import dataframely as dy
import polars as pl

from clippings.common.cpu_budget import TooSlowError
from clippings.schema.frames import as_rows
from clippings.schema.pages import Lines
from clippings.schema.problem_report import Problem
from clippings.schema.working.posts import PageKinds
from clippings.schema.working.read_tables import HINTS, TemplateLines, with_hints
from clippings.segment import dated_titles, further_days, layouts, no_article, paywalls
from clippings.segment.assemble import Segmented, assemble
from clippings.segment.cleaning import removals as cutting
from clippings.segment.cutter.recut import recut_unknown
from clippings.segment.layouts import declared_records, text_listing
from clippings.segment.layouts.cut_tables import FURTHER_COLUMNS, with_kinds
from clippings.segment.lines import post_lines
from clippings.segment.lines.line_classes import classify_lines
from clippings.segment.lines.page_zones import zones
from clippings.segment.sites import html_selectors, known_categories
from clippings.segment.sites.profiles import UNKNOWN, Profile
from clippings.segment.unwrapping import joined_lines, wrapped_lines

PLAIN, HTML = "text/plain", "text/html"
"""Media types whose posts are found by their lines; other formats declare their posts as records."""
_MAY_BE_KNOWN = {"captured_on": pl.Date, "url": pl.String, "language": pl.String, "day_first": pl.Boolean}
"""Columns of pages that not every caller has."""


def segment(
    lines: pl.DataFrame,
    pages: pl.DataFrame,
    sites: Mapping[str, Profile],
    template: dy.DataFrame[TemplateLines],
) -> Segmented:
    """Cut the posts out of whole pages.

    Args:
        lines: page_id, line_no, text, in order of page and line.
        pages: page_id, path, media_type, site of every page of `lines`; and captured_on, url, language, day_first where they are known.
        sites: Profiles by name.
        template: Template lines, as `template_lines.find_repeated` returns them.
    """
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in _MAY_BE_KNOWN.items() if name not in pages.columns]
    pages = pages.with_row_index("page").with_columns(pl.col("page").cast(pl.UInt32), *missing)
    pages = pages.with_columns(page_url="url", page_language="language")
    lines = with_hints(lines).join(
        pages.select("page_id", "page", "site", "media_type"), on="page_id", how="left", maintain_order="left"
    )
    lines = html_selectors.marked(lines, {name: site.html for name, site in sites.items() if site.html})
    lines = lines.with_row_index("row")
    reading = wrapped_lines.view(lines.filter(pl.col("media_type") == PLAIN).select("page", "line_no", "text"))
    lines, rest = joined_lines.shown(lines, reading)
    lines = _zoned(joined_lines.with_marks(_shaped(lines, sites), reading))
    pages = _kinds(lines, pages)
    rows, blocks, pages, problems = _cut(lines, pages, sites)
    rows = rows.join(
        lines.select("page", "line_no", "row", "stripped", "site", "timestamp", "tag", "hint", text="own_text"),
        on=["page", "line_no"],
        how="left",
        maintain_order="left",
    )
    rows = rows.with_columns(is_template_line=post_lines.is_template_line(rows, template))
    rows, cuts = post_lines.with_roles(rows, blocks, reading.pages)
    rows, lines = joined_lines.expanded(rows, rest), joined_lines.ledger_lines(lines, rest)
    wrapped_rows = rows.filter(pl.col("page").is_in(list(reading.pages)))
    cuts = pl.concat(
        [cuts, joined_lines.cuts(rows, reading, cutting.CUT_COLUMNS), cutting.last_ends(wrapped_rows, blocks)]
    ).sort("block", "line_no", "start")
    blocks = joined_lines.with_urls(blocks, rows, reading)
    result = assemble(lines, rows, blocks, cuts, pages, sites, template)
    return replace(result, problems=problems + result.problems)


def uncut(
    lines: pl.DataFrame,
    page: pl.DataFrame,
    sites: Mapping[str, Profile],
    template: dy.DataFrame[TemplateLines],
    error: Exception,
) -> Segmented:
    """Return a page whose posts are not cut out: every line is kept, and a problem says why."""
    empty = lines.with_columns(text=pl.lit(""))
    result = segment(empty, page.with_columns(site=pl.lit(UNKNOWN), media_type=pl.lit(PLAIN)), sites, template)
    is_blank = lines["text"].str.strip_chars() == ""
    role = pl.when(is_blank).then(pl.lit("blank")).otherwise(pl.lit("unknown")).cast(result.ledger.schema["role"])
    (row,) = page.select("path", "page_id").rows()
    is_slow = isinstance(error, TooSlowError)
    reason = str(error) if is_slow else f"Cutting it failed ({type(error).__name__})"
    message = f"{reason}: no article is read from its lines."
    return replace(
        result,
        ledger=as_rows(Lines, result.ledger.with_columns(role=role, text=lines["text"])),
        pages=as_rows(PageKinds, result.pages.with_columns(site=page["site"])),
        problems=[Problem("too_slow" if is_slow else "reader_failed", row[0], message, row[1])],
    )


def joined(results: list[Segmented]) -> Segmented:
    """Return the results for parts of a batch as one."""
    first, *others = results
    if not others:
        return first
    names = [field.name for field in fields(Segmented) if field.name != "problems"]
    tables = {name: pl.concat([getattr(result, name) for result in results]) for name in names}
    return Segmented(**tables, problems=[problem for result in results for problem in result.problems])


def _shaped(lines: pl.DataFrame, sites: Mapping[str, Profile]) -> pl.DataFrame:
    names = lines["site"].unique().sort().to_list() or [UNKNOWN]
    shaped = [classify_lines(lines.filter(pl.col("site") == name), sites[name]) for name in names]
    return pl.concat(shaped).sort("page", "line_no")


def _zoned(lines: pl.DataFrame) -> pl.DataFrame:
    """Return head, posts and foot of text pages; in other formats all lines belong to the zone of the posts."""
    is_plain = pl.col("media_type") == PLAIN
    zoned = zones(lines)
    return zoned.with_columns(
        zone=pl.when(is_plain).then("zone").otherwise(pl.lit("posts")), role=pl.when(is_plain).then("role")
    )


def _kinds(lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """`pages` with `kind` and `kind_reason`, null where the layouts decide later; has_head and has_foot."""

    def is_shown(line_class: str) -> pl.Expr:
        return ((pl.col("line_class") == line_class) & (pl.col("zone") == "posts")).any()

    signs = {
        "has_head": (pl.col("zone") == "head").any(),
        "has_foot": (pl.col("zone") == "foot").any(),
        "has_dates": is_shown("post_date"),
        "has_more": is_shown("read_more"),
        "has_dated": is_shown("dated_by"),
        "has_records": pl.col("record").is_not_null().any(),
        "has_tags": pl.col("tag").is_not_null().any(),
    }
    of_page = lines.group_by("page").agg(**signs)
    pages = pages.join(of_page, on="page", how="left", maintain_order="left").with_columns(
        pl.col(list(signs)).fill_null(value=False)
    )
    is_plain = pl.col("media_type") == PLAIN
    is_unread = ~is_plain & ~pl.col("has_records") & ~((pl.col("media_type") == HTML) & pl.col("has_tags"))
    is_excerpts = is_plain & pl.col("has_more") & ~pl.col("has_dated")
    kinds = (
        (is_unread, "unknown", "a form without a reader"),
        (is_plain & pl.col("has_dates"), "listing", "lines with a date and a number of comments close the posts"),
        (is_excerpts, "excerpts", "links to read more close the posts"),
    )
    return pages.with_columns(
        kind=pl.coalesce(pl.when(holds).then(pl.lit(kind)) for holds, kind, _ in kinds),
        kind_reason=pl.coalesce(pl.when(holds).then(pl.lit(reason)) for holds, _, reason in kinds),
    )


def _cut_html(
    lines: pl.DataFrame, pages: pl.DataFrame, first: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """The posts of HTML pages. An archive of text dumps does without the import, which takes a third of a second."""
    from clippings.segment.layouts import html_pages

    return html_pages.cut_pages(lines, pages, first)


def _cut(
    lines: pl.DataFrame, pages: pl.DataFrame, sites: Mapping[str, Profile]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Return rows and blocks of all pages, and `pages` with each kind. Each format has its own cutter."""
    middle = lines.filter(pl.col("zone") == "posts").select("page", "line_no", "stripped", "line_class", *HINTS)
    regular = pages.filter(pl.col("kind").is_in(["listing", "excerpts"]))
    declared = known_categories.of_pages(pages, sites)
    listed = declared.group_by("page").agg(categories="category")
    pages = pages.join(listed, on="page", how="left", maintain_order="left")
    rows, blocks = text_listing.cut(
        _of(middle, regular).drop(HINTS),
        regular.select("page", "kind", "has_head", "has_foot"),
        declared.rename({"category": "opening"}),
    )
    is_open, is_html = pl.col("kind").is_null(), pl.col("media_type") == HTML
    cutters = (
        (declared_records.cut_pages, pages.filter(is_open & pl.col("has_records"))),
        (_cut_html, pages.filter(is_open & is_html & ~pl.col("has_records"))),
        (layouts.cut_pages, pages.filter(is_open & ~is_html & ~pl.col("has_records"))),
    )
    found_rows, found_blocks, found_kinds, problems = [rows], [blocks], [], []
    for cut_pages, own_pages in cutters:
        if own_pages.height:
            first = 1 + max((block for part in found_blocks for block in part["block"].to_list()), default=0)
            more_rows, more_blocks, kinds, more_problems = cut_pages(_of(middle, own_pages), own_pages, first)
            found_rows.append(more_rows)
            found_blocks.append(more_blocks)
            found_kinds.append(kinds)
            problems += more_problems
    if found_kinds:
        pages = with_kinds(pages, pl.concat(found_kinds))
    rows = pl.concat(found_rows)
    blocks = pl.concat([pl.DataFrame(schema=FURTHER_COLUMNS), *found_blocks], how="diagonal")
    rows, blocks, pages, recut_pages = recut_unknown(lines, rows, blocks, pages, sites)
    problems = [problem for problem in problems if problem.page_id not in recut_pages]
    rows, blocks, pages = no_article.without_messages(lines, rows, blocks, pages)
    blocks = further_days.with_further_days(dated_titles.with_days_of_titles(blocks, rows, lines), rows, lines)
    blocks = paywalls.with_excerpts(lines, rows, blocks)
    blocks = known_categories.with_headings(blocks, rows, middle, pages, sites)
    blocks = known_categories.above_titles(blocks, rows, lines, pages)
    return rows.sort("page", "line_no"), blocks.sort("page", "block"), pages.drop("categories"), problems


def _of(lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    return lines.filter(pl.col("page").is_in(pages["page"].implode()))
