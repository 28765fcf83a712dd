"""Pages as cut to the tables that all cutters give: rows of lines, blocks of posts, and the kind of each page."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from clippings.segment.layouts.page_model import CutPageOf

Schema = dict[str, pl.DataType | type[pl.DataType]]

ROW_COLUMNS = {"page": pl.UInt32, "line_no": pl.Int64, "block": pl.UInt32, "role": pl.String}
"""A line of a page, its post or null, and its role."""
BLOCK_COLUMNS: Schema = {
    "block": pl.UInt32, "page": pl.UInt32, "completeness": pl.String, "category_line": pl.Int64, "date_line": pl.Int64,
}  # fmt: skip
"""A post, and the lines of its values."""
FURTHER_COLUMNS: Schema = {
    "url": pl.String,
    **dict.fromkeys(("author_lines", "credit_lines", "organisation_lines"), pl.List(pl.Int64)),
    "head_date_line": pl.Int64,
    **dict.fromkeys(("confidence", "title_confidence", "date_confidence", "author_confidence"), pl.Float64),
    "day": pl.Date, "day_start": pl.Int64, "day_length": pl.Int64, "doubt": pl.String, "marked_lines": pl.List(pl.Int64),
}  # fmt: skip
"""Columns of posts that only some cutters fill.

The post's address, and the lines of a page's head with its authors, other credits and date. How sure the learned cutter
is, from 0 to 1; `day` is what the date line names, at `day_start` of that line; `doubt` says why the cut is unsure;
`marked_lines` are the lines that name the author.
"""
_KIND_COLUMNS = {"page": pl.UInt32, "kind_cut": pl.String, "reason_cut": pl.String}


def tables(results: Mapping[int, CutPageOf[Any]], first_block: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The rows, blocks and kinds of pages as cut, by number; blocks are counted from `first_block`. No line has two roles."""
    rows: list[tuple[int, int, int | None, str]] = []
    blocks: list[tuple[object, ...]] = []
    names = [*BLOCK_COLUMNS, *FURTHER_COLUMNS]
    for page, result in results.items():
        owned: set[int] = set()
        for block, post in enumerate(result.posts, first_block + len(blocks)):
            values = vars(post) | {"block": block, "page": page, **post.sure}
            blocks.append(tuple(map(values.get, names)))
            rows += [(page, line_no, block, role) for line_no, role in post.roles.items() if line_no not in owned]
            owned |= post.roles.keys()
        rows += [(page, line_no, None, role) for line_no, role in result.roles.items() if line_no not in owned]
    kinds = [(page, result.kind, result.reason) for page, result in results.items()]
    return (
        pl.DataFrame(rows, schema=ROW_COLUMNS, orient="row").sort("page", "line_no"),
        pl.DataFrame(blocks, schema=BLOCK_COLUMNS | FURTHER_COLUMNS, orient="row"),
        pl.DataFrame(kinds, schema=_KIND_COLUMNS, orient="row"),
    )


def with_kinds(pages: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """`pages` with kind and kind_reason of those that are among `kinds`."""
    joined = pages.join(kinds, on="page", how="left", maintain_order="left").with_columns(
        kind=pl.coalesce("kind_cut", "kind"), kind_reason=pl.coalesce("reason_cut", "kind_reason")
    )
    return joined.drop("kind_cut", "reason_cut")
