"""The post dates of a batch: most are read by the site's formats all at once, the others one by one.

`locate_dates` finds the date in its line; `day_order` reads the day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

import polars as pl

from clippings.schema.problem_report import Problem
from clippings.segment.fields import day_order
from clippings.segment.language import languages
from clippings.segment.sites.patterns import general
from clippings.segment.sites.profiles import Profile

_LATEST = dt.timedelta(days=1)
"""Maximum time from the save date to a later post date: time zones differ."""
_FIRST_YEAR = 1500
# /2013/11/26/bell   |   /2013-11-26-bell   |   /20131126/bell
_YEAR_IN_ADDRESS = r"[/_-]((?:19|20)\d\d)(?:[/_-]?(?:0[1-9]|1[0-2]))(?:[/_-]?(?:0[1-9]|[12]\d|3[01]))?(?:[/_.-]|$)"
_LINES_OF_LANGUAGE = 5
"""Number of the longest lines of a page, off which its language is read."""
_COLUMNS = ("block", "published_on", "post_date_raw", "date_start", "date_rule", "is_day_of_site")


def read(dated: pl.DataFrame, rows: pl.DataFrame, sites: Mapping[str, Profile]) -> tuple[pl.DataFrame, list[Problem]]:
    """block, published_on, post_date_raw, date_start and date_rule of the posts that have a date line; and problems.

    Args:
        dated: Result of `locate_dates.located`, with block, page, page_id, path, line_no, captured_on (the day the page was saved,
            where its container says), and timestamp where markup gave it.
        rows: page, line_no, stripped of the lines of the posts' zones.
        sites: Profiles by name.
    """
    formatted = [
        pl.when(pl.col("site") == name).then(
            pl.coalesce(pl.col("date_raw").str.to_date(form, strict=False) for form in sites[name].date_formats)
        )
        for name in dated["site"].unique().sort()
    ]
    timestamp = pl.col("timestamp").str.head(10).str.to_date("%Y-%m-%d", strict=False)
    by_form = pl.coalesce(*formatted, timestamp) if formatted else timestamp
    # a format of four digits reads a year of two as one of the first century
    by_form = pl.when(by_form.dt.year() >= _FIRST_YEAR).then(by_form)
    dated = dated.with_columns(published_on=by_form, doubt=pl.lit(None, pl.String), is_day_of_site=pl.lit(value=False))
    left = dated.filter(pl.col("published_on").is_null())
    if left.height:
        dated = pl.concat([dated.filter(pl.col("published_on").is_not_null()), _one_by_one(left, dated, rows)])
    dated = _as_shown(dated, rows)
    is_future = (pl.col("published_on") > pl.col("captured_on") + _LATEST).fill_null(False)
    dated = dated.with_columns(
        published_on=pl.when(~is_future).then("published_on"),
        doubt=pl.when(is_future).then(pl.lit("future")).otherwise("doubt"),
    )
    return dated.select(
        "block",
        "published_on",
        "date_start",
        "is_day_of_site",
        post_date_raw="date_raw",
        date_rule=pl.concat_str(pl.lit("date."), "rule"),
    ).select(_COLUMNS), _date_problems(dated)


def _as_shown(dated: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`dated`, where a time in UTC is of the day before or after the one that the page shows: that is the local day."""
    is_utc = (
        pl.col("timestamp").str.contains(r"T.*(?:Z|[+-]00:?00)$").fill_null(False)
        & pl.col("published_on").is_not_null()
    )
    utc = dated.filter(is_utc)
    if utc.is_empty():
        return dated
    shown = _one_by_one(utc, dated, rows)["published_on"]
    is_beside = ((shown - utc["published_on"]).dt.total_days().abs() == 1).fill_null(False)
    local = utc.with_columns(published_on=pl.when(is_beside).then(shown).otherwise("published_on"))
    return pl.concat([dated.filter(~is_utc), local])


