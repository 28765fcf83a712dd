"""Stage `package_files`: the files of the package and of its text-free edition. Nothing is published here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from clippings.common.external_sort import HashPartitions
from clippings.enrich import entities
from clippings.flow.run import Run
from clippings.flow.step import Batch, Call, step
from clippings.flow.table import Part
from clippings.publish import formula_cells, metadata_files, package_layout, package_metadata, write_tables
from clippings.publish.explorer.chunks import ARTICLE_TABLES, PAGE_TABLES, ChunkFiles, PartOfTable
from clippings.publish.text_free import strip
from clippings.publish.write_tables import FileFacts
from clippings.schema import TABLES
from clippings.schema.frames import frame_of, schema_of
from clippings.schema.working.texts import FormulaCells
from clippings.segment.sites import profiles

FILES, TEXT_FREE_FILES = "package_files", "text_free_files"
"""Names under which the files of the two editions are stored."""
_CHUNKS = "explorer_chunks"
"""List of the explorer's chunks as they were written last: hashes of their rows and of their files."""
_PIECE_ROWS = 2_048
"""Mean number of rows of a piece, at most, if it has several parts: what one more page changes is written again."""
_PIECE_WORK = 1 / 64
"""Work of writing a piece. It counts half, because processes would be started for the pieces alone."""


def package_files(run: Run) -> None:
    """Write every table and its metadata, and the text-free edition if requested."""
    root = run.work_folder() / FILES
    run.do(write_pieces, [Call({"rows": rows}, (name,)) for name, rows in pieces(run)], work=_PIECE_WORK)
    run.executor.close()  # describing the tables takes the memory that its processes hold
    data_files = [facts for name in TABLES for facts in _joined(run, name, root / "data")]
    metadata = package_metadata.of_archive(run.settings, package_layout.tables(root), list(_sources(run)))
    chunk_files, byte_counts = _chunk_files(run)
    files = metadata_files.describe(
        root,
        data_files,
        metadata,
        entities.recogniser(),
        databases=run.settings.package.databases,
        chunk_files=chunk_files,
        formulas=_formulas(run),
    )
    run.written = {facts.path: facts.crc32 for facts in files}
    run.store.write_list(_CHUNKS, {"files": chunk_files.written, "bytes": byte_counts})
    if run.with_text_free:
        strip.write(root, run.work_folder() / TEXT_FREE_FILES)
        run.put_files(TEXT_FREE_FILES, run.work_folder() / TEXT_FREE_FILES)
    run.put_files(FILES, root)


def _chunk_files(run: Run) -> tuple[ChunkFiles, dict[str, int]]:
    """What is known of the explorer's chunks; and the digest of each part with texts to their bytes."""
    saved = run.store.read_list(_CHUNKS)
    known = saved if isinstance(saved, dict) and saved.keys() == {"files", "bytes"} else {"files": {}, "bytes": {}}
    byte_counts: dict[str, int] = {}
    sums = {}
    for name in ("articles", "lines"):
        parts = run.table(f"final_{name}").parts
        for part in parts:
            byte_counts[part.digest] = known["bytes"].get(part.digest) or _text_size(run.store.get(part, ["text"]))
        sums[name] = sum(byte_counts[part.digest] for part in parts)
    return ChunkFiles(run.published, known["files"], _parts_of_chunks(run), sums), byte_counts


def _text_size(rows: pl.DataFrame) -> int:
    return int(rows["text"].str.len_bytes().sum())


def _parts_of_chunks(run: Run) -> dict[str, list[PartOfTable]]:
    """The stored parts of the tables that the explorer shows, with the ids that they may have."""
    slices = range(len(run.table("final_articles").parts))
    ids_of_slices = [HashPartitions("article_id", len(slices)).ids(number) for number in slices]
    pages = run.table("final_pages").each("page_id")
    ids_of_batches = [(str(part["page_id"].min() or "g"), str(part["page_id"].max() or "")) for part in pages]
    return {
        kind: [
            PartOfTable(*of_part, part.digest)
            for name in names
            for of_part, part in zip(ids, run.table(f"final_{name}").parts, strict=True)
        ]
        for kind, names, ids in (("articles", ARTICLE_TABLES, ids_of_slices), ("pages", PAGE_TABLES, ids_of_batches))
    }


def _formulas(run: Run) -> dict[str, int]:
    """The number of cells of each column that begin with a sign of a formula, as `formula_cells.count` gives it."""
    counts = Counter[str]()
    for part in run.table("formula_cells"):
        counts.update(dict(part.iter_rows()))
    columns = (f"{name}.{column}" for name in TABLES for column in schema_of(TABLES[name]))
    return {column: counts[column] for column in columns if column in counts}


@step(reads=("rows",), writes=("pieces", "formula_cells"))
def write_pieces(batch: Batch, name: str) -> None:
    """Write some rows of a published table as a file in each format whose files can be joined; and count their formulas."""
    rows = batch.get("rows")
    batch.put_files("pieces", *write_tables.write_pieces(name, rows))
    found = formula_cells.count_in(rows.lazy()) if rows.height else []
    counts = [(f"{name}.{column}", count) for column, count in found]
    batch.put("formula_cells", frame_of(FormulaCells, counts))


def pieces(run: Run) -> Iterator[tuple[str, Sequence[Part]]]:
    """Name of each table, and the parts of each of its pieces: as many as have few rows together."""
    for name in TABLES:
        parts = run.table(f"final_{name}").parts or (run.store.put(pl.DataFrame(schema=schema_of(TABLES[name]))),)
        rows, size = sum(part.row_count for part in parts), 1
        while size < len(parts) and 2 * size * rows <= _PIECE_ROWS * len(parts):
            size *= 2  # a power of two: most pieces stay the same when a table grows
        yield from ((name, parts[first : first + size]) for first in range(0, len(parts), size))


def _joined(run: Run, name: str, data: Path) -> list[FileFacts]:
    """Write the files of a table."""
    formats = len(write_tables.joined())
    parts = run.table("pieces").parts
    its_parts = [
        parts[place * formats : (place + 1) * formats] for place, (of, _) in enumerate(pieces(run)) if of == name
    ]
    contents = [map(run.store.read_part, column) for column in zip(*its_parts, strict=True)]
    return write_tables.join_pieces(name, contents, rows_of(run, name), data)


def rows_of(run: Run, name: str) -> pl.LazyFrame:
    """The rows of a published table, in order."""
    table = run.table(f"final_{name}")
    return table.scan() if table.parts else pl.LazyFrame(schema=schema_of(TABLES[name]))


def _sources(run: Run) -> Iterator[dict[str, str]]:
    """Title and address of the sites the pages are of."""
    for name in sorted({site for part in run.table("final_pages").each("site") for site in part["site"].unique()}):
        if name == profiles.UNKNOWN:
            continue
        profile = profiles.load()[name]
        yield {"title": profile.title} | ({"path": profile.url} if profile.url else {})
