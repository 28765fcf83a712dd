"""Assets of the stage `read`: the pages of the archive and their lines, as they came."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import polars as pl

from clippings import __version__
from clippings.flow import check_steps, input_hashes, page_steps
from clippings.flow.batch import Batch
from clippings.ingest.sources import find_files
from clippings.orchestration import locations
from clippings.orchestration.retries import is_last, tried_again
from clippings.orchestration.run_resource import OWNERS, Workspace, facts
from clippings.schema import problem_report

GROUP = "raw_dump"
_NAMED = 5
"""So many unreadable dumps are named in a message."""


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            "pages", group_name=GROUP, owners=OWNERS, kinds={"parquet"}, skippable=True, code_version=__version__,
            description="One row for each distinct dump in the raw folder, with its hash, encoding and form.",
        ),
        dg.AssetSpec(
            "lines", group_name=GROUP, owners=OWNERS, kinds={"parquet", "polars"}, skippable=True, code_version=__version__,
            description="The ledger: every line of every readable dump, once and verbatim. Roles are given downstream.",
        ),
    ],
)  # fmt: skip
def read_dumps(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Read every dump below the raw folder, a batch of pages at a time."""
    with tried_again():
        locations.fetch(workspace.paths.raw, workspace.raw_path)
        made_from = input_hashes.of(workspace.raw_path, workspace.settings)
        if workspace.if_changed and input_hashes.are_published(workspace.out_path, made_from, workspace.text_free_path):
            locations.send_again(workspace.out_path, workspace.paths.out)
            if workspace.text_free_path is not None:
                locations.send_again(workspace.text_free_path, workspace.paths.text_free)
            return  # nothing is made, so Dagster skips all that is made from it
        is_settled = _read(workspace)
        workspace.note_inputs(made_from if is_settled else {})
    pages, lines = workspace.parts("pages"), workspace.parts("lines")
    yield dg.MaterializeResult("pages", metadata=facts(pages, "pages"))
    yield dg.MaterializeResult("lines", metadata=facts(lines, "lines"))


def _read(workspace: Workspace) -> bool:
    """Make the tables; whether another run would find the same in the same files."""
    unpack = tempfile.mkdtemp(prefix="unpacked-", dir=workspace.folder)  # of a time before something may be left
    found, problems = find_files.find(workspace.raw_path, Path(unpack), patient=not is_last())
    groups = enumerate(find_files.batches(found))
    calls = [(Batch(workspace.folder, number), workspace.raw_path, group) for number, group in groups]
    for name in ("pages", "lines", "read_problems"):
        workspace.parts(name).folder.mkdir(parents=True, exist_ok=True)
    changed_count = sum(workspace.each(page_steps.read, calls))
    workspace.parts("problems").write(0, pl.concat([problem_report.table(problems), *workspace.parts("read_problems")]))
    return not is_last() and not changed_count


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
    return workspace.check("lines", **{"pages with missing or double lines": check_steps.lines_missing})
