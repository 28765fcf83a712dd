"""The persons of one article, and which of them a name means: full names first, then bare surnames and given names.

What counts as a name is decided in `detect_people` and `name_index`; where bare names are sought, in `link_people`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from clippings.enrich.entities.authority import Entity
from clippings.enrich.entities.mention_model import Person
from clippings.enrich.entities.name_index import Names
from clippings.enrich.entities.spelling import ARTICLES, PARTICLES, is_firm, key, parts

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_ARTICLE = re.compile(rf"^(?:{'|'.join(ARTICLES)})-(?=\w)", re.IGNORECASE)
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
_REMEMBERED = 50_000
"""Words and names of which the parts are remembered."""


@lru_cache(_REMEMBERED)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without initials, suffixes and joints; never empty."""
    words = tuple(word.rstrip(".") for word in _WORD.findall(name))
    long = tuple(word for word in words if len(word) > 1 and word not in _SUFFIXES and word not in PARTICLES)
    return long or words or (name,)


@lru_cache(_REMEMBERED)
def bare(word: str) -> str:
    """Return a surname without its article: al-Harbi is Harbi."""
    return _ARTICLE.sub("", word)


@lru_cache(_REMEMBERED)
def forms(word: str) -> tuple[str, ...]:
    """Return the names that a bare word may be: itself, and without the s of a plural."""
    return (word, word[:-1]) if word.endswith("s") and len(word) > 4 else (word,)


@lru_cache(_REMEMBERED)
def _keys(word: str) -> tuple[tuple[str, str, str], ...]:
    """Return the forms of a bare word, each with its keys as a surname and as a given name."""
    return tuple((form, key(bare(form)) or bare(form), key(form)) for form in forms(word))


def joined_key(name: str) -> str:
    """Return the key that the spellings of a whole name share."""
    words = (part for word in name_words(name) for part in word.split("-") if part.lower() not in PARTICLES)
    return " ".join(word_key for word in words for word_key in parts(word)[-1])


def is_same(name: str, other: str) -> bool:
    """Return whether two words may be one surname in two spellings; short ones must be written alike."""
    if name.casefold() == other.casefold():
        return True
    shared = key(name)
    return shared == key(other) and is_firm(shared)


