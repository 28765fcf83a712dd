"""What a package is made from, as names and hashes: the pages, this program with its curated data, and what is installed.

By content alone: no clock, no file times, no names of folders outside the archive.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import dagster as dg

from clippings.flow.code_versions import hash_of, installed, program
from clippings.ingest.sources import find_files
from clippings.project import Settings, additions
from clippings.publish import build_state
from clippings.publish.text_free import check

PACKAGE = "data_package"
"""The asset that stands for the package."""
_SKIPPED_GATES = "dagster._core.execution.plan.active"
"""Logger that warns of each check that is skipped with the table it stands on."""


def of(raw: Path, settings: Settings) -> dict[str, str]:
    """The hash of each thing that a package of the dumps in `raw` depends on.

    Args:
        raw: The folder of dumps; where the settings name an address, the one it was fetched to.
        settings: What the archive says of itself, its profiles and names, and its list of withdrawn articles.
    """
    withdrawn = settings.withdrawn
    listed = hashlib.sha256(withdrawn.read_bytes() if withdrawn else b"").hexdigest()
    said = [settings.dataset.model_dump_json(), settings.package.model_dump_json()]
    project = hash_of([settings.name, *said, additions.of(settings).digest])
    found = {"raw": find_files.content_hash(raw), "program": program(), "installed": installed()}
    return found | {"withdrawn": listed, "project": project}


def version(inputs: dict[str, str]) -> str:
    """One hash of all inputs: the data version of the package."""
    return hash_of(f"{name} {value}" for name, value in sorted(inputs.items()))


def are_published(out: Path, inputs: dict[str, str], text_free: Path | None = None) -> bool:
    """Whether the package at `out` was made from these inputs, and its text-free edition stands at `text_free` if one is
    asked for; told in the run's log, and of the package if so.
    """
    context = dg.AssetExecutionContext.get()
    reasons = build_state.differences(out, inputs)
    if text_free and not reasons:
        reasons = check.differences(text_free, out)
    if reasons:
        context.log.info(f"Building: {', '.join(reasons)}.")
        return False
    said = f"Nothing changed: {out.name} is what this run would build, and is left as it is."
    context.log.info(said)
    logging.getLogger(_SKIPPED_GATES).setLevel(logging.ERROR)
    context.log_event(dg.AssetObservation(PACKAGE, description=said, metadata={"unchanged": True, **inputs}))
    return True
