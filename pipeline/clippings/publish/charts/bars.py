"""Charts of counts: sources credited, names."""

from collections.abc import Mapping

import polars as pl

from clippings.publish.charts import style

_MOST = 12
_BAR_HEIGHT = 24
_FRAME = 90


def sources_credited(tables: Mapping[str, pl.LazyFrame]) -> str | None:
    """The sources that most articles credit."""
    sources = tables["articles"].filter(pl.col("source_name").is_not_null()).group_by("source_name").len().collect()
    return _bars("Sources credited, by articles", sources, "source_name", "len")


def names(tables: Mapping[str, pl.LazyFrame]) -> str | None:
    """The entities that most articles mention."""
    mentioned = tables["entities"].filter(pl.col("mention_count") > 0, pl.col("name").is_not_null()).collect()
    return _bars("Names, by articles", mentioned, "name", "article_count")


def rows_by(table: str, column: str, rows: pl.LazyFrame) -> str | None:
    """The rows of a table by the values of a column."""
    counted = rows.group_by(column).len().drop_nulls().collect(engine="streaming")
    counted = counted.with_columns(pl.col(column).cast(pl.String))
    return _bars(f"Rows of {table} by {column}", counted, column, "len")


def _bars(title: str, counted: pl.DataFrame, name: str, number: str) -> str | None:
    if counted.is_empty():
        return None
    most = counted.sort(number, name, descending=[True, False]).head(_MOST)
    labels = style.distinct_labels(most[name].to_list())
    chart = style.chart(title)
    chart.add_bars(list(zip(most[number].to_list(), labels, strict=True)), fill_color=style.COLOURS[0])
    top = int(most[number][0])
    step = max(-(-top // 5), 1)
    chart.add_x_scale(0, step * -(-top // step))
    chart.add_x_axis(ticks=list(range(0, top + step, step)), tick_formatter=lambda value, *_: f"{value:,}")
    return style.drawn(chart, _FRAME + _BAR_HEIGHT * most.height)
