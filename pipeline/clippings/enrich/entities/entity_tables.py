"""The tables `entities` and `entity_names`, made of counts of the mentions of some articles each.

Only counting and gathering names belong here.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

import dataframely as dy
import polars as pl

from clippings.enrich.entities.authority import Entity
from clippings.enrich.entities.mention_model import MentionSpan
from clippings.enrich.entities.name_index import Names
from clippings.enrich.entities.person_registry import joined_key, name_words
from clippings.enrich.entities.spelling import fold
from clippings.enrich.entities.word_lists import Lexicon
from clippings.schema.frames import as_rows, frame_of, sort_by_primary_key
from clippings.schema.names_and_dates import Entities, EntityNames
from clippings.schema.working.texts import EntityCounts, NamedMentions

_FACTS = ("type", "name", "is_curated", "wikidata_id", "note")
"""What a mention says of its entity."""
_INITIAL = re.compile(r"\b[a-z]\. ")
_INITIAL_STOPS = re.compile(r"(?<=\b[a-z])\.(?: (?=[a-z]\.))?")


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
    """Return the id of an entity that is in no list: a hash of its type and its full name.

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
        plain = _INITIAL_STOPS.sub("", plain)
    return hashlib.sha256(f"{kind}\n{plain}{scope}".encode()).hexdigest()[:16]


def shown(name: str) -> str:
    """Return a name as it is published: one in capitals in normal case."""
    plain = " ".join(name.split())
    return plain.title() if plain.isupper() and " " in plain else plain


def count(mentions: dy.DataFrame[NamedMentions]) -> dy.DataFrame[EntityCounts]:
    """Return how often each entity is named by each of its spellings, for the mentions of some articles."""
    entity = ("entity_id", "text")
    first_in_article = mentions.unique(["article_id", "entity_id"], keep="first", maintain_order=True)
    articles = first_in_article.group_by(entity).agg(article_count=pl.len().cast(pl.Int64))
    first_names = mentions.group_by(entity, maintain_order=True).agg(
        first_name=pl.col("name").first(), mention_count=pl.len().cast(pl.Int64)
    )
    rows = first_names.join(_named_longest(mentions, *entity), on=entity, maintain_order="left")
    rows = rows.join(articles, on=entity, how="left", maintain_order="left")
    return as_rows(EntityCounts, rows.with_columns(pl.col("article_count").fill_null(0)))


def entities(counts: dy.DataFrame[EntityCounts]) -> dy.DataFrame[Entities]:
    """Return one row per entity, sorted by id. Of several names of one entity the longest is taken, then the first in order."""
    sums = counts.group_by("entity_id").agg(pl.sum("mention_count", "article_count"))
    return sort_by_primary_key(Entities, _named_longest(counts, "entity_id").join(sums, on="entity_id"))


def _named_longest(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return the facts about each entity under its longest name."""
    longest = rows.sort(pl.col("name").str.len_chars(), "name", descending=[True, False])
    return longest.unique(by, keep="first", maintain_order=True).select(*by, *_FACTS)


def entity_names(counts: dy.DataFrame[EntityCounts], names: Names) -> dy.DataFrame[EntityNames]:
    """Return names of the entities: those the lists have, then spellings met in articles that no list has; sorted by id and name."""
    named = counts.select("entity_id", "first_name").unique(subset="entity_id", keep="first", maintain_order=True)
    entities_listed = [entity for entity_id in named["entity_id"] if (entity := names.entities.get(entity_id))]
    listed = frame_of(EntityNames, (row for entity in entities_listed for row in _listed(entity)))
    schema = listed.schema
    made = named.join(listed, on="entity_id", how="anti").select(
        "entity_id", name="first_name", language=pl.lit(None, pl.String), kind=pl.lit("preferred", schema["kind"])
    )
    seen = counts.select(
        "entity_id", name="text", language=pl.lit(None, pl.String), kind=pl.lit("seen", schema["kind"])
    )
    every = pl.concat([listed, made, seen]).unique(["entity_id", "name"], keep="first", maintain_order=True)
    return sort_by_primary_key(EntityNames, every)


def _listed(entity: Entity) -> Iterator[tuple[str, str, str | None, str]]:
    language = next((alias.language for alias in entity.aliases if alias.text == entity.name), None)
    yield entity.entity_id, entity.name, language, "preferred"
    for alias in entity.aliases:
        if alias.text != entity.name:
            yield entity.entity_id, alias.text, alias.language, "alias"
