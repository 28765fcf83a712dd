"""The plot on the Dagster page of a table: articles by date, or the rows of the table by a column that sorts them."""

import base64

import polars as pl

from clippings.publish.charts import bars, timelines

_COUNTED = {
    "pages": "kind",
    "lines": "role",
    "appearances": "completeness",
    "evidence": "field",
    "removals": "kind",
    "duplicates": "relation",
    "dates": "type",
    "mentions": "rule",
    "entities": "type",
    "entity_names": "kind",
    "problems": "code",
}
"""Table to the column by whose values its rows are counted."""


def plot_of(name: str, rows: pl.LazyFrame) -> str | None:
    """The plot of a table as Markdown with the picture in it; empty without rows to plot.

    Args:
        name: Name of the table.
        rows: Its rows.
    """
    held = rows.collect_schema().names()
    drawn = None
    if name == "articles" and {"published_on", "category"} <= {*held}:
        drawn = timelines.articles_over_time({name: rows})
    elif _COUNTED.get(name) in held:
        drawn = bars.rows_by(name, _COUNTED[name], rows)
    return picture(drawn) if drawn else None


def picture(svg: str) -> str:
    """An SVG file as a Markdown image that holds it."""
    return f"![](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')})"
