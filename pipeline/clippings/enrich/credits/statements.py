"""Official statements: the lines below Press Statement name the speaker, the office, the place and the day."""

import re
from collections.abc import Iterator

from clippings.enrich.credits.credit_model import CreditValue, Line, Post, at
from clippings.enrich.credits.person_names import is_person, normal_case
from clippings.enrich.credits.sources import named_source
from clippings.enrich.credits.split_line import DATE, CreditPart, day_of, parts

# Spokesperson, Office of the Harbour Master   |   Minister, Ministry of Example
_OFFICE = re.compile(
    r"\b(?:Office|Ministry|Department|Bureau|Embassy|Mission|Secretariat|Directorate)\b(?: (?:of|for|to)\b.*)?$"
)


def statements(post: Post) -> Iterator[CreditValue]:
    """Yield the speaker, office, place and day of an official statement."""
    headers = post.of_role("press_header")
    if not headers:
        return
    for line in post.lines:
        if line.line_no < headers[0].line_no:
            continue
        if line.role == "byline" and is_person(line.text):
            yield at(line, "author", 0, len(line.text), normal_case(line.text.strip()), "author.speaker")
        elif line.role == "byline_role":
            yield from _office(line)
        elif line.role == "dateline":
            yield from _place_or_day(line, post)


def _office(line: Line) -> Iterator[CreditValue]:
    pieces = re.finditer(r"[^,;\s][^,;]*[^,;\s]", line.text)
    offices = [CreditPart(piece.start(), piece.end(), piece[0], "other") for piece in pieces if _OFFICE.match(piece[0])]
    if offices:
        yield named_source(line, offices[-1], "source_name.office")


def _place_or_day(line: Line, post: Post) -> Iterator[CreditValue]:
    text = line.text.strip()
    if DATE.fullmatch(text):
        day = day_of(text, post.published_on)
        yield at(line, "dateline_on", 0, len(line.text), day, "dateline.statement")
        yield at(line, "source_published_on", 0, len(line.text), day, "source_date.statement")
    elif all(part.kind != "date" for part in parts(text)):
        yield at(line, "dateline_place", 0, len(line.text), normal_case(text), "dateline.statement")
