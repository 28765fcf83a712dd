"""Conditions under which an ambiguous name counts: the words beside it, and the other names in the article.

The conditions themselves are data: `needs` of an alias, `places.toml`, `name_words.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from clippings.enrich.entities.authority import Entity
from clippings.enrich.entities.mention_model import Field, Found
from clippings.enrich.entities.name_index import Sense
from clippings.enrich.entities.tokens import JOIN, Prose
from clippings.enrich.entities.word_lists import Lexicon

_PLACE_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+) (?:the )?$")
_NEAR = 24


_ARTICLE = re.compile(r"(?<![^\W_])(?:al|el|ul|ol|as|ash|ad|ar|at|an|az)-$", re.IGNORECASE)
_FRONT = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")


def by_itself(text: str, known: list[Found], words: Lexicon) -> list[Found]:
    """Return names that are not one half of an unknown hyphened name.

    "Norway-Denmark" holds two, and "anti-Norway", "Norway-based" one; "Norway-Line" and "Radio al-Norway" are names of their own.
    """
    starts, ends = {each.start for each in known}, {each.end for each in known}
    kept = []
    for each in known:
        goes_on = text.startswith("-", each.end) and text[each.end + 1 : each.end + 2].isupper()
        if goes_on and each.end + 1 not in starts and each.type != "NORP":
            continue
        if text.startswith("-", each.start - 1) and each.start and _is_second_half(text, each, ends, words):
            continue
        kept.append(each)
    return kept


def _is_second_half(text: str, each: Found, ends: set[int], words: Lexicon) -> bool:
    before = text[max(0, each.start - _NEAR) : each.start]
    if _ARTICLE.search(before):
        return True
    front = _FRONT.search(before)
    is_name = front is not None and front[1][0].isupper() and front[1].lower() not in words.compound_fronts
    return is_name and each.start - 1 not in ends and each.type != "NORP"


def fits(prose: Prose, each: Found, words: Lexicon) -> bool:
    """Return whether the words beside a name allow it."""
    text = prose.text
    needs = each.senses[0].needs
    if each.type in ("GPE", "LOC") and prose.word_after(each.end) in words.treaties:
        return False
    if needs == "place":
        before = _PLACE_WORD.search(text, max(0, each.start - _NEAR), each.start)
        if not before or before[1].lower() not in words.place_before:
            return False
    elif needs != "apart" and not (each.type == "FAC" and " " not in text[each.start : each.end]):
        return True
    if prose.in_headline(each.start):
        return needs != "place"
    return _stands_apart(prose, each, words)


def _stands_apart(prose: Prose, each: Found, words: Lexicon) -> bool:
    """Return whether a name has no word of a longer name beside it. A facility may have its kind before it."""
    tokens, gaps = prose.tokens, prose.gaps
    first = bisect_right(tokens, each.start, key=lambda token: token.end)
    if first == len(tokens) or tokens[first].start >= each.end:
        return True
    last = first
    while last + 1 < len(tokens) and tokens[last + 1].start < each.end:
        last += 1
    sides = [tokens[first - 1].word] if each.type != "FAC" and gaps[first] == JOIN else []
    if last + 1 < len(tokens) and gaps[last + 1] == JOIN:
        sides.append(tokens[last + 1].word)
    return all(_goes_beside(word, words) for word in sides)


def _goes_beside(word: str, words: Lexicon) -> bool:
    """Return whether a capitalised word beside a name leaves it a name by itself."""
    if word in words.openers or word in words.calendar or word in words.role_modifiers or words.is_role(word):
        return True
    return any(word in heads.tail or word.removesuffix("s") in heads.tail for heads in words.heads.values())


def settle(fields: Iterable[Field]) -> None:
    """Drop names whose condition the article does not meet, choose among the senses of the others, and drop persons nobody is."""
    every = [found for each in sorted(fields, key=lambda each: each.name == "title") for found in each.found]
    named = {
        found.entity.entity_id
        for found in every
        if found.entity and (found.person or found.senses[0].needs not in ("full", "country"))
    }
    countries = Counter(
        country
        for found in every
        if found.entity
        and (found.person or found.senses[0].needs != "country")
        and (country := _country_of(found.entity))
    )
    for each in fields:
        each.found = [found for found in each.found if _settled(found, named, countries)]


def _settled(found: Found, named: set[str], countries: Counter[str]) -> bool:
    if found.senses and found.senses[0].needs in ("full", "country"):
        sense = _sense(found.senses, named, countries)
        found.senses = (sense,) if sense else ()
        return sense is not None
    return found.type != "PERSON" or found.person is not None or bool(found.senses)


def _country_of(entity: Entity) -> str | None:
    """Return the country that a name refers to: itself, that of its people, or that of its bodies."""
    return entity.entity_id if entity.type == "GPE" else entity.country


def _sense(senses: Iterable[Sense], named: set[str], countries: Counter[str]) -> Sense | None:
    """Return the sense whose condition is met: the article has a full name; or the country is the one named most, the first of two."""
    for sense in senses:
        if sense.needs == "full" and sense.entity.entity_id in named:
            return sense
    by_country = [(countries[sense.entity.country or ""], sense) for sense in senses if sense.needs == "country"]
    most = max((count for count, _ in by_country), default=0)
    chosen = {sense.entity.country: sense for count, sense in by_country if count == most}
    if most and (country := next((country for country in countries if country in chosen), None)):
        return chosen[country]
    return next((sense for sense in senses if sense.needs is None), None)
