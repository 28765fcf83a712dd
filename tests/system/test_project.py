"""An archive of its own: a project built by an installed wheel, outside any checkout and from inside one, and its identity."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from clippings.orchestration import dead_runs
from clippings.orchestration import run_build as building
from clippings.project import load
from conftest import ROOT
from support.commands import called

IDENTITY_FILES = ("datapackage.json", "README.md", "croissant.json", "schema-org.json")
FIRST_ARCHIVE = re.compile(r"nejat|takes sides|advocacy|MIT License", re.I)
"""Words that only the archive of this repository may say of itself."""
TEXT = """Bay Weekly

School garden wins a prize
By Cora Finch | Posted May 6, 2016 | Schools

The garden of the school at Gull Point won the first prize of the horticultural society on Sunday, for its beans.

The Marrow Bay Pilots said that the money pays for a fence, since goats from the farm ate two rows of beans last summer.

© 2016 Bay Weekly
"""
PROFILE = r"""name = "bay_weekly"
title = "Bay Weekly"
[known_by]
lines = ["Bay Weekly", "© 2016 Bay Weekly"]
[patterns]
dated_by = '(?i)^by (?P<writer>[^|]+?) \| posted (?P<date>{day}) \| (?P<category>.+)$'
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


def html(title: str, day: str, author: str, *paragraphs: str) -> str:
    """A page with one article."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><header>Bay Weekly</header><article>'
        f'<h1>{title}</h1><p class="byline">By {author}</p><time datetime="{day}">{day}</time>{text}</article>'
        "<footer>© 2016 Bay Weekly</footer></body></html>"
    )


def write_pages(raw: Path) -> None:
    """Three invented pages."""
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "school.txt").write_text(TEXT, "utf-8")
    council = (
        "The harbour council voted on Friday for a second pier on the north side of the bay, after a debate of hours."
    )
    office = "The ferry to the outer islands sails again from Tuesday on, the harbour office announced in a letter on Monday."
    (raw / "pier.html").write_text(html("A second pier", "2014-03-04", "Ada Quill", council), "utf-8")
    (raw / "ferry.html").write_text(html("The ferry sails again", "2015-04-05", "Ben Marsh", office), "utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel of this checkout installs, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "-w", folder, ROOT], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Runs a command of the installed program in an empty folder."""

    def call(*arguments: str | Path, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("CLIPPINGS_", "DAGSTER_"))}
        command = [sys.executable, "-P", "-m", "clippings.cli", *map(str, arguments)]
        environment = {**kept, "PYTHONPATH": str(installed), "HOME": str(tmp_path)}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)

    return call


def test_a_project_of_its_own_from_an_installed_wheel(run: Run, tmp_path: Path) -> None:
    assert run("init", "bay").returncode == 0
    write_pages(tmp_path / "bay" / "raw")
    (tmp_path / "bay" / "sites" / "bay_weekly.toml").write_text(PROFILE, "utf-8")
    pilots = "- id: marrow-bay-pilots\n  type: ORG\n  name: Marrow Bay Pilots\n"
    (tmp_path / "bay" / "authority" / "entities.yaml").write_text(pilots, "utf-8")
    built = run("build", "--project", "bay")
    assert built.returncode == 0, built.stderr
    assert "bay/dist: 3 articles from 3 pages" in built.stdout
    package = tmp_path / "bay" / "dist"
    for name in IDENTITY_FILES:
        assert FIRST_ARCHIVE.findall((package / name).read_text("utf-8")) == [], name
    document = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert (document["name"], document["title"]) == ("bay", "Bay Weekly, 2014-2016")
    assert document["description"].startswith("3 articles in English from 3 saved pages of Bay Weekly, ")
    assert not {"version", "licenses", "contributors", "notes"} & document.keys()
    articles = pl.read_parquet(package / "data" / "articles.parquet")
    school = articles.filter(pl.col("title") == "School garden wins a prize").row(0, named=True)
    assert (school["site"], school["author"], school["category"]) == ("bay_weekly", "Cora Finch", "Schools")
    mentions = pl.read_parquet(package / "data" / "mentions.parquet")
    assert "marrow-bay-pilots" in set(mentions["entity_id"])
    assert (tmp_path / "bay" / ".clippings" / "dagster").is_dir()
    listed = run("list", "--project", "bay")
    assert "School garden wins a prize" in listed.stdout
    assert "Cora Finch" in run("explain", school["article_id"], "--project", "bay").stdout
    assert run("problems", "--project", "bay").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} <= {"bay", ".local", ".cache"}, (
        "beside the project only, in the home, the key of the cache and the compiled names"
    )


