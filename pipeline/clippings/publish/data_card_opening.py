"""The opening of the data card: a picture, five rows, and three lines of code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from clippings.publish.charts import Chart
from clippings.publish.markdown import escaped, markdown_table

ROWS = 5
_SHOWN = ("published_on", "title", "category", "author", "source_name", "word_count")
_CODE = """\
```python
import polars as pl
articles = pl.read_parquet("data/articles.parquet")
print(articles.select("published_on", "title", "source_name").sort("published_on"))
```"""
_LOADED = """\
With the library `datasets`, use `datasets.load_dataset("FOLDER", "articles")`; `FOLDER` is the folder of the package.
To browse the archive, open [`index.html`](index.html) in a browser. It needs no server and no network."""


def opening(tables: Mapping[str, pl.LazyFrame], charts: Sequence[Chart]) -> str:
    """Return the first part of the data card.

    Args:
        tables: The tables of the package.
        charts: Charts in the package.
    """
    picture = [_image(chart) for chart in charts if chart.name == "categories-over-time"] or [*map(_image, charts[:1])]
    return "\n\n".join([*picture, _rows(tables["articles"]), _CODE, _LOADED])


def gallery(charts: Iterable[Chart]) -> str:
    """Return all charts, one below the other."""
    return "\n\n".join(map(_image, charts))


def _image(chart: Chart) -> str:
    return f"![{chart.title}]({chart.path})"


def _rows(articles: pl.LazyFrame) -> str:
    """The five newest articles, as a Markdown table."""
    newest = articles.sort("published_on", "article_id", descending=[True, False], nulls_last=True)
    rows = newest.select(_SHOWN).head(ROWS).collect()
    return markdown_table(
        [f"`{name}`" for name in _SHOWN], ([escaped(cell) for cell in row] for row in rows.iter_rows())
    )
