"""A run: makes tables stage by stage, from what is stored, with what is cached, on an executor. No Dagster here."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import polars as pl

from clippings.common.code_versions import hash_of
from clippings.dedupe.withdrawal_list import NotToPublish
from clippings.flow import step_calls
from clippings.flow.executors import Executor, InProcess
from clippings.flow.stage import Stage
from clippings.flow.step import Call, Result, declared
from clippings.flow.step_cache import StepCache
from clippings.flow.store import Store
from clippings.flow.table import Part, Table
from clippings.project import Settings, load
from clippings.publish.package_layout import CHECKSUMS
from clippings.publish.validate import hash_errors
from clippings.schema.working import StoredTables, checked

Item = TypeVar("Item")

_FILES, _SCRATCH = "files", "scratch-"
_CHECK_WORK = 1 / 32
"""Work of holding a batch against a rule."""
_WRITING = "package_files"
"""The stage that writes the files of the editions."""


@dataclass
class Run:
    """One run over the tables of a store.

    Attributes:
        store: Where tables are.
        stages: All stages, to make a table again that is missing or damaged.
        raw: The folder of dumps.
        settings: What is set for the archive; by default what the environment says.
        withdrawals: Loads what must not be published.
        executor: Where the calls of steps run.
        cache: Results of earlier runs.
        published: Folder of the package that is replaced, whose unchanged files are copied.
        with_text_free: Whether the text-free edition is written too.
        is_patient: Whether a file that cannot be read now ends the stage, so that it is tried again.
        is_settled: Whether every file was read, and none changed during that.
        scratch: The folder that `work_folder` has made.
        log: Called with each message about work that was not asked for.
        progress: Called with the number of pieces done, their total, and what they are.
        made: Stages that the run has made, or begun.
        passed: Checks that have passed in this run.
        written: Files of the package that this run wrote and hashed: path to the CRC-32 of what was to be written; None if the file
            was hashed after that.
    """

    store: Store
    stages: Sequence[Stage]
    raw: Path = Path()
    settings: Settings = field(default_factory=load)
    withdrawals: Callable[[], NotToPublish] = NotToPublish
    executor: Executor = field(default_factory=InProcess)
    cache: StepCache | None = None
    published: Path | None = None
    with_text_free: bool = False
    is_patient: bool = False
    is_settled: bool = True
    scratch: Path | None = None
    log: Callable[[str], None] = lambda message: None
    progress: Callable[[int, int, str], None] = lambda done, total, unit: None
    made: list[str] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    written: dict[str, int | None] = field(default_factory=dict)
    _tables: dict[str, Table] = field(default_factory=dict)
    _stage: str = ""
    _is_rolled_back: bool = False

    def make(self, stage: Stage) -> None:
        """Make the tables of a stage, and save them."""
        self._check_room()
        self.made.append(stage.name)
        with self.named(stage.name):
            stage.function(self)
        for name in stage.writes:
            self.store.save_table(name, self._tables[name])

    def version(self, tables: Iterable[str]) -> str:
        """One hash of tables: it changes with any of them."""
        return hash_of(self.table(name).version for name in tables)[:16]

    def counted(self, results: Iterable[Item], sizes: Sequence[int], unit: str) -> Iterator[Item]:
        """The results as they come; what is done is reported, in units of the sizes of the pieces."""
        done, total = 0, sum(sizes)
        self.progress(done, total, unit)
        for result, size in zip(results, sizes, strict=True):
            done += size
            self.progress(done, total, unit)
            yield result

    @contextmanager
    def named(self, stage: str) -> Iterator[None]:
        """Cache the steps called in the block under the name of a stage or a check."""
        before, self._stage = self._stage, stage
        try:
            yield
        finally:
            self._stage = before
        if self.cache:
            self.cache.finish(stage)

    def table(self, name: str) -> Table:
        """A table as it is stored; one that is missing or damaged is made first, with all that it needs."""
        self._check_room()
        if name not in self._tables:
            stored = self.store.table(name)
            if stored is None:
                stage = next(stage for stage in self.stages if name in stage.writes)
                self.log(f"{name} is not in the store, or not whole: making it first.")
                self.make(stage)
            else:
                self._tables[name] = stored
        return self._tables[name]

    def rows(self, *names: str) -> StoredTables:
        """Return all rows of tables, by name. For tables that are small compared with the texts."""
        return cast("StoredTables", {name: self.table(name).read() for name in names})

    def _check_room(self) -> None:
        if self._is_rolled_back:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(self, name: str, *frames: pl.DataFrame) -> None:
        """Store a table that is made here and not by steps."""
        self._tables[name] = Table(self.store, tuple(self.store.put(checked(name, frame)) for frame in frames))

    def let_be(self, name: str, parts: Iterable[Part]) -> None:
        """Let a table consist of parts that are stored."""
        self._tables[name] = Table(self.store, tuple(parts))

    def batches(self, *names: str, **frames: pl.DataFrame) -> list[Call]:
        """A call for each batch, which reads its parts of the tables `names`, and all of the `frames`."""
        shared = {name: (self.store.put(checked(name, frame)),) for name, frame in frames.items()}
        columns = [self.table(name).parts for name in names]
        return [
            Call({**{name: (part,) for name, part in zip(names, parts, strict=True)}, **shared})
            for parts in zip(*columns, strict=True)
        ]

    def across(self, names: Iterable[str], count: int, batches: int) -> list[Call]:
        """A call for each of `count` partitions, which reads its pieces of all batches."""
        pieces = {name: self.table(name).parts for name in names}
        return [
            Call({name: [parts[batch * count + number] for batch in range(batches)] for name, parts in pieces.items()})
            for number in range(count)
        ]

    def with_frames(self, calls: Iterable[Call], frames: Iterable[Mapping[str, pl.DataFrame]]) -> Iterator[Call]:
        """The calls, each with frames of its own."""
        for call, own_frames in zip(calls, frames, strict=True):
            stored = {name: (self.store.put(checked(name, frame)),) for name, frame in own_frames.items()}
            yield Call({**call.reads, **stored}, call.args)

    def map(self, function: Callable[..., Any], calls: Iterable[Call], *, work: float = 1) -> Iterator[Result]:
        """Return the result of a step for each call, in order. Cached calls are not run; many others run in parallel.

        Args:
            function: The step.
            calls: What it is called with.
            work: How much work a call is, beside reading a slice of articles; 0 if it must run in this process.
        """
        calls = list(calls)
        results = step_calls.results(self.store, self.executor, self.cache, self._stage, function, calls, work=work)
        return self.counted(results, *step_calls.sizes(calls))

    def do(self, function: Callable[..., Any], calls: Iterable[Call], *, work: float = 1) -> list[Any]:
        """Call a step, as `map` does, and let what it writes be tables; what it returned."""
        returned = []
        parts: dict[str, list[Part]] = {name: [] for name in declared(function).writes}
        for result in self.map(function, calls, work=work):
            returned.append(result.returned)
            for name, wrote in result.wrote.items():
                parts[name] += wrote
        for name, wrote in parts.items():
            self.let_be(name, wrote)
        return returned

    def count(self, function: Callable[..., int], calls: Iterable[Call]) -> int:
        """Sum of what a check counts over its calls."""
        return sum(result.returned or 0 for result in self.map(function, calls, work=_CHECK_WORK))

    def put_files(self, name: str, root: Path) -> None:
        """Move the files of an edition into the store."""
        target = self.store.folder / _FILES / name
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        root.rename(target)

    def files(self, name: str) -> Path:
        """The folder of the files of an edition; written again if the store does not have them whole."""
        root = self.store.folder / _FILES / name
        # a publication that failed may have moved them out of the store
        is_gone = not (root / CHECKSUMS).is_file()
        if is_gone or (_WRITING not in self.made and any(hash_errors(root))):
            self.make(next(stage for stage in self.stages if stage.name == _WRITING))
        return root

    def work_folder(self) -> Path:
        """A folder in the store for files that this run alone needs; those that killed runs left are removed."""
        if self.scratch is None:
            folder = self.store.folder
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob(f"{_SCRATCH}*"):  # one run at a time works on a store
                shutil.rmtree(left, ignore_errors=True)
            self.scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
        return self.scratch

    def publish(self) -> None:
        """Keep for the next run what the published package was made with, and remove the rest."""
        if self.cache:
            self.cache.publish()

    def clean(self) -> None:
        """Remove what nothing needs any more."""
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch = None
        if self.cache:
            self.store.collect_garbage(self.cache.parts())

    def roll_back(self) -> None:
        """Give back the room of a run that met a full disk: keep what was published. The run can make no more."""
        self._is_rolled_back = True
        for stage in self.stages:
            if stage.name in self.made:
                for name in stage.writes:
                    self.store.forget_list(f"tables/{name}")
        shutil.rmtree(self.store.folder / _FILES, ignore_errors=True)
        self._tables.clear()
        if self.cache:
            self.cache.roll_back()
        self.clean()
