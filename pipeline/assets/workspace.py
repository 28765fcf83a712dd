"""Where a run reads, works and publishes: the one resource of the graph."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import dagster as dg
import polars as pl
from pydantic import PrivateAttr

from pipeline.assets import places
from pipeline.assets.batch import Batch
from pipeline.publish import data_card, state, swap
from pipeline.tables.parts import Parts
from pipeline.workers import Workers

Call = TypeVar("Call")
Result = TypeVar("Result")

LARGE = 4
"""An archive of so many batches is worked on side by side; for fewer, starting processes costs more than it saves."""
OWNERS = ["team:clippings"]

PREVIEW_ROWS = 5
_PREVIEW_CELL = 60


RAW_VARIABLE = "CLIPPINGS_RAW"
OUT_VARIABLE = "CLIPPINGS_OUT"
WITHDRAWN_VARIABLE = "CLIPPINGS_WITHDRAWN"
_WITHDRAWN = Path("withdrawn.toml")


def default_raw() -> str:
    """The folder or address of the dumps where a run names none."""
    return places.absolute(os.environ.get(RAW_VARIABLE, "raw"))


def default_out() -> str:
    """The folder or address of the package where a run names none."""
    return places.absolute(os.environ.get(OUT_VARIABLE, "dist"))


def default_withdrawn() -> Path | None:
    """The list of withdrawn articles where a run names none: a list that is named must be there."""
    named = os.environ.get(WITHDRAWN_VARIABLE)
    if named:
        return Path(named).absolute()
    return _WITHDRAWN.absolute() if _WITHDRAWN.exists() else None


class Workspace(dg.ConfigurableResource["Workspace"]):
    """A run's folders.

    Attributes:
        raw: The folder of dumps, or its address in object storage.
        out: The folder of the published package, or its address.
        if_changed: Whether a run ends at once where the package is the one that it would build.
        withdrawn: The list of articles that must not be published.
    """

    raw: str = default_raw()  # here, not where the resource is made: a run configured in part keeps the rest
    out: str = default_out()
    if_changed: bool = False
    withdrawn: str | None = None
    _folder: Path | None = PrivateAttr(default=None)
    _inputs: dict[str, str] = PrivateAttr(default_factory=dict)
    _workers: Workers = PrivateAttr(default_factory=Workers)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workspace]:
        """Give the run a folder beside the package to work in, and take it away afterwards."""

        def say() -> None:
            if context.log:
                context.log.warning(f"Another run is at work on {self.out}: this one begins when that one has ended.")

        with state.one_run(self.out_path, say), swap.workspace(self.out_path) as folder:
            self._folder = folder
            try:
                yield self
            finally:
                self._workers.close()

    @property
    def raw_path(self) -> Path:
        """The folder of dumps; of an address, the one it is fetched to."""
        return places.raw_folder(self.raw, self.out)

    @property
    def out_path(self) -> Path:
        """The folder of the package; of an address, the one that is sent there."""
        return places.out_folder(self.out)

    @property
    def withdrawn_path(self) -> Path | None:
        """The list of articles that must not be published, if there is one."""
        return Path(self.withdrawn).absolute() if self.withdrawn else default_withdrawn()

    @property
    def folder(self) -> Path:
        """The run's own folder."""
        if self._folder is None:
            raise RuntimeError("The workspace exists during a run only.")
        return self._folder

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
        """The result of a function of `batch` for each call, in order; large archives are worked on side by side."""
        batch_count = len(self.parts("lines").files()) or len(calls)
        return self._workers.map(function, calls) if batch_count >= LARGE else map(function, calls)

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
