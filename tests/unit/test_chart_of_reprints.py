"""The chart of shared passages: any distance between two articles can be drawn, also none."""

import datetime as dt

import polars as pl
import pytest

from clippings.publish.charts.reprints import reprints

FIRST = dt.date(2015, 3, 16)


@pytest.mark.parametrize("days", [0, 1, 3, 40, 900])
def test_articles_of_any_distance_are_drawn(days: int) -> None:
    published = [FIRST, FIRST + dt.timedelta(days=days)]
    drawn = reprints(
        {
            "articles": pl.LazyFrame({"article_id": ["a", "b"], "published_on": published}),
            "passages": pl.LazyFrame({"passage_id": ["p"], "word_count": [20]}),
            "passage_uses": pl.LazyFrame({"passage_id": ["p", "p"], "article_id": ["a", "b"]}),
        }
    )
    assert drawn is not None
    assert FIRST.isoformat() in drawn
