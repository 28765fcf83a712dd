"""Steps that Dagster tries again: after errors that may pass, never because data is not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from clippings.common.transient_errors import may_pass

RETRIES = 3
SECONDS = 5.0
"""Before a step is tried again; each later wait is twice as long."""


@contextmanager
def tried_again() -> Iterator[None]:
    """Let Dagster run the step again after an error that may pass; the last time it is raised as it is."""
    try:
        yield
    except OSError as error:
        if not may_pass(error) or is_last():
            raise
        context = dg.AssetExecutionContext.get()
        seconds = SECONDS * 2**context.retry_number
        context.log.warning(f"{error}. This may pass: the step is tried again in {seconds:g} s.")
        raise dg.RetryRequested(RETRIES, seconds) from error


def is_last() -> bool:
    """Whether the step is not tried again after this time."""
    return int(dg.AssetExecutionContext.get().retry_number) >= RETRIES