def _one_by_one(left: pl.DataFrame, dated: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return `left` with the dates that match no format of their site."""
    pages = left["page"].unique()
    here = rows.filter(pl.col("page").is_in(pages.implode()))
    language_of = day_order.page_languages(here)
    raws_of: dict[int, list[tuple[str, str]]] = defaultdict(list)
    of_pages = dated.filter(pl.col("page").is_in(pages.implode())).sort("page", "line_no", maintain_order=True)
    for page, raw, line in of_pages.select("page", "date_raw", "stripped").iter_rows():
        raws_of[page].append((raw or "", line or ""))
    first_of = {page: _order_of_page(page, pairs, here) for page, pairs in raws_of.items()}
    left = _with_year_of_address(_with_year(left, here))
    known_calls: dict[
        tuple[str, str, bool | None, str | None, dt.date | None], tuple[dt.date | None, day_order.Reason | None]
    ] = {}
    read_days, reasons, of_site = [], [], []
    columns = ("page", "date_raw", "year", "rule", "captured_on", "day_first")
    for page, raw, year, rule, saved, site_order in left.select(columns).iter_rows():
        call = (raw or "", language_of[page], first_of[page], year, saved)
        if call not in known_calls:
            known_calls[call] = day_order.day(*call)
        parsed, doubt = known_calls[call]
        of_site.append(doubt == "ambiguous" and site_order is not None)
        if of_site[-1]:
            parsed, doubt = day_order.day(call[0], call[1], site_order, year, saved)
        elif doubt == "ambiguous" and (order := _order_of_language(here, page)) is not None:
            parsed, doubt = day_order.day(call[0], call[1], order, year, saved)
        read_days.append(parsed)
        reasons.append(None if rule == "line" else doubt)
    return left.drop("year").with_columns(
        published_on=pl.Series(read_days, dtype=pl.Date),
        doubt=pl.Series(reasons, dtype=pl.String),
        is_day_of_site=pl.Series(of_site, dtype=pl.Boolean),
    )


def _order_of_page(page: int, pairs: list[tuple[str, str]], rows: pl.DataFrame) -> bool | None:
    """Whether the days of posts give the day first, or else those of the other lines of their page."""
    raws, lines = zip(*pairs, strict=True)
    order = day_order.day_first(raws, lines)
    if order is not None or not day_order.forms(raws):
        return order
    return day_order.day_first_beside(raws, rows.filter(pl.col("page") == page)["stripped"].to_list())


def _order_of_language(rows: pl.DataFrame, page: int) -> bool | None:
    """Whether the language of a page writes the day first; None for one that is written either way, or for none."""
    shown = rows.filter(pl.col("page") == page)["stripped"]
    text = " ".join(sorted(shown, key=len, reverse=True)[:_LINES_OF_LANGUAGE])
    code = languages(pl.Series([text]), pl.Series([None], dtype=pl.String)).item()
    return day_order.is_day_first_in(code)


def _with_year(left: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`left` with `year`, that of the nearest month heading above: Ordibehesht 1403, and below it 25 Ordibehesht."""
    headings = rows.filter(pl.col("stripped").str.contains(general("month_heading"))).select(
        "page", "line_no", year=pl.col("stripped").str.extract(r"(\d{4})")
    )
    if headings.is_empty():
        return left.with_columns(year=pl.lit(None, pl.String))
    order = left.with_row_index("nth").sort("page", "line_no")
    joined = order.join_asof(headings.sort("page", "line_no"), on="line_no", by="page", check_sortedness=False)
    return joined.sort("nth").drop("nth")


def _with_year_of_address(left: pl.DataFrame) -> pl.DataFrame:
    """`left` with the year in the post's address where no heading gives one: /2013/11/26/bell, and below the title November 26."""
    if "url" not in left.columns:
        return left
    in_address = pl.col("url").str.extract(_YEAR_IN_ADDRESS)
    return left.with_columns(year=pl.coalesce("year", in_address))


def _date_problems(dated: pl.DataFrame) -> list[Problem]:
    order = "no date of its page or site shows whether day or month comes first"
    return [
        *_rows("ambiguous_date", dated, f"“{{}}” dates a post, and {order}; the post has no date."),
        *_rows("impossible_date", dated, "“{}” dates a post, but the calendar has no such day; the post has no date."),
        *_rows("future_date", dated, "“{}” dates a post, but the page was saved earlier, on {}; the post has no date."),
    ]


def _rows(code: str, dated: pl.DataFrame, message: str) -> list[Problem]:
    """A problem for each date with this doubt; the message names the date, and the day on which its page was saved."""
    rejected = dated.filter(pl.col("doubt") == code.removesuffix("_date"))
    rows = rejected.select("path", "page_id", "line_no", "date_raw", "captured_on").iter_rows()
    return [
        Problem(code, path, message.format(raw, saved), page_id, line_no) for path, page_id, line_no, raw, saved in rows
    ]
