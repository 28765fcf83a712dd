"""Writes the parts of README.md that are made from the package: `python tests/support/generated_docs.py` after a build."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import polars as pl

from clippings.publish.data_card import markdown_table

ROOT = Path(__file__).parents[2]
_WIDEST = 60
_ROWS = 6
"""Rows of a table that are shown."""


def generated(readme: str) -> str:
    """`readme` with its tables made anew from the committed package."""
    articles = pl.read_parquet(ROOT / "dist" / "data" / "articles.parquet")
    evidence = pl.read_parquet(ROOT / "dist" / "data" / "evidence.parquet")
    shown = (
        articles.filter(pl.col("published_on").is_not_null())
        .sort("published_on", "article_id", descending=[True, False])
        .head(4)
    )
    rows = shown.select(
        "article_id",
        "published_on",
        "category",
        "title",
        "completeness",
        words="word_count",
        first_page_id="first_page_id",
    )
    places = evidence.filter(pl.col("article_id") == shown["article_id"][0]).drop("page_id")
    columns = ["article_id", "field", "value", "raw", "line_no", "start", "end", "rule"]
    readme = _put(readme, "rows", rows)
    readme = _put(readme, "evidence", places.select(columns).head(_ROWS))
    readme = _put(readme, "dates", _dates(shown["article_id"][0]))
    readme = _put(readme, "mentions", _mentions(shown["article_id"][0]))
    return _put(readme, "accuracy", _accuracy())


def _table(name: str) -> pl.DataFrame:
    return pl.read_parquet(ROOT / "dist" / "data" / f"{name}.parquet")


def _dates(article_id: str) -> pl.DataFrame:
    own = _table("dates").filter(pl.col("article_id") == article_id).head(_ROWS)
    return own.select("field", "start", "end", "text", "type", "value", "begin_on", "end_on", "anchor_on", "rule")


def _mentions(article_id: str) -> pl.DataFrame:
    own = _table("mentions").filter(pl.col("article_id") == article_id).head(_ROWS)
    named = own.join(_table("entities").select("entity_id", "name", "type"), on="entity_id", maintain_order="left")
    return named.select("field", "start", "end", "text", "entity_id", "type", "name", "rule")


def _accuracy() -> pl.DataFrame:
    """The stored figures, of the given gold beside our own."""
    stored = tomllib.loads((ROOT / "tests" / "gold" / "baseline.toml").read_text("utf-8"))
    names = [name for name in stored["given"] if name in stored["own"] or name.startswith("passage")]
    cells = [
        (name, *(f"{stored[gold][name]:.3f}" if name in stored[gold] else "" for gold in ("given", "own")))
        for name in names
    ]
    return pl.DataFrame(cells, schema=["figure", "given gold", "own gold"], orient="row")


def _put(readme: str, name: str, frame: pl.DataFrame) -> str:
    cells = [[_short(value) for value in row] for row in frame.iter_rows()]
    table = markdown_table(frame.columns, cells)
    pattern = rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- end -->)"
    return re.sub(pattern, lambda found: f"{found[1]}{table}\n{found[2]}", readme, flags=re.S)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…"


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(generated(path.read_text("utf-8")), "utf-8")
