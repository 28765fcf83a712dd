"""Runs the calls of a step: what is cached is not run, and few calls run in this process.

A call whose rows are nearly those of the last run takes the rows of all values that have not changed from that run.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from clippings.common.code_versions import version_of
from clippings.flow.executors import Executor, InProcess, LocalPool
from clippings.flow.step import Call, Earlier, Reads, Result, declared, key_of, run_step
from clippings.flow.step_cache import Saved, StepCache
from clippings.flow.store import Store
from clippings.flow.table import Part
from clippings.project import additions

_MOST = 0.5
"""Largest share of changed values; if there are more, all rows are made again."""

LARGE = 4
"""Calls of a step that are worth processes of their own; for fewer, starting them costs more than it saves."""


def line_of(version: str, function: Callable[..., Any], call: Call) -> str:
    """What a call and the earlier call that it may use have in common; empty if the step uses none."""
    step = declared(function)
    if not (step.by or step.is_by_part):
        return ""
    return key_of(version, function, Call(args=call.args if step.is_by_part else ()))


def with_earlier(store: Store, function: Callable[..., Any], place: float, call: Call, saved: Sequence[Saved]) -> Call:
    """A call with what it may use of earlier ones.

    Args:
        store: Where parts are.
        function: The step.
        place: Place of the call among those of its step, from 0 to 1.
        call: The call.
        saved: The calls of its line in an earlier run, in order.
    """
    if not saved:
        return call
    if declared(function).is_by_part:
        judged = {part for earlier in saved for parts in earlier.reads.values() for part in parts}
        # one part at least, so that there are rows of their kind
        left = {name: [part for part in parts if part not in judged] or parts[:1] for name, parts in call.reads.items()}
        return replace(call, reads=left)
    earlier = saved[int(place * len(saved))]
    return replace(call, earlier=_compared(store, declared(function).by, call.reads, earlier))


def cost(calls: Sequence[Call]) -> float:
    """How much work calls are, in whole calls."""
    return sum(
        1.0
        if call.earlier is None
        else len(call.earlier.changed) / max(1, next(iter(call.reads.values()))[0].row_count)
        for call in calls
    )


def _compared(store: Store, by: str, reads: Reads, saved: Saved) -> Earlier | None:
    """Compare what a call reads with what the saved one read. None if that is not there, or most of it is different."""
    parts = [part for tables in (saved.reads, saved.wrote) for table in tables.values() for part in table]
    if not all(store.is_whole(part) for part in parts):
        return None
    changed, all_values = pl.Series(dtype=pl.Null), pl.Series(dtype=pl.Null)
    for name, now in reads.items():
        if by not in store.get(now[0]).columns:  # looked up, perhaps in all texts of the archive: never read whole
            continue
        new, old = _rows(store, now), _rows(store, saved.reads[name])
        rows = [
            these.join(others, on=new.columns, how="anti", nulls_equal=True)[by]
            for these, others in ((new, old), (old, new))
        ]
        changed = pl.concat([changed.cast(new[by].dtype), *rows]).unique()
        all_values = all_values if len(all_values) else new[by].unique()
    if len(changed) > _MOST * len(all_values):
        return None
    return Earlier(saved.wrote, changed)


def _rows(store: Store, parts: Sequence[Part]) -> pl.DataFrame:
    return pl.concat(store.get(part) for part in parts)


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
