"""Writes the generated parts of the documentation: `PYTHONPATH=tests python -m support.generated_docs` after a build.

README.md shows rows of `dist/`; docs/data-dictionary.md lists every table and column, docs/problems.md every problem code,
docs/project-file.md every setting;
docs/accuracy.md shows the stored figures.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from clippings.publish.data_card import columns
from clippings.publish.markdown import markdown_table
from clippings.schema import TABLES
from support import problem_docs, project_docs

ROOT = Path(__file__).parents[2]
_WIDEST = 60
_ROWS = 6
"""Number of shown rows of a table."""


def pages() -> dict[Path, str]:
    """Return the expected text of every page with generated parts."""
    return {
        ROOT / "README.md": _readme((ROOT / "README.md").read_text("utf-8")),
        ROOT / "docs" / "data-dictionary.md": _data_dictionary(),
        problem_docs.PAGE: problem_docs.page(),
        project_docs.PAGE: project_docs.page(),
        ROOT / "docs" / "accuracy.md": _accuracy((ROOT / "docs" / "accuracy.md").read_text("utf-8")),
    }


def _readme(page: str) -> str:
    articles = pl.read_parquet(ROOT / "dist" / "data" / "articles.parquet")
    evidence = pl.read_parquet(ROOT / "dist" / "data" / "evidence.parquet")
    shown = (
        articles.drop_nulls("published_on").sort("published_on", "article_id", descending=[True, False]).head(_ROWS - 2)
    )
    rows = shown.select("published_on", "category", "title", "word_count")
    places = evidence.filter(pl.col("article_id") == shown["article_id"][0])
    page = _put(page, "rows", rows.columns, rows.iter_rows())
    read = places.select("field", "value", "line_no", "start", "end", "rule").head(_ROWS)
    return _put(page, "evidence", read.columns, read.iter_rows())


def _data_dictionary() -> str:
    intro = (
        "# Data dictionary\n\nEvery table of a package, in reading order. Each table is in `data/TABLE.parquet` and "
        "`data/TABLE.csv`, with the same rows, sorted by key. `key` marks the columns that identify a row, `?` a column that "
        "may be null. Text is UTF-8, days are ISO dates, offsets count characters (Unicode code points) from 0."
    )
    parts = [
        f"## {name}\n\n{' '.join(str(table.__doc__).split())}\n\n{markdown_table(['Column', 'Type', 'Description'], columns(name))}"
        for name, table in TABLES.items()
    ]
    return "\n\n".join([intro, *parts]) + "\n"


def _accuracy(page: str) -> str:
    stored = tomllib.loads((ROOT / "tests" / "gold" / "baseline.toml").read_text("utf-8"))
    names = [name for name in stored["given"] if name in stored["own"] or name.startswith("passage")]
    cells = [
        (name, *(f"{stored[gold][name]:.3f}" if name in stored[gold] else "" for gold in ("given", "own")))
        for name in names
    ]
    return _put(page, "baseline", ["figure", "given gold", "own gold"], cells)


def _put(page: str, name: str, header: list[str], rows: Iterable[Iterable[Any]]) -> str:
    table = markdown_table(header, [[_short(value) for value in row] for row in rows])
    pattern = rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- end -->)"
    return re.sub(pattern, lambda part: f"{part[1]}{table}\n{part[2]}", page, flags=re.DOTALL)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, "utf-8", newline="\n")
