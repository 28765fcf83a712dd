"""Lines that name the author, at either end of a text: By A and B; Author: A, domain; a bare name; the signature of a letter."""

import re
from collections.abc import Iterator

from clippings.common.phrases import either
from clippings.common.text import lazily_compiled
from clippings.enrich.credits import byline_names, byline_pieces, declared
from clippings.enrich.credits.credit_model import CreditValue, Line, Post, at
from clippings.enrich.credits.marked_names import marked_names
from clippings.enrich.credits.person_names import NEVER_IN_NAMES, inverted, normal_case
from clippings.enrich.credits.sources import named_source
from clippings.enrich.credits.split_line import CreditPart, day_of, parts

# By ADAM EXAMPLE and EVE EXAMPLE,   |   by Adam Example   |   Author: Adam Example, example.org
_LABEL = re.compile(
    rf"^\W*(?P<label>{either('by')}|{either('byline')}(?=\s*[:：＝・／]|\u3000)|author|writer|reporter|from(?=\s+\S.*\s(?:in|at)\s))(?!\w)\s*[:：＝・／]?\s*",
    re.IGNORECASE,
)
# May 3, 2010 by adam   |   05/03/2010 by Adam Example, harbour master
_ON_DATE = re.compile(r"\bby\s+(?P<name>\S.{0,118}\S)\s*$", re.IGNORECASE)
# submitted 3 hours ago by quayside82 to r/boats
_GROUP = re.compile(r"(?<!\s)\s(?:to|in)\s{1,9}[a-z]/\w++$")
# 2018-11-26 09:15　来源：青石日报　作者：林小雨   |   12 May 2014 Author: Ada Quill
_BEHIND_LABEL = lazily_compiled(rf"(?:^|(?<=[\s|·•,，])){either('byline', 'by')}\s*[:：＝]\s*", re.IGNORECASE)
# Publicerad 3 maj 2015 av Karin Ekdal
_AFTER_DAY = lazily_compiled(rf"(?<=[\d\s,|·]){either('by')}:?\s+(?P<name>[^\W\d_][^\d|]{{1,60}})$", re.IGNORECASE)
_SHORT = 60
_FIELDS = {"help": ("contributor", "reporting_by"), "editor": ("editor", "by"), "photographer": ("photographer", "by")}
"""Work on a text other than writing it, to its field and rule."""


def label_end(text: str) -> int | None:
    """Return the end of the label that opens a line, such as `Written by`; None if it has no label."""
    match = _LABEL.match(text)
    return match.end() if match else None


def bylines(post: Post) -> Iterator[CreditValue]:
    """Yield the authors of a post, and the source that their lines name."""
    signoffs = [line.line_no for line in post.of_role("signoff")]
    headers = [line.line_no for line in post.of_role("press_header")]
    marked = _marked(post)
    yield from marked
    for line in post.of_role("byline"):
        if headers and line.line_no > headers[0]:
            continue  # the speaker of an official statement
        label = _LABEL.match(line.text)
        is_signature = any(line.line_no > number for number in signoffs)
        values = _byline(line, label, is_signature=is_signature, category=post.category)
        yield from (value for value in values if not (line.is_marked and marked) or value.field != "author")
    for line in post.of_role("post_date"):
        yield from _beside_date(line)


def as_written(post: Post) -> Iterator[CreditValue]:
    """Yield whom a labelled line credits, up to the next separator, if it names no person."""
    for line in post.of_role("byline"):
        label = _LABEL.match(line.text)
        if label and label["label"].lower() != "from" and (span := byline_pieces.first_piece(line.text, label.end())):
            start, end = span
            if declared.credit(line.text[start:end]):
                yield declared.written(line, span)
                return


def _marked(post: Post) -> list[CreditValue]:
    lines = [line for line in post.of_role("byline") if line.is_marked]
    return [
        at(lines[n], "author", start, end, normal_case(lines[n].text[start:end]), "author.marked")
        for n, start, end in marked_names([line.text for line in lines])
    ]


def _byline(
    line: Line, label: re.Match[str] | None, *, is_signature: bool, category: str | None
) -> Iterator[CreditValue]:
    begin = label.end() if label else byline_names.label_end(line.text) or 0
    if (whole := inverted(line.text, begin)) and byline_names.are_of_person(line.text[slice(*whole[:2])].split(", ")):
        yield at(line, "author", *whole, f"author.{_rule(label, [], is_signature=is_signature)}")
        return
    read = parts(line.text, begin)
    named = byline_names.names(line.text, begin, is_labelled=begin > 0)
    authors = [(start, end) for start, end, work in named if work == "text"]
    rule = _rule(label, read, is_signature=is_signature)
    if authors and category is not None and not label and line.text[slice(*authors[0])] == category:
        authors = []  # a serial signed with its own name, which the site files it under
        read = [CreditPart(read[0].start, read[0].end, read[0].text, "outlet")]
    for start, end in authors:
        yield at(line, "author", start, end, byline_names.published(line.text[start:end]), f"author.{rule}")
    for start, end, work in named:
        if work in _FIELDS:
            field, rule = _FIELDS[work]
            yield at(line, field, start, end, byline_names.published(line.text[start:end]), f"{field}.{rule}")
    for part in read:
        if part.kind == "date":
            yield at(line, "source_published_on", part.start, part.end, day_of(part.text), "source_date.byline")
    outlet = next((part for part in read if part.kind in ("outlet", "domain")), None)
    if outlet is not None and not is_signature:  # whoever signs a letter writes for themselves
        yield named_source(line, outlet, "source_name.byline")


def _rule(label: re.Match[str] | None, read: list[CreditPart], *, is_signature: bool) -> str:
    if label:
        return "by" if label["label"].lower() == "by" else "label"
    if is_signature:
        return "signature"
    return "name_and_outlet" if any(part.kind in ("outlet", "domain") for part in read) else "name_alone"


def _beside_date(line: Line) -> Iterator[CreditValue]:
    labelled = [
        (at_label, byline_pieces.first_piece(line.text, at_label.end()))
        for at_label in _BEHIND_LABEL.finditer(line.text)
    ]
    persons = [(span[0], name) for _, span in labelled if span for name in declared.persons(line.text[slice(*span)])]
    if persons:
        for start, name in persons:
            yield at(line, "author", start + name.start, start + name.end, name.value, "author.beside_date")
        return
    if reporter := byline_names.REPORTER.search(line.text):
        start, end = reporter.span(reporter.lastgroup or 0)
        yield at(line, "author", start, end, line.text[start:end], "author.beside_date")
        return
    match = _ON_DATE.search(line.text)
    if match and not re.search(r"\d", line.text[: match.start()]):
        return  # By Ada Quill on March 4, 2015: read with the date
    name = match["name"] if match else ""
    opening = match or _AFTER_DAY.search(line.text)
    named = byline_names.names(line.text, opening.start("name"), is_labelled=True) if opening else []
    for start, end, work in named:
        if work == "text":
            yield at(line, "author", start, end, byline_names.published(line.text[start:end]), "author.beside_date")
    if named or len(name) > _SHORT:
        return
    if match and not any(word.lower() in NEVER_IN_NAMES for word in name.split()) and not re.search(r"\d", name):
        first = match.start("name")
        start, end = byline_pieces.stripped(line.text, first, first + len(_GROUP.sub("", name)))
        if start < end:
            yield at(line, "author", start, end, normal_case(line.text[start:end]), "author.beside_date")
