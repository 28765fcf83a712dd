"""Names made by a word beside a known or capitalised name: a state's bodies, provinces, airports, wars, news agencies.

Names with a capitalised head word are read in `headword_names`.
"""

from collections.abc import Iterator
from functools import cache

from clippings.common.text import slug
from clippings.enrich.entities.authority import Entity
from clippings.enrich.entities.gazetteer import country_ids
from clippings.enrich.entities.mention_model import MentionSpan
from clippings.enrich.entities.name_index import Names, Sense
from clippings.enrich.entities.spelling import key
from clippings.enrich.entities.tokens import JOIN, Prose
from clippings.enrich.entities.word_lists import Lexicon

_FAR = 8
"""Words a facility's or an event's name may have."""

_CODE = 3
"""Letters of the shortest acronym that a word of reporting shows to be an agency's."""

_REACH = 24
"""Characters in which a word of reporting is sought."""

_BESIDE_BODY = (" station", " base")
_FORCES = (" police", " military", " army", " Police", " Military", " Army", " navy", " air force")


def is_part_of_building(text: str, start: int, end: int) -> bool:
    """Return whether a force is only what a building is for: "Example police station" names no police."""
    return text.startswith(_BESIDE_BODY, end) and text.endswith(_FORCES, start, end)


def by_cue(
    prose: Prose, mentions: list[MentionSpan], cues: list[tuple[int, int, str]], names: Names, words: Lexicon
) -> Iterator[MentionSpan]:
    """Yield names made by a word beside them: "Example province", "government of Example", "Example airport"."""
    by_end = {mention.end: mention for mention in mentions}
    by_start = {mention.start: mention for mention in mentions}
    token_end = {token.end: index for index, token in enumerate(prose.tokens)} if cues else {}
    token_start = {token.start: index for index, token in enumerate(prose.tokens)} if cues else {}
    for start, end, cue in cues:
        if cue.endswith("overnment of "):
            state = (
                by_start.get(end) or by_start.get(end + 4) if prose.text.startswith("the ", end) else by_start.get(end)
            )
            if state and state.entity and _is_state(state):
                yield _body(start, state.end, state, "government", names)
        elif cue.endswith(" of "):
            if (index := token_start.get(end)) is not None:
                last = by_start[end].end if end in by_start else prose.tokens[index].end
                yield _province(start, last, prose.text[end:last], names)
        elif cue.strip() in words.states:
            state = by_end.get(start)
            if state and _is_state(state) and not prose.text.startswith(_BESIDE_BODY, end):
                yield _body(state.start, end, state, words.states[cue.strip()], names)
        elif (index := token_end.get(start)) is not None:
            kind = next(kind for kind, heads in words.heads.items() if cue.strip() in heads.lower_tail)
            yield from _lower_head(prose, by_end.get(start), index, end, kind, names, words)


def _lower_head(
    prose: Prose, mention: MentionSpan | None, index: int, end: int, kind: str, names: Names, words: Lexicon
) -> Iterator[MentionSpan]:
    token = prose.tokens[index]
    if token.word in words.openers or token.word in words.calendar or (mention and mention.type in ("NORP", "PERSON")):
        return
    first = index
    while (
        first > index - _FAR
        and first
        and prose.gaps[first] == JOIN
        and prose.tokens[first - 1].word not in words.openers
        and not mention
    ):
        first -= 1
    start = mention.start if mention else prose.tokens[first].start
    name = prose.text[start : prose.tokens[index].end]
    if kind == "GPE":
        if not mention or mention.type == "GPE":
            yield _province(start, end, name, names)
    elif kind == "EVENT":
        sides = token.word.split("-")
        if (mention and mention.type == "GPE") or (len(sides) == 2 and all(side in names.by_text for side in sides)):
            start = min(start, token.start)
            yield MentionSpan(start, end, "EVENT", "event.head", 0.8, name=prose.text[start:end])
    elif not mention or mention.type in ("GPE", "LOC", "FAC"):
        yield MentionSpan(start, end, kind, "facility.head", 0.8, name=prose.text[start:end])


