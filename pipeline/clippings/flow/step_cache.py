"""What steps made, kept from one run to the next: a step that is called with what it was called with before is not run.

A folder beside the package: `objects` holds parts under the hash of their bytes, `steps.json` says which step made which
from what. A run reads the folder of the last run and fills one of its own, which takes the other's place once the package
is published; so nothing is kept that the last package was not made of. What is damaged or lost is made anew: the folder
may be removed at any time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from clippings.common.external_sort import Buckets
from clippings.common.parquet_parts import file_digest, link_or_copy
from clippings.flow.step import Step, arguments, batch_of, declared, watched
from clippings.ingest.sources.find_files import Dump

_OBJECTS = "objects"
_STEPS = "steps.json"


@dataclass(frozen=True)
class Made:
    """What a step gave, and the hash of each part it wrote."""

    gave: Any
    wrote: Mapping[str, str] = field(default_factory=dict)


class Kept:
    """What the last run's steps made, and this one's.

    Args:
        last: Folder of the last run; it need not be there.
        new: Folder of this run, on the same file system as its parts.
        program: Hash of all that steps depend on beside what they are called with.
        anew: Whether nothing of the last run is used.
    """

    def __init__(self, last: Path, new: Path, program: str, *, anew: bool = False) -> None:
        self._last, self._new, self._program = last, new, program
        self._known = {} if anew else _read(last / _STEPS)
        self._steps: dict[str, Made] = {}
        self._recalled_count = self._made_count = 0
        (new / _OBJECTS).mkdir(parents=True)

    def key(self, function: Callable[..., Any], step: Step, call: object) -> str:
        """A hash of all that the step depends on."""
        batch = batch_of(call)
        digest = hashlib.sha256(f"{self._program}\0{function.__module__}.{function.__qualname__}".encode())
        for name in step.inputs(call):
            digest.update(f"\0{name} {batch.parts(name).digest(batch.number)}".encode())
        for argument in arguments(call):
            _add(digest, argument)
        return digest.hexdigest()

    def recall(self, key: str, call: object) -> Made | None:
        """Put the parts that the step made last time into this run; None where they are not kept, or not whole."""
        made = self._known.get(key)
        if made is None:
            return None
        objects = {name: self._last / _OBJECTS / digest for name, digest in made.wrote.items()}
        try:
            if any(file_digest(objects[name]) != digest for name, digest in made.wrote.items()):
                return None
        except OSError:
            return None
        batch = batch_of(call)
        for name, digest in made.wrote.items():
            batch.parts(name).put(batch.number, objects[name], digest)
            self._keep(objects[name], digest)
        self._steps[key] = made
        self._recalled_count += 1
        return made

    def keep(self, key: str, call: object, made: Made) -> None:
        """Keep what the step made for the next run, unless it found something wrong: that may not be so next time."""
        self._made_count += 1
        if made.gave:
            return
        batch = batch_of(call)
        for name, digest in made.wrote.items():
            self._keep(batch.parts(name).file(batch.number), digest)
        self._steps[key] = made

    def counts(self) -> dict[str, int]:
        """How many calls of steps were taken from the last run, and how many were made anew."""
        return {"steps taken from the last run": self._recalled_count, "steps made anew": self._made_count}

    def publish(self) -> None:
        """Put this run's folder in the place of the last one's."""
        steps = {key: [made.gave, made.wrote] for key, made in sorted(self._steps.items())}
        (self._new / _STEPS).write_text(json.dumps(steps), "ascii")
        shutil.rmtree(self._last, ignore_errors=True)
        shutil.move(self._new, self._last)  # they may be on two file systems

    def _keep(self, file: Path, digest: str) -> None:
        target = self._new / _OBJECTS / digest
        if not target.exists():
            link_or_copy(file, target)


def made(work: tuple[Callable[[Any], Any], Any]) -> Made:
    """Run a step; in a process of its own, where it is given to one."""
    function, call = work
    step = declared(function)
    if step is None:
        return Made(function(call))
    gave = function(watched(call, step))
    batch = batch_of(call)
    return Made(gave, {name: batch.parts(name).digest(batch.number) for name in step.outputs(call)})


def _read(path: Path) -> dict[str, Made]:
    """The steps of the last run; none where their list is missing or damaged."""
    try:
        return {key: Made(gave, wrote) for key, (gave, wrote) in json.loads(path.read_text("ascii")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _add(digest: Any, value: object) -> None:  # noqa: ANN401
    """Add a value to a hash: what it is, not where it lies."""
    match value:
        case pl.DataFrame():
            # text: what lies in memory below nulls and between chunks is not part of a frame
            digest.update(f"\0frame {value.shape}".encode())
            digest.update(value.write_csv(quote_style="non_numeric", null_value="").encode())
        case Dump():
            _add(digest, [value.sha256, value.path, value.byte_count, value.url, value.captured_on, value.charset])
        case Buckets():
            _add(digest, [value.key, value.count, value.slice_count])
        case list() | tuple():
            digest.update(f"\0{len(value)}".encode())
            for one in value:
                _add(digest, one)
        case str() | int() | dt.date() | None:
            digest.update(f"\0{type(value).__name__} {value!r}".encode())
        case Path():
            digest.update(b"\0path")  # the archive's folder: what is read from it is known by its hash
        case _:
            raise TypeError(f"A step may not depend on {type(value).__name__}: what it is made of is not known.")
