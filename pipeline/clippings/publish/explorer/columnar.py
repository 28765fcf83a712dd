"""Tables as JSON by column: what the page reads. Repeated strings are written once and referred to by number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

_MANY = 16_384
"""Numbers from which on polars writes them: a call of it takes as long as some thousand numbers in Python."""
_REPEATS = 3
"""A column of strings is coded if each distinct value occurs this often on average."""


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def json_of(tables: Mapping[str, pl.DataFrame]) -> str:
    """The tables as JSON: each as `{"rows": n, "columns": {name: values}}`.

    Values are a list, or for a column that repeats strings `{"distinct": [...], "codes": [...]}`; a null is code -1.
    """
    return f"{{{','.join(f'{to_json(name)}:{_json_of_table(frame)}' for name, frame in tables.items())}}}"


def _json_of_table(frame: pl.DataFrame) -> str:
    columns = ",".join(f"{to_json(series.name)}:{_json_of_values(series)}" for series in plain(frame))
    return f'{{"rows":{frame.height},"columns":{{{columns}}}}}'


def _json_of_values(series: pl.Series) -> str:
    """One column at a time is in memory as objects of Python; many numbers never are."""
    if series.dtype.is_integer() and len(series) > _MANY:
        return f"[{series.cast(pl.String).fill_null('null').str.join(',').item()}]"
    return to_json(_values(series))


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the types that JSON has: dates and names of a list as strings, truth as 0 and 1."""
    casts = {
        name: pl.Int8() if kind == pl.Boolean else pl.String()
        for name, kind in frame.schema.items()
        if kind in (pl.Date, pl.Boolean) or isinstance(kind, pl.Enum)
    }
    return frame.cast(casts) if casts else frame  # type: ignore[arg-type]  # polars names the key too narrowly


def _values(series: pl.Series) -> Any:  # noqa: ANN401 - a list or a coded column
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
    return _encoded(value).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
