"""Entities: who and what articles name, where, and which spellings they use.

The public functions and the columns of their frames are here; `annotate` reads one article.
"""

from collections.abc import Callable, Mapping
from typing import Any

import dataframely as dy
import polars as pl

from clippings.common import cpu_budget
from clippings.enrich.entities import annotate, entity_tables, name_index, spacy_ner, word_lists
from clippings.enrich.entities.entity_tables import Mention, count
from clippings.enrich.entities.spacy_ner import recogniser
from clippings.schema.enums import PROSE_FIELDS
from clippings.schema.frames import as_rows, schema_of
from clippings.schema.names_and_dates import Entities, EntityNames
from clippings.schema.working.texts import EntityCounts, NamedMentions


def find(
    articles: pl.DataFrame, *, with_model: bool | None = None, too_slow: Callable[[str], object] = str
) -> dy.DataFrame[NamedMentions]:
    """Return the mentions in articles with the facts about their entities. The result for an article depends on it alone.

    Args:
        articles: One row each; article_id, title, deck, text, author, contributor, source_name, dateline_place, translator and language,
            strings that may be null, and author_kinds, a kind for each author; a column that is missing counts as null.
        with_model: Whether the statistical recogniser fills gaps in English articles; None: where it is installed.
        too_slow: Called with the id of an article that exceeds its budget of processor time; it has no mentions.

    Returns:
        The columns of the table `mentions`, then type, name, is_curated, wikidata_id and note of the entity; sorted by
        article_id, field, start.
    """
    names, words = name_index.load(), word_lists.load()
    uses_model = is_available() if with_model is None else with_model

    def read(some: pl.DataFrame) -> list[tuple[object, ...]]:
        return [
            (row["article_id"], *mention)
            for row in some.iter_rows(named=True)
            for mention in annotate.read(
                row, names, words, _guesses(row) if uses_model else None, spells_lower=row["spells_lower"]
            )
        ]

    spelled = articles.with_columns(spells_lower=_spells_lower(articles, names))
    rows = cpu_budget.of_articles(spelled, PROSE_FIELDS, read, too_slow)
    columns = schema_of(NamedMentions)
    schema = {name: columns[name] for name in ("article_id", *Mention._fields)}
    mentions = pl.DataFrame(rows, schema=schema, orient="row")
    return as_rows(NamedMentions, mentions.sort("article_id", "field", "start"))


def _spells_lower(articles: pl.DataFrame, names: name_index.Names) -> pl.Expr:
    """Return whether a lower-case word of an article may begin a transliterated name. One search for all articles, as few have one."""
    fields = [name for name in PROSE_FIELDS if name in articles.columns]
    if not names.lower_spelled or not fields:
        return pl.lit(False)
    return pl.any_horizontal(pl.col(name).str.contains(names.lower_spelled).fill_null(False) for name in fields)


def _guesses(row: Mapping[str, Any]) -> dict[str, spacy_ner.Guesses] | None:
    if row.get("language") not in ("en", None):
        return None
    fields = [name for name in PROSE_FIELDS if row.get(name)]
    return dict(zip(fields, spacy_ner.read([row[name] for name in fields]), strict=True))


def is_available() -> bool:
    """Return whether the statistical recogniser is installed."""
    return spacy_ner.installed() is not None


def summarise(counts: dy.DataFrame[EntityCounts]) -> tuple[dy.DataFrame[Entities], dy.DataFrame[EntityNames]]:
    """Return the tables `entities` and `entity_names` of the counts of all mentions (rows of `count`), each sorted by its key."""
    return entity_tables.entities(counts), entity_tables.entity_names(counts, name_index.load())


__all__ = ["count", "find", "is_available", "recogniser", "summarise"]
