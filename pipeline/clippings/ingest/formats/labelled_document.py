"""A document of labelled lines: its values by field, its text and its other lines, and the blocks made of them."""

import re
from dataclasses import dataclass, field

from clippings.ingest.formats.feed_items import line
from clippings.ingest.formats.html import Block
from clippings.ingest.formats.plain_text import paragraphs

COPYRIGHT = re.compile(r"^(?:Copyright\b|©|\(c\)|All Rights Reserved)", re.IGNORECASE)
NUMBER = r"^[ \t\f]*(?:Document[ \t]+)?\d{1,5}[ \t]+of[ \t]+\d{1,6}"
COUNT = re.compile(rf"{NUMBER}(?:[ \t]+DOCUMENTS?)?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_DAY = 60
_ABOVE_DAY = 2
"""Lines above a day, title and outlet, from which the first one is the title where no line is below the day."""
# A list of what was downloaded: Date and Time: Tuesday, March 4, 2014
_OF_LIST = re.compile(r"[^\W\d_][\w ]{0,28}:")


@dataclass
class Document:
    """One document: its unchanged values by field, its text (or the excerpt of one), and its other lines."""

    values: dict[str, list[str]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    is_excerpt: bool = False

    def first(self, name: str) -> str:
        """Return the first value of a field."""
        return next(iter(self.values.get(name, ())), "")


def settle(document: Document, loose: dict[bool, list[str]], body: list[str]) -> None:
    """Collect the text and the lines without a label: above the first label outlet, day and title, or title, outlet and day."""
    text = [text_line for text_line in paragraphs("\n".join(body)) if not is_rule(text_line)]
    while text and document.values and len(text) > 1 and COPYRIGHT.match(text[-1]):
        document.others.append(text.pop())
    shown = text or [value for name in ("summary", "deck") for value in document.values.pop(name, [])]
    document.text = text or [line for value in shown for line in paragraphs(value)]
    document.is_excerpt = not text
    above, between = (
        [text_line for text_line in paragraphs("\n".join(loose[is_above])) if not is_rule(text_line)]
        for is_above in (True, False)
    )
    is_title_first = False
    for lines in (above, between):
        legal = [text_line for text_line in lines if COUNT.match(text_line) or COPYRIGHT.match(text_line)]
        document.others += legal
        lines[:] = [text_line for text_line in lines if text_line not in legal]
        day = next((number for number, text_line in enumerate(lines) if _is_day(text_line)), None)
        if day is not None and not document.first("date"):
            document.values["date"] = [lines.pop(day)]
            is_title_first = lines is above and _ABOVE_DAY <= day == len(lines)
    if is_title_first and not document.first("source"):
        document.values["source"] = [above.pop()]
    titles = above or between
    if titles and not document.first("title"):
        document.values["title"] = [titles.pop()]
    if above and not document.first("source"):
        document.values["source"] = [above.pop(0)]
    document.others += above + between
    if not document.first("date") and document.first("load_date"):
        document.values["date"] = document.values.pop("load_date")


def _is_day(text: str) -> bool:
    return len(text) <= _LONGEST_DAY and _DAY.search(text) is not None and not _OF_LIST.match(text)


def is_rule(text: str) -> bool:
    """Return whether a line has no letter and no digit."""
    return not any(c.isalnum() for c in text)


def blocks_of(document: Document, record: int) -> list[Block]:
    """Return the blocks of a document; `record` is its number in the file."""
    values = document.values
    blocks = [line(text, "section", "category") for text in values.get("section", ())[:1]]
    blocks.append(line(document.first("title"), "title", "title", href=document.first("address") or None))
    blocks.append(line(document.first("date").rstrip(" /"), "date", "post_date"))
    blocks += [line(text, "source", "source") for text in values.get("source", ())[:1]]
    blocks += [line(text, "author", "byline") for text in values.get("byline", ())]
    blocks += [line(text, "deck", "deck") for text in values.get("deck", ())]
    blocks += [line(text, "p", "body") for text in document.text]
    if document.text and document.is_excerpt:
        blocks[-1] = blocks[-1]._replace(hint="excerpt_end")
    rest = [text for name in ("summary", "other", "load_date") for text in values.get(name, ())]
    further = [text for name in ("title", "date", "source", "section") for text in values.get(name, ())[1:]]
    blocks += [line(text, "p", "navigation") for text in [*document.others, *rest, *further]]
    return [text._replace(record=record, place=f"document[{record - 1}]/{text.place}") for text in blocks if text.text]
