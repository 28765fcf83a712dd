"""Datelines: the place, the day and the agency that open a report, before a dash or a colon."""

import re
from collections.abc import Iterator

from clippings import data
from clippings.enrich.credits import outlets
from clippings.enrich.credits.credit_model import CreditValue, Line, Post, at
from clippings.enrich.credits.person_names import normal_case
from clippings.enrich.credits.sources import named_source
from clippings.enrich.credits.split_line import DATE, DAY_OF_YEAR, CreditPart, day_of

FIRST_PARAGRAPHS = 3
"""Number of paragraphs that are searched for a dateline: a standfirst or a note may come first."""
_CAPS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.\-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ'’.\-]*)*"
_PLACE = rf"{_CAPS}(?:/{_CAPS})?(?:, (?:[A-ZÀ-Þ][\w.'’\-]*)(?: [A-ZÀ-Þ][\w.'’\-]*)?)?"
_MIXED = r"[A-ZÀ-Þ][\w'’\-]+(?: [A-ZÀ-Þ][\w'’\-]+){0,2}(?:, [A-ZÀ-Þ][\w.'’\-]+)?"
_DASH = r"\s*(?:—|–|--|\s-|\.\s?[-–—])\s*(?=\S)"
_DAY = rf"(?:{DATE.pattern}|{DAY_OF_YEAR.pattern})"
_AGENCY = r"\((?P<agency>[\w ./\-’']{2,40})\)"

_FORMS = {
    # EXAMPLETOWN, Country, July 29 (XYZ) —   |   NORTHTOWN/SOUTHTOWN –   |   EXAMPLETOWN —
    "place": re.compile(rf"^\s*(?P<place>{_PLACE})(?:,? (?P<day>{_DAY}))?(?:\s*{_AGENCY})?{_DASH}"),
    # Exampletown, 12 May (Example Wire) -   |   Exampletown (XYZ) —   |   Exampletown, July 29 —
    "mixed": re.compile(
        rf"^\s*(?P<place>{_MIXED})(?:,? (?P<day>{_DAY})(?:\s*{_AGENCY})?|\s*\((?P<agency2>[\w ./\-’']{{2,40}})\)){_DASH}"
    ),
    # Exampletown, 12 mar (Example Wire).- The first words, in any language
    "foreign": re.compile(
        rf"^\s*(?P<place>{_MIXED}|{_PLACE}), \d{{1,2}}\.? (?:de )?[^\W\d_]{{3,12}}\.?(?: (?:de )?\d{{4}})?\s*{_AGENCY}{_DASH}"
    ),
    # EXAMPLETOWN / Example Wire: The first words
    "place_and_agency": re.compile(rf"^\s*(?P<place>{_PLACE})\s*/\s*(?P<agency>[^:]{{2,40}}):\s"),
    # Reporting from Exampletown — The first words
    "reporting_from": re.compile(rf"^\s*Reporting from (?P<place>{_MIXED}){_DASH}"),
    # 12 September 2013 – The first words   |   May 3, 2011 (Example Wire) —
    "day": re.compile(rf"^\s*(?P<day>{DATE.pattern})(?:\s*{_AGENCY})?{_DASH}"),
}
"""Forms of a dateline in the order in which they are tried."""
_NOT_PLACES = frozenset(data.read("bylines.toml")["not_places"])
"""Words in capitals before a dash that are not places."""
MAYBE = r"^\s*(?:\p{Lu}|\d).{0,110}?(?:—|–|--| - |\.-|:)"
"""Prefilter for the beginning of a paragraph with a dateline (Rust regular expression)."""


def datelines(post: Post) -> Iterator[CreditValue]:
    """Yield the place, day and agency of a post's dateline."""
    for line in post.lines:
        if 1 <= line.nth <= FIRST_PARAGRAPHS and line.role == "body":
            read = list(_opening(line, post))
            if read:
                yield from read
                return


def _opening(line: Line, post: Post) -> Iterator[CreditValue]:
    for name, form in _FORMS.items():
        match = form.match(line.text)
        if match is None:
            continue
        groups = {key: match.span(key) for key, value in match.groupdict().items() if value}
        agency = groups.get("agency") or groups.get("agency2")
        if name in ("mixed", "foreign", "place_and_agency") and agency and not _is_agency(line.text[slice(*agency)]):
            continue
        if "place" in groups:
            place = line.text[slice(*groups["place"])]
            if place.split()[0].strip(",.") in _NOT_PLACES or DATE.match(place):
                continue
            yield at(line, "dateline_place", *groups["place"], normal_case(place), f"dateline.{name}")
        if "day" in groups:
            day = day_of(line.text[slice(*groups["day"])], post.published_on)
            yield at(line, "dateline_on", *groups["day"], day, f"dateline.{name}")
            yield at(line, "source_published_on", *groups["day"], day, "source_date.dateline")
        if agency and _is_agency(line.text[slice(*agency)]):
            part = CreditPart(agency[0], agency[1], line.text[slice(*agency)], "outlet")
            yield named_source(line, part, "source_name.dateline")
        return


def _is_agency(text: str) -> bool:
    return outlets.load().by_name(text) is not None or outlets.reads_as_outlet(text)
