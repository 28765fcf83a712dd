"""The assets of the graph, made from the table of stages; and the two that publish."""

import inspect
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from clippings.common.code_versions import version_of
from clippings.flow import input_hashes, package_files
from clippings.flow.run import Run
from clippings.flow.stage import Stage
from clippings.flow.stages import ASSET_OF, STAGES
from clippings.orchestration import locations
from clippings.orchestration.asset_checks import check_what_was_not
from clippings.orchestration.locations import are_published
from clippings.orchestration.retries import is_last, tried_again
from clippings.orchestration.run_resource import Workspace
from clippings.publish import atomic_swap, build_state
from clippings.publish.charts import CHARTS
from clippings.publish.charts.asset_plots import picture
from clippings.publish.text_free import strip
from clippings.schema import TABLES

OWNERS = ["team:clippings"]
_FIRST, _LAST = STAGES[0], STAGES[-1]


def _specs(stage: Stage) -> list[dg.AssetSpec]:
    return [
        dg.AssetSpec(
            asset.name,
            deps=sorted({ASSET_OF[table] for table in stage.reads}),
            description=asset.description,
            metadata=_code_reference(stage),
            group_name=stage.group,
            code_version=version_of(stage.function.__module__)[:16],
            owners=OWNERS,
            kinds=set(asset.kinds),
            skippable=stage is _FIRST,
        ).with_io_manager_key("store")
        for asset in stage.assets
    ]


def _code_reference(stage: Stage) -> dict[str, Any]:
    """Where the function of a stage is, for the link that Dagster shows."""
    code = inspect.unwrap(stage.function).__code__
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        reference = dg.LocalFileCodeReference(file_path=code.co_filename, line_number=code.co_firstlineno)
        return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[reference])}


def _asset(stage: Stage) -> dg.AssetsDefinition:
    """The assets of a stage. All its tables are made together; Dagster records those that were selected, and then the others."""

    @dg.multi_asset(name=stage.name, specs=_specs(stage), can_subset=True)
    def make(workspace: Workspace) -> Iterator[dg.MaterializeResult[Any]]:
        context, run = dg.AssetExecutionContext.get(), workspace.run
        with tried_again(run):
            if stage is _FIRST and _is_published(workspace):
                return  # nothing is made, so Dagster skips all that is made from it
            if stage is _LAST and workspace.text_free_path is not None:
                strip.check_place(workspace.text_free_path, strip.TEXT_FREE_OPTION)
            run.make(stage)
        selected = {key.to_user_string() for key in context.selected_asset_keys}
        for asset in stage.assets:
            if stage is _LAST:
                yield dg.MaterializeResult(asset.name, metadata=_row_counts(run))
                continue
            table = run.table(asset.tables[0])
            version = dg.DataVersion(run.version(asset.tables))
            if asset.name in selected:
                yield dg.MaterializeResult(asset.name, value=table, data_version=version, metadata=_lineage(asset.name))
            else:
                context.log_event(dg.AssetMaterialization(asset.name, tags={"dagster/data_version": version.value}))

    return make


def _is_published(workspace: Workspace) -> bool:
    """Fetch the dumps, and note what the package is to be made from; whether it is made from that already."""
    locations.fetch(workspace.paths.raw, workspace.raw_path)
    made_from = input_hashes.of(workspace.raw_path, workspace.settings)
    if workspace.if_changed and are_published(workspace.out_path, made_from, workspace.text_free_path):
        locations.send_again(workspace.out_path, workspace.paths.out)
        if workspace.text_free_path is not None:
            locations.send_again(workspace.text_free_path, workspace.paths.text_free)
        return True
    workspace.run.is_patient = not is_last()
    workspace.note_inputs(made_from)
    return False


def _row_counts(run: Run) -> dict[str, Any]:
    return {name: run.table(f"final_{name}").row_count for name in TABLES}


def _lineage(name: str) -> dict[str, Any]:
    """Columns of a table that come from a column of another, as Dagster shows them."""
    columns = {
        column: [
            dg.TableColumnDep(asset_key=dg.AssetKey(target.split(".", maxsplit=1)[0]), column_name=target.split(".")[1])
        ]
        for column, definition in (TABLES[name].columns().items() if name in TABLES else ())
        if (target := str((definition.metadata or {}).get("references") or ""))
    }
    return {"dagster/column_lineage": dg.TableColumnLineage(columns)} if columns else {}


@dg.asset(
    group_name="data_package", owners=OWNERS, kinds={"frictionless"}, deps=["package_files"],
    description="The published Frictionless Data Package: swapped in whole once every check has passed.",
)  # fmt: skip
def data_package(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Put the checked files in the place of the old package."""
    run, out = workspace.run, workspace.out_path
    with tried_again(run):
        check_what_was_not(run)
        inputs = workspace.inputs if run.is_settled else {}
        files = run.files(package_files.FILES)
        build_state.remember(out, files, inputs)
        locations.send(
            files, workspace.paths.out
        )  # before the swap: what was not sent whole is built and sent by the next run
        atomic_swap.move_in(files, out)
    try:
        run.publish()
    except OSError as error:  # the package is published, and the next run can do without
        run.log(f"The next run may make again what this one made: {error}")
    readme = (out / "README.md").read_text("utf-8").split("---\n", 2)[-1]
    cached = {"cached steps": run.cache.recalled_count, "new steps": run.cache.made_count} if run.cache else {}
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(workspace.paths.out), "charts": _charts(out),
            "explorer": dg.MetadataValue.url((out / "index.html").absolute().as_uri()),
            "data card": dg.MetadataValue.md(readme), **_row_counts(run), **inputs, **cached,
        },
        data_version=dg.DataVersion(input_hashes.version(inputs)) if inputs else None,
    )  # fmt: skip


def _charts(out: Path) -> dg.MetadataValue[Any]:
    """The charts of the package."""
    drawn = [out / chart.path for chart in CHARTS if (out / chart.path).is_file()]
    pictures = "\n\n".join(picture(path.read_text("utf-8")) for path in drawn)
    return dg.MetadataValue.md(pictures or "nothing to show")


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            "text_free_package", group_name="data_package", owners=OWNERS, kinds={"frictionless"}, skippable=True,
            deps=["data_package"],
            description="The published text-free edition of the package: made and checked before the package is published.",
        ),
    ],
)  # fmt: skip
def text_free_package(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Put the checked files in the place of the old edition."""
    place = workspace.text_free_path
    if place is None:
        return
    with tried_again(workspace.run):
        strip.check_place(place, strip.TEXT_FREE_OPTION)
        check_what_was_not(workspace.run)
        files = workspace.run.files(package_files.TEXT_FREE_FILES)
        locations.send(files, workspace.paths.text_free)
        atomic_swap.move_in(files, place)
    yield dg.MaterializeResult("text_free_package", metadata={"path": dg.MetadataValue.path(place)})


ASSETS: Sequence[dg.AssetsDefinition] = [*map(_asset, STAGES), data_package, text_free_package]
"""Every asset, in the order of the flow."""
