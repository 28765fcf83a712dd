"""Notes below a text that name who else worked on it: an agency's writer who contributed, who reported, who edited."""

import re
from collections.abc import Iterator
from functools import cache

from clippings import data
from clippings.enrich.credits import byline_names, declared, outlets
from clippings.enrich.credits.credit_model import CreditValue, Line, Post, at
from clippings.enrich.credits.person_names import normal_case
from clippings.enrich.credits.sources import named_source
from clippings.enrich.credits.split_line import CreditPart, parts

ROLE = "author_note"
"""Role, among the lines that credits are read off, of the last paragraph of a text, if it may be a note."""
LONGEST = 300
"""Characters of the longest note."""
MAYBE = r"^[^\p{L}]{0,3}\p{Lu}[^.!?:,;“”\x{22}]{3,60} (?:is|was|ist|est|es|è|é|är|er|jest) "
"""Prefilter for notes."""
_QUOTE = re.compile(r"[“”\"«»]")


@cache
def _note() -> re.Pattern[str]:
    table = data.read("bylines.toml")
    verbs, roles, clauses = ("|".join(table[name]) for name in ("note_verbs", "note_roles", "note_clauses"))
    return re.compile(
        rf"^\W{{0,3}}(?P<who>[^.!?:,;]{{3,60}}?) (?:{verbs}) (?:[\w'’-]+ ){{0,6}}(?:{roles})(?!\w)(?! (?:said|told|who (?!(?:{clauses})\b)))",
        re.IGNORECASE,
    )


def author_notes(post: Post) -> Iterator[CreditValue]:
    """Yield the author that a note names, if no byline and no head of a page names one."""
    if post.of_role("byline", declared.ROLE):
        return
    for line in post.of_role(ROLE):
        match = note_on_author(line.text)
        if match:
            yield at(line, "author", *match.span("who"), normal_case(match["who"]), "author.note")


def note_on_author(text: str) -> re.Match[str] | None:
    """The match, with the group `who`, of a line that says what a person is by profession; None for any other line."""
    match = None if _QUOTE.search(text) else _note().match(text)
    return match if match and byline_names.name_in(match["who"]) == (0, len(match["who"])) else None


# Example Press writers Adam Example and Eve Example contributed to this report.
_CONTRIBUTED = re.compile(
    r"^\W*+(?P<who>.{3,160}?)(?<!\s)\s+(?:also\s+)?contributed (?:reporting )?to this (?:report|article|story)\b"
)
# (Reporting by Adam Example; Editing by Eve Example)   |   Additional reporting by Adam Example in Exampletown
_REPORTING = re.compile(
    r"\b(?:reporting|editing|writing|research(?:ed)?)\s+by\s+(?P<who>[^;.()]{3,160})", re.IGNORECASE
)
# Example Press writer   |   Special correspondent   |   staff writers
_DESCRIPTION = re.compile(
    r"^(?P<agency>.*?)(?:(?<!\s)\s+)?\b"
    r"(?:staff |special |senior )*(?:writer|reporter|correspond\w{0,4}|researcher|editor|journalist|stringer)s?\b[,:]?\s+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?<!\s)\s+(?:in|from)\s+[A-Z].*$")


def contributors(post: Post) -> Iterator[CreditValue]:
    """Yield contributors of a post, and the agency whose writers they are."""
    for line in post.of_role("footer"):
        contributed = _CONTRIBUTED.search(line.text)
        if contributed:
            yield from _contributed(line, *contributed.span("who"))
        else:
            for match in _REPORTING.finditer(line.text):
                yield from _persons(line, *match.span("who"), "contributor.reporting_by")


def _contributed(line: Line, start: int, end: int) -> Iterator[CreditValue]:
    description = _DESCRIPTION.match(line.text[start:end])
    if description:
        agency = description["agency"].strip()
        if agency and (outlets.load().by_name(agency) or outlets.reads_as_outlet(agency)):
            part = CreditPart(start, start + len(agency), agency, "outlet")
            yield named_source(line, part, "source_name.contributor")
        start += description.end()
    yield from _persons(line, start, end, "contributor.note")


def _persons(line: Line, start: int, end: int, rule: str) -> Iterator[CreditValue]:
    stop = start + len(_PLACE.sub("", line.text[start:end]))
    for part in parts(line.text[:stop], start):
        if part.kind == "person":
            yield at(line, "contributor", part.start, part.end, normal_case(part.text), rule)
