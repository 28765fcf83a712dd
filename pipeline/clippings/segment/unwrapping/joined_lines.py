"""Applies what `wrapped_lines` finds to the tables: lines joined to paragraphs, the classes of inserted lines, removals, addresses.

The ledger stays unchanged. A paragraph is read as its first line, with the other lines joined to it.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from clippings.segment.unwrapping.wrapped_lines import View


def shown(lines: pl.DataFrame, reading: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines as they are read, with `own_text` as they are; and the lines that are read with another (`first`, `joiner`)."""
    schema = {"page": pl.UInt32, "line_no": pl.Int64, "first": pl.Int64, "joiner": pl.String}
    joined = pl.DataFrame(reading.joined, schema=schema, orient="row")
    heads = pl.DataFrame(
        reading.heads, schema={"page": pl.UInt32, "line_no": pl.Int64, "read": pl.String}, orient="row"
    )
    rest = lines.join(joined, on=["page", "line_no"], how="inner", maintain_order="left")
    kept = lines.join(joined, on=["page", "line_no"], how="anti", maintain_order="left")
    kept = kept.join(heads, on=["page", "line_no"], how="left", maintain_order="left")
    return kept.with_columns(own_text="text", text=pl.coalesce("read", "text")).drop("read"), rest


def with_marks(lines: pl.DataFrame, reading: View) -> pl.DataFrame:
    """`lines` with `is_top_heading`, and the class `print_line` for what a tool adds to a page."""
    for name, listed in (("is_of_tool", reading.print_lines), ("is_top_heading", reading.top_headings)):
        places = pl.DataFrame(listed, schema={"page": pl.UInt32, "line_no": pl.Int64}, orient="row").unique()
        places = places.with_columns(pl.lit(value=True).alias(name))
        lines = lines.join(places, on=["page", "line_no"], how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(value=False)
        )
    line_class = pl.when("is_of_tool").then(pl.lit("print_line")).otherwise("line_class")
    return lines.with_columns(line_class=line_class).drop("is_of_tool")


def ledger_lines(lines: pl.DataFrame, rest: pl.DataFrame) -> pl.DataFrame:
    """All lines in order: those that are read, as they are, and the others with zone, line_class and role of the line they are read with."""
    lines = lines.with_columns(text="own_text").drop("own_text")
    if rest.is_empty():
        return lines
    of_first = lines.select("page", "zone", "line_class", "role", first="line_no")
    others = rest.join(of_first, on=["page", "first"], how="left", maintain_order="left")
    others = others.with_columns(stripped=pl.col("text").str.strip_chars())
    return pl.concat([lines, others.drop("first", "joiner")], how="diagonal").sort("row")


def expanded(rows: pl.DataFrame, rest: pl.DataFrame) -> pl.DataFrame:
    """`rows` with `joined` (how the line is read, where that is otherwise than it is) and `joiner`; and the lines read with them."""
    own_head = pl.col("text").str.strip_chars()
    rows = rows.with_columns(
        joined=pl.when(pl.col("stripped") != own_head).then("stripped"),
        stripped=own_head,
        joiner=pl.lit(None, pl.String),
    )
    if rest.is_empty():
        return rows
    of_first = rows.select("page", "block", "role", "is_template_line", "site", "is_metadata", first="line_no")
    others = rest.drop("site").join(of_first, on=["page", "first"], how="inner", maintain_order="left")
    missing = [pl.lit(None, rows.schema[name]).alias(name) for name in rows.columns if name not in others.columns]
    others = others.with_columns(*missing).with_columns(stripped=own_head)
    return pl.concat([rows, others.select(rows.columns)]).sort("row")


def cuts(rows: pl.DataFrame, reading: View, schema: Mapping[str, Any]) -> pl.DataFrame:
    """Return non-text in the lines of posts: link numbers and hyphens at line ends, as `removals.CUT_COLUMNS`."""
    found = [(*place, "link_number", "wrapped.link_number", "") for place in reading.numbers]
    found += [(*place, "markdown", "wrapped.markdown", "") for place in reading.marks]
    found += [(*place, "hyphen", "wrapped.hyphen", "") for place in reading.hyphens]
    columns = {"page": pl.UInt32} | {
        name: dtype for name, dtype in schema.items() if name not in ("block", "source_line")
    }
    block_lines = rows.filter(pl.col("block").is_not_null()).select("page", "line_no", "block")
    cut = pl.DataFrame(found, schema=columns, orient="row").join(block_lines, on=["page", "line_no"])
    cut = cut.with_columns(source_line=pl.lit(None, pl.Int64))
    return cut.select(list(schema)).cast(pl.Schema(schema)).sort("block", "line_no", "start")


def with_urls(blocks: pl.DataFrame, rows: pl.DataFrame, reading: View) -> pl.DataFrame:
    """`blocks` with the address that the link of the title leads to, by its number on the page or in Markdown."""
    if not reading.urls and not reading.links:
        return blocks
    first = {(page, line_no): (start, end) for page, line_no, start, end in reversed(reading.numbers)}
    titles = rows.filter((pl.col("role") == "title") & pl.col("block").is_not_null())
    listed = [
        (block, url)
        for block, page, line_no, text in titles.select("block", "page", "line_no", "text").iter_rows()
        if (span := first.get((page, line_no)))
        and (url := reading.urls.get((page, int(text[slice(*span)].strip("[] ")))))
    ]
    listed += [
        (block, url)
        for block, page, line_no in titles.select("block", "page", "line_no").iter_rows()
        if (url := reading.links.get((page, line_no)))
    ]
    of_block = pl.DataFrame(listed, schema={"block": blocks.schema["block"], "listed": pl.String}, orient="row")
    with_references = blocks.join(of_block.unique("block"), on="block", how="left", maintain_order="left")
    return with_references.with_columns(url=pl.coalesce("url", "listed")).drop("listed")