def test_a_mistake_in_a_file_of_the_project_ends_with_2_and_names_the_line(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "bay" / "raw")
    (tmp_path / "bay" / "clippings.toml").write_text("[paths]\nrwa = 'raw'\n", "utf-8")
    refused = run("build", "--project", "bay")
    assert refused.returncode == 2
    assert "bay/clippings.toml, line 2: unknown key `paths.rwa`" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_other_pages_built_from_inside_a_checkout_have_nothing_of_its_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(tmp_path / "pages")
    monkeypatch.chdir(ROOT)
    outcome = building.build(tmp_path / "pages", tmp_path / "package")
    assert outcome.failures == []
    for name in IDENTITY_FILES:
        assert FIRST_ARCHIVE.findall((tmp_path / "package" / name).read_text("utf-8")) == [], name
    assert json.loads((tmp_path / "package" / "datapackage.json").read_text("utf-8"))["name"] == "pages"
    assert load(raw=tmp_path / "pages").withdrawn is None


def test_pages_of_no_project_do_not_replace_the_package_of_another_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pages(tmp_path / "raw")
    (tmp_path / "clippings.toml").write_text('[dataset]\nname = "bay-weekly"\n', "utf-8")
    assert called("build").exit_code == 0
    before = (tmp_path / "dist" / "checksums.sha256").read_bytes()
    write_pages(tmp_path / "other-pages")
    refused = called("build", "--raw", "other-pages")
    assert refused.exit_code == 2
    assert "holds the package bay-weekly" in refused.stderr
    assert (tmp_path / "dist" / "checksums.sha256").read_bytes() == before


def test_what_the_project_file_says_is_in_every_description_of_the_package(tmp_path: Path) -> None:
    write_pages(tmp_path / "raw")
    (tmp_path / "clippings.toml").write_text(
        '[dataset]\nname = "bay-weekly"\ntitle = "The Bay Weekly"\ndescription = "Saved pages."\nversion = "3.1"\n'
        'released_on = 2026-01-31\ndoi = "10.1234/bay"\nhomepage = "https://bay.example/"\nnotes = ["Saved in a hurry."]\n'
        '[[dataset.contributors]]\ntitle = "Town Library"\n[[dataset.licenses]]\nname = "other-closed"\ntitle = "All rights reserved"\n'
        '[[dataset.sources]]\ntitle = "Bay Weekly"\npath = "https://bay.example/weekly"\n',
        "utf-8",
    )
    assert building.build(tmp_path / "raw").failures == []
    message = {name: (tmp_path / "dist" / name).read_text("utf-8") for name in IDENTITY_FILES}
    cited = "Town Library: The Bay Weekly. Data Package, version 3.1. https://doi.org/10.1234/bay."
    descriptor, croissant, schema_org = (
        json.loads(message[name]) for name in IDENTITY_FILES if name.endswith(".json")
    )  # fmt: skip
    assert (descriptor["version"], descriptor["id"], descriptor["released_on"]) == (
        "3.1", "https://doi.org/10.1234/bay", "2026-01-31",
    )  # fmt: skip
    assert croissant["citeAs"] == schema_org["creditText"] == cited
    assert (croissant["license"], schema_org["url"]) == (["All rights reserved"], "https://bay.example/")
    assert schema_org["isBasedOn"][0]["url"] == "https://bay.example/weekly"
    assert all(words in message["README.md"] for words in ("# The Bay Weekly", "- Saved in a hurry.", cited))


def test_a_run_is_tagged_with_the_package_it_publishes_in_the_instance_of_its_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(tmp_path / "raw")
    (tmp_path / "clippings.toml").write_text('[dataset]\nname = "bay-weekly"\n', "utf-8")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    building.build(tmp_path / "raw")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / ".clippings" / "dagster"))
    with dg.DagsterInstance.get() as instance:
        (run,) = instance.get_runs()
    assert run.tags[dead_runs.PUBLISHES] == "bay-weekly"


def test_a_change_of_the_project_is_a_reason_to_build(tmp_path: Path) -> None:
    write_pages(tmp_path / "raw")
    (tmp_path / "clippings.toml").write_text("", "utf-8")
    building.build(tmp_path / "raw")
    assert "nothing changed" in building.build(tmp_path / "raw", if_changed=True).lines[0]
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "bay_weekly.toml").write_text(PROFILE, "utf-8")
    assert "3 articles" in building.build(tmp_path / "raw", if_changed=True).lines[0]
    assert "bay_weekly" in set(pl.read_parquet(tmp_path / "dist" / "data" / "articles.parquet")["site"])
