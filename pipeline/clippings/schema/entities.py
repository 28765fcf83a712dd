"""The table `entities`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import ENTITY_TYPES


class Entities(dy.Schema):
    """People, organisations, places, facilities, events and peoples named in articles."""

    entity_id = col.key(
        "Identifier from the authority file for curated entities, else a hash of type and name.",
        regex=col.ENTITY_ID,
    )
    type = dy.Enum(list(ENTITY_TYPES), description="; ".join(f"{k}: {v}" for k, v in ENTITY_TYPES.items()) + ".")
    name = col.text("Preferred name for curated entities, else the fullest name seen.")
    wikidata_id = col.text("Wikidata item, if certain.", nullable=True, regex=r"^Q[1-9][0-9]*$")
    is_curated = dy.Bool(description="True if the authority file or a library's data lists it.")
    mention_count = col.count("Number of mentions.")
    article_count = col.count("Number of articles that mention it.")
    note = col.text("Remark on how the name is used.", nullable=True)
