"""The order of day and month that the pages of one site share: a page that proves none takes that of the others.

An article's id does not depend on such a day: it is computed as if the post had none (`is_day_of_site`). A site that needs
no proof declares its formats in a profile, `[dates]`.
"""

from collections.abc import Iterator, Sequence

import dataframely as dy
import polars as pl

from clippings.schema.frames import as_rows
from clippings.schema.working.read_tables import DayOrders, NumericDays, ReadLines
from clippings.segment.sites.profiles import UNKNOWN

# 03/09/2012   |   Posted: 28-08-12, 10:30
_IN_DIGITS = r"^(?:[^\d\n]{0,30}[\s:,(|·•–-])?(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?:\D.{0,30})?$"
_LONGEST = 80
_MONTHS = 12
_LAST_PART = r"([^|–—»«·•]+?)\s*$"
"""The site's name in a title: `Ferry fares rise | River Paper`."""


def count(lines: dy.DataFrame[ReadLines], pages: pl.DataFrame) -> dy.DataFrame[NumericDays]:
    """The pages with days in digits: page_id, site_key, days (a day comes first), months, and is_open (nothing decides)."""
    short = lines.filter(pl.col("text").str.len_bytes() <= 4 * _LONGEST)
    numbers = pl.col("text").str.strip_chars().str.extract_groups(_IN_DIGITS).struct
    dated = short.select(
        "page_id", *(numbers.field(str(n)).cast(pl.Int64).alias(name) for n, name in ((1, "first"), (2, "second")))
    ).drop_nulls()
    pages_with_days = dated.group_by("page_id", maintain_order=True).agg(
        days=(pl.col("first") > _MONTHS).any(),
        months=(pl.col("second") > _MONTHS).any(),
        is_open=(pl.col("first") != pl.col("second")).any(),
    )
    pages_with_days = pages_with_days.with_columns(is_open=pl.col("is_open") & ~pl.col("days") & ~pl.col("months"))
    shown = lines.join(pages_with_days, on="page_id", how="semi").filter(pl.col("text").str.strip_chars() != "")
    is_title = (pl.col("hint") == "meta.title") & (pl.col("place") == "title")
    names = shown.group_by("page_id").agg(
        name=pl.coalesce(pl.col("text").filter(is_title).first().str.extract(_LAST_PART), pl.col("text").first())
    )
    host = pl.col("url").str.extract(r"^https?://(?:www\.)?([^/?#:]+)")
    folder_and_name = pl.concat_str(pl.col("path").str.replace(r"[^/]*$", ""), pl.col("name"))
    site = pl.when(pl.col("site") != UNKNOWN).then("site")
    keyed = pages_with_days.join(pages, on="page_id", maintain_order="left").join(
        names, on="page_id", maintain_order="left"
    )
    days = keyed.select("page_id", "days", "months", "is_open", site_key=pl.coalesce(site, host, folder_and_name))
    return as_rows(NumericDays, days)


def of_open_pages(batches: Sequence[pl.DataFrame]) -> Iterator[dy.DataFrame[DayOrders]]:
    """Yield for each batch page_id and day_first of the pages that take the order of the other pages of their site."""
    total = pl.concat(batches).group_by("site_key").agg(pl.col("days").any(), pl.col("months").any())
    decided = total.filter(pl.col("days") != pl.col("months")).select("site_key", day_first="days")
    for batch in batches:
        orders = batch.filter("is_open").join(decided, on="site_key", maintain_order="left")
        yield as_rows(DayOrders, orders.select("page_id", "day_first"))
