"""Steps: functions of one batch that say which parts they read and which they write.

A step depends on those parts, on its other arguments and on the program, and on nothing else; so what it made of the same
once need not be made again. What is kept, and where, belongs to `kept`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from clippings.common.parquet_parts import Parts
from clippings.flow.batch import Batch

Function = TypeVar("Function", bound=Callable[..., Any])


Names = tuple[str, ...] | Callable[..., Iterable[str]]
"""Names of tables, or a function that tells them from the arguments after the batch."""


@dataclass(frozen=True)
class Step:
    """What a step reads and writes."""

    reads: Names
    writes: Names

    def inputs(self, call: object) -> list[str]:
        """The tables that the step reads when it is called with `call`."""
        return _names(self.reads, call)

    def outputs(self, call: object) -> list[str]:
        """The tables that the step writes when it is called with `call`."""
        return _names(self.writes, call)


class UndeclaredTableError(Exception):
    """A step used a table that it does not say it uses."""


_DECLARED: dict[Callable[..., Any], Step] = {}


def step(*, reads: Names, writes: Names = ()) -> Callable[[Function], Function]:
    """Say of a function of a batch, or of a tuple that begins with one, what it reads and writes.

    The function gives nothing, or numbers of what it found wrong.
    """

    def declare(function: Function) -> Function:
        _DECLARED[function] = Step(reads, writes)
        return function

    return declare


def declared(function: Callable[..., Any]) -> Step | None:
    """What a function says it reads and writes; None where it says nothing."""
    return _DECLARED.get(function)


def batch_of(call: object) -> Batch:
    """The batch that a step is called with."""
    found = call[0] if isinstance(call, tuple) else call
    if not isinstance(found, Batch):
        raise TypeError(f"A step is called with a batch, not with {type(found).__name__}.")
    return found


def arguments(call: object) -> tuple[object, ...]:
    """What a step is called with beside the batch."""
    return call[1:] if isinstance(call, tuple) else ()


def _names(names: Names, call: object) -> list[str]:
    return [*names] if isinstance(names, tuple) else [*names(*arguments(call))]


def watched(call: object, step: Step) -> Any:  # noqa: ANN401
    """`call` with a batch that refuses tables the step does not name."""
    batch = _Watched(batch_of(call).folder, batch_of(call).number, frozenset([*step.inputs(call), *step.outputs(call)]))
    return (batch, *arguments(call)) if isinstance(call, tuple) else batch


@dataclass(frozen=True)
class _Watched(Batch):
    names: frozenset[str] = frozenset()

    def parts(self, name: str) -> Parts:
        if name not in self.names:
            raise UndeclaredTableError(f"A step uses {name}: name it among what the step reads or writes.")
        return super().parts(name)


__all__ = ["Step", "UndeclaredTableError", "arguments", "batch_of", "declared", "step", "watched"]
