"""Parquet files joined from pieces hold the rows of all of them, for polars and for pyarrow."""

import io

import polars as pl
import pyarrow.parquet as pq
import pytest

from clippings.publish.exporters import parquet_pieces

ROWS = pl.DataFrame(
    {
        "id": [f"{number:016x}" for number in range(300)],
        "text": [None if number % 7 == 0 else f"The ferry leaves pier {number % 11}. " * 40 for number in range(300)],
        "share": [number / 7 for number in range(300)],
        "is_whole": [number % 3 == 0 for number in range(300)],
        "role": pl.Series(["body", "title", None] * 100, dtype=pl.Enum(["title", "body"])),
    }
)


def written(rows: pl.DataFrame) -> bytes:
    """Return the rows as a file with groups of fifty."""
    file = io.BytesIO()
    rows.write_parquet(file, row_group_size=50, metadata={"description": "Ferries."})
    return file.getvalue()


def joined(*pieces: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    parquet_pieces.join((written(piece) for piece in pieces), file)
    return file.getvalue()


@pytest.mark.parametrize("size", [20, 120, 300])
def test_the_rows_of_all_pieces_come_in_order(size: int) -> None:
    file = joined(*ROWS.iter_slices(size))
    assert pl.read_parquet(file).equals(ROWS)
    assert pl.scan_parquet(file).filter(id=ROWS["id"][201]).collect().rows() == ROWS.slice(201, 1).rows()
    assert pq.read_table(io.BytesIO(file)).column("text").to_pylist() == ROWS["text"].to_list()
    assert pl.read_parquet_metadata(io.BytesIO(file))["description"] == "Ferries."


def test_each_row_group_has_the_statistics_of_its_own_rows() -> None:
    groups = pq.read_metadata(io.BytesIO(joined(*ROWS.iter_slices(100))))
    assert (groups.num_rows, groups.num_row_groups) == (300, 6)
    assert [groups.row_group(number).column(0).statistics.min for number in range(6)] == ROWS["id"][::50].to_list()


def test_a_piece_without_rows_adds_none() -> None:
    assert pl.read_parquet(joined(ROWS.clear(), ROWS, ROWS.clear())).equals(ROWS)


def test_a_single_piece_is_the_file() -> None:
    assert joined(ROWS) == written(ROWS)
