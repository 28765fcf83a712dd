"""Puts the page together: template, styles, scripts and data in one file, with a policy that forbids all network.

The data is JSON by column. Repeated strings are written once, in order, and referred to by number.
"""

import base64
import hashlib
import html
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from string import Template
from typing import Any

import polars as pl

_REPEATS = 3
"""A column of strings is coded if each distinct value occurs this often on average."""


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode

SCRIPTS = (
    "data.js", "text.js", "dom.js", "evidence.js", "search.js", "facets.js", "timeline.js", "view_articles.js",
    "view_article.js", "view_pages.js", "view_entities.js", "view_problems.js", "view_about.js", "router.js",
)  # fmt: skip
"""The scripts of the page in the order in which they are read: what is used by all comes first."""
_DATA = "\0"
"""Marks in the template where the data begins."""


def json_of(tables: Mapping[str, pl.DataFrame]) -> str:
    """The tables as JSON: each as `{"rows": n, "columns": {name: values}}`.

    Values are a list, or for a column that repeats strings `{"distinct": [...], "codes": [...]}`; a null is code -1.
    """
    return f"{{{','.join(f'{to_json(name)}:{_json_of_table(frame)}' for name, frame in tables.items())}}}"


def _json_of_table(frame: pl.DataFrame) -> str:
    shown = plain(frame)
    columns = shown.select(pl.struct(map(_values, shown)).struct.json_encode()).item() if shown.width else "{}"
    return f'{{"rows":{frame.height},"columns":{_for_script(columns)}}}'


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the types that JSON has: dates and names of a list as strings, truth as 0 and 1."""
    casts = {
        name: pl.Int8() if kind == pl.Boolean else pl.String()
        for name, kind in frame.schema.items()
        if kind in (pl.Date, pl.Boolean) or isinstance(kind, pl.Enum)
    }
    return frame.cast(casts) if casts else frame  # type: ignore[arg-type]  # polars names the key too narrowly


def _values(series: pl.Series) -> pl.Expr:
    """The values of a column as one list, or coded."""
    column = pl.col(series.name)
    if series.dtype == pl.String:
        count = series.n_unique() - bool(series.null_count())
        if count and count * _REPEATS <= len(series):
            distinct = column.drop_nulls().unique().sort().implode().alias("distinct")
            codes = (column.rank("dense").cast(pl.Int64) - 1).fill_null(-1).implode().alias("codes")
            return pl.struct(distinct, codes).alias(series.name)
    return column.implode()


def to_json(value: object) -> str:
    """Compact JSON that can be put into a `script` element as it is: no `<` ends or begins a tag in it."""
    return _for_script(_encoded(value))


def _for_script(encoded: str) -> str:
    return encoded.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def page(
    title: str,
    index: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    inline: Mapping[str, Mapping[str, pl.DataFrame]],
) -> Iterator[str]:
    """The whole page, in pieces.

    Args:
        title: What the window is named.
        index: What every view needs.
        tables: The tables that every view needs.
        inline: The chunks that the page itself holds; nothing where they are beside it.
    """
    style = _asset("explorer.css")
    script = '"use strict";\n(() => {\n' + "\n".join(_asset(name) for name in SCRIPTS) + "})();\n"
    policy = _policy(script, style, has_chunks=not inline)
    names = {"title": html.escape(title), "policy": policy, "style": style, "script": script, "data": _DATA}
    head, _, tail = Template(_asset("template.html")).substitute(names).partition(_DATA)
    yield head
    yield from _block("index", f'{to_json(index)[:-1]},"tables":{json_of(tables)}}}')
    for name, found in inline.items():
        yield "\n"
        yield from _block(name, json_of(found))
    yield tail


def _policy(script: str, style: str, *, has_chunks: bool) -> str:
    """Content security policy: only these styles and scripts, and no request except for chunks in the folder of the page."""
    sources = [f"'sha256-{_hash(script)}'", *(["'self'"] if has_chunks else [])]
    return (
        f"default-src 'none'; script-src {' '.join(sources)}; style-src 'sha256-{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _block(name: str, content: str) -> Iterator[str]:
    yield f'<script type="application/json" id="data-{name}">'
    yield content
    yield "</script>"


def _asset(name: str) -> str:
    return files("clippings.publish.explorer").joinpath("assets", name).read_text("utf-8")
