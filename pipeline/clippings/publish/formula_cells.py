"""Cells that a spreadsheet would run as formulas: their count for the data card, and CSV files in which they are text."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from clippings.common.native_errors import NativePanicError, native_errors
from clippings.common.user_error import UserError
from clippings.common.wording import first_line
from clippings.publish import validate
from clippings.publish.checksum_list import NotFitError
from clippings.publish.package_layout import tables

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""First character of a cell that some spreadsheet programs run."""
_MARK = "'"
"""Prefix that makes spreadsheet programs read a cell as text."""


class CannotExportError(UserError):
    """The package or the target cannot be used."""


def count(frames: Mapping[str, pl.LazyFrame]) -> dict[str, int]:
    """Return the number of such cells of each `table.column` that has any."""
    return {f"{name}.{column}": n for name, frame in frames.items() for column, n in count_in(frame)}


def count_in(frame: pl.LazyFrame) -> list[tuple[str, int]]:
    """Return each column of a table that has such cells, and their number."""
    values = pl.selectors.string() - pl.selectors.ends_with("_id", "sha256")  # those begin with a letter or a digit
    texts = frame.select(values.str.contains(FORMULA).sum())
    return [(column, n) for row in texts.collect(engine="streaming").rows(named=True) for column, n in row.items() if n]


def write(root: Path, target: Path) -> None:
    """Write the tables of a package as CSV files whose cells run no formula into a new folder.

    Raises:
        CannotExportError: The package is not as it was published, or the target exists.
    """
    if os.path.lexists(target):
        raise CannotExportError(f"{target} exists. Nothing was changed. Choose a new folder with --to.")
    try:
        edition = validate.edition_of(root)
        for finding in validate.hash_errors(root):
            raise CannotExportError(f"{root} is not as it was published: {finding}")
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            with native_errors():
                for name, rows in tables(root, edition).items():
                    _write(rows, draft / f"{name}.csv")
            draft.chmod(0o755)
            draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except (OSError, NativePanicError, NotFitError, pl.exceptions.PolarsError) as error:
        raise CannotExportError(f"{root} cannot be exported: {first_line(error)}") from None


def _write(rows: pl.LazyFrame, csv: Path) -> None:
    texts = [name for name, kind in rows.collect_schema().items() if kind == pl.String]
    harmless = (pl.col(name).str.replace(FORMULA, f"{_MARK}$0") for name in texts)
    rows.with_columns(*harmless).sink_csv(csv, include_bom=True)  # some programs read UTF-8 only with it
