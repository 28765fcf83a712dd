"""Agencies that a story itself names as the source of a quotation or report. Weaker than any credit."""

import re
from collections.abc import Iterator
from dataclasses import replace

from clippings.enrich.credits import outlets
from clippings.enrich.credits.choose import CANDIDATE
from clippings.enrich.credits.credit_model import CreditValue, Line, Post
from clippings.enrich.credits.outlets import Outlet

FIRST_PARAGRAPHS = 2
# an official told Example Wire on Friday
_TOLD = re.compile(r"\btold (?=(?:the |The )?[A-Z])")
# According to a report published by Example Foundation website, the quay ...
_ACCORDING = re.compile(
    r"^\W*According to (?:(?:a|the) )?(?:(?:news |press )?(?:report|article|statement|dispatch)s? )?"
    r"(?:(?:published|released|carried|posted|run|filed) )?(?:by |on |in |of )?(?:the )?(?=[A-Z])"
)
# Example Foundation website   |   Example independent news agency
_MEDIUM = re.compile(
    r"(?P<name>[A-Z][\w'’.\-]*(?: (?:al|of|the|and)? ?[A-Z][\w'’.\-]*){0,4})(?: independent| official| semi-official| local)?"
    r" (?:website|web site|news agency|newspaper|daily|news site|television|radio)\b"
)
# told Example Wire in April   |   told Example Wire last year: not the day of the story
_EARLIER = re.compile(
    r"^\W*(?:in (?:early |mid-|late )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|\d{4})|last (?:month|year)|earlier)\b"
)
# Example Wire quoted him as saying   |   was quoted by Example Wire   |   Example Wire reported
_QUOTING = re.compile(r"\b(?:quoted by|reported by|cited by) (?:the )?(?=[A-Z])")
_QUOTED = re.compile(r"^(?:['’]s)? (?:quoted|reported|cited)\b")
MAYBE = ["told ", "According to", "quoted", "reported", "cited"]
"""Words of which a paragraph that names an agency contains at least one; used as a prefilter."""


def quoted(post: Post) -> Iterator[CreditValue]:
    """Yield agencies named inside a post: the one it may be of, and candidates."""
    attributed = [value for line in post.lines if line.nth for value in _told(line)]
    is_one = len({value.value for value in attributed}) == 1
    for value in attributed:
        yield value if is_one else replace(value, field=CANDIDATE)
    for line in post.lines:
        if line.nth and line.nth <= FIRST_PARAGRAPHS:
            yield from _according(line)
        if line.nth:
            yield from _quoting(line)


def _told(line: Line) -> Iterator[CreditValue]:
    for match in _TOLD.finditer(line.text):
        if named := _agency(line.text, match.end()):
            is_earlier = _EARLIER.match(line.text[match.end() + named[1] :])
            yield _named(CANDIDATE if is_earlier else "source_name", line, match.end(), named, "source_name.told")


def _according(line: Line) -> Iterator[CreditValue]:
    match = _ACCORDING.match(line.text)
    if match is None:
        return
    medium = _MEDIUM.match(line.text, match.end())
    if medium:
        start, end = medium.span("name")
        outlet = outlets.load().by_name(line.text[start : medium.end()]) or outlets.load().by_name(medium["name"])
        value, is_known = outlet.name if outlet else medium["name"], outlet is not None
        yield CreditValue("source_name", line.line_no, start, end, value, "source_name.according_to", is_known)
        return
    if named := _agency(line.text, match.end(), ("agency", "newspaper", "broadcaster", "website")):
        yield _named("source_name", line, match.end(), named, "source_name.according_to")


def _quoting(line: Line) -> Iterator[CreditValue]:
    before = [match.end() for match in _QUOTING.finditer(line.text)]
    others = (match.start() for match in re.finditer(r"(?:(?<=^)|(?<=[\s“\"‘(]))[A-Z]", line.text))
    for start in [*before, *others]:
        named = _agency(line.text, start)
        if named and (start in before or _QUOTED.match(line.text[start + named[1] :])):
            yield _named(CANDIDATE, line, start, named, "source_candidate.quoted")


def _agency(text: str, start: int, kinds: tuple[str, ...] = ("agency",)) -> tuple[Outlet, int] | None:
    """Return the outlet of one of the kinds that is named at `start`, and the length of its name."""
    named = outlets.load().opening(text[start:])
    return named if named and named[0].kind in kinds else None


def _named(field: str, line: Line, start: int, named: tuple[Outlet, int], rule: str) -> CreditValue:
    return CreditValue(field, line.line_no, start, start + named[1], named[0].name, rule)
