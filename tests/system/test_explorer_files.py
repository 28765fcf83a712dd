"""The files of the explorer: same bytes, small, listed in the checksums, and free of what was withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from clippings.publish.explorer.columnar import columnar, to_json
from clippings.publish.explorer.write import role_groups
from clippings.schema import enums
from conftest import Package, build_package


def test_two_builds_give_one_page(tmp_path: Path, small: Package, small_raw: Path) -> None:
    again = build_package(small_raw, tmp_path / "dist")
    assert again.files()["index.html"] == small.files()["index.html"]


def test_the_page_of_the_archive_is_small_and_listed(real: Package) -> None:
    assert len(real.files()["index.html"]) < 1_500_000
    assert "  index.html\n" in real.files()["checksums.sha256"].decode()


def test_every_role_is_in_one_group() -> None:
    assert sorted(role for group in role_groups() for role in group["roles"]) == sorted(enums.ROLES)


def test_columns_are_coded_where_they_repeat() -> None:
    coded = columnar(pl.DataFrame({"site": ["a", "a", None, "b", "b", "a", "a"], "n": [1, 2, 3, 4, 5, 6, None]}))
    assert coded["columns"] == {
        "site": {"distinct": ["a", "b"], "codes": [0, 0, -1, 1, 1, 0, 0]},
        "n": [1, 2, 3, 4, 5, 6, None],
    }


def test_json_ends_no_script_element() -> None:
    text = "</script><!-- <script> \u2028 \x00"
    assert "<" not in to_json({"a": text})
    assert json.loads(to_json({"a": text})) == {"a": text}
