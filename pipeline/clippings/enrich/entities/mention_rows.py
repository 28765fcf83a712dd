"""A mention as a row, and the id and name of an entity that no list knows.

How mentions are found is the business of the other modules.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from clippings.enrich.entities.mention_model import MentionSpan
from clippings.enrich.entities.person_registry import joined_key, name_words
from clippings.enrich.entities.spelling import fold
from clippings.enrich.entities.word_lists import Lexicon

_INITIAL = re.compile(r"\b[a-z]\. ")
_STOPS = re.compile(r"(?<=\b[a-z])\.(?: (?=[a-z]\.))?")


class Mention(NamedTuple):
    """A row of the table `mentions` with the facts about the entity."""

    field: str
    start: int
    end: int
    text: str
    entity_id: str
    rule: str
    score: float
    type: str
    name: str
    is_curated: bool
    wikidata_id: str | None
    note: str | None


def of(field: str, text: str, mention: MentionSpan, article_id: str, words: Lexicon) -> Mention:
    """Return the row of one span of a field's text."""
    start, end = mention.start, mention.end
    surface = text[start:end]
    entity = mention.entity
    if entity is not None:
        return Mention(
            field, start, end, surface, entity.entity_id, mention.rule, mention.score,
            entity.type, entity.name, True, entity.wikidata_id, entity.note,
        )  # fmt: skip
    name = mention.person.name if mention.person else mention.name or surface
    entity_id = made_id(mention.type, name, article_id, words)
    return Mention(
        field, start, end, surface, entity_id, mention.rule, mention.score, mention.type, shown(name), False, None, None
    )


def made_id(kind: str, name: str, article_id: str, words: Lexicon) -> str:
    """Return the id of an entity that no list knows: a hash of its type and its full name.

    Transliterated names of persons share it in all spellings. A single word is a person of its article alone.
    """
    plain = " ".join(fold(name).casefold().removeprefix("the ").split())
    scope = ""
    if kind == "PERSON":
        parts = name_words(name)
        if len(parts) == 1:
            scope = f"\n{article_id}"
        elif any(words.is_transliterated(part) for part in parts):
            plain = joined_key(name)
        else:
            plain = _INITIAL.sub("", plain)
    else:
        plain = _STOPS.sub("", plain)
    return hashlib.sha256(f"{kind}\n{plain}{scope}".encode()).hexdigest()[:16]


def shown(name: str) -> str:
    """Return a name as it is published: one in capitals in normal case."""
    plain = " ".join(name.split())
    return plain.title() if plain.isupper() and " " in plain else plain
