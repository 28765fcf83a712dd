"""The IO manager of the graph: what an asset consists of are tables of the store, saved by their stage and read from there."""

from typing import Any

import dagster as dg
import polars as pl

from clippings.flow.stages import STAGES
from clippings.flow.table import Table
from clippings.orchestration.run_resource import Workspace
from clippings.publish import data_card
from clippings.publish.charts.asset_plots import plot_of
from clippings.publish.markdown import escaped, markdown_table
from clippings.schema import TABLES

PREVIEW_ROWS = 5


class StoreIOManager(dg.IOManager):
    """Keeps assets in the store; `definitions.load_asset_value("articles")` gives the rows of one as a lazy frame."""

    def handle_output(self, context: dg.OutputContext, obj: Table) -> None:
        """Show what was stored: the stage has saved its tables whole, and this table is one of them."""
        context.add_output_metadata(asset_metadata(obj, context.asset_key.to_user_string()))

    def load_input(self, context: dg.InputContext) -> pl.LazyFrame:
        """The rows of an asset."""
        name = context.asset_key.to_user_string()
        shown = next(asset.tables[0] for stage in STAGES for asset in stage.assets if asset.name == name)
        table = Workspace().store.table(shown)
        if table is None:
            raise dg.Failure(f"{name} is not in the store, or not whole. Materialise it first.")
        return table.scan()


def asset_metadata(table: Table, name: str) -> dict[str, Any]:
    """Row count, columns and first rows of the table that makes the asset `name`, as Dagster shows them."""
    preview = table.store.get(table.parts[0]).head(PREVIEW_ROWS) if table.parts else pl.DataFrame()
    shown = [[escaped(value) for value in row] for row in preview.iter_rows()]
    plot = plot_of(name, table.scan()) if table.row_count else None
    metadata: dict[str, Any] = {
        "dagster/row_count": table.row_count,
        "preview": dg.MetadataValue.md(markdown_table(preview.columns, shown) if shown else "no rows"),
    }
    metadata |= {"plot": dg.MetadataValue.md(plot)} if plot else {}
    return metadata | ({"dagster/column_schema": _columns(name)} if name in TABLES else {})


def _columns(table: str) -> dg.TableSchema:
    return dg.TableSchema(
        [dg.TableColumn(name.strip("`"), kind, description) for name, kind, description in data_card.columns(table)]
    )
