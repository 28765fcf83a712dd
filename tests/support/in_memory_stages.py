"""Runs the stages of the flow in memory, without Dagster, for tests that need many small archives."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from clippings.flow.memory_store import MemoryStore
from clippings.flow.run import Run
from clippings.flow.stages import STAGES, TablesInMemory, tables_in_memory
from clippings.ingest import read_pages
from clippings.ingest.formats import plain_text
from clippings.ingest.sources import find_files
from clippings.schema import problem_report
from clippings.schema.working.read_tables import with_hints


def tables_of(dumps: Mapping[str, str]) -> TablesInMemory:
    """Return the published tables of an archive, given as a mapping from page id to text."""
    ids = sorted(dumps)
    pages = [
        {
            "page_id": page_id, "path": page_id, "sha256": page_id, "byte_count": len(dumps[page_id].encode()),
            "line_count": dumps[page_id].count("\n") + 1, "line_break": "lf", "media_type": "text/plain", "encoding": "utf-8",
        }
        for page_id in ids
    ]  # fmt: skip
    lines = with_hints(plain_text.lines(ids, [dumps[page_id] for page_id in ids]))
    return tables_in_memory(pl.DataFrame(pages, schema=read_pages.PAGE_COLUMNS), lines)


def tables_of_texts(*texts: str) -> TablesInMemory:
    """Return the published tables of an archive of these pages."""
    return tables_of({hashlib.sha256(text.encode()).hexdigest()[:16]: text for text in texts})


def tables_of_files(raw: Path) -> TablesInMemory:
    """Return the published tables of the files below a folder, in any format."""
    dumps, problems = find_files.find(raw, raw.with_name(f"{raw.name}-unpacked"))
    result = read_pages.read(raw, dumps)
    return tables_in_memory(result.pages, result.lines, problem_report.table([*problems, *result.problems]))


def posts_in_memory(pages: pl.DataFrame, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the posts of pages and the evidence of their values, before posts are merged."""
    run = Run(MemoryStore(), STAGES)
    run.write("pages", pages)
    run.write("lines", lines)
    for stage in STAGES[1:3]:
        run.make(stage)
    evidence = (pl.concat(run.table(name)) for name in ("cut_evidence", "cut_credits"))
    return pl.concat(run.table("cut_posts")), pl.concat(evidence, how="diagonal")
