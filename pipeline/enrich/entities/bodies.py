"""Organisations, facilities, events and provinces that no list knows, by the word that says what they are.

Persons are read in `people`. A rule here needs a head word, capitalised or beside a capitalised name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.enrich.entities.authority import Entity
from pipeline.enrich.entities.found import Field, Found, owners
from pipeline.enrich.entities.gazetteer import country_ids
from pipeline.enrich.entities.lexicon import Lexicon
from pipeline.enrich.entities.names import Names, Sense
from pipeline.enrich.entities.prose import AND, JOIN, JOINT, THE, Prose
from pipeline.enrich.entities.spelling import key, slug

_FAR = 8
"""Words a name without a joint may have, and joints a name may have."""

_SHORT = 6
"""Letters of an acronym; a longer organisation is not the beginning of another one's name."""

_ACRONYM = re.compile(r'\s?\(["\']?([A-Z][A-Za-z]?[A-Z]{1,6})["\']?[,;)]')
"""Example: "Harbour Workers Union (HWU)"."""

_LIKE = 2
"""Letters of an acronym that must begin words of its name."""

_CODE = 3
"""Letters of the shortest acronym that a word of reporting shows to be an agency's."""

_REACH = 24
"""Characters in which a word of reporting is sought."""

_RULES = {"ORG": "organisation", "FAC": "facility", "EVENT": "event", "LOC": "landscape", "GPE": "province"}

_BESIDE_BODY = (" station", " base")
_FORCES = (" police", " military", " army", " Police", " Military", " Army", " navy", " air force")


def by_head(prose: Prose, owner: list[Found | None], words: Lexicon) -> Iterator[Found]:
    """Names with a capitalised head word: "Example Foundation", "Ministry of Examples", "Camp Example", "Example War"."""
    for index, token in enumerate(prose.tokens):
        kinds = words.head_kinds.get(token.word, ())
        if not kinds or prose.in_headline(token.start):
            continue
        for kind in kinds:
            if span := _span(prose, owner, words, index, kind):
                start, end = prose.tokens[span[0]].start, prose.tokens[span[1]].end
                yield Found(start, end, kind, f"{_RULES[kind]}.head", 0.8, name=prose.text[start:end])
                break


def _span(prose: Prose, owner: list[Found | None], words: Lexicon, index: int, kind: str) -> tuple[int, int] | None:
    """First and last word of the name that a head word opens or closes."""
    heads, head = words.heads[kind], prose.tokens[index].word
    first = _leftmost(prose, owner, words, index)
    if head in heads.front and first == index:
        last = _run_end(prose, words, index)
        while last > index and (known := owner[last]) and known.type in ("ORG", "PERSON", "NORP"):
            last -= 1
        if last > index:
            return index, last
    if head in heads.front_of and (last := _rightmost(prose, owner, words, index, joins=kind == "ORG")) > index:
        return (first if kind == "ORG" else index), last
    if head not in heads.tail or first == index:
        return None
    before = owner[first:index]
    if kind == "ORG" and all(each and each.type in ("GPE", "NORP") for each in before):
        is_of_place = all(each and each.type == "GPE" for each in before)
        if not (is_of_place or head in words.state_heads | words.peoples_heads):
            return None
    if kind != "ORG" and len(before) == 1 and before[0] is None and prose.tokens[first].word in words.role_modifiers:
        return None
    return first, index


def _leftmost(prose: Prose, owner: list[Found | None], words: Lexicon, index: int) -> int:
    first = index
    while first and prose.gaps[first] == JOIN and index - first < _FAR:
        word, known = prose.tokens[first - 1].word, owner[first - 1]
        if word in words.openers or word in words.calendar or word in words.not_names:
            break
        if word in words.honorifics or (word.lower() in words.roles and word not in words.role_modifiers):
            return first + 1 if index - first > 1 else index
        if known and (known.type in ("PERSON", "EVENT") or (known.type == "ORG" and known.end - known.start > _SHORT)):
            break
        first -= 1
    return first


