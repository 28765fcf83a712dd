"""Runs the calls of a step: what is cached is not run, what has hardly changed is run for the rest alone, few calls run here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from clippings.common.code_versions import version_of
from clippings.flow.executors import Executor, InProcess, LocalPool
from clippings.flow.reuse import cost, line_of, with_earlier
from clippings.flow.step import Call, Result, key_of, run_step
from clippings.flow.step_cache import Saved, StepCache
from clippings.flow.store import Store
from clippings.project import additions

LARGE = 4
"""Calls of a step that are worth processes of their own; for fewer, starting them costs more than it saves."""


def results(
    store: Store,
    executor: Executor,
    cache: StepCache | None,
    stage: str,
    function: Callable[..., Any],
    calls: Sequence[Call],
    *,
    work: float,
) -> Iterator[Result]:
    """Yield the result of each call, in order.

    Args:
        store: Where parts are.
        executor: Where calls run.
        cache: Results of earlier runs.
        stage: Name of the stage or the check, under which results are cached.
        function: The step.
        calls: What it is called with.
        work: How much work a call is, beside reading a slice of articles; 0 if it must run in this process.
    """

    def run(some: Sequence[Call]) -> Iterator[Result]:
        is_small = not work or (isinstance(executor, LocalPool) and work * cost(some) < LARGE)
        chosen = InProcess() if is_small else executor
        return chosen.map(run_step, [(store, function, call) for call in some])

    if cache is None:
        yield from run(calls)
        return
    version = f"{version_of(function.__module__)} {additions.current().digest}"
    keys = [key_of(version, function, call) for call in calls]
    lines = [line_of(version, function, call) for call in calls]
    recalled = [cache.recall(stage, key) for key in keys]
    saved = {line: cache.earlier(stage, line) for line in set(lines) if line}
    new = run(
        [
            with_earlier(store, function, place / len(calls), call, saved.get(lines[place], []))
            for place, call in enumerate(calls)
            if recalled[place] is None
        ]
    )
    for call, key, line, recalled_result in zip(calls, keys, lines, recalled, strict=True):
        result = recalled_result
        if result is None:
            result = next(new)
            store.trust(result.parts)
            # what a step finds wrong is looked for again: it may not be so next time
            if not result.returned:
                reads = call.reads if line else {}
                cache.keep(stage, key, Saved(result.returned, result.wrote, line, reads))
        yield result


def sizes(calls: Sequence[Call]) -> tuple[list[int], str]:
    """How much each call works on, and what is counted: rows of the table that it reads first, else calls."""
    first = [next(iter(call.reads.items()), ("parts", ())) for call in calls]
    if len({name for name, _ in first}) == 1 and all(parts for _, parts in first):
        return [sum(part.row_count for part in parts) for _, parts in first], first[0][0].replace("_", " ")
    return [1] * len(calls), "parts"
