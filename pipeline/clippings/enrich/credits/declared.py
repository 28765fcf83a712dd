"""Authors that a form declares (a page's head, an export): which part of the field is a person's name."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from clippings import data
from clippings.common.phrases import alternatives, either
from clippings.common.text import core, lazily_compiled
from clippings.enrich.credits import byline_names, byline_pieces, outlets
from clippings.enrich.credits.credit_model import CreditValue, Line, Post, at
from clippings.enrich.credits.person_names import given_names, inverted, is_person, normal_case
from clippings.enrich.credits.split_line import DOMAIN

_WORD = re.compile(r"[^\W_]+")
_CREDENTIALS = re.compile(
    r",\s*(?:Ph\.?\s?D|M\.?D|J\.?D|MBA|MPH|MSc|BSc|RN|CFA|CPA|Esq|Jr|Sr|DDS|LCSW|MS|MA|BA|RD|CFP)\b\.?(?=\s*(?:[,;|/&)]|$))"
)
# 记者：王小明
_LABELLED = lazily_compiled(rf"{either('byline')}\s*[:：＝]\s*", re.IGNORECASE)
# Harbour Team | May 3, 2010
_MARK = re.compile(r"[|•·⋅]|\d{4}")
_BEFORE_NAME = re.compile(r"^\W+")
_EDGES = " \t\u00a0,;|–—-:"
_LONG = 4
"""Letters of the shortest given name that distinguishes a person from the site: `Les` is an article too."""
_CREDIT_WORDS = 10
"""Words of the longest credit that is published as written."""
_LONGEST = 400
"""Characters of the longest field that is read: lists of many authors."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,6}")


class Name(NamedTuple):
    """A person's name: its character positions and its published form."""

    start: int
    end: int
    value: str


def _either(words: Iterable[str]) -> str:
    return alternatives(map(re.escape, words))


class _Rules(NamedTuple):
    """Labels before a name, separators of names, ends of a name, words that persons' names do not contain, and words instead of a name."""

    label: re.Pattern[str]
    between: re.Pattern[str]
    after: re.Pattern[str]
    not_persons: frozenset[str]
    not_credits: frozenset[str]


@cache
def _rules() -> _Rules:
    table = data.read("head_names.toml")["authors"]
    joint = _either([*table["joints"], *(word.upper() for word in table["joints"] if len(word) > 1)])
    return _Rules(
        re.compile(
            rf"^\W*(?:(?:{_either(table['labels'])})[\s:]+|{either('by', 'byline')}\s*[:：＝]\s*)", re.IGNORECASE
        ),
        re.compile(rf"(?:(?<!\s)\s++)?[,;]\s*+(?:(?:{joint})\s++)?|(?<!\s)\s++(?:{joint})\s++"),
        re.compile(_either(table["after_name"])),
        frozenset(table["not_persons"]),
        frozenset(table["not_credits"]),
    )


@lru_cache(maxsize=8192)
def persons(text: str, sites: Collection[str] = frozenset()) -> tuple[Name, ...]:
    """Return the persons that a declared author field names, in order.

    Args:
        text: The field.
        sites: Names of the site in lower case, letters and digits only; such a name is not a person.
    """
    if len(text) > _LONGEST or "://" in text:
        return ()
    opening = _rules().label.match(text)
    return (_persons(text, opening.end(), sites) if opening else ()) or _persons(text, 0, sites)


def _persons(text: str, start: int, sites: Collection[str]) -> tuple[Name, ...]:
    if (name := inverted(text, start)) and _names_person(name[2], sites):
        halves = text[name[0] : name[1]].split(", ")
        if not any(outlets.load().by_name(half) for half in halves):
            return (Name(*name),)
    persons: list[Name] = []
    text = _CREDENTIALS.sub(lambda m: " " * len(m[0]), text)
    for begin, end in _pieces(text, start, _rules().between):
        stop = _rules().after.search(text, begin, end)
        end = stop.start() if stop and text[begin : stop.start()].strip() else end
        piece = text[begin:end]
        lead = len(piece) - len(_BEFORE_NAME.sub("", piece))
        piece = piece[lead:].rstrip(_EDGES)
        if not _names_person(piece, sites) and (span := byline_names.name_in(piece)):
            lead, piece = lead + span[0], piece[slice(*span)]
        if _names_person(piece, sites):
            persons.append(Name(begin + lead, begin + lead + len(piece), normal_case(piece)))
        elif persons and text[persons[-1].end : begin].strip() == "&":
            return ()  # Quill Harbour & Sons
        elif persons and not stop:
            break  # text after a name that is not a name describes that person
    return tuple(persons)


