"""Stage `package_files`: the files of the package and of its text-free edition. Nothing is published here."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from clippings.enrich import entities
from clippings.flow.run import Run
from clippings.publish import metadata_files, package_metadata, write_tables
from clippings.publish.explorer.chunk_files import ChunkFiles
from clippings.publish.text_free import strip
from clippings.schema import TABLES
from clippings.schema.frames import schema_of
from clippings.segment import profiles

FILES, TEXT_FREE_FILES = "package_files", "text_free_files"
"""Names under which the files of the two editions are stored."""
_CHUNKS = "explorer_chunks"
"""List of the explorer's chunks as they were written last: hashes of their rows and of their files."""
_AT_ONCE = 2
"""Tables written side by side: compressing one leaves cores idle while it writes."""


def package_files(run: Run) -> None:
    """Write every table and its metadata, and the text-free edition if requested."""
    run.executor.close()  # writing takes the memory that its processes hold
    root = run.work_folder() / FILES
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        written = pool.map(lambda name: write_tables.write_files(name, rows_of(run, name), root / "data"), TABLES)
        for _ in run.counted(written, [1] * len(TABLES), "tables"):
            pass
    data_files = [write_tables.file_facts(root, path) for path in sorted((root / "data").iterdir())]
    metadata = package_metadata.of_archive(run.settings, metadata_files.parquet_files(root), list(_sources(run)))
    chunk_files = ChunkFiles(run.published, run.store.read_list(_CHUNKS) or {})
    metadata_files.describe(
        root,
        data_files,
        metadata,
        entities.recogniser(),
        databases=run.settings.package.databases,
        chunk_files=chunk_files,
    )
    run.store.write_list(_CHUNKS, chunk_files.written)
    if run.with_text_free:
        strip.write(root, run.work_folder() / TEXT_FREE_FILES)
        run.put_files(TEXT_FREE_FILES, run.work_folder() / TEXT_FREE_FILES)
    run.put_files(FILES, root)


def rows_of(run: Run, name: str) -> pl.LazyFrame:
    """The rows of a published table, in order."""
    table = run.table(f"final_{name}")
    return table.scan() if table.parts else pl.LazyFrame(schema=schema_of(TABLES[name]))


def _sources(run: Run) -> Iterator[dict[str, str]]:
    """Title and address of the sites the pages are of."""
    for name in sorted({site for part in run.table("final_pages") for site in part["site"].unique()}):
        if name == profiles.UNKNOWN:
            continue
        profile = profiles.load()[name]
        yield {"title": profile.title} | ({"path": profile.url} if profile.url else {})
