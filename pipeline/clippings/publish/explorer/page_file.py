"""Puts the page together: template, styles, scripts and data in one file, with a policy that forbids all network."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

from clippings.publish.explorer.columnar import to_json

SCRIPTS = (
    "data.js", "text.js", "dom.js", "evidence.js", "search.js", "facets.js", "timeline.js", "view_articles.js",
    "view_article.js", "view_pages.js", "view_entities.js", "view_problems.js", "view_about.js", "router.js",
)  # fmt: skip
"""The scripts of the page in the order in which they are read: what is used by all comes first."""


def page(title: str, index: Mapping[str, Any], inline: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole page.

    Args:
        title: What the window is named.
        index: What every view needs.
        inline: The chunks that the page itself holds; nothing where they are beside it.
    """
    style = _asset("explorer.css")
    script = '"use strict";\n(() => {\n' + "\n".join(_asset(name) for name in SCRIPTS) + "})();\n"
    data = [_block("index", index), *(_block(name, tables) for name, tables in inline.items())]
    return Template(_asset("template.html")).substitute(
        title=html.escape(title),
        policy=_policy(script, style, has_chunks=not inline),
        style=style,
        script=script,
        data="\n".join(data),
    )


def _policy(script: str, style: str, *, has_chunks: bool) -> str:
    """Content security policy: these styles and scripts alone, and no request; chunks come from beside the page."""
    sources = [f"'sha256-{_hash(script)}'", *(["'self'"] if has_chunks else [])]
    return (
        f"default-src 'none'; script-src {' '.join(sources)}; style-src 'sha256-{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _block(name: str, content: Mapping[str, Any]) -> str:
    return f'<script type="application/json" id="data-{name}">{to_json(content)}</script>'


def _asset(name: str) -> str:
    return files("clippings.publish.explorer").joinpath("assets", name).read_text("utf-8")
