"""Whether a run has nothing to do, since the published package is the one that it would make."""

from __future__ import annotations

import logging
from pathlib import Path

import dagster as dg

from clippings.publish import build_state
from clippings.publish.text_free import check

PACKAGE = "data_package"
"""The asset of the published package."""
_SKIPPED_GATES = "dagster._core.execution.plan.active"
"""Logger that warns of each check that is skipped with its table."""


def are_published(out: Path, inputs: dict[str, str], text_free: Path | None = None) -> bool:
    """Whether the package at `out` was made from these inputs, and `text_free`, if given, is its text-free edition.

    The run's log says so; if they are, the package gets an observation.
    """
    context = dg.AssetExecutionContext.get()
    reasons = build_state.differences(out, inputs)
    if text_free and not reasons:
        reasons = check.differences(text_free, out)
    if reasons:
        context.log.info(f"Building: {', '.join(reasons)}.")
        return False
    message = f"Nothing changed: {out.name} is what this run would build, and is left as it is."
    context.log.info(message)
    logging.getLogger(_SKIPPED_GATES).setLevel(logging.ERROR)
    context.log_event(dg.AssetObservation(PACKAGE, description=message, metadata={"unchanged": True, **inputs}))
    return True
