"""Persons within one article: full names in reading order, then surnames and given names alone, each linked to one of these persons or to none.

Which words are a name is decided in `detect_people`; whose name it is, in `person_registry`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from clippings.enrich.entities import detect_people
from clippings.enrich.entities.mention_model import Field, MentionSpan, Person, Segment, owners
from clippings.enrich.entities.name_index import Names
from clippings.enrich.entities.person_registry import Persons, default_of, forms, namesakes
from clippings.enrich.entities.tokens import JOIN, Prose
from clippings.enrich.entities.word_lists import Lexicon

_NEAR = 160
"""Number of characters after a surname that are searched for a pronoun, which shows the gender."""

_PRONOUN = re.compile(r"\b(?:(she|her|hers|herself)|(?:he|him|his|himself))\b", re.IGNORECASE)
_THINGS = frozenset(("GPE", "FAC", "ORG", "LOC", "NORP"))


def full_names(fields: Iterable[Field], persons: Persons, words: Lexicon) -> None:
    """Enter the persons named by more than one word, or by a name of the file, in reading order."""
    for field in fields:
        persons_named = [mention for mention in field.mentions if mention.type == "PERSON"]
        field.add(detect_people.listed(field.prose, persons_named, field.unsure, words))
        for mention in field.mentions:
            is_known = bool(mention.senses) and mention.senses[0].needs is None
            if mention.type == "PERSON" and (is_known or (not mention.senses and " " in mention.name)):
                entity = mention.senses[0].entity if is_known else None
                name = entity.name if entity else mention.name
                mention.person = persons.meet(name, entity, field.place(mention.start), mention.gender)
    for field in fields:
        field.add(again for segment in field.unsure for again in _again(field, segment, persons))


def _again(field: Field, segment: Segment, persons: Persons) -> Iterator[MentionSpan]:
    """Yield full names that another place of the article shows to be a person's."""
    tokens = field.prose.tokens
    first = segment.first
    while first < segment.last:
        for last in range(segment.last, first, -1):
            start, end = tokens[first].start, tokens[last].end
            if person := persons.of_name(field.prose.text[start:end]):
                person.named_at(field.place(start))
                yield MentionSpan(start, end, "PERSON", "link.full_name", 0.8, name=person.name, person=person)
                first = last
                break
        first += 1


def bare_names(field: Field, persons: Persons, names: Names, words: Lexicon) -> None:
    """Link single words that are the surname or given name of a person to that person; a title's words may be explained by the text."""
    prose = field.prose
    owner = owners(prose, field.mentions)
    later = field.name != "text"
    for mention in field.mentions:
        if mention.type == "PERSON" and mention.person is None and not mention.senses:
            _link(mention, mention.name, field, persons, names, later=later, by_default=True)
        elif (
            mention.type == "PERSON"
            and mention.person is not None
            and " " not in prose.text[mention.start : mention.end]
        ):
            _leave_to_namesake(
                mention, mention.person, prose.text[mention.start : mention.end], field.place(mention.start), persons
            )
    further = []
    for segment in sorted([*field.single, *_pieces(field, owner)], key=lambda segment: segment.first):
        token = prose.tokens[segment.first]
        is_somebody = segment.cue == "title" or persons.may_be(token.word)
        if not is_somebody or owner[segment.first] is not None or _is_part_of_neighbour(prose, owner, segment.first):
            continue
        mention = MentionSpan(
            token.start, token.end, "PERSON", "link.surname", 0.85, name=token.word, gender=segment.gender
        )
        is_word = prose.opens_sentence(token.start) and token.word in words.word_surnames
        is_code = token.word.isupper() and len(token.word) <= 4
        if _link(mention, token.word, field, persons, names, later=later, by_default=not (is_word or is_code)):
            further.append(mention)
        elif segment.cue == "title" and (judged := detect_people.judge(prose, segment, words)):
            judged.person = persons.meet(judged.name, None, field.place(token.start), segment.gender)
            further.append(judged)
    field.add(further)


def _leave_to_namesake(mention: MentionSpan, person: Person, word: str, place: int, persons: Persons) -> None:
    """Give a name of the file that is one word to a namesake, if the article has named one in full, and not yet the person."""
    bearer = persons.of_surname(word, place, mention.gender)
    if bearer is not None and bearer is not person and bearer.is_full and person.last_before(place) is None:
        bearer.named_at(place)
        mention.person, mention.rule, mention.score = bearer, "link.surname", 0.85


def guesses(field: Field, late: Iterable[MentionSpan], persons: Persons) -> Iterator[MentionSpan]:
    """Yield a recogniser's guesses that no name found in the meantime covers."""
    covered = [(mention.start, mention.end) for mention in field.mentions]
    for guess in late:
        at = bisect_right(covered, (guess.end,)) - 1
        if at >= 0 and covered[at][1] > guess.start:
            continue
        if guess.type == "PERSON":
            guess.person = persons.meet(guess.name, None, field.place(guess.start))
        yield guess


def _pieces(field: Field, owner: list[MentionSpan | None]) -> Iterator[Segment]:
    """Yield single words of headlines, where the next word's capital says nothing."""
    for segment in field.unsure:
        if field.prose.in_headline(field.prose.tokens[segment.first].start):
            for index in range(segment.first, segment.last + 1):
                if owner[index] is None:
                    yield Segment(index, index)


def _is_part_of_neighbour(prose: Prose, owner: list[MentionSpan | None], index: int) -> bool:
    """Return whether a word belongs to the neighbouring name: "Nokken Gates" is not a person named Gates."""
    before = owner[index - 1] if index and prose.gaps[index] == JOIN else None
    after = owner[index + 1] if index + 1 < len(owner) and prose.gaps[index + 1] == JOIN else None
    if after is not None and after.type == "PERSON":
        return True
    return before is not None and (before.type in _THINGS or before.type == "PERSON")


def _link(
    mention: MentionSpan, word: str, field: Field, persons: Persons, names: Names, *, later: bool, by_default: bool
) -> bool:
    """Give a bare name its person: a bearer named before, else the file's default; one with an honorific is always somebody."""
    place = field.place(mention.start)
    for form in forms(word):
        if person := _bearer(form, mention, field, persons, names, place, later=later, by_default=by_default):
            person.named_at(place)
            mention.person = person
            return True
    if mention.rule == "person.honorific":
        mention.person = persons.of_surname(word, place, mention.gender, later=True)
        if mention.person is None:
            mention.person = persons.meet(word, None, place, mention.gender)
        else:
            mention.person.named_at(place)
            mention.rule = "link.surname"
        return True
    return False


def _bearer(
    word: str,
    mention: MentionSpan,
    field: Field,
    persons: Persons,
    names: Names,
    place: int,
    *,
    later: bool,
    by_default: bool,
) -> Person | None:
    if person := persons.of_surname(word, place, mention.gender, later=later):
        mention.rule, mention.score = "link.surname", 0.85
        return person
    if person := persons.of_given_name(word, place, later=later):
        mention.rule, mention.score = "link.given_name", 0.75
        return person
    if by_default and (entity := default_of(names, word)):
        mention.rule, mention.score = "link.default", 0.75
        gender = mention.gender or _pronoun_after(field.prose.text, mention.end)
        if gender and entity.gender and gender != entity.gender:
            entity = namesakes(names, entity.surname or word, gender) or entity
        return persons.meet(entity.name, entity, None)
    return None


def _pronoun_after(text: str, end: int) -> str | None:
    """Return the gender that the first pronoun soon after a name shows."""
    match = _PRONOUN.search(text, end, end + _NEAR)
    if match is None:
        return None
    return "female" if match[1] else "male"
