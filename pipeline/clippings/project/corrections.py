"""Values that a person corrects: `[[correct]]` entries of the project's site profiles, each one value or more of one article."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from clippings.project import toml_file
from clippings.project.additions import Additions
from clippings.project.project_error import ProjectError

KEY = "correct"
"""Key of a profile with its corrections."""
FIELDS = ("title", "published_on", "author", "category")
"""Columns of `articles` that may be corrected."""
_ID = re.compile(r"[0-9a-f]{16}")


class Correction(NamedTuple):
    """The right value of a column of an article, and the file that says so. An empty text removes the value."""

    file: str
    article_id: str
    field: str
    value: str


def of(added: Additions) -> list[Correction]:
    """The corrections of the project, in order of file and entry.

    Raises:
        ProjectError: An entry cannot be used.
    """
    return [correction for file in added.profiles() for correction in _of_file(file, toml_file.read(file).get(KEY, []))]


def _of_file(file: Path, entries: object) -> list[Correction]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ProjectError.at(file, toml_file.line_of(file, [KEY]), f"`{KEY}` must be a list of tables: [[{KEY}]].")
    corrections = [correction for at, entry in enumerate(entries) for correction in _of_entry(file, entry, at)]
    places = [(correction.article_id, correction.field) for correction in corrections]
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice:
        raise _refused(file, [KEY], f"corrects `{twice[1]}` of {twice[0]} twice")
    return corrections


def _of_entry(file: Path, entry: Mapping[str, object], at: int) -> list[Correction]:
    where: list[str | int] = [KEY, at]
    article_id = entry.get("article")
    if not isinstance(article_id, str) or not _ID.fullmatch(article_id):
        raise _refused(file, where, 'needs the id of an article, such as article = "0123456789abcdef"')
    given = {key: value for key, value in entry.items() if key not in ("article", "reason")}
    if unknown := sorted(given.keys() - {*FIELDS}):
        raise _refused(
            file, where, f"has an unknown key `{unknown[0]}`; known keys are article, reason, {', '.join(FIELDS)}"
        )
    if not given:
        raise _refused(file, where, f"names no value: add one of {', '.join(FIELDS)}")
    return [Correction(file.name, article_id, key, _value(file, where, key, value)) for key, value in given.items()]


def _value(file: Path, where: Sequence[str | int], key: str, value: object) -> str:
    if value == "":
        return ""
    if key == "published_on":
        if type(value) is not dt.date:
            raise _refused(file, where, "`published_on` must be a day without quotes, such as 2015-03-04")
        return value.isoformat()
    if not isinstance(value, str) or not value.strip():
        raise _refused(file, where, f"`{key}` must be a text")
    if key == "author" and ";" in value:
        raise _refused(file, where, "`author` must be one name")
    return " ".join(value.split())


def _refused(file: Path, where: Sequence[str | int], problem: str) -> ProjectError:
    return ProjectError.at(file, toml_file.line_of(file, where), f"`{KEY}` {problem}.")
