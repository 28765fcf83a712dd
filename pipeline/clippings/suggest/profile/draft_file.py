"""Entries of a draft, and the TOML file they make. Values and comments are quoted as plain text."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from clippings.common.wording import counted, shortened

_SECTIONS = ("known_by", "template", "patterns", "dates")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WIDEST = 140
"""Maximum number of characters of an example line."""
_MOST_EXAMPLES = 3


@dataclass(frozen=True)
class DraftEntry:
    """An entry of a draft.

    Attributes:
        section: `known_by`, `template`, `patterns` or `dates`; empty for entries above all sections.
        key: Name of the entry.
        value: A text, a pattern, or a list of them.
        examples: Lines it was made from, each with its number of pages.
        notes: Sentences for the person who corrects the draft.
        is_pattern: Whether the value is a regular expression.
        is_left_out: Whether the entry is shown but not in force.
    """

    section: str
    key: str
    value: str | Sequence[str]
    examples: Sequence[tuple[str, int]] = ()
    notes: tuple[str, ...] = ()
    is_pattern: bool = False
    is_left_out: bool = False


def examples_of(heads: pl.DataFrame) -> list[tuple[str, int]]:
    """Return the first lines of `heads` (stripped, page_count) with their numbers of pages."""
    return heads.select("stripped", "page_count").head(_MOST_EXAMPLES).rows()


def literal(line: str) -> str:
    """Return a pattern of a whole line; numbers match any other number: `Page 2 of 40` differs on each page."""
    escaped = re.sub(r"\\([-#&~])", r"\1", pl.escape_regex(line))
    return f"^{re.sub(r'[0-9]+', lambda _: '[0-9]+', escaped)}$"


def text(opening: Sequence[str], entries: Sequence[DraftEntry], page_count: int, closing: Sequence[str]) -> str:
    """Return the text of the file. `opening` and `closing` are comments; entries keep their order within a section."""
    blocks = ["\n".join(map(_comment, opening))]
    for section in ("", *_SECTIONS):
        shown = [_entry(entry, page_count) for entry in entries if entry.section == section]
        if shown:
            blocks.append("\n".join([f"[{section}]", *shown] if section else shown))
    return "\n\n".join([*blocks, *(["\n".join(map(_comment, closing))] if closing else [])]) + "\n"


def _comment(line: str) -> str:
    """Return a comment of one line, without control characters that could end the line."""
    return f"# {_CONTROL.sub(' ', line)}".rstrip()


def _entry(entry: DraftEntry, page_count: int) -> str:
    lines = [_comment(note) for note in entry.notes]
    for stripped, count in entry.examples:
        shown = shortened(stripped, _WIDEST - 1)
        lines.append(_comment(f"on {count} of {counted(page_count, 'page')}: “{shown}”"))
    quote = _quoted_pattern if entry.is_pattern else _quoted
    is_one = isinstance(entry.value, str)
    value = quote(str(entry.value)) if is_one else f"[{', '.join(map(quote, entry.value))}]"
    lines.append(f"{'# ' if entry.is_left_out else ''}{entry.key} = {value}")
    return "\n".join(lines)


def _quoted(value: str) -> str:
    """Return a basic string."""
    escaped = json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub(lambda match: "".join(f"\\u{ord(letter):04x}" for letter in match[0]), escaped)


def _quoted_pattern(value: str) -> str:
    """Return a literal string, which doubles no backslash, if the value allows it."""
    return _quoted(value) if "'" in value or _CONTROL.search(value) else f"'{value}'"
