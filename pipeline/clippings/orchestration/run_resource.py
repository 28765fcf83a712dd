"""Where a run reads, works and publishes: the one resource of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import dagster as dg
import polars as pl
from pydantic import PrivateAttr

from clippings.common.parquet_parts import Parts
from clippings.flow import step_cache as kept
from clippings.flow.batch import Batch
from clippings.flow.input_hashes import program
from clippings.flow.process_pool import Workers
from clippings.flow.step import declared
from clippings.flow.step_cache import Kept
from clippings.orchestration import locations
from clippings.project import Settings, additions, load
from clippings.project.settings import Paths, chosen
from clippings.publish import atomic_swap, build_state, data_card

Call = TypeVar("Call")
Result = TypeVar("Result")

LARGE = 4
"""An archive of so many batches is worked on side by side; for fewer, starting processes costs more than it saves."""
_FEW = 4
"""Where less than one in so many calls of a step is left to be made, they are too few for several processes."""
OWNERS = ["team:clippings"]

PREVIEW_ROWS = 5
_PREVIEW_CELL = 60


class Workspace(dg.ConfigurableResource["Workspace"]):
    """A run's folders. What is not configured is as the settings say: environment, project file, default.

    Attributes:
        project: The project file, or its folder.
        raw: The folder of dumps, or its address in object storage.
        out: The folder of the published package, or its address.
        text_free: The folder of its text-free edition, or its address; empty: none is made.
        if_changed: Whether a run ends at once where the package is the one that it would build.
        anew: Whether a run makes everything anew, and takes nothing from the last one.
        withdrawn: The list of articles that must not be published.
        reinstate: Ids that the published package withholds and this run may publish again.
    """

    project: str | None = None
    raw: str | None = None
    out: str | None = None
    text_free: str | None = None
    if_changed: bool = False
    anew: bool = False
    withdrawn: str | None = None
    reinstate: list[str] = []  # noqa: RUF012 - pydantic copies the default
    _settings: Settings | None = PrivateAttr(default=None)
    _folder: Path | None = PrivateAttr(default=None)
    _text_free_folder: Path | None = PrivateAttr(default=None)
    _inputs: dict[str, str] = PrivateAttr(default_factory=dict)
    _workers: Workers = PrivateAttr(default_factory=Workers)
    _kept_steps: Kept | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workspace]:
        """Give the run a folder beside the package to work in, and take it away afterwards."""

        def say() -> None:
            if context.log:
                context.log.warning(
                    f"Another run is at work on {self.paths.out}: this one begins when that one has ended."
                )

        beside = atomic_swap.workspace(self.text_free_path) if self.text_free_path else nullcontext()
        with (
            additions.using(additions.of(self.settings)),
            build_state.one_run(self.out_path, say),
            atomic_swap.workspace(self.out_path) as folder,
            beside as text_free_folder,
        ):
            self._folder, self._text_free_folder = folder, text_free_folder
            try:
                yield self
            finally:
                self._workers.close()

    @property
    def settings(self) -> Settings:
        """The settings of the run: those its caller chose, else what is configured here over what is set elsewhere."""
        if self._settings is None:
            self._settings = chosen() or load(
                self.project, raw=self.raw, out=self.out, text_free=self.text_free, withdrawn=self.withdrawn
            )
        return self._settings

    @property
    def paths(self) -> Paths:
        """The places of the run, absolute."""
        return self.settings.paths

    @property
    def raw_path(self) -> Path:
        """The folder of dumps; of an address, the one it is fetched to."""
        return locations.raw_folder(self.paths.raw, self.paths.out, self.settings.cache)

    @property
    def out_path(self) -> Path:
        """The folder of the package; of an address, the one that is sent there."""
        return locations.out_folder(self.paths.out, self.settings.cache)

    @property
    def text_free_path(self) -> Path | None:
        """The folder of the text-free edition, if one is asked for; of an address, the one that is sent there."""
        return locations.out_folder(self.paths.text_free, self.settings.cache) if self.paths.text_free else None

    @property
    def withdrawn_path(self) -> Path | None:
        """The list of articles that must not be published, if there is one."""
        return self.settings.withdrawn

    @property
    def folder(self) -> Path:
        """The run's own folder."""
        if self._folder is None:
            raise RuntimeError("The workspace exists during a run only.")
        return self._folder

    @property
    def kept(self) -> Kept:
        """What steps made, of the last run and of this one."""
        if self._kept_steps is None:
            last = locations.of_place(self.settings.cache, self.paths.out) / "steps"
            last.parent.mkdir(parents=True, exist_ok=True)
            depends = f"{program()}\0{additions.current().digest}"
            self._kept_steps = Kept(last, self.folder / "kept", depends, anew=self.anew)
        return self._kept_steps

    @property
    def text_free_folder(self) -> Path:
        """The run's own folder beside the text-free edition: a swap does not cross file systems."""
        if self._text_free_folder is None:
            raise RuntimeError("The run was not asked for a text-free edition.")
        return self._text_free_folder

    @property
    def inputs(self) -> dict[str, str]:
        """What the run makes the package from, as names and hashes; nothing where that is not sure."""
        return self._inputs

    def note_inputs(self, inputs: dict[str, str]) -> None:
        """Say what the run makes the package from."""
        self._inputs = inputs

    def parts(self, name: str) -> Parts:
        """The parts of the table, or of the working table, `name`."""
        return Parts(self.folder / "parts" / name)

    def batches(self, name: str) -> list[Batch]:
        """The batches that have a part of the table, or of the working table, `name`.

        Raises:
            dg.Failure: This run has not made the table.
        """
        if not self.parts(name).folder.is_dir():
            raise dg.Failure(f"This run has not made {name}: its tables end with it. Run the whole job build_package.")
        return [Batch(self.folder, number) for number in self.parts(name).numbers()]

    def each(self, function: Callable[[Call], Result], calls: Sequence[Call]) -> Iterator[Result]:
        """The result of a function of batches for each call, in order.

        What a step made of the same in the last run is taken from there. Of a large archive the rest is worked on side by side.
        """
        step = declared(function)
        if step is None:
            yield from self._all(function, calls, len(calls))
            return
        keys = [self.kept.key(function, step, call) for call in calls]
        found = [self.kept.recall(key, call) for key, call in zip(keys, calls, strict=True)]
        missing = [call for call, made in zip(calls, found, strict=True) if made is None]
        made_anew = self._all(kept.made, [(function, call) for call in missing], len(calls))
        for key, call, made in zip(keys, calls, found, strict=True):
            if made is None:
                made = next(made_anew)
                self.kept.keep(key, call, made)
            yield made.gave

    def do(self, function: Callable[[Call], Result], calls: Sequence[Call]) -> None:
        """Call a function of batches that gives nothing."""
        for _ in self.each(function, calls):
            pass

    def _all(self, function: Callable[[Call], Result], calls: Sequence[Call], of: int) -> Iterator[Result]:
        """The result for each call; side by side, where the archive is large and not most of it was made before."""
        batch_count = len(self.parts("lines").files()) or of
        is_much = batch_count >= LARGE and len(calls) * _FEW >= of
        return self._workers.map(function, calls) if is_much else map(function, calls)

    def check(self, name: str, **rules: Callable[[Batch], int]) -> dg.AssetCheckResult:
        """Sum of the breaches of each rule over the parts of the table `name`; passed where there are none."""
        counts = {rule: sum(self.each(count, self.batches(name))) for rule, count in rules.items()}
        return dg.AssetCheckResult(passed=not any(counts.values()), metadata=counts)


def facts(parts: Parts, table: str) -> dict[str, Any]:
    """Row count, first rows and columns of the table `table`, as Dagster shows them."""
    files = parts.files()
    head = pl.read_parquet(files[0]).head(PREVIEW_ROWS) if files else pl.DataFrame()
    shown = [[_cell(value) for value in row] for row in head.iter_rows()]
    return {
        "dagster/row_count": parts.row_count(),
        "dagster/column_schema": _columns(table),
        "preview": dg.MetadataValue.md(data_card.markdown_table(head.columns, shown) if shown else "no rows"),
    }


def _columns(table: str) -> dg.TableSchema:
    return dg.TableSchema(
        [dg.TableColumn(name.strip("`"), kind, said) for name, kind, said in data_card.columns(table)]
    )


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _PREVIEW_CELL else text[:_PREVIEW_CELL] + "…"
