"""Assets of the stage `read`: the pages of the archive and their lines, as they came."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from pipeline import __version__
from pipeline.assets import batch
from pipeline.assets.workspace import OWNERS, Workspace, facts
from pipeline.read import dumps
from pipeline.tables import problem

GROUP = "raw_dump"
_NAMED = 5
"""So many unreadable dumps are named in a message."""


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            "pages", group_name=GROUP, owners=OWNERS, kinds={"parquet"}, code_version=__version__,
            description="One row for each distinct dump in the raw folder, with its hash, encoding and form.",
        ),
        dg.AssetSpec(
            "lines", group_name=GROUP, owners=OWNERS, kinds={"parquet", "polars"}, code_version=__version__,
            description="The ledger: every line of every readable dump, once and verbatim. Roles are given downstream.",
        ),
    ],
)  # fmt: skip
def read_dumps(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Read every dump below the raw folder, a batch of pages at a time."""
    found, problems = dumps.find(workspace.raw_path, workspace.folder / "unpacked")
    groups = enumerate(dumps.batches(found))
    calls = [(batch.Batch(workspace.folder, number), workspace.raw_path, group) for number, group in groups]
    for name in ("pages", "lines"):
        workspace.parts(name).folder.mkdir(parents=True)
    for unread in workspace.each(batch.read, calls):
        problems += unread
    workspace.parts("problems").write(0, problem.table(problems))
    pages, lines = workspace.parts("pages"), workspace.parts("lines")
    yield dg.MaterializeResult("pages", metadata=facts(pages, "pages"))
    yield dg.MaterializeResult("lines", metadata=facts(lines, "lines"))


@dg.asset_check(
    asset="pages",
    blocking=True,
    description="At least one dump could be read: an empty folder does not empty the package.",
)
def something_was_read(workspace: Workspace) -> dg.AssetCheckResult:
    """Says of every dump that could not be read why, if none could."""
    if workspace.parts("pages").row_count():
        return dg.AssetCheckResult(passed=True)
    unread = workspace.parts("problems").read().select("path", "message").rows()
    said = " ".join(f"{path}: {message}" for path, message in unread[:_NAMED]) or "the folder holds no dumps."
    return dg.AssetCheckResult(passed=False, metadata={"no page could be read": said})


@dg.asset_check(
    asset="lines", blocking=True, description="Every line of every readable dump stands in the ledger once."
)
def every_line_once(workspace: Workspace) -> dg.AssetCheckResult:
    """Ledger invariant."""
    return workspace.check("lines", **{"pages with missing or double lines": batch.lines_missing})
