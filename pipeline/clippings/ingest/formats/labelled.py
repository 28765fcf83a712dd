"""Texts of `LABEL: value` lines, as press databases and reference managers export them, to blocks: the labels are data.

A file holds one document or many. A line like `2 of 14 DOCUMENTS`, a long rule, or a repeated first label begins a new one; a line
like `End of Document` ends one.
"""

import itertools
import re

from clippings.ingest.formats import field_labels
from clippings.ingest.formats.feed_items import Read, line
from clippings.ingest.formats.html import Block
from clippings.ingest.formats.labelled_document import COPYRIGHT, COUNT, NUMBER, Document, blocks_of, is_rule, settle
from clippings.ingest.formats.plain_text import paragraphs

_NUMBERED = re.compile(rf"{NUMBER}[ \t]+DOCUMENTS?[ \t]*$", re.MULTILINE | re.IGNORECASE)
# BYLINE: Ada Quill
_LABELLED = re.compile(r"^[ \t]*(?P<label>[^\W\d_][\w -]{0,28}?)[ \t]*:[ \t]*(?P<value>.*)$")
# HD      Harbour dues rise, or TI  - Harbour dues rise, or LP on a line of its own
_CODE = re.compile(r"^(?P<label>[A-Z][A-Z0-9]{1,2})(?:(?: {2,}| (?=- )|\t)(?:-(?: |$))?[ \t]*(?P<value>.*)|[ \t]*)$")
_RULE = re.compile(r"^[ \t]*(?:_{10,}|={10,}|-{10,}|\*{10,})[ \t]*$")
_FEWEST = 3
"""Labels that are known, at least, in the head of such a text."""
_HEAD_LINES = 30
_PROSE = 12
"""Words from which a paragraph without a label is text, where a label is above it."""
_LONG_HEAD = 40
"""Words above the first label from which they hold the text: outlet, day and title are shorter."""


def begins(opening: str) -> bool:
    """Return whether a text is of labelled lines: it numbers its documents, or opens with known labels, a day or a name among them."""
    lines = [text for text in opening.split("\n")[: 4 * _HEAD_LINES] if text.strip()][:_HEAD_LINES]
    labels = [split[0] for text in lines if (split := _split(text)) is not None]
    fields = {field_labels.field_of(label) for label in labels}
    if (
        labels
        and any(COPYRIGHT.match(text.strip()) for text in lines)
        and any(field_labels.mark_of(text) == "text" for text in lines)
    ):
        return True
    if any(_NUMBERED.match(text) for text in lines[:3]):
        return bool(fields)
    if len(set(labels)) < _FEWEST or not fields & {"date", "byline", "source"}:
        return False
    is_labelled = [_split(text) is not None for text in lines if not _RULE.match(text)]
    if is_labelled[0]:
        return "title" in fields and sum(is_labelled[:_FEWEST]) >= _FEWEST - 1
    return "text" in fields and sum(is_labelled[1 : _FEWEST + 1]) >= _FEWEST - 1


def read(markup: str) -> Read:
    """Return the blocks of the documents in `markup`."""
    text = markup.replace("\r\n", "\n").replace("\f", "\n\n")
    blocks: list[Block] = []
    record = 0
    for source in _sources(text):
        document = _document(source.split("\n"))
        if document.text or document.first("title"):
            record += 1
            blocks += blocks_of(document, record)
        else:
            blocks += [line(other, "p", "navigation") for other in document.others]
    return Read(blocks)


def _split(text: str) -> tuple[str, str] | None:
    """Return the label and the value of a line; None if it has no known label. A code of two letters is in capitals."""
    match = _CODE.match(text.rstrip("\r")) or _LABELLED.match(text.rstrip("\r"))
    if match is None:
        return None
    label = match["label"].strip()
    is_word = len(label) > 2 or label.isupper() or label.lower() == "by"
    return (label, (match["value"] or "").strip()) if is_word and field_labels.field_of(label) else None


def _sources(text: str) -> list[str]:
    """Return the source of each document."""
    lines = text.split("\n")
    starts = [at for at, text_line in enumerate(lines) if _NUMBERED.match(text_line)]
    starts = starts or [at + 1 for at, text_line in enumerate(lines) if field_labels.mark_of(text_line) == "end"]
    starts = starts or [at for at, text_line in enumerate(lines) if COUNT.match(text_line)]
    if not starts:
        starts = _after_rules(lines) or _at_first_label(lines)
    bounds = sorted({0, *starts, len(lines)})
    sources = ["\n".join(lines[start:end]) for start, end in itertools.pairwise(bounds)]
    return [source for source in sources if source.strip()]


