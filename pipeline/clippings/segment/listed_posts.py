"""Titles and days that a page lists beside its posts, or that an index page lists: articles known to exist."""

import datetime as dt

import dataframely as dy
import polars as pl

from clippings.common.large_patterns import contains
from clippings.common.phrases import either_of_lines
from clippings.enrich.dates import parse_day
from clippings.enrich.dates.world_days import find_day
from clippings.schema.frames import as_rows, schema_of
from clippings.schema.working.posts import ListedPosts
from clippings.segment.dated_titles import BETWEEN
from clippings.segment.lines.day_lines import day_at_edge, without_label
from clippings.segment.sites.patterns import general

_SCHEMA = {name: dtype for name, dtype in schema_of(ListedPosts).items() if name != "site"}


def listed(ledger: pl.DataFrame) -> dy.DataFrame[ListedPosts]:
    """page_id, line_no, title, published_on and site of the titles listed on the pages of `ledger`.

    Args:
        ledger: page_id, site, line_no, role, stripped of the lines.
    """
    listed_lines = ledger.filter(pl.col("role").is_in(["recent_title", "recent_date", "recent_heading"])).select(
        "page_id", "line_no", "role", stripped=pl.col("stripped").str.replace(general("bullet"), "")
    )
    listed_lines = _without_other_parts(listed_lines)
    is_next = (pl.col("role").shift(-1) == "recent_date") & (pl.col("page_id").shift(-1) == pl.col("page_id"))
    listed_lines = listed_lines.with_columns(below=pl.when(is_next).then(pl.col("stripped").shift(-1)))
    rows = [
        (page_id, line_no, *_split(stripped, below))
        for page_id, line_no, role, stripped, below in listed_lines.iter_rows()
        if role == "recent_title" and stripped
    ]
    sites = ledger.select("page_id", "site").unique()
    titles = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return as_rows(ListedPosts, titles.join(sites, on="page_id", how="left", maintain_order="left"))


def captured(recent: pl.DataFrame) -> pl.DataFrame:
    """page_id and captured_on of the pages that list posts with their days (page_id, published_on): saved not before the newest."""
    dated = recent.filter(pl.col("published_on").is_not_null())
    return dated.group_by("page_id").agg(captured_on=pl.col("published_on").max()).sort("page_id")


def _without_other_parts(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` but for headings of a sidebar's next part, lines below one, months of an archive, and the footer."""
    title = lines["stripped"].str.to_lowercase().str.strip_chars(" :")
    is_title = lines["role"] == "recent_title"
    is_heading = is_title & contains(title, f"^{either_of_lines('sections')}$")
    is_month = contains(lines["stripped"], general("month_heading"))
    is_footer = contains(title, f"^(?:proudly )?{either_of_lines('footer')}$")
    part = (pl.col("role") == "recent_heading").cum_sum().over("page_id")
    is_below = pl.col("is_heading").cum_sum().over("page_id", part) > 0
    is_other = is_below | (is_title & (is_month | is_footer))
    return lines.with_columns(is_heading=is_heading).filter(~is_other).drop("is_heading")


def _split(stripped: str, below: str | None) -> tuple[str, dt.date | None]:
    """Split a title and its day, which is on the line below, or at the start or end of the title."""
    if below is not None:
        return stripped, _day(below)
    if edge := day_at_edge(stripped):
        is_first = edge.start < len(stripped) - edge.end
        if title := (stripped[edge.end :] if is_first else stripped[: edge.start]).strip(BETWEEN):
            return title, edge.day
    return stripped, None


def _day(text: str) -> dt.date | None:
    day, _ = parse_day(without_label(text))
    found_day = None if day else find_day(text)
    return day or (found_day.on() if found_day else None)
