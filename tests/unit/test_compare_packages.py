"""What differs between two packages: articles added, gone and changed; and the command `diff`."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from clippings.cli import main
from clippings.publish.browse.compare_packages import counts, differences
from support.in_memory_stages import tables_of
from support.written_pages import Written, listing, prose

POSTS = [
    Written("Ferry to Ardmore is late", (prose(1), prose(2)), dt.date(2013, 5, 3)),
    Written("Quay is swept", (prose(3), prose(4)), dt.date(2013, 5, 2), "Quayside"),
    Written("Lamp is lit", (prose(5), prose(6)), dt.date(2013, 5, 1)),
]
PAGE = listing(POSTS)
Tables = Mapping[str, pl.DataFrame]


@pytest.fixture(scope="module")
def before() -> Tables:
    return tables_of({"a": PAGE})


def changes(before: Tables, page: str) -> list[tuple[object, ...]]:
    """What differs once page `a` reads like this: change, value, before, after."""
    rows = differences(before, tables_of({"a": page}))
    return list(rows.select("change", "title", "field", "before", "after").iter_rows())


def test_equal_packages_do_not_differ(before: Tables) -> None:
    assert differences(before, before).is_empty()


def test_a_changed_value_is_shown_with_both_values(before: Tables) -> None:
    page = (
        PAGE.replace("Quayside", "Harbour").replace("May 3, 2013", "May 4, 2013").replace("Lamp is lit", "Lamp is out")
    )
    assert changes(before, page) == [
        ("changed", "Ferry to Ardmore is late", "day", "2013-05-03", "2013-05-04"),
        ("changed", "Quay is swept", "category", "Quayside", "Harbour"),
        ("changed", "Lamp is out", "title", "Lamp is lit", "Lamp is out"),
    ]


def test_a_changed_text_and_author_are_shown(before: Tables) -> None:
    page = PAGE.replace(POSTS[1].paragraphs[1], "By ADA QUILL")
    found = changes(before, page)
    assert found[0] == ("changed", "Quay is swept", "author", None, "Ada Quill")
    assert found[1][2:] == ("text", "120 words", "60 words")


def test_an_article_that_comes_or_goes_is_shown(before: Tables) -> None:
    shorter = tables_of({"a": listing(POSTS[:2])})
    gone = differences(before, shorter)
    assert gone.select("change", "title", "field").rows() == [("gone", "Lamp is lit", None)]
    assert differences(shorter, before).select("change", "title", "field").rows() == [("added", "Lamp is lit", None)]
    assert counts(gone) == {"added": 0, "gone": 1, "changed": 0}


def package(root: Path, tables: Tables) -> Path:
    """A folder with the tables that are compared."""
    (root / "data").mkdir(parents=True)
    (root / "datapackage.json").write_text("{}", "utf-8")
    for name in ("articles", "appearances", "pages"):
        tables[name].write_parquet(root / "data" / f"{name}.parquet")
    return root


@pytest.fixture(scope="module")
def packages(before: Tables, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("packages")
    return package(folder / "a", before), package(
        folder / "b", tables_of({"a": listing(POSTS[:2]).replace("May 2", "May 1")})
    )


def called(*args: str | Path, columns: str = "") -> tuple[int, str, str]:
    result = CliRunner(env={"COLUMNS": columns}).invoke(main, ["diff", *map(str, args)])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_ends_with_1_where_packages_differ(packages: tuple[Path, Path]) -> None:
    before, after = packages
    code, rows, summary = called(before, after)
    assert (code, summary) == (1, "Articles: 0 added, 1 gone, 1 changed.\nChanged values: day 1.\n")
    cells = [line.split("\t") for line in rows.splitlines()]
    assert [(row[0], row[1], row[4], *row[5:]) for row in cells] == [
        ("changed", "a", "Quay is swept", "day", "2013-05-02", "2013-05-01"),
        ("gone", "a", "Lamp is lit", "", "", ""),
    ]
    code, shown, _ = called(before, after, columns="100")
    assert code == 1
    assert "changed, day (1)" in shown
    assert "2013-05-02 -> 2013-05-01" in shown


def test_the_command_ends_with_0_or_2_otherwise(packages: tuple[Path, Path], tmp_path: Path) -> None:
    assert called(packages[0], packages[0]) == (0, "", "The articles of the two packages are the same.\n")
    code, _, message = called(packages[0], tmp_path)
    assert code == 2
    assert "holds no package" in message
