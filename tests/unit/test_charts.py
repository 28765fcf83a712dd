"""Charts: what they count, that they are the same bytes each time, and that names in them stay names."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import polars as pl

from clippings.publish import charts
from clippings.publish.charts.asset_plots import plot_of
from clippings.publish.markdown import escaped, markdown_table

HOSTILE = "</svg><script>alert(1)</script>\x1b[31m \u202epier"


def tables(titles: int = 6, category: str | None = "Harbour") -> dict[str, pl.LazyFrame]:
    """Tables with as many articles, one a month; the first two share a passage."""
    days = [dt.date(2012 + n // 12, n % 12 + 1, 5) for n in range(titles)]
    ids = [f"{n:016x}" for n in range(titles)]
    articles = {
        "article_id": ids, "published_on": days, "category": [category if n % 2 else HOSTILE for n in range(titles)],
        "source_name": [HOSTILE if n == 0 else None for n in range(titles)],
    }  # fmt: skip
    return {
        "articles": pl.LazyFrame(articles),
        "entities": pl.LazyFrame({"name": [HOSTILE, None], "mention_count": [3, 2], "article_count": [2, 1]}),
        "passages": pl.LazyFrame({"passage_id": ["p"], "word_count": [20]}),
        "passage_uses": pl.LazyFrame({"passage_id": ["p", "p"], "article_id": ids[:2]}),
    }


def test_every_chart_is_a_picture_with_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    drawn = list(charts.write(tmp_path, tables()))
    assert [chart.name for chart in drawn] == [chart.name for chart in charts.CHARTS]
    for chart in charts.write(tmp_path / "again", tables()):
        svg = (tmp_path / chart.path).read_bytes()
        assert svg == (tmp_path / "again" / chart.path).read_bytes()
        root = ET.fromstring(svg)  # noqa: S314 - written here
        assert not [element for element in root.iter() if element.tag.endswith("script")]
        assert "\x1b" not in svg.decode()


def test_columns_are_as_high_as_the_months_have_articles(tmp_path: Path) -> None:
    list(charts.write(tmp_path, tables(14)))
    svg = (tmp_path / "charts" / "articles-over-time.svg").read_text("utf-8")
    heights = [float(number) for number in re.findall(r'<rect x="\d[^>]*height="([\d.]+)" fill="#0b6fb8"', svg)]
    assert len(heights) == 14
    assert max(heights) - min(heights) < 0.001


def test_years_are_shown_where_there_are_many_months(tmp_path: Path) -> None:
    list(charts.write(tmp_path, tables(80)))
    assert "Articles by year" in (tmp_path / "charts" / "articles-over-time.svg").read_text("utf-8")


def test_nothing_is_drawn_of_nothing(tmp_path: Path) -> None:
    empty = {name: frame.filter(pl.lit(value=False)) for name, frame in tables().items()}
    assert list(charts.write(tmp_path, empty)) == []


def test_a_table_has_a_plot_by_a_column_that_sorts_it() -> None:
    roles = pl.LazyFrame({"role": ["body", "body", "title"]})
    assert str(plot_of("lines", roles)).startswith("![](data:image/svg+xml;base64,")
    assert plot_of("passages", roles) is None
    assert plot_of("lines", roles.filter(pl.lit(value=False))) is None


def test_text_in_markdown_is_not_a_mark() -> None:
    table = markdown_table(["a"], [[escaped("<b>[x](y) | `z`\n*w*")]])
    assert table.splitlines()[-1] == r"| \<b\>\[x\](y) \| \`z\` \*w\* |"
