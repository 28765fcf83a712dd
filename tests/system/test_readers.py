"""What people load the package with: the lines of the quickstart in polars, pandas, DuckDB and R; Croissant; schema.org.

pandas, DuckDB and mlcroissant run in an environment of their own, made once with pip (some 30 seconds);
CLIPPINGS_NO_ENVS=1 leaves them out. R runs where `Rscript` is installed.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from clippings.project import load
from conftest import ROOT, TABLE_NAMES, Package
from support.environments import made

REQUIREMENTS = ["mlcroissant==1.1.1", "pandas>=3,<4", "pyarrow>=20", "duckdb>=1.2"]
CROISSANT = """
import json, sys
import mlcroissant
dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
issues = dataset.metadata.ctx.issues
tables = {one.uuid: list(dataset.records(one.uuid)) for one in dataset.metadata.record_sets}
found = {"issues": sorted(issues.errors | issues.warnings), "rows": {name: len(rows) for name, rows in tables.items()}}
found["texts"] = [row["articles/text"].decode() for row in tables["articles"]]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has what people read the package with, and nothing of ours."""
    return made(tmp_path_factory.mktemp("reader"), *REQUIREMENTS)


def lines(tool: str) -> str:
    """What the quickstart says to load the package with."""
    page = (ROOT / "docs" / "quickstart.md").read_text("utf-8")
    result = re.search(rf"<!-- load: {tool} -->\n```\w+\n(.*?)```", page, re.DOTALL)
    assert result is not None
    return result[1]


@pytest.fixture
def beside(real: Package, tmp_path: Path) -> Path:
    """A folder in which `dist` is the package."""
    shutil.copytree(real.root, tmp_path / "dist")
    return tmp_path


def shown(command: list[str | Path], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


EXPECTED = "50 2009-07-30 2013-09-14"


def test_polars_loads_the_package_as_the_quickstart_says(beside: Path) -> None:
    summary = 'days = articles["published_on"].drop_nulls()\nprint(len(articles), days.min(), days.max())'
    assert shown([sys.executable, "-c", lines("polars") + summary], beside) == EXPECTED


def test_pandas_loads_the_package_as_the_quickstart_says(reader: Path, beside: Path) -> None:
    summary = 'days = articles["published_on"].dropna()\nprint(len(articles), days.min(), days.max())'
    assert shown([reader, "-c", lines("pandas") + summary], beside) == EXPECTED


def test_duckdb_loads_the_package_as_the_quickstart_says(reader: Path, beside: Path) -> None:
    summary = 'print(*articles.aggregate("count(*), min(published_on), max(published_on)").fetchall()[0])'
    assert shown([reader, "-c", lines("duckdb") + summary], beside) == EXPECTED


def test_r_loads_the_package_as_the_quickstart_says(beside: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("no Rscript")
    summary = "days <- articles$published_on\ncat(nrow(articles), format(min(days, na.rm = TRUE)), format(max(days, na.rm = TRUE)))"
    assert shown([rscript, "-e", lines("r") + summary], beside) == EXPECTED


def test_croissant_is_valid_and_reads_every_row_of_every_table(reader: Path, real: Package) -> None:
    result = json.loads(shown([reader, "-c", CROISSANT, real.root / "croissant.json"], ROOT))
    assert result["issues"] == []
    assert result["rows"] == {name: real.table(name).height for name in TABLE_NAMES}
    assert result["texts"] == real.table("articles")["text"].to_list()


def test_mlcroissant_finds_out_a_croissant_that_is_not_valid(reader: Path, real: Package, tmp_path: Path) -> None:
    """The test above can fail."""
    content = json.loads((real.root / "croissant.json").read_text("utf-8"))
    del content["distribution"][0]["contentUrl"]
    (tmp_path / "croissant.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        shown([reader, "-c", CROISSANT, tmp_path / "croissant.json"], ROOT)


def read(real: Package, name: str) -> dict[str, Any]:
    return json.loads((real.root / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["croissant.json", "schema-org.json"])
def test_catalogue_metadata_name_every_data_file_as_the_descriptor_does(real: Package, name: str) -> None:
    document = {file["contentUrl"]: (file["contentSize"], file["sha256"]) for file in read(real, name)["distribution"]}
    resources = read(real, "datapackage.json")["resources"]
    assert document == {
        resource["path"]: (f"{resource['bytes']} B", resource["hash"].removeprefix("sha256:")) for resource in resources
    }


@pytest.mark.parametrize("name", ["croissant.json", "schema-org.json"])
def test_catalogue_metadata_are_linked_in_the_data_card(real: Package, name: str) -> None:
    assert f"]({name})" in (real.root / "README.md").read_text("utf-8")


def test_schema_org_says_what_a_dataset_must_say(real: Package) -> None:
    document = read(real, "schema-org.json")
    assert (document["@context"], document["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(document["description"]) <= 5000
    assert {"name", "version", "license", "creator", "datePublished", "distribution", "isBasedOn"} <= document.keys()
    assert [item["name"] for item in document["variableMeasured"]] == real.table("articles").columns


def test_the_day_of_the_version_is_that_of_the_citation() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert load(ROOT).dataset.released_on == citation["date-released"]
