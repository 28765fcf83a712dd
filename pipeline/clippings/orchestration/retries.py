"""Steps that Dagster tries again: after transient errors, never because data is not fit."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from clippings.common.transient_errors import is_disk_full, may_pass
from clippings.flow.run import Run

RETRIES = 3
SECONDS = 5.0
"""Before a step is tried again; each later wait is twice as long."""


@contextmanager
def tried_again(run: Run) -> Iterator[None]:
    """Let Dagster run the step again after an error that may pass; the last time it is raised as it is.

    After a full disk the run deletes what it stored.
    """
    try:
        yield
    except Exception as error:
        if not isinstance(error, OSError) or not may_pass(error) or is_last():
            if is_disk_full(error):
                run.roll_back()
            raise
        context = dg.AssetExecutionContext.get()
        seconds = SECONDS * 2**context.retry_number
        context.log.warning(f"{error}. This may pass: the step is tried again in {seconds:g} s.")
        raise dg.RetryRequested(RETRIES, seconds) from error


def is_last() -> bool:
    """Whether the step is not tried again after this time."""
    return int(dg.AssetExecutionContext.get().retry_number) >= RETRIES