def _rightmost(prose: Prose, owner: list[Found | None], words: Lexicon, index: int, *, joins: bool) -> int:
    """Where a name that a head opens ends: after its joints, "and" and the words they lead to."""
    head, last = prose.tokens[index].word, index
    for _ in range(_FAR):
        following = last + 1
        if following >= len(prose.tokens):
            break
        gap, word = prose.gaps[following], prose.tokens[following].word
        opens = gap == JOINT or (gap == THE and last > index)
        goes_on = joins and gap == AND and last > index and owner[following] is None and not word.isupper()
        if not (opens or goes_on) or word in words.openers or word in words.calendar:
            break
        end = _run_end(prose, words, following, is_office=head in ("Office", "Secretariat"))
        if goes_on and any(prose.tokens[i].word in words.heads["ORG"].tail for i in range(following, end + 1)):
            break
        last = end
    after = owner[last + 1] if last > index and last + 1 < len(owner) else None
    if (
        after
        and head in words.branches
        and after.type == "GPE"
        and prose.text[prose.tokens[last].end : after.start] == " in "
    ):
        return last + 1
    return last


def _run_end(prose: Prose, words: Lexicon, index: int, *, is_office: bool = False) -> int:
    last = index
    while last + 1 < len(prose.tokens) and prose.gaps[last + 1] == JOIN and last - index < _FAR:
        word = prose.tokens[last + 1].word
        if word in words.calendar or word in words.honorifics or (word.lower() in words.roles and not is_office):
            break
        last += 1
    return last


def is_part_of_building(text: str, start: int, end: int) -> bool:
    """Whether a force is only what a building is for: "Example police station" names no police."""
    return text.startswith(_BESIDE_BODY, end) and text.endswith(_FORCES, start, end)


def by_cue(
    prose: Prose, found: list[Found], cues: list[tuple[int, int, str]], names: Names, words: Lexicon
) -> Iterator[Found]:
    """Names made by a word beside them: "Example province", "government of Example", "Example airport"."""
    by_end = {each.end: each for each in found}
    by_start = {each.start: each for each in found}
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
    prose: Prose, known: Found | None, index: int, end: int, kind: str, names: Names, words: Lexicon
) -> Iterator[Found]:
    token = prose.tokens[index]
    if token.word in words.openers or token.word in words.calendar or (known and known.type in ("NORP", "PERSON")):
        return
    first = index
    while (
        first > index - _FAR
        and first
        and prose.gaps[first] == JOIN
        and prose.tokens[first - 1].word not in words.openers
        and not known
    ):
        first -= 1
    start = known.start if known else prose.tokens[first].start
    name = prose.text[start : prose.tokens[index].end]
    if kind == "GPE":
        if not known or known.type == "GPE":
            yield _province(start, end, name, names)
    elif kind == "EVENT":
        sides = token.word.split("-")
        if (known and known.type == "GPE") or (len(sides) == 2 and all(side in names.by_text for side in sides)):
            yield Found(
                min(start, token.start), end, "EVENT", "event.head", 0.8, name=prose.text[min(start, token.start) : end]
            )
    elif not known or known.type in ("GPE", "LOC", "FAC"):
        yield Found(start, end, kind, "facility.head", 0.8, name=prose.text[start:end])


def _is_state(found: Found) -> bool:
    entity = found.entity
    if entity is None:
        return False
    return bool(entity.country) if entity.type == "NORP" else entity.entity_id in _states()


@cache
def _states() -> frozenset[str]:
    return frozenset(country_ids().values())


def _body(start: int, end: int, state: Found, body: str, names: Names) -> Found:
    entity = state.senses[0].entity
    country = entity.country if entity.type == "NORP" and entity.country else entity.entity_id
    people = _peoples(names).get(country, "")
    for name in (
        f"{people} {body}".replace("-", " "),
        f"Government of {names.entities[country].name}" if body == "government" else "",
    ):
        if senses := names.by_text.get(name):
            return Found(start, end, "ORG", "organisation.state", 0.9, senses=senses)
    made = Entity(
        f"{country}-{body}",
        "ORG",
        f"{names.entities[country].name}: {body.replace('-', ' ')}",
        (),
        country=country,
        origin="state",
    )
    return Found(start, end, "ORG", "organisation.state", 0.9, senses=(Sense(made, None),))


