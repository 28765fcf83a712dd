"""Problems of a package, the worst first, and their counts by code."""

from pathlib import Path

import polars as pl

from clippings.publish.package_layout import readable, table
from clippings.schema.problem_codes import PROBLEM_CODES

_RANK = list(PROBLEM_CODES)
"""Codes, the worst severity first."""


def listed(root: Path, code: str | None = None, page: str | None = None) -> pl.DataFrame:
    """Rows of `problems` in `root`, the worst first, then by page and line; with the text of the line.

    Args:
        root: The folder of the package.
        code: Only problems of this code.
        page: Only problems of this page: its id, its path, or the beginning of either.

    Raises:
        CannotReadPackageError: No package was found, or it is damaged.
    """
    with readable(root):
        rows = table(root, "problems").with_columns(path=pl.col("path").fill_null(""))
        if code:
            rows = rows.filter(pl.col("code") == code)
        if page:
            rows = rows.filter(pl.col("page_id").str.starts_with(page) | pl.col("path").str.starts_with(page))
        return _with_text(root, worst_first(rows).collect())


def worst_first(problems: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of `problems` by code, the worst first, then by page and line: the order of every list of them."""
    rank = pl.col("code").cast(pl.String).replace_strict(_RANK, range(len(_RANK)), default=len(_RANK))
    return problems.sort(rank, pl.col("path").fill_null(""), "line_no", "problem_id", nulls_last=True)


def _with_text(root: Path, rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with `line_text`; null without a line, and in the text-free edition."""
    lines = table(root, "lines")
    if "text" not in lines.collect_schema().names():
        return rows.with_columns(line_text=pl.lit(None, pl.String))
    pages = rows["page_id"].drop_nulls().unique().implode()
    asked = lines.filter(pl.col("page_id").is_in(pages)).select("page_id", "line_no", line_text="text").collect()
    return rows.join(asked, on=["page_id", "line_no"], how="left", maintain_order="left")


def counts(root: Path) -> list[tuple[str, int]]:
    """Each code with its number of rows, the worst first.

    Raises:
        CannotReadPackageError: No package was found, or it is damaged.
    """
    with readable(root):
        counts_by_code = dict(table(root, "problems").group_by("code").len().collect().iter_rows())
    return [(code, int(counts_by_code[code])) for code in _RANK if code in counts_by_code]
