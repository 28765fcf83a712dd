"""The real `frictionless validate` on the package of the real pages, in two environments; descriptor and data card.

The environments: the project's own, where frictionless has no extra, and one made with pip (some 5 seconds), where it has
its extra `parquet`. CLIPPINGS_NO_ENVS=1 leaves this one out. In each, one process judges the
sound package and one judges a package with every fault at once, each in a table of its own, sizes and hashes of the CSV
made to fit.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from clippings.publish import frictionless_errors
from conftest import RAW, TABLE_NAMES, Package
from support.damage import copy_of, edited, flipped, sealed
from support.environments import made

REQUIREMENTS = {"own": None, "with_parquet": "frictionless[parquet]==5.21.0"}


@pytest.fixture(scope="session", params=REQUIREMENTS)
def python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment."""
    requirement = REQUIREMENTS[request.param]
    return made(tmp_path_factory.mktemp(request.param), requirement) if requirement else Path(sys.executable)


def validated(python: Path, root: Path) -> dict[str, Any]:
    """The report of `frictionless validate`; its exit status is the report's verdict."""
    command = [python, "-m", "frictionless", "validate", "--json", root / "datapackage.json"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.stdout.startswith("{"), process.stderr + process.stdout
    report = json.loads(process.stdout)
    assert process.returncode == (0 if report["valid"] else 1)
    return report


def errors(report: Mapping[str, Any]) -> dict[str, set[str]]:
    """Resource to the kinds of errors found in it, with the field where one is named."""
    result = {
        task["name"]: {f"{e['type']} {e.get('fieldName', '')}".strip() for e in task["errors"]}
        for task in report["tasks"]
    }
    return {name: kinds for name, kinds in result.items() if kinds}


def with_cell(root: Path, name: str, column: str, value: str) -> None:
    """Another value in the first row of a CSV."""
    path = root / "data" / f"{name}.csv"
    rows = pl.read_csv(path, infer_schema=False)
    rows.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(value)).otherwise(column).alias(column)
    ).write_csv(path)