def _is_state(mention: MentionSpan) -> bool:
    entity = mention.entity
    if entity is None:
        return False
    return bool(entity.country) if entity.type == "NORP" else entity.entity_id in _states()


@cache
def _states() -> frozenset[str]:
    return frozenset(country_ids().values())


def _body(start: int, end: int, state: MentionSpan, body: str, names: Names) -> MentionSpan:
    entity = state.senses[0].entity
    country = entity.country if entity.type == "NORP" and entity.country else entity.entity_id
    people = _peoples(names).get(country, "")
    state_name, kind = names.entities[country].name, body.replace("-", " ")
    for name in (f"{people} {kind}".replace("-", " "), f"Government of {state_name}" if body == "government" else ""):
        if senses := names.by_text.get(name):
            return MentionSpan(start, end, "ORG", "organisation.state", 0.9, senses=senses)
    made = Entity(f"{country}-{body}", "ORG", f"{state_name}: {kind}", (), country=country, origin="state")
    return MentionSpan(start, end, "ORG", "organisation.state", 0.9, senses=(Sense(made, None),))


@cache
def _peoples(names: Names) -> dict[str, str]:
    """Return the demonym of each country by its id."""
    return {
        entity.country: entity.name for entity in names.entities.values() if entity.type == "NORP" and entity.country
    }


def _province(start: int, end: int, name: str, names: Names) -> MentionSpan:
    plain = slug(name)
    for entity_id in (f"{plain}-province", f"{plain}-governorate", plain):
        entity = names.entities.get(entity_id)
        if entity and (entity_id != plain or entity.origin == "province"):
            return MentionSpan(start, end, "GPE", "province.head", 0.95, senses=(Sense(entity, None),))
    if entity := _provinces_by_key(names).get(key(name)):
        return MentionSpan(start, end, "GPE", "province.head", 0.9, senses=(Sense(entity, None),))
    return MentionSpan(start, end, "GPE", "province.head", 0.8, name=f"{name} Province")


@cache
def _provinces_by_key(names: Names) -> dict[str, Entity]:
    """Return provinces by the key of their name, for other spellings of them."""
    by_key: dict[str, Entity] = {}
    for entity in names.entities.values():
        if entity.entity_id.endswith(("-province", "-governorate")):
            by_key.setdefault(key(entity.entity_id.rpartition("-")[0].replace("-", "")), entity)
    return by_key


def _is_code(word: str, words: Lexicon) -> bool:
    """Return whether a word is written like an acronym: "HTA", "BRnews"."""
    return (
        len(word) >= _CODE
        and not word[1:].islower()
        and sum(c.isupper() for c in word) > 1
        and word not in words.not_names
    )


def by_report(prose: Prose, owner: list[MentionSpan | None], words: Lexicon) -> Iterator[MentionSpan]:
    """Yield agencies that only their work shows: "HTA reported", "told HTA", "Brant news agency"."""
    names_agency = any(tail in prose.text for tail in words.agency_after)
    for index, token in enumerate(prose.tokens):
        may_be = names_agency or not token.word[1:].islower()
        if not may_be or owner[index] is not None or prose.in_headline(token.start):
            continue
        after = prose.text[token.end : token.end + _REACH]
        if after.startswith(words.agency_after) and token.word not in words.openers:
            end = token.end + next(len(tail) for tail in words.agency_after if after.startswith(tail))
            yield MentionSpan(token.start, end, "ORG", "organisation.report", 0.7, name=prose.text[token.start : end])
        elif _is_code(token.word, words) and (
            after.startswith(words.reporting_after)
            or prose.text.endswith(words.reporting_before, max(0, token.start - _REACH), token.start)
        ):
            yield MentionSpan(token.start, token.end, "ORG", "organisation.report", 0.7, name=token.word)