def _after_rules(lines: list[str]) -> list[int]:
    """Return the rules between documents; none unless most of what they part has labels."""
    rules = [at for at, text in enumerate(lines) if _RULE.match(text)]
    bounds = sorted({0, *rules, len(lines)})
    parts = [lines[start:end] for start, end in itertools.pairwise(bounds)]
    parts = [part for part in parts if any(not is_rule(text) for text in part)]
    labelled = sum(sum(_split(text) is not None for text in part) >= _FEWEST - 1 for part in parts)
    return rules if labelled > 1 and 2 * labelled >= len(parts) else []


def _at_first_label(lines: list[str]) -> list[int]:
    """Return the lines after a blank one that repeat the first label."""
    labels = [(at, split[0]) for at, text in enumerate(lines) if (split := _split(text))]
    return [at for at, label in labels if label == labels[0][1] and (at == 0 or is_rule(lines[at - 1]))][1:]


def _document(lines: list[str]) -> Document:
    """Return the values and the text of a document."""
    document = Document()
    last = _last_prose(lines)
    loose: dict[bool, list[str]] = {True: [], False: []}
    body: list[str] = []
    number, is_text, is_below = 0, False, False
    while number < len(lines):
        label, value = _split(lines[number]) or ("", "")
        mark = field_labels.mark_of(lines[number]) if document.values else None
        kind = field_labels.field_of(label) if label else "text" if mark == "text" else None
        is_text = is_text or _is_text(body, has_labels=bool(document.values))
        if kind == "text" and (number <= last or not is_text):
            if not is_text:
                loose[not document.values] += body
                body = []
            is_text = True
            body += ["", value]
        elif kind and not is_text:
            loose[not document.values] += body
            body = []
            value, number = _continued(value, lines, number)
            name = "load_date" if field_labels.is_load_date(label) else kind
            document.values.setdefault(name, []).append(value)
        elif kind and number > last and field_labels.is_below(label):
            value, number = _continued(value, lines, number)
            _add_below(document, label, kind, value)
            is_below = True
        elif is_below or (mark and number > last):
            is_below = True
            document.others.append(lines[number])  # the search, the database
        else:
            body.append(lines[number])
        number += 1
    settle(document, loose, body)
    return document


def _last_prose(lines: list[str]) -> int:
    """Return the number of the last line of the last paragraph of prose without a label."""
    last, count = -1, 0
    for number, text in enumerate(lines):
        if not text.strip() or (count == 0 and (_split(text) or COPYRIGHT.match(text.strip()))):
            count = 0
            continue
        count += len(text.split())
        if count >= _PROSE:
            last = number
    return last


def _is_text(body: list[str], *, has_labels: bool) -> bool:
    chunks = paragraphs("\n".join(body))
    if has_labels:
        return any(len(paragraph.split()) >= _PROSE for paragraph in chunks)
    return sum(len(paragraph.split()) for paragraph in chunks) >= _LONG_HEAD


def _add_below(document: Document, label: str, kind: str, value: str) -> None:
    """Add a value from below the text: it counts where none is above, and is never the title."""
    if field_labels.is_load_date(label):
        kind = "load_date"
    elif kind not in ("date", "source", "section", "address") or document.first(kind):
        kind = "other"
    document.values.setdefault(kind, []).append(value)


def _continued(value: str, lines: list[str], number: int) -> tuple[str, int]:
    """Return the value of a label with the lines that continue it: indented ones, or those below a label without a value."""
    if not value:
        below = next((at for at in range(number + 1, len(lines)) if lines[at].strip()), None)
        if below is not None and _split(lines[below]) is None and not lines[below].startswith((" ", "\t")):
            end = below
            while end < len(lines) and lines[end].strip() and _split(lines[end]) is None:
                end += 1
            return " ".join(text.strip() for text in lines[below:end]), end - 1
    for text in lines[number + 1 :]:
        indent = len(text) - len(text.lstrip())
        if not text.strip() or text[0] not in " \t" or _split(text) is not None or indent > _PROSE:
            break
        number += 1
        value = f"{value} {text.strip()}".strip()
    return value, number
