"""What a call of a step may use of the last run, where its rows are nearly the same: those of all values that have not changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from clippings.flow.step import Call, Earlier, Reads, declared, key_of
from clippings.flow.step_cache import Saved
from clippings.flow.store import Store
from clippings.flow.table import Part

_MOST = 0.5
"""Largest share of changed values; if there are more, all rows are made again."""


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