@cache
def _peoples(names: Names) -> dict[str, str]:
    """The demonym of each country by its id."""
    return {each.country: each.name for each in names.entities.values() if each.type == "NORP" and each.country}


def _province(start: int, end: int, name: str, names: Names) -> Found:
    plain = slug(name)
    for entity_id in (f"{plain}-province", f"{plain}-governorate"):
        if entity := names.entities.get(entity_id):
            return Found(start, end, "GPE", "province.head", 0.95, senses=(Sense(entity, None),))
    if entity := _provinces_by_key(names).get(key(name)):
        return Found(start, end, "GPE", "province.head", 0.9, senses=(Sense(entity, None),))
    return Found(start, end, "GPE", "province.head", 0.8, name=f"{name} Province")


def resolved(made: Found, names: Names) -> Found:
    """A made name as the entity a list knows by it, if one does."""
    if not made.senses:
        for text in (made.name, made.name.removeprefix("The ")):
            if (senses := names.by_text.get(text)) and senses[0].entity.type == made.type:
                made.senses = senses
                break
    return made


def acronyms(fields: list[Field], words: Lexicon) -> None:
    """Gives the acronym in brackets after a name, wherever the article uses it, the entity of that name; or the other way round."""
    introduced = {acronym: body for each in fields for body, acronym in _introduced(each)}
    if not introduced:
        return
    for each in fields:
        owner = owners(each.prose, each.found)
        further = []
        for token, known in zip(each.prose.tokens, owner, strict=True):
            body = introduced.get(token.word)
            if body is None or token.word in words.not_names:
                continue
            if known is None:
                further.append(
                    Found(token.start, token.end, body.type, "organisation.acronym", 0.85, body.senses, name=body.name)
                )
            elif known.senses and not body.senses and known.start == token.start and known.type == body.type:
                body.senses = known.senses
        each.add(further)


def _introduced(each: Field) -> Iterator[tuple[Found, str]]:
    for found in each.found:
        if found.type in ("ORG", "EVENT") and (match := _ACRONYM.match(each.prose.text, found.end)):
            initials = [word[0] for word in re.findall(r"[A-Z][\w']*", each.prose.text[found.start : found.end])]
            if sum(letter in initials for letter in match[1].upper()) >= _LIKE:
                yield found, match[1]


def _is_code(word: str, words: Lexicon) -> bool:
    """Whether a word is written like an acronym: "HTA", "BRnews"."""
    return (
        len(word) >= _CODE
        and not word[1:].islower()
        and sum(c.isupper() for c in word) > 1
        and word not in words.not_names
    )


def by_report(prose: Prose, owner: list[Found | None], words: Lexicon) -> Iterator[Found]:
    """Agencies that only their work shows: "HTA reported", "told HTA", "Brant news agency"."""
    for index, token in enumerate(prose.tokens):
        if owner[index] is not None or prose.in_headline(token.start):
            continue
        after = prose.text[token.end : token.end + _REACH]
        if after.startswith(words.agency_after) and token.word not in words.openers:
            end = token.end + next(len(tail) for tail in words.agency_after if after.startswith(tail))
            yield Found(token.start, end, "ORG", "organisation.report", 0.7, name=prose.text[token.start : end])
        elif _is_code(token.word, words) and (
            after.startswith(words.reporting_after)
            or prose.text.endswith(words.reporting_before, max(0, token.start - _REACH), token.start)
        ):
            yield Found(token.start, token.end, "ORG", "organisation.report", 0.7, name=token.word)


@cache
def _provinces_by_key(names: Names) -> dict[str, Entity]:
    """Provinces by the key of their name, for other spellings of them."""
    by_key: dict[str, Entity] = {}
    for entity in names.entities.values():
        if entity.entity_id.endswith(("-province", "-governorate")):
            by_key.setdefault(key(entity.entity_id.rpartition("-")[0].replace("-", "")), entity)
    return by_key
