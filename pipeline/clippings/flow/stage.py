"""A stage of the flow, as `stages` lists it and a `Run` makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asset:
    """Node of the asset graph.

    Attributes:
        name: Name of the asset; for a published table, the name of the table.
        tables: Tables of the store that belong to the asset; the first one is shown.
        description: One sentence.
        kinds: Tags that Dagster shows.
    """

    name: str
    tables: tuple[str, ...]
    description: str
    kinds: frozenset[str] = frozenset(("arrow", "polars"))


@dataclass(frozen=True)
class Stage:
    """One function and the assets that it makes.

    Attributes:
        name: Name of the stage.
        group: Group of its assets in the graph.
        reads: Tables of the store that it reads.
        assets: What it makes.
        function: Makes the tables of the assets; called with the `Run`.
    """

    name: str
    group: str
    reads: tuple[str, ...]
    assets: tuple[Asset, ...]
    function: Callable[[Any], None]

    @property
    def writes(self) -> tuple[str, ...]:
        """The tables that the stage makes."""
        return tuple(table for asset in self.assets for table in asset.tables)
