"""Markdown with front matter (Jekyll, Hugo, web clippers) to blocks: fields in YAML or TOML between two rules, then the text."""

from __future__ import annotations

import datetime as dt
import html
import re
import tomllib
from typing import Any

import yaml

from clippings.ingest.formats import records
from clippings.ingest.formats.feed_items import Read

_YAML, _TOML = "---", "+++"
"""The lines before and after the fields."""
_MOST_FIELDS = 100
"""Lines of the longest front matter."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
# ## What follows
_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<text>[^\n]+)")
# ![The ferry](ferry.jpg)
_IMAGE = re.compile(r"!\[(?P<text>[^\]\n]{0,500})\]\([^()\s]{0,2000}(?:[ \t]\"[^\"\n]{0,300}\")?\)")
# [the board](https://quay.example/board)
_LINK = re.compile(r"\[(?P<text>[^\]\n]{1,500})\]\((?P<href>[^()\s]{1,2000})(?:[ \t]\"[^\"\n]{0,300}\")?\)")
_STRONG = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])(?P<text>[^*_\n]{1,500})\1(?!\w)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]+")


def begins(opening: str) -> bool:
    """Return whether a text opens with fields of an article between two rules."""
    fields, _ = _parts(opening)
    return "title" in records.fields_of(fields)


def read(text: str) -> Read:
    """Return the blocks of one article."""
    fields, body = _parts(text)
    markup = "".join(_markup(part.strip()) for part in _BLANK_LINE.split(body) if part.strip())
    return records.read_records([{**fields, "text": markup}], [])


def _parts(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields and what follows them; no fields if the text does not open with two rules."""
    lines = text.split("\n", _MOST_FIELDS + 2)
    rule = lines[0].rstrip()
    end = next((at for at, line in enumerate(lines[1 : _MOST_FIELDS + 2], 1) if line.rstrip() == rule), None)
    if end is None or rule not in (_YAML, _TOML):
        return {}, text
    fields = "\n".join(lines[1:end])
    return _of_yaml(fields) if rule == _YAML else _of_toml(fields), "\n".join(lines[end + 1 :])


def _of_toml(text: str) -> dict[str, Any]:
    """Return the fields, days as text; none if the text is not TOML."""
    try:
        fields = tomllib.loads(text.replace("\r", ""))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in fields.items()}


def _of_yaml(text: str) -> dict[str, Any]:
    """Return the fields, every value as text; none if they are no mapping or use aliases, which can grow without limit."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            return {}
        fields = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - the base loader makes texts, lists and mappings only
    except (yaml.YAMLError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _markup(part: str) -> str:
    """Return a paragraph, a heading, the items of a list, or markup, as HTML."""
    if part.startswith("<"):
        return part
    if heading := _HEADING.fullmatch(part):
        return f"<h{len(heading['level'])}>{_inline(heading['text'])}</h{len(heading['level'])}>"
    lines = part.split("\n")
    if all(_ITEM.match(line.strip()) for line in lines):
        return "".join(f"<li>{_inline(_ITEM.sub('', line.strip(), count=1))}</li>" for line in lines)
    return f"<p>{_inline(part)}</p>"


def _inline(text: str) -> str:
    text = html.escape(text, quote=False)
    text = _IMAGE.sub(r"<figcaption>\g<text></figcaption>", text)
    text = _LINK.sub(r'<a href="\g<href>">\g<text></a>', text)
    return _STRONG.sub(r"\g<text>", text)
