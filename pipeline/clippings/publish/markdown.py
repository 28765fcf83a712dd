"""Markdown: tables, and text from the data that must be shown as it is."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from clippings.common.printable import printable

_LONGEST = 80
_MARKS = re.compile(r"([\\`*_\[\]<>|~&$@])")
"""Characters that Markdown, or HTML in it, may take for a mark."""
_BAR = re.compile(r"(?<!\\)\|")


def escaped(value: object) -> str:
    """A value as text that Markdown shows as it is, cut to one line."""
    text = printable(" ".join(str("" if value is None else value).split()))
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _MARKS.sub(r"\\\1", cut)


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Cells that are Markdown already, as a table; bars in them are escaped, line breaks become spaces."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    return _BAR.sub(r"\\|", str(value).replace("\n", " "))
