"""The graph as Dagster sees it: what it holds, what it shows, and what stops it. When it runs: test_schedule.py."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from clippings.dedupe import article_id, published_rows, withdraw
from clippings.dedupe import merge_articles as merging
from clippings.definitions import definitions
from clippings.enrich import credits as crediting
from clippings.enrich import entities, passages
from clippings.enrich.dates import table as dates
from clippings.flow.stages import STAGES
from clippings.ingest import read_pages as reading
from clippings.ingest.sources import find_files
from clippings.orchestration import run_build as building
from clippings.project import scaffold
from clippings.publish import write_tables
from clippings.publish.text_free import strip
from clippings.publish.validate import validate
from clippings.schema import TABLES
from clippings.schema.frames import frame_from_rows
from clippings.schema.notices import Withdrawals
from clippings.segment import segment_pages
from conftest import ROOT, Package, build_package
from support.commands import called
from support.damage import copy_of, edited
from support.object_store import free_port
from support.real_daemon import service
from support.written_pages import Written, excerpts, listing, prose

GROUPS = {
    "raw_dump": {"pages", "lines"},
    "article_records": {
        "appearances", "removals", "credits", "articles", "article_authors", "duplicates", "reprints", "reprint_passages",
        "evidence", "text_spans", "recent_posts", "withdrawals",
    },
    "normalised": {
        "dates", "mentions", "entities", "entity_names", "passages", "passage_uses",
    },
    "data_package": {"problems", "package_files", "data_package", "text_free_package"},
}  # fmt: skip
ASSETS = sorted(set().union(*GROUPS.values()))
GRAPH = definitions.resolve_asset_graph()
SHARED = f"On Friday the Associated Press said in Paris that {prose(99)}"
POSTS = [
    Written(
        f"What happened at pier {n}",
        (f"{prose(n)} What happened at pier {n}", prose(n + 50), SHARED, "By Adam Example"),
    )
    for n in (1, 2, 3)
]
BIN = Path(sys.executable).parent


def config(raw: Path, out: Path) -> dict[str, Any]:
    """Run configuration: these folders, nothing on the terminal."""
    folders = {"raw": str(raw), "out": str(out)}
    return {"loggers": {"console": {}}, "resources": {"workspace": {"config": folders}}}


def run_job(raw: Path, out: Path, **options: Any) -> dg.ExecuteInProcessResult:
    """The job in this process, on an instance that forgets."""
    job = definitions.resolve_job_def("build_package")
    with dg.DagsterInstance.ephemeral() as instance:
        return job.execute_in_process(run_config=config(raw, out), instance=instance, raise_on_error=False, **options)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """An archive in which something is merged, something taken out, and something listed beside the posts."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "full.txt").write_text(listing(POSTS), "utf-8")
    (folder / "part.txt").write_text(excerpts(POSTS[:1]), "utf-8")
    return folder


DG = BIN / "dg"
MODULE = ("-m", "clippings.definitions")