@pytest.fixture(scope="module")
def faulty(real: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with every fault, each where no other fault shows."""
    root = copy_of(real.root, tmp_path_factory.mktemp("faulty") / "package")
    with_cell(root, "pages", "kind", "leaflet")
    with_cell(root, "lines", "line_no", "first")
    with_cell(root, "appearances", "own_article_id", "0123456789ABCDEF")
    with_cell(root, "articles", "published_on", "2012-02-30")
    with_cell(root, "evidence", "article_id", "0123456789abcdef")
    edited(root / "data/text_spans.csv", lambda lines: [*lines, lines[-1]])
    with_cell(root, "removals", "raw", "")
    with_cell(root, "duplicates", "similarity", "1.5")
    sealed(root)
    flipped(root / "data/articles.parquet")
    for name in ("recent_posts.csv", "lines.parquet"):
        path = root / "data" / name
        path.write_bytes(path.read_bytes()[:-1])
    return root


@pytest.fixture(scope="session")
def verdict(python: Path, real: Package) -> dict[str, Any]:
    """What an environment's frictionless says of the sound package."""
    return validated(python, real.root)


@pytest.fixture(scope="module")
def faults(python: Path, faulty: Path) -> dict[str, set[str]]:
    """What an environment's frictionless finds in the faulty package."""
    return errors(validated(python, faulty))


def test_the_package_is_valid_and_every_table_was_read(verdict: dict[str, Any], real: Package) -> None:
    assert errors(verdict) == {}
    assert verdict["valid"]
    rows = {task["name"]: task["stats"].get("rows", 0) for task in verdict["tasks"] if task["type"] == "table"}
    assert rows == {name: real.table(name).height for name in TABLE_NAMES}


@pytest.mark.parametrize(
    ("resource", "error"),
    [
        pytest.param("pages", "constraint-error kind", id="word outside the list"),
        pytest.param("lines", "type-error line_no", id="no number"),
        pytest.param("appearances", "constraint-error own_article_id", id="pattern"),
        pytest.param("articles", "type-error published_on", id="no day of the calendar"),
        pytest.param("evidence", "foreign-key", id="foreign key"),
        pytest.param("text_spans", "primary-key", id="primary key twice"),
        pytest.param("removals", "constraint-error raw", id="missing value"),
        pytest.param("duplicates", "constraint-error similarity", id="out of bounds"),
        pytest.param("articles-parquet", "hash-count", id="bit of a parquet"),
        pytest.param("recent_posts", "byte-count", id="csv cut short"),
        pytest.param("lines-parquet", "byte-count", id="parquet cut short"),
    ],
)
def test_each_fault_is_found(faults: dict[str, set[str]], resource: str, error: str) -> None:
    assert error in faults.get(resource, set())


def test_an_undamaged_package_shows_no_fault(faults: dict[str, set[str]]) -> None:
    assert {"problems", "problems-parquet", "pages-parquet", "evidence-parquet"}.isdisjoint(faults)


@pytest.fixture(scope="module")
def descriptor(real: Package) -> dict[str, Any]:
    """`datapackage.json`, read."""
    return json.loads((real.root / "datapackage.json").read_text("utf-8"))


def test_the_descriptor_is_a_data_package_of_version_2(descriptor: dict[str, Any]) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "profile" not in descriptor


def test_a_descriptor_that_differs_in_names_and_hashes_only_is_not_asked_about_again(
    descriptor: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(frictionless_errors, "_asked_of_frictionless", lambda content: asked.append(content) or [])
    name, other = descriptor["name"], {"name": "quay", "title": "The quay", "description": "4 articles"}
    for changed in ({}, other, {"name": f"{name} of old"}, {"title": 4}):
        (tmp_path / "datapackage.json").write_text(json.dumps(descriptor | changed), "utf-8")
        frictionless_errors.of_descriptor(tmp_path)
    assert [json.loads(content)["name"] == f"{name} of old" for content in asked] == [False, True, False]


def test_every_file_of_data_is_a_resource_with_its_bytes_and_hash(descriptor: dict[str, Any], real: Package) -> None:
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    assert set(resources) == {path for path in real.files() if path.startswith("data/")}
    for path, resource in resources.items():
        assert resource["bytes"] == len(real.files()[path])
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", resource["hash"])


def test_checksums_cover_every_other_file(real: Package) -> None:
    subprocess.run(
        ["sha256sum", "--check", "--strict", "checksums.sha256"], cwd=real.root, check=True, capture_output=True
    )
    listed = (real.root / "checksums.sha256").read_text("utf-8").split("\n")[:-1]
    assert [line[66:] for line in listed] == sorted(set(real.files()) - {"checksums.sha256"})


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_descriptor_parquet_and_csv_have_the_same_columns(descriptor: dict[str, Any], real: Package, name: str) -> None:
    named = [
        [field["name"] for field in resource["schema"]["fields"]]
        for resource in descriptor["resources"]
        if resource["name"] in (name, f"{name}-parquet")
    ]
    header = (real.root / "data" / f"{name}.csv").read_text("utf-8").partition("\n")[0].split(",")
    assert named == [header, header]
    assert real.table(name).columns == header


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_column_says_what_it_holds(descriptor: dict[str, Any], name: str) -> None:
    schema = next(resource for resource in descriptor["resources"] if resource["name"] == name)["schema"]
    assert [field["name"] for field in schema["fields"] if not field["description"].endswith(".")] == []


def test_no_file_tells_where_or_when_it_was_made(real: Package) -> None:
    places = [str(place) for place in (real.root.parent, RAW, Path.home(), Path(sys.prefix))]
    clock = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
    for path, data in real.files().items():
        is_parquet = path.endswith(".parquet")  # its rows are those of the CSV: what is left is what the writer adds
        message = str(pq.read_metadata(real.root / path).metadata) if is_parquet else data.decode()
        assert [place for place in places if place in message] == [], path
        assert clock.search(message) is None, path


def test_the_figures_of_the_data_card_are_those_of_the_tables(real: Package) -> None:
    card = (real.root / "README.md").read_text("utf-8")
    stated = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", card.partition("## Tables")[0], re.MULTILINE))
    articles, lines = real.table("articles"), real.table("lines")
    days = articles["published_on"].drop_nulls()
    counted = {f"rows of `{name}`": real.table(name).height for name in TABLE_NAMES}
    counted |= {f"articles that are {kind}": n for kind, n in articles["completeness"].value_counts().rows()}
    counted |= {f"articles in {language}": n for language, n in articles["language"].value_counts().rows()}
    counted |= {
        "words": articles["word_count"].sum(),
        "articles with a date": len(days),
        "first and last date": f"{days.min()} to {days.max()}",
        "appearances merged into another": real.table("appearances").height - articles.height,
        "lines no rule knows": lines.filter(pl.col("role") == "unknown").height,
    }
    expected = {what: figure if isinstance(figure, str) else f"{figure:,}" for what, figure in counted.items()}
    assert {what: stated.get(what) for what in expected} == expected
    sections = re.findall(r"^### (\w+)\n\n.*? ([\d,]+) rows in \[", card, re.MULTILINE)
    assert sections == [(name, f"{real.table(name).height:,}") for name in TABLE_NAMES]
