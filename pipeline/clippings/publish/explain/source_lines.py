"""From characters of an article's column back to the characters of a page's line."""

from __future__ import annotations

import polars as pl

from clippings.publish.explain.package import Package, Row


class Places:
    """Where the columns of one article stand on its pages."""

    def __init__(self, package: Package, article: Row, paths: dict[str, str]) -> None:
        """Read the spans and the evidence of `article`; `paths` gives the path of each page."""
        own = pl.col("article_id") == article["article_id"]
        self._paths = paths
        self._spans = package.rows("text_spans", own)
        self._evidence = {row["field"]: row for row in package.rows("evidence", own) if row["raw"] == row["value"]}

    def of(self, field: str, start: int, end: int) -> str:
        """`page:line · chars a–b`; the column and its characters where it is not a line's text as it stands."""
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
