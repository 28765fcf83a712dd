"""The table `entities`."""

from __future__ import annotations

import dataframely as dy

from clippings.schema import columns as col
from clippings.schema.enums import ENTITY_TYPES


class Entities(dy.Schema):
    """Persons, organisations, places, facilities, events and peoples that are named in articles."""

    entity_id = col.key(
        "Of a curated entity the id of the authority file; of another one, a hash of its type and name.",
        regex=col.ENTITY_ID,
    )
    type = dy.Enum(list(ENTITY_TYPES), description="; ".join(f"{k}: {v}" for k, v in ENTITY_TYPES.items()) + ".")
    name = col.text("Preferred name; of an entity that is not curated, the fullest name seen.")
    wikidata_id = col.text("Item of Wikidata, where it is certain.", nullable=True, regex=r"^Q[1-9][0-9]*$")
    is_curated = dy.Bool(description="Whether a person put it into the authority file, or a library's data has it.")
    mention_count = col.count("Number of its mentions.")
    article_count = col.count("Number of articles that mention it.")
    note = col.text("What a reader should know of how the name is used.", nullable=True)
