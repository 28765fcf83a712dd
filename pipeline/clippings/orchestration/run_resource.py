"""Where a run reads, works and publishes: the one resource of the graph."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import PrivateAttr

from clippings.dedupe import withdrawal_list
from clippings.distribute.s3.address import parse
from clippings.flow.executors import executor_of
from clippings.flow.run import Run
from clippings.flow.stages import STAGES
from clippings.flow.step_cache import StepCache
from clippings.flow.store import Store
from clippings.orchestration import dead_runs, locations, progress
from clippings.orchestration.bucket_store import BucketStore
from clippings.project import Settings, additions, load
from clippings.project.sections import Paths
from clippings.project.settings import chosen
from clippings.publish import build_state, withdrawal_guard
from clippings.schema.frames import as_rows
from clippings.schema.notices import Withdrawals


class Workspace(dg.ConfigurableResource["Workspace"]):
    """A run's folders. What is not configured is as the settings say: environment, project file, default.

    Attributes:
        project: The project file, or its folder.
        raw: The folder of dumps, or its address in object storage.
        out: The folder of the published package, or its address.
        text_free: The folder of its text-free edition, or its address; empty: none is made.
        if_changed: Whether a run ends at once where the package is the one that it would build.
        no_cache: Whether a run ignores cached step results.
        withdrawn: The list of articles that must not be published.
        reinstate: Ids that the published package withholds and this run may publish again.
        executor: Where steps run: local or ray.
    """

    project: str | None = None
    raw: str | None = None
    out: str | None = None
    text_free: str | None = None
    if_changed: bool = False
    no_cache: bool = False
    withdrawn: str | None = None
    reinstate: list[str] = []  # noqa: RUF012 - pydantic copies the default
    executor: str | None = None
    _settings: Settings | None = PrivateAttr(default=None)
    _run: Run | None = PrivateAttr(default=None)
    _inputs: dict[str, str] = PrivateAttr(default_factory=dict)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Workspace"]:
        """Open the store for one run at a time, and clean it afterwards."""

        def say() -> None:
            if context.log:
                context.log.warning(
                    f"Another run is at work on {self.paths.out}: this one begins when that one has ended."
                )

        if context.instance and context.run:
            dead_runs.note_process(context.instance, context.run.run_id)
        with additions.using(additions.of(self.settings)), build_state.one_run(self.out_path, say):
            if context.instance:
                dead_runs.end_dead_runs(context.instance, dead_runs.tags(self.settings))
            store = self.store
            self._run = Run(
                store,
                STAGES,
                raw=self.raw_path,
                withdrawals=self.withdrawals,
                settings=self.settings,
                executor=executor_of(self.executor or self.settings.run.executor),
                cache=StepCache(store, is_used=not self.no_cache),
                published=None if self.no_cache else self.out_path,
                with_text_free=self.text_free_path is not None,
                log=context.log.info if context.log else lambda message: None,
                progress=progress.report,
            )
            try:
                yield self
            finally:
                self._run.executor.close()
                with suppress(OSError):  # what is left is removed by the next run
                    self._run.clean()

    @property
    def run(self) -> Run:
        """What the steps of the run that is executing share."""
        if self._run is None:
            raise RuntimeError("The workspace exists during a run only.")
        return self._run

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
    def store(self) -> Store:
        """The store, with its objects in a bucket too if one is set."""
        folder, address = locations.of_place(self.settings.cache, self.paths.out) / "store", self.settings.run.store
        return BucketStore(folder, address=parse(address)) if address else Store(folder)

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

    def withdrawals(self) -> withdrawal_list.NotToPublish:
        """What must not be published.

        Raises:
            WithdrawnListError: The list cannot be used.
            ReinstatedError: The published package withholds an id that this run would publish.
        """
        listed = withdrawal_list.load(self.settings.withdrawn)
        published = locations.published_withdrawals(self.settings)
        published = as_rows(Withdrawals, published.filter(~pl.col("article_id").is_in(self.reinstate)))
        withdrawal_guard.check_list(listed, published, self.paths.out)
        return withdrawal_list.NotToPublish(listed, published, withdrawal_list.decisions(self.settings.withdrawn))

    @property
    def inputs(self) -> dict[str, str]:
        """What the run makes the package from, as names and hashes; nothing where that is not sure."""
        return self._inputs

    def note_inputs(self, inputs: dict[str, str]) -> None:
        """Say what the run makes the package from."""
        self._inputs = inputs
