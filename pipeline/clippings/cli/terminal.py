"""Output of the commands: safe text, and tables that fit the terminal. In a pipe a table is plain lines with tabs."""

import os
import shutil
import sys
from collections.abc import Sequence

import click
from rich.cells import cell_len, set_cell_size

from clippings.common.printable import printable

_GAP = "  "
_NARROWEST = 10


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a message. Control characters are shown, not sent to the terminal."""
    click.echo(printable(str(text), keep_breaks=True), err=err, nl=nl)


def table_width() -> int | None:
    """Return the number of columns of the terminal; None in a pipe. The variable COLUMNS overrides both."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return int(columns)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def echo_table(rows: Sequence[Sequence[object]], *, right: Sequence[int] = ()) -> None:
    """Print rows of cells.

    On a terminal the columns are aligned, and the last one is cut to the width. In a pipe the cells are whole,
    with a tab between them.

    Args:
        rows: The cells; None is an empty cell.
        right: Numbers of the columns that are aligned to the right.
    """
    cells = [["" if cell is None else printable(" ".join(str(cell).split())) for cell in row] for row in rows]
    width = table_width()
    if width is None:
        for row in cells:
            click.echo("\t".join(row))
        return
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        *fixed, last = row
        begin = [_sized(cell, widths[n], is_right=n in right) for n, cell in enumerate(fixed)]
        left = max(width - sum(cell_len(cell) + len(_GAP) for cell in begin), _NARROWEST)
        click.echo(_GAP.join([*begin, cut(last, left)]).rstrip())


def _sized(cell: str, size: int, *, is_right: bool) -> str:
    return " " * (size - cell_len(cell)) + cell if is_right else set_cell_size(cell, size)


def cut(text: str, size: int) -> str:
    """Return `text`, shortened to `size` columns of a terminal with an ellipsis at its end."""
    return text if cell_len(text) <= size else set_cell_size(text, size - 1).rstrip() + "…"
