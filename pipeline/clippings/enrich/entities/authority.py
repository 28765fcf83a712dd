"""The authority files of entities, the built-in one and the project's: what they may hold, read strictly.

Only reading and validation belong here. `gazetteer` makes the names that come from libraries; `name_index` and `spelling`
search for names.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from clippings import data
from clippings.project import additions, yaml_file
from clippings.schema.enums import ENTITY_TYPES

FOLDER = data.FOLDER / "authority"

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_LANGUAGE = re.compile(r"[a-z]{2}")
_KEYS = {
    "id", "type", "name", "wikidata", "aliases", "spelling", "default", "surname", "gender", "country",
    "reason", "note",
}  # fmt: skip
_ALIAS_KEYS = {"text", "needs", "fold", "reason"}
_CONDITIONS = {"full", "country"}


class AuthorityError(ValueError):
    """An entry of the authority file cannot be used; the message names the entry and says what to do."""


class Alias(NamedTuple):
    """One name of an entity.

    Attributes:
        text: The name, as written.
        language: ISO 639-1 code; None where it is not known.
        needs: What an article must show for the name to count: `full` (an unconditional name of the entity), `country` (that the
            entity's country is the most named one), `apart` (no capitalised neighbour), `place` (a preposition of place before it).
        fold: Whether case does not matter.
    """

    text: str
    language: str | None = "en"
    needs: str | None = None
    fold: bool = False


@dataclass(frozen=True)  # no slots: pickle reads objects without them four times as fast
class Entity:
    """A known entity with all its names; the preferred name is the first of `aliases`.

    Attributes:
        entity_id: The published id.
        type: One of ENTITY_TYPES.
        name: The preferred name.
        aliases: All names.
        wikidata_id: Item of Wikidata, where certain.
        note: Note for the reader.
        is_transliterated: Whether spelling variants of the names count.
        is_default: Whether a bare surname means this person where the article has named no bearer of it.
        surname: The surname, where it is not the last word of the name.
        gender: `female` or `male`, if it distinguishes bearers of one surname.
        country: entity_id of the country an organisation or a people belongs to.
        origin: `curated`, `outlet`, or the kind of library data.
    """

    entity_id: str
    type: str
    name: str
    aliases: tuple[Alias, ...]
    wikidata_id: str | None = None
    note: str | None = None
    is_transliterated: bool = False
    is_default: bool = False
    surname: str | None = None
    gender: str | None = None
    country: str | None = None
    origin: str = "curated"


@additions.cached
def curated() -> tuple[Entity, ...]:
    """Return entities of `entities.yaml` in the order of the file, with those of the project.

    Raises:
        AuthorityError: An entry that breaks a rule, or two entries that contradict one another.
        ProjectError: The same of an entry of the project.
    """
    entries, project_entries = yaml_file.with_project(FOLDER / "entities.yaml", additions.current())
    by_id = {str(entry["id"]): entry for entry in entries}
    for entry in project_entries:
        try:
            _entity(by_id[str(entry.values["id"])])
        except AuthorityError as error:
            raise entry.error(*_key_and_problem(entry, error)) from None
    names = {alias.text for entry in project_entries for alias in _entity(by_id[str(entry.values["id"])]).aliases}
    ids = {str(entry.values["id"]) for entry in project_entries}
    entities = map(_entity, entries)
    kept = tuple(entity if entity.entity_id in ids else _without(entity, names) for entity in entities)
    _refuse_twice(kept)
    return kept


def _without(entity: Entity, names: Set[str]) -> Entity:
    """Return an entity without the names that the project gives to another."""
    return replace(entity, aliases=tuple(alias for alias in entity.aliases if alias.needs or alias.text not in names))


def _key_and_problem(entry: yaml_file.ListEntry, error: AuthorityError) -> tuple[str, str]:
    """Return the key that an error names, if any, and the problem with it."""
    problem = str(error).partition(": entry ")[2].partition(": ")[2] or str(error)
    named = re.findall(r"`(\w+)`|'(\w+)'|unknown (\w+)", problem)
    keys = [key for name in named for key in name if key in entry.line_of]
    return (keys[0] if keys else "id"), problem


def read(entries: Iterable[Mapping[str, Any]]) -> tuple[Entity, ...]:
    """Return entities of parsed entries, checked one by one and against each other."""
    entities = tuple(_entity(entry) for entry in entries)
    _refuse_twice(entities)
    return entities


@additions.cached
def outlets() -> tuple[Entity, ...]:
    """Return outlets of `outlets.yaml` and of the project as organisations; names that are ordinary words are left out.

    A short code ("HTA") counts only in an article that names the outlet in full.
    """
    entries, _ = yaml_file.with_project(FOLDER / "outlets.yaml", additions.current())
    return tuple(_outlet(entry) for entry in entries if not entry.get("common_word"))


def _outlet(entry: Mapping[str, Any]) -> Entity:
    name = str(entry["name"])
    aliases = {name: Alias(name)}
    for alias in entry.get("aliases") or ():
        written = alias if isinstance(alias, Mapping) else {"text": alias}
        text = str(written["text"])
        aliases.setdefault(text, Alias(text, needs="full" if written.get("code") else None))
    return Entity(str(entry["id"]), "ORG", name, tuple(aliases.values()), origin="outlet")


def _entity(entry: Mapping[str, Any]) -> Entity:
    name = str(entry.get("name") or "")
    entity_id = str(entry.get("id") or "")

    def refuse(what: str) -> AuthorityError:
        return AuthorityError(f"entities.yaml: entry {entity_id or name or dict(entry)!r}: {what}")

    if not _ID.fullmatch(entity_id):
        raise refuse("`id` must be lower-case letters, digits and hyphens, such as example-harbour-council")
    if unknown := set(entry) - _KEYS:
        raise refuse(f"unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(_KEYS))}")
    if entry.get("type") not in ENTITY_TYPES:
        raise refuse(f"unknown type {entry.get('type')!r}; use one of {', '.join(ENTITY_TYPES)}")
    if not name.strip():
        raise refuse("`name` is missing: give the preferred name")
    wikidata = entry.get("wikidata")
    if wikidata is not None and not _WIKIDATA.fullmatch(str(wikidata)):
        raise refuse(f"`wikidata` {wikidata!r} is not a Wikidata item: write it like Q123, or leave it out")
    if entry.get("spelling") not in (None, "transliterated"):
        raise refuse(f"unknown spelling {entry['spelling']!r}: write `transliterated`, or leave it out")
    if entry.get("gender") not in (None, "female", "male"):
        raise refuse(f"unknown gender {entry['gender']!r}: write `female` or `male`, or leave it out")
    try:
        aliases = tuple(_aliases(entry.get("aliases") or {}))
    except AuthorityError as error:
        raise refuse(str(error)) from None
    if any(alias.needs == "country" for alias in aliases) and not entry.get("country"):
        raise refuse("an alias has `needs: country`, but its entry has no `country`: add the country's id")
    own_name = () if any(alias.text == name for alias in aliases) else (Alias(name),)
    return Entity(
        entity_id=entity_id,
        type=str(entry["type"]),
        name=name,
        aliases=own_name + aliases,
        wikidata_id=wikidata,
        note=entry.get("note"),
        is_transliterated=entry.get("spelling") == "transliterated",
        is_default=bool(entry.get("default")),
        surname=entry.get("surname"),
        gender=entry.get("gender"),
        country=entry.get("country"),
    )


def _aliases(by_language: Mapping[str, Iterable[Any]]) -> Iterable[Alias]:
    if not isinstance(by_language, Mapping):
        raise AuthorityError("`aliases` must be lists by language, such as {en: [Harbour Council]}")
    for language, aliases in by_language.items():
        if not _LANGUAGE.fullmatch(str(language)):
            raise AuthorityError(f"language {language!r} of an alias is not an ISO 639-1 code such as en, fa, ar, sq")
        for alias in aliases:
            written = alias if isinstance(alias, Mapping) else {"text": alias}
            text = written.get("text")
            if not isinstance(text, str) or not text.strip():
                raise AuthorityError(f"alias {alias!r} is not text: put it in quotes")
            if unknown := set(written) - _ALIAS_KEYS:
                raise AuthorityError(f"alias {text!r}: unknown key {sorted(unknown)[0]!r}")
            if written.get("needs") not in (None, *_CONDITIONS):
                raise AuthorityError(f"alias {text!r}: unknown condition {written['needs']!r}; use full or country")
            yield Alias(text, str(language), written.get("needs"), bool(written.get("fold")))


def _refuse_twice(entities: Iterable[Entity]) -> None:
    seen: set[str] = set()
    owner: dict[str, str] = {}
    for entity in entities:
        if entity.entity_id in seen:
            raise AuthorityError(
                f"entities.yaml: id {entity.entity_id!r} occurs twice: merge the entries or rename one"
            )
        seen.add(entity.entity_id)
        for alias in entity.aliases:
            if alias.needs is None and owner.setdefault(alias.text, entity.entity_id) != entity.entity_id:
                raise AuthorityError(
                    f"entities.yaml: {alias.text!r} is a name of both {owner[alias.text]!r} and {entity.entity_id!r}: "
                    "take it from one of them, or give it a condition (`needs`) in one"
                )
