"""Writes a draft as TOML. Quotes values and comments without knowing their meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from clippings.suggest.profile.entry import Entry

_SECTIONS = ("known_by", "template", "patterns", "dates")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WIDEST = 140
"""Maximum number of characters of an example line."""
_RULES = {"patterns": "# Rust regular expressions over a line with the white space at its ends taken off."}


def text(opening: Sequence[str], entries: Sequence[Entry], page_count: int, closing: Sequence[str]) -> str:
    """Return the text of the file.

    Args:
        opening: Comments at the beginning.
        entries: Entries, in their order within a section.
        page_count: Number of pages the draft was made from.
        closing: Comments at the end.
    """
    blocks = ["\n".join(comment(line) for line in opening)]
    blocks.append("\n".join(_entry(entry, page_count) for entry in entries if not entry.section))
    for section in _SECTIONS:
        own_entries = [entry for entry in entries if entry.section == section]
        if own_entries:
            heading = [f"[{section}]", *([_RULES[section]] if section in _RULES else [])]
            blocks.append("\n".join([*heading, *(_entry(entry, page_count) for entry in own_entries)]))
    if closing:
        blocks.append("\n".join(comment(line) for line in closing))
    return "\n\n".join(blocks) + "\n"


def comment(line: str) -> str:
    """Return a comment of one line, without control characters that could end the line."""
    return f"# {_CONTROL.sub(' ', line)}".rstrip()


def _entry(entry: Entry, page_count: int) -> str:
    lines = [comment(note) for note in entry.notes]
    for example in entry.examples:
        shown = example.stripped if len(example.stripped) <= _WIDEST else f"{example.stripped[: _WIDEST - 1]}…"
        lines.append(comment(f"on {example.page_count} of {page_count} pages: “{shown}”"))
    value = f"{entry.key} = {_value(entry)}"
    lines.append(comment(value) if entry.is_left_out else value)
    return "\n".join(lines)


def _value(entry: Entry) -> str:
    quote = quoted_pattern if entry.is_pattern else quoted
    if isinstance(entry.value, str):
        return quote(entry.value)
    return f"[{', '.join(quote(value) for value in entry.value)}]"


def quoted(value: str) -> str:
    """Return a basic string."""
    quoted_text = json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub(lambda match: "".join(f"\\u{ord(letter):04x}" for letter in match[0]), quoted_text)


def quoted_pattern(value: str) -> str:
    """Return a literal string, which doubles no backslash, if the value allows it."""
    return quoted(value) if "'" in value or _CONTROL.search(value) else f"'{value}'"
