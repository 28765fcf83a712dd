"""Tables as JSON by column: what the page reads. Repeated strings are written once and referred to by number."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

_REPEATS = 3
"""A column of strings is coded if each distinct value occurs this often on average."""


def columnar(frame: pl.DataFrame) -> dict[str, Any]:
    """`frame` as `{"rows": n, "columns": {name: values}}`.

    Values are a list, or for a column that repeats strings `{"distinct": [...], "codes": [...]}`; a null is code -1.
    """
    return {"rows": frame.height, "columns": {series.name: _values(series) for series in frame}}


def _values(series: pl.Series) -> Any:  # noqa: ANN401 - a list or a coded column
    if series.dtype == pl.Date or isinstance(series.dtype, pl.Enum):
        series = series.cast(pl.String)
    if series.dtype == pl.Boolean:
        series = series.cast(pl.Int8)
    values = series.to_list()
    if series.dtype != pl.String:
        return values
    distinct = [value for value in dict.fromkeys(values) if value is not None]  # plain Python: most chunks are small
    if not distinct or len(distinct) * _REPEATS > len(values):
        return values
    numbers = {value: code for code, value in enumerate(distinct)}
    return {"distinct": list(numbers), "codes": [numbers.get(value, -1) for value in values]}


def to_json(value: object) -> str:
    """Compact JSON that can be put into a `script` element as it is: no `<` ends or begins a tag in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
