"""Export files of Movable Type and TypePad to blocks: entries between lines of eight hyphens, their parts between lines of five.

Comments, pings and keywords are not read, nor entries that the site does not publish.
"""

import re
from collections import Counter
from datetime import datetime

from clippings.ingest.formats import feed_items, inline_text, unpublished
from clippings.ingest.formats.feed_items import Item, Read, Text
from clippings.ingest.formats.html import Block

_ENTRIES = re.compile(r"^-{8}[ \t]*$", re.MULTILINE)
_PARTS = re.compile(r"^-{5}[ \t]*$", re.MULTILINE)
# AUTHOR: Ada Quill
_FIELD = re.compile(r"^([A-Z][A-Z ]{2,30}):[ \t]?(.*)$", re.MULTILINE)
_OPENING = re.compile(r"\s*(?:[A-Z][A-Z ]{2,30}:[^\n]*\n){2,40}-----[ \t]*\nBODY:[ \t]*$", re.MULTILINE)
_TEXT_PART = re.compile(r"\s*(BODY|EXTENDED BODY|EXCERPT):[ \t]*\n")
_BLOCK, _BLANK = re.compile(r"<(?:p|div|br|pre)\b", re.IGNORECASE), re.compile(r"\n[ \t]*\n")
_DATE_FORMS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S")


def begins(opening: str) -> bool:
    """Return whether a text is such a file: fields, a line of five hyphens, a body."""
    return _OPENING.match(opening.replace("\r\n", "\n")) is not None


def read(markup: str) -> Read:
    """Return the blocks of the published entries."""
    left_out: Counter[str] = Counter()
    blocks: list[Block] = []
    record = 0
    for entry in _ENTRIES.split(markup.replace("\r\n", "\n")):
        head, *parts = _PARTS.split(entry)
        fields = _FIELD.findall(head)
        if not fields:
            continue
        reason = unpublished.of_record({"status": _value(fields, "STATUS")})
        if reason:
            left_out[reason] += 1
            continue
        record += 1
        moment = _iso(_value(fields, "DATE"))
        blocks += [
            block._replace(timestamp=moment) if block.hint == "post_date" else block
            for block in feed_items.blocks(_item(fields, parts), record)
        ]
    return Read(blocks, passed_over=unpublished.messages(left_out), has_unpublished=bool(left_out))


def _item(fields: list[tuple[str, str]], parts: list[str]) -> Item:
    texts = {match[1]: part[match.end() :].strip() for part in parts if (match := _TEXT_PART.match(part))}
    content = "\n".join(_in_paragraphs(texts[name]) for name in ("BODY", "EXTENDED BODY") if texts.get(name))
    author = _value(fields, "AUTHOR")
    categories = [value for name, value in fields if name in ("PRIMARY CATEGORY", "CATEGORY") and value]
    return Item(
        title=_value(fields, "TITLE"),
        date=_value(fields, "DATE"),
        bylines=(author,) if author else (),
        categories=tuple(dict.fromkeys(categories)),
        content=Text(content) if content else None,
        summary=Text(texts["EXCERPT"]) if texts.get("EXCERPT") else None,
    )


def _in_paragraphs(text: str) -> str:
    """Return a part of a text as markup: a part without elements for paragraphs has blank lines between them."""
    return text if _BLOCK.search(text) else "".join(f"<p>{paragraph}</p>" for paragraph in _BLANK.split(text))


def _value(fields: list[tuple[str, str]], name: str) -> str:
    return next((inline_text.line(value, is_markup=True) for field, value in fields if field == name), "")


def _iso(written: str) -> str | None:
    """Return the moment of a date, which these files write month first."""
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(written.strip(), form).isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None
