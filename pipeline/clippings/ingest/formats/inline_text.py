"""Short texts of feeds and JSON to single lines: titles, names, categories. Entities are decoded once."""

import html as entities
import re

from clippings.ingest.formats import html

_SECTION = re.compile(r"<!\[CDATA\[([\s\S]*?)(?:\]\]>|\Z)")
_ESCAPED_TAG = re.compile(r"&lt;/(?:p|div|a|b|i|em|strong|span|li|ul|h[1-6]|blockquote)\s*&gt;|&lt;br\s*/?&gt;", re.I)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|br|cite|code|del|div|em|font|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>",
    re.I,
)
"""Tags met inside titles. Other words in angle brackets are the title's own: `<Untitled> at the quay`."""
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def line(value: str, *, is_markup: bool = True) -> str:
    """Return `value` on one line: white space folded, no-break spaces kept; where it is markup without tags and entities."""
    if is_markup and _TAG.search(value):
        value = " ".join(block.text for block in html.blocks(value))
    elif is_markup and "&" in value:
        value = _REFERENCE.sub(lambda match: entities.unescape(match[0]), value)
    return _SPACE.sub(" ", printable(value)).strip(" ")


def unescaped(value: str) -> str:
    """Return markup that was escaped once more, or put into a section of characters inside the escaped text, as it was meant."""
    if "<![CDATA[" in value:
        value = _SECTION.sub(lambda section: section[1], value)
    if "&lt;" in value and not _TAG.search(value) and _ESCAPED_TAG.search(value):
        value = entities.unescape(value)
    return value


def printable(value: str) -> str:
    """Return `value` without control characters and halves of surrogate pairs."""
    return _NOT_TEXT.sub("", value)
