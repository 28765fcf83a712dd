"""Text dumps to lines: one row a line, verbatim."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.read import encoding, media_type
from pipeline.read.dumps import Dump, fetch
from pipeline.tables.problem import Problem

PAGE_COLUMNS = {
    "page_id": pl.String,
    "path": pl.String,
    "sha256": pl.String,
    "byte_count": pl.Int64,
    "line_count": pl.Int64,
    "line_break": pl.String,
    "media_type": pl.String,
    "encoding": pl.String,
}


@dataclass(frozen=True)
class Batch:
    """What was read from a batch of dumps.

    Attributes:
        pages: One row a page, with PAGE_COLUMNS.
        lines: page_id, line_no (Int64 from 1) and text, in order of page and line.
        problems: What could not be read, or not surely.
    """

    pages: pl.DataFrame
    lines: pl.DataFrame
    problems: list[Problem]


def read(raw: Path, dumps: list[Dump]) -> Batch:
    """Read `dumps`, which lie below `raw`. A dump that cannot be read is a problem, and the others are kept."""
    pages: list[dict[str, str | int]] = []
    texts, problems = [], []
    for dump in dumps:
        data, found = fetch(raw, dump)
        problems += found
        decoded = None if data is None else encoding.decode(data)
        if data is not None and decoded is None:
            message = "The bytes are no text in any encoding known here. Save the page as text, or remove the file."
            problems.append(Problem("not_text", dump.path, message))
        if decoded is not None:
            problems += _doubts(dump, decoded)
            pages.append(_page(dump, decoded))
            texts.append(decoded.text)
    return Batch(
        pl.DataFrame(pages, schema=PAGE_COLUMNS, orient="row"),
        lines([str(page["page_id"]) for page in pages], texts),
        problems,
    )


def lines(page_ids: list[str], texts: list[str]) -> pl.DataFrame:
    """The lines of each text: split on LF, a CR before it taken as part of the break. The last line may be empty."""
    frame = pl.DataFrame({"page_id": page_ids, "text": texts}, schema={"page_id": pl.String, "text": pl.String})
    return (
        frame.with_columns(
            pl.col("text").str.split("\n"),
            line_no=pl.int_ranges(1, pl.col("text").str.count_matches("\n", literal=True) + 2),
        )
        .explode("line_no", "text")
        .select(
            "page_id",
            pl.col("line_no").cast(pl.Int64),
            pl.when(pl.col("text").str.ends_with("\r"))
            .then(pl.col("text").str.slice(0, pl.col("text").str.len_chars() - 1))
            .otherwise("text")
            .alias("text"),
        )
    )


def _page(dump: Dump, decoded: encoding.Decoded) -> dict[str, str | int]:
    breaks, returns = decoded.text.count("\n"), decoded.text.count("\r\n")
    return {
        "page_id": dump.page_id,
        "path": dump.path,
        "sha256": dump.sha256,
        "byte_count": dump.byte_count,
        "line_count": breaks + 1,
        "line_break": "lf" if not returns else "crlf" if returns == breaks else "mixed",
        "media_type": media_type.of(decoded.text),
        "encoding": decoded.encoding,
    }


def _doubts(dump: Dump, decoded: encoding.Decoded) -> list[Problem]:
    found = []
    if not decoded.text.strip():
        found.append(
            Problem("empty_file", dump.path, "The file holds no text. Save the page again, or remove it.", dump.page_id)
        )
    if decoded.is_guessed:
        message = f"Read as {decoded.encoding}, guessed from the bytes. If letters look wrong, save the file as UTF-8."
        found.append(Problem("guessed_encoding", dump.path, message, dump.page_id))
    if decoded.replaced_count:
        message = f"{decoded.replaced_count} characters that mean nothing in {decoded.encoding} stand as U+FFFD. Save the page again."
        found.append(Problem("undecodable_bytes", dump.path, message, dump.page_id))
    return found
