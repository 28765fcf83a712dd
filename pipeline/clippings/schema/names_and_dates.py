"""What is marked in titles, texts and credits: temporal expressions and names."""

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import ENTITY_TYPES, MENTION_FIELDS, NAME_KINDS, PROSE_FIELDS, TIMEX_MODS, TIMEX_TYPES


class Dates(dy.Schema):
    """Temporal expressions in titles, decks and texts, as TIMEX3 (ISO-TimeML), with the days they cover."""

    article_id = col.reference("articles.article_id", "Article that holds the expression.", primary_key=True)
    field = dy.Enum(list(PROSE_FIELDS), primary_key=True, description="Column of articles that holds the expression.")
    start = col.offset("Offset of the first character in that column.", primary_key=True)
    end = col.offset("Offset after the last character.")
    text = col.text("Expression as found.")
    type = col.choice(TIMEX_TYPES)
    value = col.text(
        "TIMEX3 value, such as 2013-09-01, 2013-09, 198X, 2013-W37, P8Y, PRESENT_REF or 1980/1988; X marks an unknown digit."
    )
    mod = dy.Enum(
        list(TIMEX_MODS),
        nullable=True,
        description="TIMEX3 modifier. " + "; ".join(f"{k}: {v}" for k, v in TIMEX_MODS.items()) + ".",
    )
    begin_on = col.day("First day it covers, if known.")
    end_on = col.day("Last day it covers, if known.")
    anchor_on = col.day("Date it was resolved against, for relative expressions: the source's date, else the post's.")
    rule = col.text("Name of the rule that read it.", regex=col.RULE)


class Entities(dy.Schema):
    """People, organisations, places, facilities, events and peoples named in articles."""

    entity_id = col.key(
        "Identifier from the authority file for curated entities, else a hash of type and name.",
        regex=col.ENTITY_ID,
    )
    type = col.choice(ENTITY_TYPES)
    name = col.text("Preferred name for curated entities, else the fullest name seen.")
    wikidata_id = col.text("Wikidata item, if certain.", nullable=True, regex=r"^Q[1-9][0-9]*$")
    is_curated = dy.Bool(description="True if the authority file or a library's data lists it.")
    mention_count = col.count("Number of mentions.")
    article_count = col.count("Number of articles that mention it.")
    note = col.text("Remark on how the name is used.", nullable=True)


class EntityNames(dy.Schema):
    """Names of entities, from the authority file and as seen in articles."""

    entity_id = col.reference("entities.entity_id", "Entity with this name.", regex=col.ENTITY_ID, primary_key=True)
    name = col.text("Name of the entity.", primary_key=True)
    language = col.text("Language of the name, ISO 639-1, if known.", nullable=True, regex=r"^[a-z]{2}$")
    kind = col.choice(NAME_KINDS)


class Mentions(dy.Schema):
    """Where an entity is named: in the title, deck, text or credits of an article."""

    article_id = col.reference("articles.article_id", "Article that names the entity.", primary_key=True)
    field = dy.Enum(list(MENTION_FIELDS), primary_key=True, description="Column of articles that holds the name.")
    start = col.offset("Offset of the first character in that column.", primary_key=True)
    end = col.offset("Offset after the last character.")
    text = col.text("Name as found.")
    entity_id = col.reference("entities.entity_id", "Entity the name is linked to.", regex=col.ENTITY_ID)
    rule = col.text("Name of the rule that found or linked the name.", regex=col.RULE)
    score = col.share("Confidence of the rule; 1 for an unambiguous name of the authority file.")
