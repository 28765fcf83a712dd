"""What the names of fields in exports mean: labels of lines, columns of tables, keys of JSON. The names are data."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from clippings import data
from clippings.common.text import without_marks

_CASE_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STROKES = str.maketrans("łøđı", "lodi")
"""Letters whose stroke or missing dot is not a mark to Unicode."""
_MARKS = re.compile(r"[\s_.-]+")


def field_of(name: str) -> str | None:
    """Return the field that a label, a column or a key names, such as title, byline or date; `other` if it is not published."""
    return _table().fields.get(_plain(name))


def publishing_of(name: str) -> str | None:
    """Return what a column says about publishing: state, kind, password, is_draft or is_published."""
    return _table().publishing.get(_plain(name))


def saved_days(record: Mapping[str, object]) -> frozenset[str]:
    """Return the values of a record that are the day on which a reader saved an address, such as `Timestamp` beside `Folder`."""
    names = {_plain(name): value for name, value in record.items()}
    if names.keys().isdisjoint(_table().bookmarks["columns"]):
        return frozenset()
    return frozenset(str(names[name]).strip() for name in _table().bookmarks["days"] if name in names)


def mail_field_of(label: str) -> str | None:
    """Return which field a label of a copied message is in any language: from, to, subject or date."""
    return _table().mail.get(_plain(label))


def is_below(label: str) -> bool:
    """Return whether a label may follow the text of a document."""
    return _plain(label) in _table().below


def mark_of(text: str) -> str | None:
    """Return what a line without a colon marks in a document of a press database: its text, what is below the text, or its end."""
    return _table().marks.get(_plain(text))


def is_load_date(label: str) -> bool:
    """Return whether a label gives the day on which a database added the document."""
    return _plain(label) == "load date"


class _Labels(NamedTuple):
    fields: dict[str, str]
    publishing: dict[str, str]
    mail: dict[str, str]
    marks: dict[str, str]
    bookmarks: dict[str, list[str]]
    below: frozenset[str]


@cache
def _table() -> _Labels:
    table = data.read("field_labels.toml")
    fields, publishing, mail, marks = (_by_label(table[name]) for name in ("labels", "publishing", "mail", "marks"))
    return _Labels(fields, publishing, mail, marks, table["bookmarks"], frozenset(table["below"]["labels"]))


def _by_label(labels_of: dict[str, list[str]]) -> dict[str, str]:
    return {_plain(label): name for name, labels in reversed(labels_of.items()) for label in labels}


def _plain(name: str) -> str:
    """Return `datePublished`, `date_published` and `Date-Published` as `date published`; `Título` as `titulo`."""
    return without_marks(_MARKS.sub(" ", _CASE_CHANGE.sub(" ", name)).strip().lower()).translate(_STROKES)
