"""Charts of a package as SVG files: for the data card, the README and Dagster. The same tables give the same bytes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clippings.publish.charts import bars, reprints, timelines

FOLDER = "charts"

Tables = Mapping[str, pl.LazyFrame]


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes:
        name: Name of its file, without the ending.
        title: What it shows, for those who do not see it.
        draw: Its SVG; nothing where the tables hold nothing to show.
    """

    name: str
    title: str
    draw: Callable[[Tables], str | None]

    @property
    def path(self) -> str:
        """Path of the file below the package."""
        return f"{FOLDER}/{self.name}.svg"


CHARTS = (
    Chart("articles-over-time", "Articles by date of the post", timelines.articles_over_time),
    Chart("categories-over-time", "Articles by date of the post and category", timelines.categories_over_time),
    Chart("sources-credited", "Sources credited in most articles", bars.sources_credited),
    Chart("names", "Names in most articles", bars.names),
    Chart("reprints", "Articles that share passages, by date", reprints.reprints),
)
"""Every chart, in the order of the data card."""


def write(root: Path, tables: Tables) -> Iterator[Chart]:
    """Write the charts below `root`, and give those that were written."""
    for chart in CHARTS:
        drawn = chart.draw(tables)
        if drawn is not None:
            (root / FOLDER).mkdir(exist_ok=True)
            (root / chart.path).write_text(drawn, "utf-8", newline="\n")
            yield chart
