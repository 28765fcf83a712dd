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


def begins(head: str) -> bool:
    """Return whether a text is of labelled lines: it numbers its documents, or opens with three known labels, title and day among them."""
    lines = [line for line in head.split("\n")[: 4 * _HEAD_LINES] if line.strip()][:_HEAD_LINES]
    names = [name for one in lines if (name := _label(one)) is not None]
    kinds = {_fields()[0][name] for name in names}
    if any(_NUMBERED.match(one) for one in lines[:3]):
        return bool(kinds)
    first = _label(lines[0]) if lines else None
    is_record = len(set(names)) >= _FEWEST and "title" in kinds and bool(kinds & {"date", "byline", "source"})
    return first is not None and is_record and _begins_in_a_run(lines)


def _begins_in_a_run(lines: list[str]) -> bool:
    """Return whether the first lines are labelled, not lines here and there in a text."""
    return sum(_label(one) is not None for one in lines[:_FEWEST]) >= _FEWEST - 1


def _label(text: str) -> str | None:
    found = _LABELLED.match(text.rstrip("\r"))
    label = found["label"].strip().lower() if found else ""
    return label if label in _fields()[0] else None


def read(markup: str) -> Read:
    """Return the blocks of the documents in `markup`."""
    text = markup.replace("\r\n", "\n").replace("\f", "\n\n")
    found: list[Block] = []
    record = 0
    for source in _sources(text):
        document = _document(source)
        if document.text or document.first("title"):
            record += 1
            found += _blocks(document, record)
        else:
            found += [line(one, "p", "navigation") for one in document.others]
    return Read(found)


def _sources(text: str) -> list[str]:
    """Return the source of each document."""
    counts = [one.start() for one in _NUMBERED.finditer(text)] or [one.start() for one in _COUNT.finditer(text)]
    if counts:
        return [
            text[start:end]
            for start, end in zip([0, *counts], [*counts, len(text)], strict=True)
            if text[start:end].strip()
        ]
    lines = text.split("\n")
    first = next((_label(one) for one in lines if _label(one)), None)
    starts = [
        number
        for number, one in enumerate(lines)
        if _label(one) == first and (number == 0 or not lines[number - 1].strip() or _is_rule(lines[number - 1]))
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
        one = lines[number]
        label = _label(one)
        value = one.partition(":")[2].strip() if label else ""
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
        elif not (is_end and not one.strip()):
            body.append(one)
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
    return any(len(one.split()) >= _PROSE for one in paragraphs("\n".join(body)))


def _settle(document: _Document, loose: list[str], body: list[str]) -> None:
    """Collect the text and the lines above it that have no label: outlet, day and title, in this order."""
    text = [one for one in paragraphs("\n".join(body)) if not _is_rule(one)]
    while text and document.values and len(text) > 1 and _COPYRIGHT.match(text[-1]):
        document.others.append(text.pop())
    document.text = text
    loose = [one for one in loose if not _is_rule(one)]
    for one in list(loose):
        if _COUNT.match(one) or _COPYRIGHT.match(one):
            document.others.append(one)
            loose.remove(one)
        elif not document.first("date") and len(one) <= _LONGEST_DAY and _DAY.search(one):
            document.values["date"] = [one]
            loose.remove(one)
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
    found = [line(one, "section", "category") for one in document.values.get("section", ())[:1]]
    found.append(line(document.first("title"), "title", "title", href=address))
    found.append(line(document.first("date"), "date", "post_date"))
    found += [line(one, "source", "source") for one in document.values.get("source", ())[:1]]
    found += [line(one, "author", "byline") for one in document.values.get("byline", ())]
    found += [line(one, "p", "body") for one in document.text]
    found += [
        line(one, "p", "navigation")
        for one in [*document.others, *document.values.get("other", ()), *document.values.get("load_date", ())]
    ]
    return [one._replace(record=record, place=f"document[{record - 1}]/{one.place}") for one in found if one.text]
