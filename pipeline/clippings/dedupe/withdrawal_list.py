"""The withdrawal list: a TOML file that a person writes, with a `[[withdrawn]]` entry for each article not to publish."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import polars as pl

from clippings.schema import Withdrawals
from clippings.schema.columns import HEX16
from clippings.schema.frames import frame_from_rows

_KEYS = {"article_id", "reason", "on"}


class WithdrawnListError(Exception):
    """The list cannot be used. Nothing is published until it is correct."""


def load(path: Path | None) -> pl.DataFrame:
    """Return the list as rows of `withdrawals`, in its order; no rows without a list.

    Raises:
        WithdrawnListError: The file is missing or cannot be read, or an entry lacks its id, reason or day.
    """
    if path is None:
        return frame_from_rows(Withdrawals, [])
    try:
        if path.exists() and not path.is_file():
            raise WithdrawnListError(f"{path} is not a file. Name the withdrawal list with --withdrawn.")
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise WithdrawnListError(f"{path} cannot be read: {error}") from error
    entries = content.pop("withdrawn", [])
    if content or not isinstance(entries, list):
        raise WithdrawnListError(f"{path} may have only [[withdrawn]] entries.")
    rows = [_row(path, entry) for entry in entries]
    return frame_from_rows(Withdrawals, rows).unique("article_id", keep="first", maintain_order=True)


def _row(path: Path, entry: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of the file
    whole = isinstance(entry, dict) and set(entry) == _KEYS
    if not whole or not re.match(HEX16, str(entry["article_id"])) or not str(entry["reason"]).strip():
        raise WithdrawnListError(f"{path}: {entry} needs article_id (16 digits), reason and on (a day).")
    if type(entry["on"]) is not dt.date:
        raise WithdrawnListError(
            f"{path}: {entry['on']} of {entry['article_id']} is not a day. Write 2026-11-24, without quotes."
        )
    return {
        "article_id": entry["article_id"],
        "reason": str(entry["reason"]).strip(),
        "withdrawn_on": entry["on"],
        "is_listed": True,
    }
