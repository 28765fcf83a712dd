"""The withdrawal list: a TOML file that a person writes, with a `[[withdrawn]]` entry for each article not to publish.

Its table `[quotations]` says what becomes of other articles that quote them.
"""

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import dataframely as dy

from clippings.common.printable import printable
from clippings.dedupe.quotations import Decisions
from clippings.schema.columns import HEX16
from clippings.schema.frames import as_rows, frame_from_rows
from clippings.schema.notices import Withdrawals

_KEYS = {"article_id", "reason", "on"}
_FORM = "{} may have only [[withdrawn]] entries and a table [quotations]."
_MOST_BYTES = 10_000_000
_SHOWN = 200
"""Maximum number of characters of a wrong entry in a message."""


class NotToPublish(NamedTuple):
    """What must not be published.

    Attributes:
        listed: Withdrawals as a person listed them.
        published: Those of the package that is replaced.
        quotations: Decisions about articles that quote them.
    """

    listed: dy.DataFrame[Withdrawals] = frame_from_rows(Withdrawals, [])
    published: dy.DataFrame[Withdrawals] = frame_from_rows(Withdrawals, [])
    quotations: Decisions = Decisions()


class WithdrawnListError(Exception):
    """The list cannot be used. Nothing is published until it is correct."""


def load(path: Path | None) -> dy.DataFrame[Withdrawals]:
    """Return the list as rows of `withdrawals`, in its order; no rows without a list.

    Raises:
        WithdrawnListError: The file is missing or cannot be read, or an entry lacks its id, reason or day.
    """
    entries = _read(path).get("withdrawn", []) if path else []
    if not isinstance(entries, list):
        raise WithdrawnListError(_FORM.format(path))
    rows = [_row(path, entry) for entry in entries]
    return as_rows(
        Withdrawals, frame_from_rows(Withdrawals, rows).unique("article_id", keep="first", maintain_order=True)
    )


def decisions(path: Path | None) -> Decisions:
    """Return what the list decides about quotations.

    Raises:
        WithdrawnListError: As `load`, or the table `[quotations]` is not as it must be.
    """
    table = _read(path).get("quotations", {}) if path else {}
    is_table = isinstance(table, dict) and set(table) <= set(Decisions._fields)
    ids = list(table.values()) if is_table else [None]
    if not all(isinstance(named, list) and all(_is_id(article_id) for article_id in named) for named in ids):
        raise WithdrawnListError(f"{path}: [quotations] may have only `keep` and `remove`, each a list of article ids.")
    decided = Decisions(**{key: frozenset(named) for key, named in table.items()})
    if both := sorted(decided.keep & decided.remove):
        raise WithdrawnListError(f"{path}: [quotations] names {both[0]} in `keep` and in `remove`. Decide on one.")
    return decided


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.exists() and not path.is_file():
            raise WithdrawnListError(f"{path} is not a file. Name the withdrawal list with --withdrawn.")
        if path.stat().st_size > _MOST_BYTES:
            raise WithdrawnListError(f"{path} is larger than {_MOST_BYTES:,} bytes, so it is not a withdrawal list.")
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise WithdrawnListError(f"{path} cannot be read: {error}") from error
    if not set(content) <= {"withdrawn", "quotations"}:
        raise WithdrawnListError(_FORM.format(path))
    return content


def _is_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(HEX16.strip("^$"), value) is not None


def _row(path: Path | None, entry: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of the file
    whole = isinstance(entry, dict) and set(entry) == _KEYS and isinstance(entry["reason"], str)
    if not whole or not _is_id(entry["article_id"]) or not entry["reason"].strip():
        shown = printable(repr(entry))[:_SHOWN]
        raise WithdrawnListError(f"{path}: {shown} needs article_id (16 digits), reason and on (a day).")
    if type(entry["on"]) is not dt.date:
        raise WithdrawnListError(
            f"{path}: {entry['on']} of {entry['article_id']} is not a day. Write 2026-11-24, without quotes."
        )
    return {
        "article_id": entry["article_id"],
        "reason": printable(" ".join(entry["reason"].split())),
        "withdrawn_on": entry["on"],
        "is_listed": True,
    }
