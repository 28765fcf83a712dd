"""Assets of the stage `publish`: the problems found on the way, and the package itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import polars as pl

from clippings import __version__
from clippings.extract import entities
from clippings.flow import check_steps, input_hashes, review_steps
from clippings.orchestration import locations, text_free
from clippings.orchestration.retries import tried_again
from clippings.orchestration.run_resource import OWNERS, Workspace, facts
from clippings.publish import atomic_swap, build_state, identity, metadata_files, validate, write
from clippings.publish.checks import schema
from clippings.schema import TABLES
from clippings.schema.frames import by_key
from clippings.segment import profiles

GROUP = "data_package"
_LEAVES = [
    "removals", "duplicates", "evidence", "text_spans", "recent_posts", "dates", "mentions", "entities", "entity_names",
    "passages", "passage_uses", "problems", "withdrawals",
]  # fmt: skip
"""Tables nothing else is made from; with them all others are there."""
_AT_ONCE = 2
"""Tables written side by side: packing one leaves cores idle while it writes."""


@dg.asset(
    group_name=GROUP, owners=OWNERS, kinds={"parquet"}, code_version=__version__,
    deps=["articles"],
    description="What a person should look at, and what could not be read at all.",
)  # fmt: skip
def problems(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Review the tables, and gather the problems of all stages."""
    workspace.do(review_steps.review, workspace.batches("final_pages"))
    workspace.parts("problems").write(4, review_steps.over_archive(workspace.parts))
    found = pl.concat([one.get("problems") for one in workspace.batches("problems")])
    workspace.parts("final_problems").write(
        0, by_key(TABLES["problems"], found.unique("problem_id", maintain_order=True))
    )
    counts = found.group_by(pl.col("severity").cast(pl.String)).len().sort("severity")
    return dg.MaterializeResult(
        metadata=facts(workspace.parts("final_problems"), "problems") | dict(counts.iter_rows())
    )


@dg.asset(
    group_name=GROUP, owners=OWNERS, kinds={"parquet", "csv"}, code_version=__version__, deps=_LEAVES,
    description="The package's files, written beside the published one: Parquet, CSV, descriptor, data card, checksums.",
)  # fmt: skip
def package_files(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Write every table and what describes them."""
    with tried_again():
        made = _write(workspace)
        text_free.write(workspace, _root(workspace))
        return made


def _write(workspace: Workspace) -> dg.MaterializeResult[None]:
    root = _root(workspace)
    for name in TABLES:
        workspace.batches(f"final_{name}")  # fails where this run has not made the table
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(
            lambda name: write.write_table(name, workspace.parts(f"final_{name}"), root / "data"), TABLES
        ):
            pass
    data_files = [write.facts(root, path) for path in sorted((root / "data").iterdir())]
    said = identity.of_archive(workspace.settings, metadata_files.parquet_files(root), list(_sources(workspace)))
    metadata_files.describe(root, data_files, said, entities.recogniser())
    counts = {name: workspace.parts(f"final_{name}").row_count() for name in TABLES}
    return dg.MaterializeResult(metadata={"bytes": sum(file.byte_count for file in data_files), **counts})


@dg.asset(
    group_name=GROUP, owners=OWNERS, kinds={"frictionless"}, code_version=__version__, deps=[package_files],
    description="The published Frictionless Data Package: swapped in whole once every check has passed.",
)  # fmt: skip
def data_package(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Put the checked files in the place of the old package."""
    if not _root(workspace).is_dir():
        raise dg.Failure("This run has not made the package's files. Run the whole job build_package.")
    build_state.remember(workspace.out_path, _root(workspace), workspace.inputs)
    with tried_again():  # before the swap: what was not sent whole is built and sent by the next run
        locations.send(_root(workspace), workspace.paths.out)
    atomic_swap.swap(_root(workspace), workspace.out_path)
    _keep(workspace)
    readme = (workspace.out_path / "README.md").read_text("utf-8").split("---\n", 2)[-1]
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(workspace.paths.out),
            "data card": dg.MetadataValue.md(readme),
            **workspace.inputs,
            **workspace.kept.counts(),
        },
        data_version=dg.DataVersion(input_hashes.version(workspace.inputs)) if workspace.inputs else None,
    )


def _keep(workspace: Workspace) -> None:
    """Keep what the steps made for the next run, which can do without: the package is published."""
    try:
        workspace.kept.publish()
    except OSError as error:
        dg.AssetExecutionContext.get().log.warning(f"The next run makes everything anew: {error}")


@dg.asset_check(
    asset=package_files, blocking=True, description="Types, required values, patterns, lists and keys of every table."
)
def tables_keep_their_schema(workspace: Workspace) -> dg.AssetCheckResult:
    """Each table against the definition of its columns."""
    calls = [(one, name) for name in TABLES for one in workspace.batches(f"final_{name}")]
    broken: Counter[str] = Counter()
    for breaches in workspace.each(check_steps.schema_breaches, calls):
        broken.update(breaches)
    return dg.AssetCheckResult(passed=not broken, metadata=dict(broken))


@dg.asset_check(asset=package_files, blocking=True, description="Every foreign key points to a row.")
def references_resolve(workspace: Workspace) -> dg.AssetCheckResult:
    """Each reference of each table."""
    tables = {name: pl.scan_parquet(_root(workspace) / "data" / f"{name}.parquet") for name in TABLES}
    broken = {
        f"{name}.{column}": count
        for name, frame in tables.items()
        for column, count in schema.dangling_references(name, frame, tables).items()
    }
    return dg.AssetCheckResult(passed=not broken, metadata=broken)


@dg.asset_check(
    asset=package_files,
    blocking=True,
    description="Parquet and CSV hold the same rows; small packages pass frictionless.",
)
def package_is_valid(workspace: Workspace) -> dg.AssetCheckResult:
    """The files as a reader will find them."""
    root = _root(workspace)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        compared = pool.map(lambda name: validate.csv_unlike_parquet(root, name), TABLES)
        findings = [finding for found in compared for finding in found]
    rows = sum(workspace.parts(f"final_{name}").row_count() for name in TABLES)
    is_small = rows <= validate.FRICTIONLESS_ROWS
    findings += validate.by_frictionless(root) if is_small else validate.descriptor_errors(root)
    metadata = {
        "findings": dg.MetadataValue.json(findings),
        "frictionless": "data and descriptor" if is_small else "descriptor only",
    }
    return dg.AssetCheckResult(passed=not findings, metadata=metadata)


def _root(workspace: Workspace) -> Path:
    return workspace.folder / "package"


def _sources(workspace: Workspace) -> Iterator[dict[str, str]]:
    """Title and address of the sites the pages are of."""
    pages = workspace.parts("final_pages")
    named = sorted(set(pages.read()["site"])) if pages.files() else []
    for name in named:
        if name == profiles.UNKNOWN:
            continue
        profile = profiles.load()[name]
        yield {"title": profile.title} | ({"path": profile.url} if profile.url else {})