ROLE = "declared"
"""Role, among the lines that credits are read off, of a line of the page's head that names the author."""
_ORGANISATION = "declared_organisation"
ROLES = {"credit_lines": "declared_credit", "organisation_lines": _ORGANISATION}
"""Column of posts to the role of its lines: those that credit an outlet, a team or an account."""
_RULES_OF_KINDS = {"person": "author.as_written", "organisation": "author.organisation", "unclear": "author.unclear"}
"""Kind of a credit to its rule. It is published as the page writes it, if the page names no person otherwise."""


def declared(post: Post) -> Iterator[CreditValue]:
    """Yield authors that the page's head declares, and the agency it credits."""
    for line in post.of_role(ROLE, *ROLES.values()):
        for name in persons(line.text) if line.role == ROLE else ():
            yield CreditValue("author", line.line_no, name.start, name.end, name.value, "author.head")
        text = line.text.strip()
        if len(text) <= _LONGEST and "://" not in text and (outlet := outlets.load().by_name(text)):
            yield at(line, "source_name", 0, len(line.text), outlet.name, "source_name.head")


def as_written(post: Post) -> Iterator[CreditValue]:
    """Yield the credits of the head that name no person."""
    for line in post.of_role(*ROLES.values()):
        span = credit(line.text)
        if span and _MARK.search(line.text):
            span = byline_pieces.first_piece(line.text, span[0])
        if span:
            yield written(line, span)


def credit(text: str) -> tuple[int, int] | None:
    """Return the characters of an author field that credit anybody, as the page writes them, without a label before them."""
    opening = _rules().label.match(text) or _LABELLED.match(text)
    start = opening.end() if opening and text[opening.end() :].strip() else 0
    words = [word.casefold() for word in _WORD.findall(text[start:])]
    if not words or len(words) > _CREDIT_WORDS or "://" in text or "@" in text or text.strip().isdigit():
        return None
    return None if _rules().not_credits.issuperset(word for word in words if not word.isdigit()) else (start, len(text))


def written(line: Line, span: tuple[int, int]) -> CreditValue:
    """Return the credit at `span` of a line, as the page writes it."""
    name = line.text[slice(*span)]
    its_kind = "organisation" if line.role == _ORGANISATION else kind(name)
    return at(line, "author", *span, name, _RULES_OF_KINDS[its_kind])


def kind(name: str) -> str:
    """Return the kind of a credited name, one of AUTHOR_KINDS, from its form."""
    if persons(name):
        return "person"
    words = {word.casefold() for word in _WORD.findall(name)}
    pieces = [name[begin:end] for begin, end in _pieces(name, 0, _rules().between)]
    is_outlet = any(outlets.load().by_name(piece) or outlets.reads_as_outlet(piece) for piece in pieces)
    return "organisation" if is_outlet or DOMAIN.match(name) or words & _rules().not_persons else "unclear"


def reconciled(values: Iterable[CreditValue]) -> tuple[list[CreditValue], list[CreditValue]]:
    """Return the accepted values, and the authors on the page that the head contradicts because it names none of them.

    Where both name a person in common, all are published: heads often name the first author only. A name with more
    words on the page than in the head is the head's name with the words beside it.
    """
    values = list(values)
    declared_names = {core(value.value or "") for value in values if value.rule == "author.head"}
    shown = {
        value: core(value.value or "") for value in values if value.field == "author" and value.rule != "author.head"
    }
    if not declared_names or not shown:
        return values, []
    longer = [
        value
        for value, name in shown.items()
        if name not in declared_names and any(declared_name in name for declared_name in declared_names)
    ]
    if longer or any(name in declared_names for name in shown.values()):
        return [value for value in values if value not in longer], []
    return [value for value in values if value not in shown], list(shown)


def _pieces(text: str, start: int, between: re.Pattern[str]) -> list[tuple[int, int]]:
    marks = [*between.finditer(text, start)]
    starts = [start, *(mark.end() for mark in marks)]
    return list(zip(starts, [*(mark.start() for mark in marks), len(text)], strict=True))


def _names_person(text: str, sites: Collection[str]) -> bool:
    first, _, others = text.partition(" ")
    if not others:
        return first in given_names() or (_UNSPACED.fullmatch(text) is not None and core(text) not in sites)
    words = [word.casefold() for word in _WORD.findall(text)]
    is_own_site = core(text) in sites and (len(first) < _LONG or first not in given_names())
    if not words or is_own_site or not _rules().not_persons.isdisjoint(words) or DOMAIN.match(text) or "@" in text:
        return False
    if outlets.load().by_name(text) or outlets.reads_as_outlet(text) or byline_names.ends_with_role(text):
        return False
    return is_person(text)
