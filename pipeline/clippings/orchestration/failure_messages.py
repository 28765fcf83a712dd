"""Why a run failed and what to do about it, in one line each, read from the events of the run."""

import re
from collections.abc import Iterable

import dagster as dg

from clippings.common.transient_errors import advice

NOTHING_PUBLISHED = "Nothing was published."
WHOLE = "What is published is whole: the old package or the new."
"""Of a run that may have broken off after the new package took its place."""
_PUBLISHING = ("data_package", "text_free_package")
_DETAILS = ("[SQL:", "(Background on this error")
"""Start of the technical details in a database error; messages leave them out."""
# as in: clippings.distribute.s3.s3_errors.UnreachableError: The server ...
_OWN = re.compile(r"^clippings\.[\w.]+: ")


def failed_checks(events: Iterable[dg.DagsterEvent]) -> list[str]:
    """The checks that stopped the run, each with what it found."""
    evaluated = [event for event in events if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION]
    checks = [event.asset_check_evaluation_data for event in evaluated]
    return [_why(check) for check in checks if not check.passed]


def breakage(events: Iterable[dg.DagsterEvent]) -> str:
    """Return the cause of the failed run, its step, and the remedy."""
    for event in events:
        if event.is_step_failure or event.event_type == dg.DagsterEventType.RESOURCE_INIT_FAILURE:
            error = getattr(event.event_specific_data, "error", None)
            while error and error.cause:
                error = error.cause
            if error:
                where = f"in {event.step_key}" if event.step_key else "before its first step"
                message = _OWN.sub("", _without_details(error.message))
                left = WHOLE if event.step_key in _PUBLISHING else NOTHING_PUBLISHED
                return f"The run broke off {where}: {message.rstrip('.')}. {left} {advice(message)}".rstrip()
    return f"The run broke off. {NOTHING_PUBLISHED} Run again; look at its log if it breaks off once more."


def _without_details(message: str) -> str:
    for mark in _DETAILS:
        message = message.partition(mark)[0]
    return " ".join(message.split())


def _why(evaluation: dg.AssetCheckEvaluation) -> str:
    details = "; ".join(f"{name}: {value.value}" for name, value in evaluation.metadata.items() if value.value)
    return f"{evaluation.asset_key.to_user_string()}, {evaluation.check_name.replace('_', ' ')}: {details}"
