"""Texts of `LABEL: value` lines, as press databases export them, to blocks: one reader for all, the labels are data.

A file holds one document or many. A line like `2 of 14 DOCUMENTS` or a repeated first label begins a new one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache

from clippings import data
from clippings.ingest.formats.feed_items import Read, line
from clippings.ingest.formats.html import Block
from clippings.ingest.formats.paragraphs import paragraphs

_COUNT = re.compile(
    r"^[ \t\f]*(?:Document[ \t]+)?\d{1,5}[ \t]+of[ \t]+\d{1,6}(?:[ \t]+DOCUMENTS?)?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^[ \t\f]*(?:Document[ \t]+)?\d{1,5}[ \t]+of[ \t]+\d{1,6}[ \t]+DOCUMENTS?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_LABELLED = re.compile(r"^[ \t]*(?P<label>[^\W\d_][\w -]{0,28}?)[ \t]*:[ \t]*(?P<value>.*)$")
_FEWEST = 3
"""Labels that are known, at least, in the head of such a text."""
_HEAD_LINES = 30
_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_DAY = 60
_PROSE = 12


@dataclass
class _Document:
    """One document: its unchanged values by field, its text, and its other lines."""

    values: dict[str, list[str]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def first(self, name: str) -> str:
        """Return the first value of a field."""
        return next(iter(self.values.get(name, ())), "")


@cache
def _fields() -> tuple[dict[str, str], frozenset[str]]:
    """Return the field of each label (in lower case), and the labels that follow a text."""
    table = tomllib.loads((data.FOLDER / "labelled_text.toml").read_text("utf-8"))
    return {label: name for name, labels in table["labels"].items() for label in labels}, frozenset(
        table["below"]["labels"]
    )


def begins(opening: str) -> bool:
    """Return whether a text is of labelled lines: it numbers its documents, or opens with three known labels, title and day among them."""
    lines = [line for line in opening.split("\n")[: 4 * _HEAD_LINES] if line.strip()][:_HEAD_LINES]
    names = [name for opening_line in lines if (name := _label(opening_line)) is not None]
    kinds = {_fields()[0][name] for name in names}
    if any(_NUMBERED.match(opening_line) for opening_line in lines[:3]):
        return bool(kinds)
    first = _label(lines[0]) if lines else None
    is_record = len(set(names)) >= _FEWEST and "title" in kinds and bool(kinds & {"date", "byline", "source"})
    return first is not None and is_record and _begins_in_a_run(lines)


def _begins_in_a_run(lines: list[str]) -> bool:
    """Return whether the first lines are labelled, not lines here and there in a text."""
    return sum(_label(opening_line) is not None for opening_line in lines[:_FEWEST]) >= _FEWEST - 1


def _label(text: str) -> str | None:
    match = _LABELLED.match(text.rstrip("\r"))
    label = match["label"].strip().lower() if match else ""
    return label if label in _fields()[0] else None


def read(markup: str) -> Read:
    """Return the blocks of the documents in `markup`."""
    text = markup.replace("\r\n", "\n").replace("\f", "\n\n")
    blocks: list[Block] = []
    record = 0
    for source in _sources(text):
        document = _document(source)
        if document.text or document.first("title"):
            record += 1
            blocks += _blocks(document, record)
        else:
            blocks += [line(other, "p", "navigation") for other in document.others]
    return Read(blocks)


def _sources(text: str) -> list[str]:
    """Return the source of each document."""
    counts = [match.start() for match in _NUMBERED.finditer(text)] or [match.start() for match in _COUNT.finditer(text)]
    if counts:
        return [
            text[start:end]
            for start, end in zip([0, *counts], [*counts, len(text)], strict=True)
            if text[start:end].strip()
        ]
    lines = text.split("\n")
    first = next((_label(line) for line in lines if _label(line)), None)
    starts = [
        number
        for number, line in enumerate(lines)
        if _label(line) == first and (number == 0 or not lines[number - 1].strip() or _is_rule(lines[number - 1]))
    ]
    starts = starts or [0]
    starts[0] = 0
    return ["\n".join(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _is_rule(text: str) -> bool:
    return not any(c.isalnum() for c in text)


def _document(source: str) -> _Document:
    """Return the values and the text of a document."""
    document = _Document()
    fields, below = _fields()
    is_text, loose, body = False, [], []
    lines = source.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        label = _label(line)
        value = line.partition(":")[2].strip() if label else ""
        is_end = label in below and not is_text
        if label is not None and fields[label] == "text":
            is_text = True
            body.append(value)
        elif label is not None and (not _holds_prose(body) or label in below):
            values, number = _continued(value, lines, number)
            name = "load_date" if label == "load-date" else fields[label]
            document.values.setdefault(name, []).append(values)
            if not _holds_prose(body):
                loose += [text for text in paragraphs("\n".join(body)) if text]
                body = []
        elif not (is_end and not line.strip()):
            body.append(line)
        number += 1
    _settle(document, loose, body)
    return document


def _continued(value: str, lines: list[str], number: int) -> tuple[str, int]:
    """Return the value of a label with the lines that continue it: indented ones, up to the next blank line."""
    while (
        number + 1 < len(lines)
        and lines[number + 1][:1] in (" ", "\t")
        and lines[number + 1].strip()
        and _label(lines[number + 1]) is None
    ):
        if len(lines[number + 1]) - len(lines[number + 1].lstrip()) > _PROSE:
            break
        number += 1
        value = f"{value} {lines[number].strip()}".strip()
    return value, number


def _holds_prose(body: list[str]) -> bool:
    return any(len(paragraph.split()) >= _PROSE for paragraph in paragraphs("\n".join(body)))


def _settle(document: _Document, loose: list[str], body: list[str]) -> None:
    """Collect the text and the lines above it that have no label: outlet, day and title, in this order."""
    text = [loose_line for loose_line in paragraphs("\n".join(body)) if not _is_rule(loose_line)]
    while text and document.values and len(text) > 1 and _COPYRIGHT.match(text[-1]):
        document.others.append(text.pop())
    document.text = text
    loose = [loose_line for loose_line in loose if not _is_rule(loose_line)]
    for loose_line in list(loose):
        if _COUNT.match(loose_line) or _COPYRIGHT.match(loose_line):
            document.others.append(loose_line)
            loose.remove(loose_line)
        elif not document.first("date") and len(loose_line) <= _LONGEST_DAY and _DAY.search(loose_line):
            document.values["date"] = [loose_line]
            loose.remove(loose_line)
    if loose and not document.first("title"):
        document.values["title"] = [loose.pop()]
    if loose and not document.first("source"):
        document.values["source"] = [loose.pop(0)]
    document.others += loose
    if not document.first("date") and document.first("load_date"):
        document.values["date"] = document.values.pop("load_date")


_COPYRIGHT = re.compile(r"^(?:Copyright\b|©|All Rights Reserved)", re.IGNORECASE)


def _blocks(document: _Document, record: int) -> list[Block]:
    address = document.first("address") or None
    blocks = [line(text, "section", "category") for text in document.values.get("section", ())[:1]]
    blocks.append(line(document.first("title"), "title", "title", href=address))
    blocks.append(line(document.first("date"), "date", "post_date"))
    blocks += [line(text, "source", "source") for text in document.values.get("source", ())[:1]]
    blocks += [line(text, "author", "byline") for text in document.values.get("byline", ())]
    blocks += [line(text, "p", "body") for text in document.text]
    blocks += [
        line(text, "p", "navigation")
        for text in [*document.others, *document.values.get("other", ()), *document.values.get("load_date", ())]
    ]
    return [text._replace(record=record, place=f"document[{record - 1}]/{text.place}") for text in blocks if text.text]
