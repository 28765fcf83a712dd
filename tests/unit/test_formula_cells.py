"""Cells that a spreadsheet would run: the data card names them, and `clippings spreadsheet` makes them harmless."""

import csv
from pathlib import Path

import polars as pl
import pytest

from clippings.publish import formula_cells, package_layout
from conftest import Package, build_package
from support.commands import called
from support.written_pages import Written, listing, prose

SIGNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠x")


@pytest.mark.parametrize("text", SIGNS)
def test_a_cell_that_may_be_a_formula_is_counted_and_made_text(tmp_path: Path, text: str) -> None:
    frame = pl.DataFrame({"name": [text, "a = b", None, ""], "count": [-1, 2, 3, 4]})
    assert formula_cells.count({"boats": frame.lazy()}) == {"boats.name": 1}
    formula_cells._write(frame.lazy(), tmp_path / "boats.csv")
    with (tmp_path / "boats.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [f"'{text}", "a = b", "", ""]
    assert [row["count"] for row in rows] == ["-1", "2", "3", "4"]


def test_the_data_card_counts_these_cells_over_all_pieces_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.txt").write_text(listing([Written("A pier", (prose(1), "=1+1"))]) + "=2\n-3\n", "utf-8")
    package = build_package(tmp_path / "raw", tmp_path / "dist")
    counts = formula_cells.count(package_layout.tables(package.root))
    assert counts["lines.text"] == 3
    card = (package.root / "README.md").read_text("utf-8")
    assert all(f"`{column}` ({count})" in card for column, count in counts.items())


def test_the_tables_of_a_package_are_written_for_spreadsheets_into_a_new_folder_only(
    small: Package, tmp_path: Path
) -> None:
    target = tmp_path / "tables"
    command = ["spreadsheet", str(small.root), "--to", str(target)]
    assert called(*command).exit_code == 0
    assert {path.stem for path in target.iterdir()} == {path.stem for path in (small.root / "data").glob("*.csv")}
    with (target / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == small.table("articles")["title"].to_list()
    refused = called(*command)
    assert (refused.exit_code, "exists" in refused.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == [target]
