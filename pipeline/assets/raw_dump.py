"""Assets of the stage `read`: the pages of the archive and their lines, as they came."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from pipeline import __version__
from pipeline.assets.workspace import Workspace, facts
from pipeline.checks import ledger
from pipeline.read import dumps, text
from pipeline.tables import problem

GROUP = "raw_dump"
OWNERS = ["team:clippings"]
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
    found, problems = dumps.find(workspace.raw_path)
    pages, lines = workspace.parts("pages"), workspace.parts("lines")
    for number, group in enumerate(dumps.batches(found)):
        batch = text.read(workspace.raw_path, group)
        pages.write(number, batch.pages)
        lines.write(number, batch.lines)
        problems += batch.problems
    workspace.parts("problems").write(0, problem.table(problems))
    yield dg.MaterializeResult("pages", metadata=facts(pages))
    yield dg.MaterializeResult("lines", metadata=facts(lines))


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
    broken = [
        ledger.missing_or_double_lines(lines, pages)
        for lines, pages in zip(workspace.parts("lines"), workspace.parts("pages"), strict=True)
    ]
    count = sum(frame.height for frame in broken)
    return dg.AssetCheckResult(passed=not count, metadata={"pages with missing or double lines": count})