class Persons:
    """The persons of one article in the order in which they are named."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._by_id: dict[str, Person] = {}
        self._by_ends: dict[tuple[str, str], Person] = {}
        self._by_name: dict[str, Person] = {}
        self._by_surname: dict[str, list[Person]] = defaultdict(list)
        self._by_given: dict[str, list[Person]] = defaultdict(list)

    def meet(self, name: str, entity: Entity | None, place: int | None, gender: str | None = None) -> Person:
        """Return the person a full name means: one already met, one of the file, or a new one."""
        words = name_words(name)
        ends = (key(words[0]), key(bare(words[-1])))
        known_person = entity or (by_ends(self._names).get(ends) if len(words) > 1 else None)
        met = self._by_ends.get(ends) if len(words) > 1 else self._by_name.get(name.casefold())
        person = self._by_id.get(known_person.entity_id) if known_person else met
        if person is None:
            person = Person(
                name,
                known_person,
                known_person.gender if known_person else None,
                len(words) > 1 or known_person is not None,
            )
            self._enter(person, ends)
        elif person.entity is None and len(words) > len(name_words(person.name)):
            person.name = name
        self._by_name.setdefault(name.casefold(), person)
        person.gender = person.gender or gender
        if place is not None:
            person.named_at(place)
        return person

    def _enter(self, person: Person, ends: tuple[str, str]) -> None:
        words = name_words(person.entity.name if person.entity else person.name)
        surname = bare((person.entity.surname if person.entity else None) or words[-1])
        self._by_surname[key(surname) or surname].append(person)
        if person.is_full and len(words) > 1:
            self._by_given[key(words[0])].append(person)
        if person.entity:
            self._by_id[person.entity.entity_id] = person
        elif len(words) > 1:
            self._by_ends[ends] = person

    def may_be(self, word: str) -> bool:
        """Return whether a bare word is like a name of a person who was met, or means a known person by default."""
        for form, surname, given in _keys(word):
            if surname in self._by_surname or given in self._by_given or default_of(self._names, form):
                return True
        return False

    def of_name(self, name: str) -> Person | None:
        """Return the person of exactly this full name."""
        person = self._by_name.get(name.casefold())
        return person if person is not None and person.is_full else None

    def of_surname(self, word: str, place: int, gender: str | None, *, later: bool = False) -> Person | None:
        """Return the bearer of a surname who was named last before `place`; with `later` also the first one after it."""
        plain = bare(word)
        bearers = [
            person
            for person in self._by_surname.get(key(plain) or plain, ())
            if person.places and (later or person.places[0] < place) and is_same(self.surname(person), plain)
        ]
        return _nearest(bearers, place, gender)

    def of_given_name(self, word: str, place: int, *, later: bool) -> Person | None:
        """Return the one person of this given name who was named before."""
        bearers = [
            person
            for person in self._by_given.get(key(word), ())
            if person.places and (later or person.places[0] < place) and is_same(self.given(person), word)
        ]
        return bearers[0] if len(bearers) == 1 else None

    @staticmethod
    def surname(person: Person) -> str:
        """Return the last name, without article."""
        entity = person.entity
        return bare((entity.surname if entity else None) or name_words(entity.name if entity else person.name)[-1])

    @staticmethod
    def given(person: Person) -> str:
        """Return the first name."""
        return name_words(person.entity.name if person.entity else person.name)[0]


def _nearest(bearers: Iterable[Person], place: int, gender: str | None) -> Person | None:
    every = list(bearers)
    if gender and len(every) > 1:
        every = (
            [person for person in every if person.gender == gender]
            or [person for person in every if person.gender is None]
            or every
        )
    before = [(last, index) for index, person in enumerate(every) if (last := person.last_before(place)) is not None]
    if before:
        return every[max(before)[1]]
    return min(every, key=lambda person: person.places[0], default=None)


@cache
def by_ends(names: Names) -> dict[tuple[str, str], Entity]:
    """Return known persons by the keys of given name and surname; none where two share both."""
    names_by_ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in names.entities.values():
        if entity.type == "PERSON":
            for alias in entity.aliases:
                words = name_words(alias.text)
                if alias.needs is None and alias.language == "en" and len(words) > 1:
                    names_by_ends[key(words[0]), key(bare(words[-1]))].add(entity.entity_id)
    return {pair: names.entities[min(ids)] for pair, ids in names_by_ends.items() if len(ids) == 1 and all(pair)}


@cache
def _defaults(names: Names) -> dict[str, Entity]:
    return {
        bare(entity.surname or name_words(entity.name)[-1]).casefold(): entity
        for entity in names.entities.values()
        if entity.is_default
    }


@cache
def _default_keys(names: Names) -> dict[str, Entity]:
    spelled = {key(name): entity for name, entity in _defaults(names).items() if entity.is_transliterated}
    return {word_key: entity for word_key, entity in spelled.items() if is_firm(word_key)}


@lru_cache(_REMEMBERED)
def default_of(names: Names, word: str) -> Entity | None:
    """Return the person a bare surname means where the article has named no bearer, in any spelling if the file says so."""
    plain = bare(word)
    return _defaults(names).get(plain.casefold()) or _default_keys(names).get(key(plain))


def namesakes(names: Names, surname: str, gender: str) -> Entity | None:
    """Return the one known person of a surname and gender."""
    bearers = _by_surname_and_gender(names).get((bare(surname).casefold(), gender), ())
    return bearers[0] if len(bearers) == 1 else None


@cache
def _by_surname_and_gender(names: Names) -> dict[tuple[str, str], list[Entity]]:
    by_surname: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in names.entities.values():
        if entity.type == "PERSON" and entity.gender:
            by_surname[bare(entity.surname or name_words(entity.name)[-1]).casefold(), entity.gender].append(entity)
    return by_surname
