"""What the names of fields in exports mean: labels of lines, columns of tables, keys of JSON. The names are data."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from clippings import data

_CASE_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = re.compile(r"[\s_.-]+")


def field_of(name: str) -> str | None:
    """Return the field that a label, a column or a key names: title, byline, date, source, section, address, text, summary or other."""
    return _table()[0].get(_plain(name))


def is_below(label: str) -> bool:
    """Return whether a label may follow the text of a document."""
    return _plain(label) in _table()[1]


def is_load_date(label: str) -> bool:
    """Return whether a label gives the day on which a database added the document."""
    return _plain(label) == "load date"


@cache
def _table() -> tuple[dict[str, str], frozenset[str]]:
    table = tomllib.loads((data.FOLDER / "field_labels.toml").read_text("utf-8"))
    fields = {label: name for name, labels in reversed(table["labels"].items()) for label in labels}
    return fields, frozenset(table["below"]["labels"])


def _plain(name: str) -> str:
    """Return `datePublished`, `date_published` and `Date-Published` as `date published`."""
    return _MARKS.sub(" ", _CASE_CHANGE.sub(" ", name)).strip().lower()
