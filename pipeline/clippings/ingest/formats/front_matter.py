"""Markdown with front matter (Jekyll, Hugo, web clippers) to blocks: fields in YAML or TOML between two rules, then the text.

reStructuredText (Pelican, Nikola) has its fields below the underlined title.
"""

import datetime as dt
import html
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from clippings.ingest.formats import records
from clippings.ingest.formats.feed_items import Read

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_YAML, _TOML = "---", "+++"
"""The lines before and after the fields."""
# {{< figure src="d.jpg" >}}   |   {% include player.html %}   |   {{ site.address }}
_TAGS = re.compile(r"\{\{[^{}\n]{0,400}\}\}|\{%[^{}\n]{0,400}%\}")
_UNDERLINE = re.compile(r"([=~#*^\"-])\1{3,}")
# :author: Ada Quill
_FIELD = re.compile(r":([A-Za-z][\w -]{1,30}):\s+(\S.*)")
_FEWEST = 4
"""Lines of the shortest text with a title and fields in reStructuredText."""
_MOST_FIELDS = 100
"""Lines of the longest front matter."""


def begins(opening: str) -> bool:
    """Return whether a text opens with fields of an article between two rules."""
    fields, _ = _parts(opening)
    return "title" in records.fields_of(fields)


def read(text: str) -> Read:
    """Return the blocks of one article."""
    fields, body = _parts(text)
    return records.read_records([{**fields, "text": _markdown().render(_TAGS.sub("", body))}], [])


def _parts(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields and what follows them; no fields if the text does not open with two rules."""
    lines = text.split("\n", _MOST_FIELDS + 2)
    rule = lines[0].rstrip()
    end = next((at for at, line in enumerate(lines[1 : _MOST_FIELDS + 2], 1) if line.rstrip() == rule), None)
    if rule not in (_YAML, _TOML):
        return _of_fields(lines, text)
    if end is None:
        return {}, text
    fields = "\n".join(lines[1:end])
    return _of_yaml(fields) if rule == _YAML else _of_toml(fields), "\n".join(lines[end + 1 :])


def _of_fields(lines: list[str], text: str) -> tuple[dict[str, Any], str]:
    """Return the title and the fields of reStructuredText, and what follows them; no fields where the text has no list of them."""
    title = lines[0].strip()
    if len(lines) < _FEWEST or not title or not _UNDERLINE.fullmatch(lines[1].rstrip()):
        return {}, text
    end = next(
        (at for at, line in enumerate(lines) if at > 1 and line.strip() and not _FIELD.fullmatch(line.rstrip())),
        len(lines),
    )
    fields = {match[1]: match[2] for line in lines[2:end] if (match := _FIELD.fullmatch(line.rstrip()))}
    return ({"title": title, **fields}, "\n".join(lines[end:])) if fields else ({}, text)


def _of_toml(text: str) -> dict[str, Any]:
    """Return the fields, days as text; none if the text is not TOML."""
    try:
        fields = tomllib.loads(text.replace("\r", ""))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in fields.items()}


def _of_yaml(text: str) -> dict[str, Any]:
    """Return the fields, every value as text; none if they are not a mapping or use aliases, which can grow without limit."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            return {}
        fields = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - the base loader makes texts, lists and mappings only
    except (yaml.YAMLError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


@cache
def _markdown() -> "MarkdownIt":
    """The parser: HTML stays, indented text is not code, and the words of an image are its caption."""
    from markdown_it import MarkdownIt  # most archives have no such page

    parser = MarkdownIt().disable("code")
    parser.add_render_rule("image", _caption)
    return parser


def _caption(_: object, tokens: Sequence["Token"], at: int, *__: object) -> str:
    return f"<figcaption>{html.escape(tokens[at].content, quote=False)}</figcaption>"