def run_dg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(folder)}
    return subprocess.run([DG, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_definitions_load() -> None:
    dg.Definitions.validate_loadable(definitions)
    checked = run_dg(ROOT / "pipeline", "check", "defs", "--use-active-venv")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_dg_makes_one_asset_of_a_project_from_an_empty_store(raw: Path) -> None:
    project = raw.parent
    (project / "clippings.toml").write_text("[dataset]\nname = 'bay'\n", "utf-8")
    made = run_dg(project, "launch", *MODULE, "--assets", "dates")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Materialized value dates" in made.stdout + made.stderr
    tables = {path.stem for path in project.glob(".clippings/*/store/lists/tables/*.json")}
    assert {"articles", "dates"} <= {name.removeprefix("final_") for name in tables}
    assert not (project / "dist").exists(), "the dates alone are not a package"


def test_dg_dev_shows_the_runs_of_a_new_project(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    project = raw.parent / "new"
    scaffold.write(project)
    shutil.copytree(raw, project / "raw", dirs_exist_ok=True)
    built = called("build", "--project", project)
    assert built.exit_code == 0, built.output
    port = free_port()
    environment = {**os.environ, "HOME": str(project), "DAGSTER_HOME": str(project / ".clippings/dagster")}
    command = [DG, "dev", *MODULE, "--port", str(port)]
    query = json.dumps({"query": "{runsOrError {... on Runs {results {jobName status}}} assetNodes {id}}"}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", query, {"Content-Type": "application/json"})
    shown, last = None, time.monotonic() + 300
    with service(command, project, environment, project / "log") as process:
        # an answer of another server that took the port, or none at all, must not keep the test for ever
        while shown is None and process.poll() is None and time.monotonic() < last:
            try:
                with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - this machine
                    shown = json.load(response)["data"]
            except (urllib.error.URLError, TimeoutError):
                time.sleep(0.5)
    assert shown is not None, (project / "log").read_text("utf-8")
    assert shown["runsOrError"]["results"] == [{"jobName": "build_package", "status": "SUCCESS"}]
    assert len(shown["assetNodes"]) == len(ASSETS)


def test_the_graph_has_the_groups_and_assets_of_the_design() -> None:
    result: dict[str, set[str]] = {}
    for key in GRAPH.get_all_asset_keys():
        result.setdefault(str(GRAPH.get(key).group_name), set()).add(key.to_user_string())
    assert result == GROUPS
    assert set(TABLES) < set(ASSETS)


@pytest.mark.parametrize("name", ASSETS)
def test_each_asset_is_described_owned_and_leads_to_the_package(name: str) -> None:
    asset = GRAPH.get(dg.AssetKey(name))
    assert str(asset.description).endswith(".")
    assert asset.owners
    last = dg.AssetKey("text_free_package")
    assert asset.key in {last, *GRAPH.get_ancestor_asset_keys(last)}


def test_each_table_shows_its_row_count_and_first_rows(raw: Path, tmp_path: Path) -> None:
    result = run_job(raw, tmp_path / "dist")
    assert result.success
    matches = [
        event.step_materialization_data.materialization for event in result.all_events if event.is_step_materialization
    ]
    metadata = {made.asset_key.to_user_string(): made.metadata for made in matches}
    assert sorted(metadata) == sorted(set(ASSETS) - {"text_free_package"}), "that one was not asked for"
    for name, table in TABLES.items():
        rows = pl.read_csv(tmp_path / "dist/data" / f"{name}.csv", infer_schema=False)
        assert metadata[name]["dagster/row_count"].value == rows.height
        preview = metadata[name]["preview"].value
        assert preview.count("\n") == min(rows.height, 5) + 1 if rows.height else preview == "no rows"
        assert all(f"| {row[0]} |" in preview for row in rows.select(table.primary_key()[0]).head(5).rows())


Spoil = Callable[[Any], Any]


def spoilt(patch: pytest.MonkeyPatch, module: Any, name: str, spoil: Spoil) -> None:
    """Let a function of a stage give something wrong."""
    right = getattr(module, name)
    patch.setattr(module, name, lambda *args, **named: spoil(right(*args, **named)))


def spoilt_file(patch: pytest.MonkeyPatch, table: str, spoil: Callable[[Path], None]) -> None:
    """Let the writer of tables write one of them wrong."""
    right = write_tables.join_pieces

    def wrong(name: str, pieces: Any, rows: Any, data: Path) -> list[write_tables.FileFacts]:
        facts = right(name, pieces, rows, data)
        if name == table:
            spoil(data)
        return facts

    patch.setattr(write_tables, "join_pieces", wrong)


def change(field: str, *columns: pl.Expr) -> Spoil:
    """Change columns of one table of a stage's result."""
    return lambda result: replace(result, **{field: getattr(result, field).with_columns(*columns)})


def lose_row(data: Path) -> None:
    pl.read_parquet(data / "pages.parquet").head(1).write_parquet(data / "pages.parquet")


def change_cell(data: Path) -> None:
    edited(data / "articles.csv", lambda lines: [lines[0], *(line.replace("pier", "quay") for line in lines[1:])])


def list_what_is_published(patch: pytest.MonkeyPatch) -> None:
    """Let the table of withdrawals name an article of the archive, which no list names."""
    result: list[str] = []
    spoilt(patch, article_id, "own_ids", lambda ids: result.extend(ids) or ids)
    row = {"reason": "r", "is_listed": True}
    patch.setattr(withdraw, "table", lambda *_: frame_from_rows(Withdrawals, [{"article_id": result[0], **row}]))


Break = Callable[[pytest.MonkeyPatch], None]
BREAKS: dict[str, Break] = {
    "pages:something_was_read": lambda patch: spoilt(patch, find_files, "find", lambda found: ([], [])),
    "lines:every_line_once": lambda patch: spoilt(patch, reading, "read", change("lines", pl.col("line_no") + 1)),
    "appearances:posts_own_their_lines": lambda patch: spoilt(
        patch, segment_pages, "segment", change("posts", pl.col("line_end") + 9)
    ),
    "removals:removals_are_verbatim": lambda patch: spoilt(
        patch, segment_pages, "segment", change("removals", pl.col("raw") + "!")
    ),
    "evidence:evidence_is_verbatim": lambda patch: spoilt(
        patch, segment_pages, "segment", change("evidence", pl.col("start") + 1)
    ),
    "text_spans:texts_are_verbatim": lambda patch: spoilt(
        patch, segment_pages, "segment", change("text_spans", pl.col("line_start") + 1)
    ),
    "articles:articles_are_founded": lambda patch: spoilt(
        patch, published_rows, "articles", lambda rows: rows.with_columns(title=pl.col("title") + "!")
    ),
    "duplicates:merges_are_direct": lambda patch: spoilt(
        patch, merging, "merge", change("duplicates", pl.lit(False).alias("merged"))
    ),
    "withdrawals:withdrawn_articles_are_not_published": list_what_is_published,
    "dates:dates_are_verbatim": lambda patch: spoilt(
        patch, dates, "dates", lambda rows: rows.with_columns(pl.col("text") + "!")
    ),
    "mentions:mentions_are_verbatim": lambda patch: spoilt(
        patch, entities, "find", lambda rows: rows.with_columns(pl.col("text") + "!")
    ),
    "passage_uses:passages_are_shared": lambda patch: spoilt(
        patch, passages, "tables", lambda found: (found[0], found[1].with_columns(pl.col("end") - 9))
    ),
    "package_files:tables_keep_their_schema": lambda patch: spoilt(
        patch, published_rows, "recent_posts", lambda rows: rows.with_columns(title=pl.lit(""))
    ),
    "package_files:references_resolve": lambda patch: spoilt_file(patch, "pages", lose_row),
    "package_files:package_is_valid": lambda patch: spoilt_file(patch, "articles", change_cell),
    "package_files:text_free_edition_is_valid": lambda patch: spoilt(
        patch, strip, "_without_texts", lambda frame: frame.head(1)
    ),
}
"""Asset and check to a fault that the check must stop."""


def test_credits_that_are_not_the_characters_of_their_line_are_stopped(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt(monkeypatch, crediting, "of_posts", change("evidence", pl.col("start") + 1))
    assert not run_job(raw, tmp_path / "dist").success


def test_every_check_blocks_and_has_its_fault_here() -> None:
    keys = GRAPH.asset_check_keys
    assert {key.to_user_string() for key in keys} == set(BREAKS)
    assert [key for key in keys if not GRAPH.get(key).blocking or not GRAPH.get(key).description] == []


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package published before."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "raw").mkdir()
    (folder / "raw" / "page.txt").write_text(listing(POSTS[:2]), "utf-8")
    return build_package(folder / "raw", folder / "dist")


@pytest.mark.parametrize("check", BREAKS)
def test_a_check_that_fails_stops_publication_and_is_named(
    check: str, raw: Path, tmp_path: Path, old: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = copy_of(old.root, tmp_path / "dist")
    BREAKS[check](monkeypatch)
    asset, _, name = check.partition(":")
    beside = ["--text-free", str(tmp_path / "free")] if "text_free" in name else []
    result = called("build", "--raw", raw, "--out", out, *beside)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"not fit: {asset}, {name.replace('_', ' ')}: " in result.stderr
    assert Package(out, old.outcome).files() == old.files()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"raw", "dist", ".dist.state", ".clippings"}


def test_an_error_nobody_foresaw_publishes_nothing_and_names_the_step(
    raw: Path, tmp_path: Path, old: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise OSError("No space left on device")

    out = copy_of(old.root, tmp_path / "dist")
    monkeypatch.setattr(write_tables, "join_pieces", broken)
    result = called("build", "--raw", raw, "--out", out)
    assert result.exit_code == 2
    assert "broke off in package_files: OSError: No space left on device" in result.stderr
    assert Package(out, old.outcome).files() == old.files()


@pytest.mark.parametrize(
    ("stage", "wrong"), [("evidence", pl.col("raw") + "!"), ("text_spans", pl.col("line_start") + 1)]
)
def test_what_merging_makes_wrong_is_stopped_too(
    stage: str, wrong: pl.Expr, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt(monkeypatch, published_rows, stage, lambda rows: rows.with_columns(wrong))
    assert not run_job(raw, tmp_path / "dist").success


def alone(raw: Path, out: Path, *names: str) -> dict[str, Any]:
    """Materialise some assets alone; the data version that Dagster records of each."""
    result = run_job(raw, out, asset_selection=[dg.AssetKey(name) for name in names])
    assert result.success
    events = [event for event in result.all_events if event.is_step_materialization]
    made = [event.step_materialization_data.materialization for event in events]
    return {item.asset_key.to_user_string(): (item.tags or {}).get("dagster/data_version") for item in made}


def test_each_asset_is_made_alone_from_what_is_stored(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    whole = alone(raw, out, *ASSETS)
    published = Package(out, building.Outcome()).files()
    for stage in STAGES:
        names = {asset.name for asset in stage.assets}
        for name in sorted(names):
            made = alone(raw, out, name)
            assert set(made) == names, "what is made together is recorded together"
            assert name == "package_files" or made == {name: whole[name] for name in names}
    assert set(alone(raw, out, "data_package")) == {"data_package"}
    assert Package(out, building.Outcome()).files() == published


def test_an_asset_of_an_archive_that_was_never_built_is_made_with_all_it_needs(raw: Path, tmp_path: Path) -> None:
    assert set(alone(raw, tmp_path / "dist", "dates")) == {"dates"}
    assert not (tmp_path / "dist").exists()
    assert set(alone(raw, tmp_path / "dist", "data_package")) == {"data_package"}
    assert list(validate(tmp_path / "dist")) == []


def test_an_asset_whose_sources_are_damaged_is_made_from_what_is_made_again(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    whole = alone(raw, out, *ASSETS)
    for path in (tmp_path / ".clippings").rglob("store/objects/*"):
        path.write_bytes(path.read_bytes()[:-1])
    assert alone(raw, out, "dates") == {"dates": whole["dates"]}


@pytest.mark.parametrize("name", ["data_package", "text_free_package"])
def test_nothing_is_published_alone_that_a_check_refuses(
    name: str, raw: Path, tmp_path: Path, old: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = copy_of(old.root, tmp_path / "dist")
    spoilt(monkeypatch, dates, "dates", lambda rows: rows.with_columns(pl.col("text") + "!"))
    monkeypatch.setenv("CLIPPINGS_TEXT_FREE", str(tmp_path / "free"))
    result = run_job(raw, out, asset_selection=[dg.AssetKey(name)])
    assert not result.success
    assert Package(out, old.outcome).files() == old.files()
    assert not (tmp_path / "free").exists()


def test_a_table_is_loaded_by_the_name_of_its_asset(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "dist"
    alone(raw, out, "articles")
    monkeypatch.setenv("CLIPPINGS_RAW", str(raw))
    monkeypatch.setenv("CLIPPINGS_OUT", str(out))
    with dg.DagsterInstance.ephemeral() as instance:
        rows = definitions.load_asset_value("articles", instance=instance)
    assert sorted(rows.collect()["title"]) == [post.title for post in POSTS]


def test_a_run_of_the_command_line_is_one_the_web_page_lists(
    small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    build_package(small_raw, tmp_path / "dist")
    with dg.DagsterInstance.get() as instance:
        result = [run.run_config["resources"]["workspace"]["config"]["out"] for run in instance.get_runs()]
    assert result == [str(tmp_path / "dist")]
