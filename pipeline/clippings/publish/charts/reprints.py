"""The chart of shared wording: an arc between the dates of two articles that share a passage."""

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

import leather
import polars as pl
from leather.shapes.base import Shape

from clippings.publish.charts import style

_MOST_ARCS = 400
_THINNEST, _WIDEST = 1.0, 5.0
_WORDS_OF_WIDEST = 300


class _Arcs(Shape):  # type: ignore[misc]  # the library has no types
    """Half circles above a line of time; the width shows the number of shared words."""

    def validate_series(self, series: leather.Series) -> None:
        """Any series of pairs of days will do."""

    def to_svg(self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> ET.Element:  # noqa: ANN401
        group = ET.Element(
            "g", {"class": "series arcs", "fill": "none", "stroke": next(palette), "stroke-opacity": "0.55"}
        )
        for datum in series.data():
            left, other = (x_scale.project(day, 0, width) for day in (datum.x, datum.row[2]))
            across, rise = abs(other - left) / 2, min(abs(other - left) / 2, height)
            share = min(datum.row[3] / _WORDS_OF_WIDEST, 1)
            if not across:
                ET.SubElement(group, "circle", {"cx": f"{left:.1f}", "cy": f"{height:.1f}", "r": "4"})
                continue
            path = f"M{min(left, other):.1f} {height:.1f}A{across:.1f} {rise:.1f} 0 0 1 {max(left, other):.1f} {height:.1f}"
            stroke = _THINNEST + (_WIDEST - _THINNEST) * share
            ET.SubElement(group, "path", {"d": path, "stroke-width": f"{stroke:.1f}"})
        return group


def reprints(tables: Mapping[str, pl.LazyFrame]) -> str | None:
    """Pairs of dated articles that share passages, the most words first."""
    uses = tables["passage_uses"].select("passage_id", "article_id").unique()
    dated = tables["articles"].filter(pl.col("published_on").is_not_null()).select("article_id", "published_on")
    dated_uses = uses.join(dated, on="article_id").join(
        tables["passages"].select("passage_id", "word_count"), on="passage_id"
    )
    few = dated_uses.filter(
        pl.len().over("passage_id") <= _MOST_ARCS
    )  # a sentence of hundreds of articles would hide the others
    pairs = (
        few.join(few.select("passage_id", "article_id", "published_on"), on="passage_id", suffix="_other")
        .filter(pl.col("article_id") < pl.col("article_id_other"))
        .group_by("article_id", "article_id_other")
        .agg(pl.col("published_on").first(), pl.col("published_on_other").first(), pl.col("word_count").sum())
        .sort("word_count", "article_id", "article_id_other", descending=[True, False, False])
        .head(_MOST_ARCS)
        .collect(engine="streaming")
    )
    if pairs.is_empty():
        return None
    rows = [(_instant(row[2]), 0, _instant(row[3]), row[4]) for row in pairs.iter_rows()]
    days = [day for row in rows for day in (row[0], row[2])]
    chart = style.chart("Articles that share passages: each arc joins the dates of two articles")
    chart.add_series(leather.Series(rows), _Arcs())
    first, last = min(days), max(days)
    chart.add_x_scale(first, last if last > first else first + dt.timedelta(days=1))
    years = [day for year in range(first.year, last.year + 2) if first <= (day := dt.datetime(year, 1, 1)) <= last]  # noqa: DTZ001
    chart.add_x_axis(ticks=[first, *years[:: max(len(years) // 8, 1)], last], tick_formatter=_day_label)
    chart.add_y_scale(0, 1)
    chart.add_y_axis(ticks=[0], tick_formatter=lambda *_: "")
    return style.drawn(chart)


def _instant(day: dt.date) -> dt.datetime:
    """The start of a day: the scale of a few days counts hours, which plain days do not have."""
    return dt.datetime.combine(day, dt.time())


def _day_label(day: dt.datetime, index: int, count: int) -> str:
    return day.date().isoformat() if index in (0, count - 1) else str(day.year)
