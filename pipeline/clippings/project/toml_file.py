"""Reads TOML files that people write: the values, and the line of each key."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clippings.project.project_error import ProjectError

_TABLE = re.compile(r"\s*(\[\[?)\s*+([^\[\]\s](?:[^\[\]]*[^\[\]\s])?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_POSITION = re.compile(r"(?:(?<!\s)\s+)?\(at (?:line (\d+), column \d+|end of document)\)")

_MOST_BYTES = 50_000_000
_PLAIN = {
    "Cannot overwrite a value": "this key was given before; give it once",
    r"Illegal character '\n'": "a text has no closing quotation mark",
    r"Illegal character '\r'": "a text has no closing quotation mark",
}
"""Messages of tomllib for common mistakes, in plain words."""


def _check_regular(file: Path) -> None:
    """Refuse a pipe, a device or a huge file: reading it may never end."""
    if file.exists() and not file.is_file():
        raise ProjectError.at(file, None, "is not a regular file.")
    if file.exists() and file.stat().st_size > _MOST_BYTES:
        raise ProjectError.at(file, None, f"is larger than {_MOST_BYTES:,} bytes.")


def text_of(file: Path) -> str:
    """Return the text of a file.

    Raises:
        ProjectError: It is not a file that a person writes, or cannot be read.
    """
    _check_regular(file)
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise ProjectError.at(file, None, f"cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ProjectError.at(file, line, "is not UTF-8 text. Save the file as UTF-8.") from error


def read(file: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises:
        ProjectError: It cannot be read, or it is not TOML.
    """
    text = text_of(file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _POSITION.search(str(error))
        last = len(text.rstrip().splitlines())
        number = int(at[1]) if at and at[1] else last
        problem = _POSITION.sub("", str(error))
        raise ProjectError.at(file, number, f"is not valid TOML: {_PLAIN.get(problem, problem)}.") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or lists within lists
        raise ProjectError.at(file, None, f"has a value that cannot be read: {error}.") from error


def line_of(file: Path, where: Sequence[str | int]) -> int | None:
    """Return the line number of a key or table; the line of its table if the key has no line of its own."""
    best: tuple[int, int] | None = None
    wanted = [str(part) for part in where]
    for path, line in _keys(file.read_text("utf-8")):
        depth = len(path)
        is_nearer = best is None or depth > best[0]
        if path == wanted[:depth] and is_nearer:
            best = (depth, line)
    return best[1] if best else None


def _keys(text: str) -> list[tuple[list[str], int]]:
    """Return the path of each table and key of a file, with its line."""
    keys: list[tuple[list[str], int]] = []
    table: list[str] = []
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = _names(header[2])
            if header[1] == "[[":
                counts[header[2]] = counts.get(header[2], -1) + 1
                table = [*table, str(counts[header[2]])]
            keys.append((table, number))
        elif key := _KEY.match(line):
            keys.append(([*table, *_names(key[1])], number))
    return keys


def _names(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.split(r"""\.(?=(?:[^"']|"[^"]*"|'[^']*')*$)""", dotted)]
