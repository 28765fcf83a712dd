"""A published package as `explain` reads it: rows of tables, made harmless for a terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from rich.text import Text

from clippings.common.printable import printable
from clippings.publish.package_layout import table

Row = dict[str, Any]
Entry = tuple[Text, Text]
"""The label in the margin, and the text beside it."""
GAP: Entry = (Text(), Text())


@dataclass(frozen=True)
class PackageRows:
    """The package below `root`."""

    root: Path

    def rows(self, name: str, *where: pl.Expr) -> list[Row]:
        """The rows of a table for which all of `where` holds, as they may be shown."""
        shown = table(self.root, name).filter(*where).collect()
        return [{column: _harmless(value) for column, value in row.items()} for row in shown.iter_rows(named=True)]


def _harmless(value: object) -> object:
    return printable(value) if isinstance(value, str) else value


def labelled(label: str, bodies: Iterable[Text]) -> Iterator[Entry]:
    """Yield the bodies one below the other, with the label on the first line."""
    for number, body in enumerate(bodies):
        yield Text("" if number else label, style="cyan"), body
