"""Charts by time: articles, and their categories."""

from collections.abc import Mapping, Sequence

import leather
import polars as pl

from clippings.publish.charts import style

_MOST_MONTHS = 60
"""A longer time is shown by year."""
_LABELS = 10
_CATEGORIES = 5
_NO_CATEGORY = "(none)"
_OTHERS = "other categories"


def articles_over_time(tables: Mapping[str, pl.LazyFrame]) -> str | None:
    """Articles by month, or by year."""
    dated = _dated(tables)
    if dated.is_empty():
        return None
    periods, column, word = _periods(dated)
    counts = dict(dated.group_by(column).len().iter_rows())
    chart = style.chart(f"Articles by {word}")
    chart.add_columns([(period, counts.get(period, 0)) for period in periods])
    _axes(chart, periods, max(counts.values()))
    return style.drawn(chart)


def categories_over_time(tables: Mapping[str, pl.LazyFrame]) -> str | None:
    """Articles by month, or by year, divided by category."""
    dated = _dated(tables)
    if dated.is_empty() or dated["category"].n_unique() < 2:
        return None
    periods, column, word = _periods(dated)
    sizes = dated.group_by("category").len().sort("len", "category", descending=[True, False])
    first = sizes["category"].head(_CATEGORIES).to_list()
    named = dated.with_columns(pl.when(pl.col("category").is_in(first)).then("category").otherwise(pl.lit(_OTHERS)))
    names = [*first, *([_OTHERS] if sizes.height > len(first) else [])]
    counts = {(period, name): n for period, name, n in named.group_by(column, "category").len().iter_rows()}
    chart = style.chart(f"Articles by {word} and category")
    layers = list(zip(names, style.distinct_labels(names), style.COLOURS, strict=False))
    for number in reversed(range(len(layers))):  # the whole first: each layer is drawn over the one before
        below = names[: number + 1]
        rows = [(period, sum(counts.get((period, name), 0) for name in below)) for period in periods]
        chart.add_columns(rows, name=layers[number][1], fill_color=layers[number][2])
    _axes(chart, periods, max(sum(counts.get((period, name), 0) for name in names) for period in periods))
    return style.drawn(chart, style.HEIGHT + 40)


def _dated(tables: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    day = pl.col("published_on")
    return (
        tables["articles"]
        .filter(day.is_not_null())
        .select(
            pl.col("category").fill_null(_NO_CATEGORY),
            day.dt.strftime("%Y-%m").alias("month"),
            day.dt.strftime("%Y").alias("year"),
        )
        .collect()
    )


def _periods(dated: pl.DataFrame) -> tuple[list[str], str, str]:
    """Every period from the first to the last, the column of the periods, and its name."""
    first, last = sorted(dated["month"])[0], sorted(dated["month"])[-1]
    numbers = [12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last)]
    months = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(numbers[0], numbers[1] + 1)]
    if len(months) <= _MOST_MONTHS:
        return months, "month", "month"
    return list(dict.fromkeys(month[:4] for month in months)), "year", "year"


def _axes(chart: leather.Chart, periods: Sequence[str], most: int) -> None:
    step = -(-len(periods) // _LABELS)
    chart.add_x_axis(ticks=list(periods[::step]))
    step = max(-(-most // 4), 1)
    chart.add_y_scale(0, step * -(-most // step))
    chart.add_y_axis(ticks=list(range(0, most + step, step)), tick_formatter=lambda value, *_: f"{value:,}")
