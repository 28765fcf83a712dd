"""Puts the page together: template, styles, scripts and data in one file, with a policy that forbids all network."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator, Mapping
from importlib.resources import files
from string import Template
from typing import Any

import polars as pl

from clippings.publish.explorer.columnar import json_of, to_json

SCRIPTS = (
    "data.js", "text.js", "dom.js", "evidence.js", "search.js", "facets.js", "timeline.js", "view_articles.js",
    "view_article.js", "view_pages.js", "view_entities.js", "view_problems.js", "view_about.js", "router.js",
)  # fmt: skip
"""The scripts of the page in the order in which they are read: what is used by all comes first."""
_DATA = "\0"
"""Marks in the template where the data begins."""


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
    """Content security policy: these styles and scripts alone, and no request; chunks come from beside the page."""
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
