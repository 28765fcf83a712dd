"""Working tables of names, passages and the review."""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import ENTITY_TYPES
from clippings.schema.names_and_dates import Mentions


class NamedMentions(Mentions):
    """A mention with its entity."""

    type = dy.Enum(list(ENTITY_TYPES))
    name = col.text("Preferred name.")
    is_curated = dy.Bool(description="Whether a person listed the entity.")
    wikidata_id = dy.String(nullable=True, description="Wikidata id.")
    note = dy.String(nullable=True, description="Note.")


class EntityCounts(dy.Schema):
    """How often some articles name an entity by one spelling."""

    entity_id = col.reference("entities.entity_id", "Entity.", regex=col.ENTITY_ID)
    text = col.text("Spelling.")
    first_name = col.text("Name of the entity where it is first spelled like this.")
    mention_count = col.count("Number of mentions.")
    type = dy.Enum(list(ENTITY_TYPES))
    name = col.text("Longest name of the entity where it is spelled like this.")
    is_curated = dy.Bool(description="Whether a person listed the entity.")
    wikidata_id = dy.String(nullable=True, description="Wikidata id.")
    note = dy.String(nullable=True, description="Note.")
    article_count = col.count("Number of articles whose first mention of the entity is spelled like this.")


class Fingerprints(dy.Schema):
    """Hash of some words of an article."""

    fingerprint = dy.UInt64()
    row = dy.Int64(description="Row of the article in its slice.")


class SharedFingerprints(dy.Schema):
    """A hash that several articles have."""

    fingerprint = dy.UInt64()


class Stretches(dy.Schema):
    """A stretch of words that may be in other articles too."""

    article_id = col.reference("articles.article_id", "Article.")
    begin = dy.Int64(description="Number of its first word.")
    words = dy.List(dy.UInt64(), description="Hashes of its words.")
    starts = dy.List(dy.Int64(), description="First characters of the words.")
    ends = dy.List(dy.Int64(), description="Last characters of the words.")


class Repeats(dy.Schema):
    """A run of words in an article that another article has."""

    article_id = col.reference("articles.article_id", "Article.")
    begin = dy.Int64(description="Number of the first word of its stretch.")
    place = dy.Int64(description="First word within the stretch.")
    word_count = col.count("Number of words.")


class LocatedPassages(dy.Schema):
    """A passage in an article; its wording once."""

    article_id = col.reference("articles.article_id", "Article.")
    start = col.offset("First character.")
    end = col.offset("One past the last.")
    on = col.day("Day of the article.")
    text = dy.String(nullable=True, description="Wording, in one of the rows.")
    passage_id = col.text("Passage.")
    word_count = dy.Int64(nullable=True, description="Number of words, beside the wording.")


class PassageTexts(dy.Schema):
    """Wording of a passage."""

    passage_id = col.text("Passage.")
    text = col.text("Wording.")


class LeftOut(dy.Schema):
    """A line of prose that no article took."""

    page_id = col.reference("pages.page_id", "Page.")
    path = col.text("Path of the page.")
    group = col.text("Pages among which it may repeat.")
    line_no = col.ordinal("Line.")
    words = col.count("Number of words.")
    key = dy.UInt64(description="Hash of the line.")
    taken = dy.Int64(description="Number of lines of prose that articles took on the page.")


class TextLines(dy.Schema):
    """A line of the text of an article."""

    group = col.text("Pages among which it may repeat.")
    key = dy.UInt64(description="Hash of the line.")
    appearance_id = col.reference("appearances.appearance_id", "Post.", regex=col.APPEARANCE_ID)
    page_id = col.reference("pages.page_id", "Page.")
    line_no = col.ordinal("Line.")
    text = dy.String(nullable=True, description="The line, if it may be a heading.")


class FormulaCells(dy.Schema):
    """Cells of a column that a spreadsheet would run as formulas."""

    column = col.text("Table and column.")
    cells = col.count("Their number.")
