"""Maps characters of an article's column to characters of a page's line."""

from __future__ import annotations

import polars as pl

from clippings.publish.explain.package_rows import Package, Row


class SourceLines:
    """Locations of the columns of one article on its pages."""

    def __init__(self, package: Package, article: Row, paths: dict[str, str]) -> None:
        """Read the spans and the evidence of `article`; `paths` gives the path of each page."""
        is_of_article = pl.col("article_id") == article["article_id"]
        self._paths = paths
        self._spans = package.rows("text_spans", is_of_article)
        self._evidence = {
            row["field"]: row for row in package.rows("evidence", is_of_article) if row["raw"] == row["value"]
        }

    def of(self, field: str, start: int, end: int) -> str:
        """Return `page:line · chars a–b`, or the column and its characters if the value is not verbatim on one line."""
        if field == "text":
            span = next((row for row in self._spans if row["start"] <= start < row["end"]), None)
            if span is not None:
                first = span["line_start"] + start - span["start"]
                return f"{self._paths[span['page_id']]}:{span['line_no']} · chars {first}–{first + end - start}"
        row = self._evidence.get(field)
        if row is not None:
            first = row["start"] + start
            return f"{self._paths[row['page_id']]}:{row['line_no']} · chars {first}–{first + end - start}"
        return f"{field} · chars {start}–{end}"
