"""The table `mentions`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import MENTION_FIELDS


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
