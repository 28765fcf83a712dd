"""Asset of the text-free edition that a run publishes beside the package, where a place for it is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from clippings import __version__
from clippings.orchestration import locations
from clippings.orchestration.retries import tried_again
from clippings.orchestration.run_resource import OWNERS, Workspace
from clippings.publish import atomic_swap, validate
from clippings.publish.text_free import check, strip
from clippings.schema import TABLES


def write(workspace: Workspace, package: Path) -> None:
    """Write the edition of the finished `package` beside the place where it is to go, if one is named."""
    if workspace.text_free_path is not None:
        strip.check_place(workspace.text_free_path, strip.TEXT_FREE_OPTION)
        strip.write(package, _root(workspace))


@dg.asset_check(
    asset="package_files",
    blocking=True,
    description="The text-free edition is valid, and holds no run of words of any text. Passed where none is asked for.",
)
def text_free_edition_is_valid(workspace: Workspace) -> dg.AssetCheckResult:
    """The files of the edition, before either edition is published."""
    if workspace.text_free_path is None:
        return dg.AssetCheckResult(passed=True, description="No place for a text-free edition is named.")
    rows = sum(workspace.parts(f"final_{name}").row_count() for name in TABLES)
    is_small = rows <= validate.FRICTIONLESS_ROWS
    told = list(check.findings(_root(workspace), workspace.folder / "package", is_small=is_small))
    return dg.AssetCheckResult(passed=not told, metadata={"findings": dg.MetadataValue.json(told)})


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            "text_free_package", group_name="data_package", owners=OWNERS, kinds={"frictionless"}, skippable=True,
            code_version=__version__, deps=["data_package"],
            description="The published text-free edition of the package: made and checked before the package is published.",
        ),
    ],
)  # fmt: skip
def text_free_package(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Put the checked files in the place of the old edition."""
    place = workspace.text_free_path
    if place is None:
        return
    if not _root(workspace).is_dir():
        raise dg.Failure("This run has not made the text-free edition. Run the whole job build_package.")
    strip.check_place(place, strip.TEXT_FREE_OPTION)
    with tried_again():
        locations.send(_root(workspace), workspace.paths.text_free)
    atomic_swap.swap(_root(workspace), place)
    yield dg.MaterializeResult("text_free_package", metadata={"path": dg.MetadataValue.path(place)})


def _root(workspace: Workspace) -> Path:
    return workspace.text_free_folder / "package"
