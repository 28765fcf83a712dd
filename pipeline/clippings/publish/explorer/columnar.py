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
    if series.dtype != pl.String or not series.len():
        return series.to_list()
    distinct = series.drop_nulls().unique(maintain_order=True)
    if distinct.len() * _REPEATS > series.len():
        return series.to_list()
    codes = series.cast(pl.Enum(distinct)).to_physical().cast(pl.Int64).fill_null(-1)
    return {"distinct": distinct.to_list(), "codes": codes.to_list()}


def to_json(value: object) -> str:
    """Compact JSON that can be put into a `script` element as it is: no `<` ends or begins a tag in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
