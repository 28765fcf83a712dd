"""Steps: functions of one batch of pages or one slice of articles that declare which parts they read and write.

A step depends only on those parts, its other arguments and its code. So the result of a call can be
cached, and a call can run in any process that reaches the store.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, cast

import polars as pl

from clippings.flow.store import Store
from clippings.flow.table import Part
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.schema.working import StoredTables, checked

_CONTENT = attrgetter("sha256", "path", "byte_count", "url", "captured_on", "charset", "title", "language")
"""What a dump is; its place is not part of it."""
Function = TypeVar("Function", bound=Callable[..., Any])
Reads = Mapping[str, Sequence[Part]]
"""Table to the parts of it that a call reads."""


class UndeclaredTableError(Exception):
    """A step used a table that it does not declare."""


@dataclass(frozen=True)
class Step:
    """What a step reads and writes.

    Attributes:
        reads: Tables of which it reads some parts.
        writes: Tables of which it writes some parts.
        by: Column of every table that it writes: the rows of a value depend on the rows that it reads with that value, and
            are in the order of the values. Tables without the column are looked up, and add nothing to what those rows say.
        is_by_part: Whether it writes nothing, and judges each part alone: one that was judged is not judged again.
    """

    reads: tuple[str, ...]
    writes: tuple[str, ...]
    by: str = ""
    is_by_part: bool = False


_DECLARED: dict[Callable[..., Any], Step] = {}


def step(
    *, reads: tuple[str, ...] = (), writes: tuple[str, ...] = (), by: str = "", is_by_part: bool = False
) -> Callable[[Function], Function]:
    """Declare what a function of a `Batch` reads and writes. It returns nothing, or what JSON can hold."""

    def declare(function: Function) -> Function:
        _DECLARED[function] = Step(reads, writes, by, is_by_part)
        return function

    return declare


def declared(function: Callable[..., Any]) -> Step:
    """What a function declares that it reads and writes."""
    return _DECLARED[function]


@dataclass(frozen=True)
class Earlier:
    """What a call of a step may use of an earlier one on nearly the same rows.

    Attributes:
        wrote: The parts that the earlier call wrote.
        changed: Values of the step's `by` whose rows are new, gone or different.
    """

    wrote: Reads
    changed: pl.Series


@dataclass(frozen=True)
class Batch:
    """What a step is called with: the parts it reads, and room for those it writes."""

    store: Store
    reads: Reads
    step: Step
    earlier: Earlier | None = None
    wrote: dict[str, list[Part]] = field(default_factory=dict)

    def get(self, name: str) -> pl.DataFrame:
        """The batch's rows of the table `name`, with the columns of its class."""
        frames = list(self.each(name))
        return frames[0] if len(frames) == 1 else pl.concat(frames)

    def rows(self) -> StoredTables:
        """The batch's rows of every table that it reads, by name."""
        return cast("StoredTables", {name: self.get(name) for name in self.reads})

    def each(
        self, name: str, places: Sequence[int] | None = None, columns: Sequence[str] | None = None
    ) -> Iterator[pl.DataFrame]:
        """Each part of the table `name` that the batch reads, or those at some places; or some columns of them."""
        parts = self._parts(name)
        chosen = parts if places is None else [parts[place] for place in places]
        return (self._changed(self.store.get(part, columns)) for part in chosen)

    def files(self, name: str) -> Iterator[bytes]:
        """Each part that the batch reads of `name`, which holds files and no rows."""
        return map(self.store.read_part, self._parts(name))

    def put(self, name: str, *frames: pl.DataFrame) -> None:
        """Store the batch's parts of the table `name`: one, or one a slice."""
        self._check(name)
        self.wrote[name] = [self.store.put(checked(name, self._completed(name, frame))) for frame in frames]

    def put_files(self, name: str, *contents: bytes) -> None:
        """Store the batch's parts of `name`, which holds files and no rows."""
        self._check(name)
        self.wrote[name] = [self.store.put_bytes(content) for content in contents]

    def put_same(self, name: str, other: str) -> None:
        """Let the batch's part of the table `name` be what it read as `other`."""
        self._check(name)
        self.wrote[name] = [*self.reads[other]]

    def put_pack(self, name: str, frames: Iterable[pl.DataFrame]) -> None:
        """Store the batch's parts of the table `name` in one object."""
        self._check(name)
        self.wrote[name] = self.store.put_pack(checked(name, frame) for frame in frames)

    def _parts(self, name: str) -> Sequence[Part]:
        if name not in self.step.reads:
            raise UndeclaredTableError(f"A step reads {name}: declare it.")
        return self.reads[name]

    def _changed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of rows that are read, those that the earlier call did not have."""
        if self.earlier is None or self.step.by not in rows.columns:
            return rows
        return rows.filter(pl.col(self.step.by).is_in(self.earlier.changed.implode()))

    def _completed(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows that are written, with those that the earlier call wrote of what has not changed."""
        if self.earlier is None:
            return rows
        unchanged = ~pl.col(self.step.by).is_in(self.earlier.changed.implode())
        frames = (self.store.get(part).filter(unchanged).select(rows.columns) for part in self.earlier.wrote[name])
        return pl.concat([*frames, rows]).sort(self.step.by, maintain_order=True)

    def _check(self, name: str) -> None:
        if name not in self.step.writes:
            raise UndeclaredTableError(f"A step writes {name}: declare it.")


@dataclass(frozen=True)
class Call:
    """One call of a step: small, since its large arguments are parts in the store."""

    reads: Reads = field(default_factory=dict)
    args: tuple[object, ...] = ()
    earlier: Earlier | None = None


@dataclass(frozen=True)
class Result:
    """What a step returned, and the parts that it wrote."""

    returned: Any = None
    wrote: Mapping[str, list[Part]] = field(default_factory=dict)

    @property
    def parts(self) -> list[Part]:
        """All parts that it wrote."""
        return [part for parts in self.wrote.values() for part in parts]


def run_step(work: tuple[Store, Callable[..., Any], Call]) -> Result:
    """Run one call of a step, in whichever process."""
    store, function, call = work
    batch = Batch(store, call.reads, declared(function), call.earlier)
    returned = function(batch, *call.args)
    return Result(returned, batch.wrote)


def key_of(version: str, function: Callable[..., Any], call: Call) -> str:
    """A hash of all that the result of a call depends on.

    Args:
        version: Hash of the code and of what is installed.
        function: The step.
        call: What it is called with.
    """
    digest = hashlib.sha256(f"{version}\0{function.__module__}.{function.__qualname__}".encode())
    for name, parts in sorted(call.reads.items()):
        digest.update(f"\0{name} {' '.join(part.digest for part in parts)}".encode())
    for argument in call.args:
        _add(digest, argument)
    return digest.hexdigest()


def _add(digest: Any, value: object) -> None:  # noqa: ANN401
    """Add a value to a hash: its content, not its address."""
    match value:
        case Dump():
            _add(digest, _CONTENT(value))
        case list() | tuple():
            digest.update(f"\0{len(value)}".encode())
            for item in value:
                _add(digest, item)
        case str() | int() | dt.date() | None:
            digest.update(f"\0{type(value).__name__} {value!r}".encode())
        case Path():
            digest.update(b"\0path")  # the archive's folder: its files enter by their hashes
        case _:
            raise TypeError(f"A step may not depend on {type(value).__name__}: its content has no hash.")
