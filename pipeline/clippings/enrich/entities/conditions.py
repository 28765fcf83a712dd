"""Conditions under which an ambiguous name counts: the words beside it, and the other names in the article.

The conditions themselves are data: `needs` of an alias, `places.toml`, `name_words.toml`.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from clippings.enrich.entities.authority import Entity
from clippings.enrich.entities.mention_model import Field, MentionSpan
from clippings.enrich.entities.name_index import Sense
from clippings.enrich.entities.spelling import ARTICLES
from clippings.enrich.entities.tokens import JOIN, Prose
from clippings.enrich.entities.word_lists import Lexicon

_PLACE_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+) (?:the )?$")
_NEAR = 24
_ROW = re.compile(r",? (?:and |or )?|,")


_ARTICLE = re.compile(rf"(?<![^\W_])(?:{'|'.join(ARTICLES)})-$", re.IGNORECASE)
_FRONT = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")


def by_itself(text: str, mentions: list[MentionSpan], words: Lexicon) -> list[MentionSpan]:
    """Return names that are not one half of an unknown hyphened name.

    "Norway-Denmark" holds two, and "anti-Norway", "Norway-based" one; "Norway-Line" and "Radio al-Norway" are names of their own.
    """
    starts, ends = {mention.start for mention in mentions}, {mention.end for mention in mentions}
    kept = []
    for mention in mentions:
        goes_on = text.startswith("-", mention.end) and text[mention.end + 1 : mention.end + 2].isupper()
        if goes_on and mention.end + 1 not in starts and mention.type != "NORP":
            continue
        if text.startswith("-", mention.start - 1) and mention.start and _is_second_half(text, mention, ends, words):
            continue
        kept.append(mention)
    return kept


def _is_second_half(text: str, mention: MentionSpan, ends: set[int], words: Lexicon) -> bool:
    before = text[max(0, mention.start - _NEAR) : mention.start]
    if _ARTICLE.search(before):
        return True
    front = _FRONT.search(before)
    is_name = front is not None and front[1][0].isupper() and front[1].lower() not in words.compound_fronts
    return is_name and mention.start - 1 not in ends and mention.type != "NORP"


def fitting(prose: Prose, mentions: list[MentionSpan], words: Lexicon) -> list[MentionSpan]:
    """Return the names that the neighbouring words allow, and the towns in a list of places: in Orm, Tarn and Holm; Tarn, Norway."""
    kept: list[MentionSpan] = []
    for number, mention in enumerate(mentions):
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        if fits(prose, mention, words) or (
            mention.senses[0].needs == "place"
            and (
                (kept and _are_in_a_row(prose, kept[-1], mention)) or (following and _is_in(prose, mention, following))
            )
            and _is_separate(prose, mention, words)
        ):
            kept.append(mention)
    return kept


def _are_in_a_row(prose: Prose, left: MentionSpan, right: MentionSpan) -> bool:
    return left.type == "GPE" and _ROW.fullmatch(prose.text, left.end, right.start) is not None


def _is_in(prose: Prose, mention: MentionSpan, following: MentionSpan) -> bool:
    """Return whether a country or province follows: Tarn, Norway."""
    is_whole = (
        following.type == "GPE" and following.entity is not None and following.entity.origin in ("country", "province")
    )
    return is_whole and prose.text[mention.end : following.start] == ", "


def fits(prose: Prose, mention: MentionSpan, words: Lexicon) -> bool:
    """Return whether the neighbouring words of a name allow it."""
    text = prose.text
    needs = mention.senses[0].needs
    if mention.type in ("GPE", "LOC") and prose.word_after(mention.end) in words.treaties:
        return False
    if needs == "place":
        before = _PLACE_WORD.search(text, max(0, mention.start - _NEAR), mention.start)
        if not before or before[1].lower() not in words.place_before:
            return False
    elif needs != "apart" and not (mention.type == "FAC" and " " not in text[mention.start : mention.end]):
        return True
    if prose.in_headline(mention.start):
        return needs != "place"
    return _is_separate(prose, mention, words)


def _is_separate(prose: Prose, mention: MentionSpan, words: Lexicon) -> bool:
    """Return whether no neighbouring word makes it part of a longer name. A facility may have its kind before it."""
    tokens, gaps = prose.tokens, prose.gaps
    first = bisect_right(tokens, mention.start, key=lambda token: token.end)
    if first == len(tokens) or tokens[first].start >= mention.end:
        return True
    last = first
    while last + 1 < len(tokens) and tokens[last + 1].start < mention.end:
        last += 1
    sides = [tokens[first - 1].word] if mention.type != "FAC" and gaps[first] == JOIN else []
    if last + 1 < len(tokens) and gaps[last + 1] == JOIN:
        sides.append(tokens[last + 1].word)
    return all(_may_be_neighbour(word, words) for word in sides)


def _may_be_neighbour(word: str, words: Lexicon) -> bool:
    """Return whether a name with this capitalised word next to it is still a name by itself."""
    if word in words.openers or word in words.calendar or word in words.role_modifiers or words.is_role(word):
        return True
    return any(word in heads.tail or word.removesuffix("s") in heads.tail for heads in words.heads.values())


def settle(fields: Iterable[Field]) -> None:
    """Drop names whose condition the article does not meet, choose among the senses of the others, drop persons without a bearer."""
    every = [mention for field in sorted(fields, key=lambda field: field.name == "title") for mention in field.mentions]
    named = {
        mention.entity.entity_id
        for mention in every
        if mention.entity and (mention.person or mention.senses[0].needs not in ("full", "country"))
    }
    countries = Counter(
        country
        for mention in every
        if mention.entity
        and (mention.person or mention.senses[0].needs != "country")
        and (country := _country_of(mention.entity))
    )
    for field in fields:
        field.mentions = [mention for mention in field.mentions if _settled(field, mention, named, countries)]


def _settled(field: Field, mention: MentionSpan, named: set[str], countries: Counter[str]) -> bool:
    if mention.senses and mention.senses[0].needs in ("full", "country"):
        sense = _sense(mention.senses, named, countries)
        needs, mention.senses = mention.senses[0].needs, (sense,) if sense else ()
        if sense is None and needs == "country" and mention.type == "ORG":
            mention.name = mention.name or field.prose.text[mention.start : mention.end]
            return " " in mention.name  # the ministry of a country that is not known
        return sense is not None
    return mention.type != "PERSON" or mention.person is not None or bool(mention.senses)


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
