"""The table `mentions`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import MENTION_FIELDS


class Mentions(dy.Schema):
    """Where an entity is named: in an article's title and text, or in its credits."""

    article_id = col.reference("articles.article_id", "The article.", primary_key=True)
    field = dy.Enum(list(MENTION_FIELDS), primary_key=True, description="Column of articles the name stands in.")
    start = col.offset("First character of the name in that column.", primary_key=True)
    end = col.offset("End of the name (exclusive).")
    text = col.text("The name as it stands.")
    entity_id = col.reference("entities.entity_id", "The entity that is named.", regex=col.ENTITY_ID)
    rule = col.text("Name of the rule that found or linked it.", regex=col.RULE)
    score = col.share("How sure the rule is: 1 for a name of the authority file that can mean nothing else.")
